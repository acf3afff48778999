"""`rules facts`: what a rule may name."""

# ruff: noqa: E501 - a table

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any, NamedTuple

from rich.table import Table

from mediaverdict.errors import say
from mediaverdict.facts.catalog import ALL_FACTS, COUNT
from mediaverdict.quantities import Kind
from mediaverdict.rulebook.known import Vocabulary, vocabulary_of
from mediaverdict.rulebook.messages import KINDS
from mediaverdict_cli.language import spoken

if TYPE_CHECKING:
    from rich.console import Console

    from mediaverdict.facts import FactSpec

EXAMPLES = {
    Kind.COUNT: "2", Kind.PIXELS: "720", Kind.SECONDS: "{max: 10m}", Kind.BIT_RATE: "{min: 3M, max: 6M}",
    Kind.BYTES: "{below: 2GB}", Kind.HERTZ: "48kHz", Kind.FRAME_RATE: "{equals: 29.97, tolerance: 0.01}",
    Kind.FRAMES: "{min: 1}", Kind.DEGREES: "0", Kind.RATIO: "16:9", Kind.LEVEL: "{max: 4.1}", Kind.TEXT: '{glob: "*720*"}',
    Kind.NAMES: "mp4", Kind.FLAG: "true", Kind.MOMENT: "{min: 2026-12-01}", Kind.LANGUAGE: "zh", Kind.JSON: "{exists: true}",
}  # fmt: skip
SHOWN = 8
"""Of many known values, how many the table has; --json has all."""


class FactInfo(NamedTuple):
    """A fact as it is listed."""

    spec: FactSpec
    example: str
    known: Vocabulary | None


def list_facts(pattern: str = "*") -> list[FactInfo]:
    """The facts whose name is like the pattern, or whose name or meaning has it."""
    wanted = pattern.lower()
    found = []
    for spec in (*ALL_FACTS.values(), COUNT):
        if not (fnmatchcase(spec.name, wanted) or wanted in spec.name or wanted in spec.meaning.lower()):
            continue
        known = vocabulary_of(spec)
        example = known.common[0] if known is not None else EXAMPLES[spec.kind]
        found.append(FactInfo(spec, f"{spec.name}: {example}", known))
    return found


def as_json(fact: FactInfo) -> dict[str, Any]:
    """A fact as one JSON object."""
    known = fact.known
    return {
        "name": fact.spec.name,
        "unit": unit_of(fact.spec),
        "meaning": fact.spec.meaning,
        "example": fact.example,
        "known": [*known.common, *known.rare] if known is not None else [],
    }


def unit_of(spec: FactSpec) -> str:
    """`px`; of a plain number `number`, of others what they are."""
    return spec.kind.value or "number"


def print_facts(out: Console, facts: list[FactInfo]) -> None:
    """A row each."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    language = spoken()
    t = language.text
    for title in (say("fact"), say("unit"), say("meaning"), say("example")):
        table.add_column(t(title), overflow="fold")
    for fact in facts:
        meaning = language.fact(fact.spec.meaning)
        if fact.known is not None:
            values = [*fact.known.common, *fact.known.rare]
            shown: str = ", ".join(values[:SHOWN])
            if len(values) > SHOWN:
                shown = say("{shown} and {count} more", shown=shown, count=len(values) - SHOWN)
            meaning += f"\n{t(say('known: {values}', values=shown))}"
        unit = KINDS[fact.spec.kind] if fact.spec.kind.value else say("number")
        table.add_row(fact.spec.name, t(unit), meaning, fact.example)
    out.print(table)
