"""docs/reference/facts.md: every fact with its unit, meaning, known values and its place in the API."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediaverdict.errors import say
from mediaverdict.rulebook.messages import KINDS
from mediaverdict_cli.language import translator
from mediaverdict_cli.rules.facts import FactInfo, list_facts
from mediaverdict_docs.reference.markdown import code, page, section, table
from mediaverdict_docs.reference.origins import origins
from mediaverdict_docs.reference.prose import FACTS, FactsProse

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mediaverdict_cli.language import Language
    from mediaverdict_cli.language.choosing import Code

FROM_TEMPLATE = ("output.template_name",)
"""What a job's own details never have."""
SHOWN = 12
"""Of many known values, how many the page has; `rules facts NAME --json` has all."""


def facts_page(in_language: Code = "en") -> str:
    """The whole page."""
    prose, language = FACTS[in_language], translator(in_language)
    facts = list_facts()
    made_of = origins()
    families: dict[str, list[FactInfo]] = {family: [] for family in prose.families}
    for fact in facts:
        families[fact.spec.name.rpartition(".")[0]].append(fact)
    sections = [
        section(
            title, about, _table(families[family], made_of, prose, language) if families[family] else prose.user_data
        )
        for family, (title, about) in prose.families.items()
    ]
    return page(prose.title, prose.introduction.format(count=len(facts)), prose.made, *sections, other=prose.other)


def _table(facts: list[FactInfo], made_of: Mapping[str, list[str]], prose: FactsProse, language: Language) -> str:
    return table(
        prose.heads,
        (
            (code(fact.spec.name), _unit(fact, language), _meaning(fact, prose, language), _where(fact, made_of, prose))
            for fact in facts
        ),
    )


def _unit(fact: FactInfo, language: Language) -> str:
    return language.text(KINDS[fact.spec.kind] if fact.spec.kind.value else say("number"))


def _meaning(fact: FactInfo, prose: FactsProse, language: Language) -> str:
    meaning = language.fact(fact.spec.meaning)
    if fact.known is None:
        return meaning
    values = [*fact.known.common, *fact.known.rare]
    shown = ", ".join(values[:SHOWN])
    if len(values) > SHOWN:
        shown = prose.more.format(shown=shown, count=len(values) - SHOWN)
    return f"{meaning}<br>{prose.known.format(values=shown)}"


def _where(fact: FactInfo, made_of: Mapping[str, list[str]], prose: FactsProse) -> str:
    """Nothing for `count`, which is of the rule and not of the answer."""
    name = fact.spec.name
    return prose.of_template if name in FROM_TEMPLATE else ", ".join(code(way) for way in made_of.get(name, []))
