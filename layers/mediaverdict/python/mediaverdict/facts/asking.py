"""How a fact is made of what was asked of an output: its value from the merged request, and where it stood."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from mediaverdict.facts.definition import FactSpec, Source
from mediaverdict.facts.fact import raw_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from mediaverdict.facts.definition import Reading, Told
    from mediaverdict.facts.fact import Value
    from mediaverdict.facts.values import OutputFacts
    from mediaverdict.quantities import Kind
    from mediaverdict.templates.asked import Asked


def asked_of(facts: OutputFacts) -> Asked:
    """What was asked of the output; merged once, when the first rule wants to know."""
    if facts.requested is None:
        from mediaverdict.templates.asked import Asked  # noqa: PLC0415 - loaded only where a rule asks

        facts.requested = Asked(facts.output, facts.job.templates)
    return facts.requested


def told_of(facts: OutputFacts, *way: str) -> Told:
    found, path, origin = asked_of(facts).told(*way)
    return raw_text(found), path, origin


def setting(of: str, choose: Callable[[OutputFacts], Reading]) -> Source:
    """A key of what was asked; no number that keeps the source's is a request."""

    def value(facts: OutputFacts) -> Value | None:
        found = choose(facts).value(asked_of(facts).section(of))
        return None if isinstance(found, int | Fraction) and found <= 0 else found

    return Source(value, lambda facts: told_of(facts, of, choose(facts).names[0]))


def request(name: str, kind: Kind, meaning: str, source: Source) -> FactSpec:
    return FactSpec(f"requested.{name}", kind, meaning, *source, of_template=True)


def plain(name: str, of: str, reading: Reading, meaning: str) -> FactSpec:
    return request(name, reading.kind, meaning, setting(of, lambda _: reading))


def computed(value: Callable[[OutputFacts], Value | None], *way: str) -> Source:
    return Source(value, lambda facts: told_of(facts, *way))
