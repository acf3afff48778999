"""docs/packs-reference.md: the built-in packs, rule by rule, each with its severity and its source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediaverdict_cli.language import translator
from mediaverdict_cli.rules.packs import list_packs
from mediaverdict_docs.reference.markdown import page, section, table
from mediaverdict_docs.reference.prose import PACKS, PacksProse

if TYPE_CHECKING:
    from mediaverdict_cli.language import Language
    from mediaverdict_cli.language.choosing import Code
    from mediaverdict_cli.rules.packs import PackInfo


def packs_page(in_language: Code = "en") -> str:
    """The whole page."""
    prose, language = PACKS[in_language], translator(in_language)
    return page(prose.title, prose.made, *(_pack(pack, prose, language) for pack in list_packs()), other=prose.other)


def _pack(pack: PackInfo, prose: PacksProse, language: Language) -> str:
    rows = [(rule.severity.value, rule.id, language.pack(rule.description), rule.source) for rule in pack.rules]
    return section(
        prose.heading.format(name=pack.name, version=pack.version),
        language.pack(pack.title),
        prose.source.format(source=pack.source),
        table(prose.heads, rows),
        prose.not_covered,
        "\n".join(f"- {language.pack(clause)}" for clause in pack.not_covered),
    )
