"""docs/reference/conditions.md: what can be asked of a fact, units of values, and words that people write instead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediaverdict.quantities import Kind, units_of
from mediaverdict.rulebook.explained import EXPLAINED, FITS
from mediaverdict.rulebook.synonyms import KEYS
from mediaverdict_cli.language import translator
from mediaverdict_docs.reference.markdown import code, page, section, table
from mediaverdict_docs.reference.prose import CONDITIONS, ConditionsProse

if TYPE_CHECKING:
    from mediaverdict_cli.language import Language
    from mediaverdict_cli.language.choosing import Code


def conditions_page(in_language: Code = "en") -> str:
    """The whole page."""
    prose, language = CONDITIONS[in_language], translator(in_language)
    return page(
        prose.title,
        prose.introduction,
        prose.made,
        section(prose.one, _operators(prose, language, several=False)),
        section(prose.several, prose.about_several, _operators(prose, language, several=True)),
        section(prose.right_side, prose.about_right_side),
        section(prose.absent, prose.about_absent),
        section(prose.units, prose.about_units, _units(prose, language)),
        section(prose.words, prose.about_words, _words(prose)),
        other=prose.other,
    )


def _operators(prose: ConditionsProse, language: Language, *, several: bool) -> str:
    return table(
        prose.heads,
        (
            (code(name), language.operator(one.meaning), code(one.example), language.operator(FITS[one.kinds]))
            for name, one in EXPLAINED.items()
            if one.over_several is several
        ),
    )


def _units(prose: ConditionsProse, language: Language) -> str:
    t = language.text
    rows = []
    for kind in Kind:
        if kind.numeric:
            described, example, units = units_of(kind)
            rows.append((t(described), code(kind.value), ", ".join(map(code, units)), t(example)))
    return table(prose.unit_heads, rows)


def _words(prose: ConditionsProse) -> str:
    by_key: dict[str, list[str]] = {}
    for word, key in KEYS.items():
        by_key.setdefault(key, []).append(word)
    return table(prose.word_heads, ((code(key), ", ".join(words)) for key, words in by_key.items()))
