"""Which facts a rule, a check or a condition names: on its left side, and on its right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediaverdict.conditions import Condition
from mediaverdict.conditions.operands import Reference
from mediaverdict.facts import FactSpec
from mediaverdict.facts.catalog import spec_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mediaverdict.rulebook.rules import Rule, Waiver


def facts_named(part: object) -> Iterator[str]:
    """The names of the facts in a rule, a waiver or any part of one; one that is there twice, twice."""
    if isinstance(part, FactSpec | Reference):
        yield part.name
    elif isinstance(part, Condition):
        yield from facts_named(part.predicates)
    elif isinstance(part, tuple):  # rules, checks and conditions are made of these
        yield from getattr(part, "named", ())
        for one in part:
            yield from facts_named(one)


def asks_templates(parts: Iterable[Rule | Waiver]) -> bool:
    """Whether any of them names a fact that an output's template may have."""
    return any(spec_of(name).of_template for part in parts for name in facts_named(part))
