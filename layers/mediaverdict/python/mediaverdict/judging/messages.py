"""What is said of a check: one line that a person understands, with units, for any terminal."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from mediaverdict.conditions.status import UNKNOWN
from mediaverdict.facts import GroupFacts
from mediaverdict.quantities import format_quantity
from mediaverdict.rulebook.rules import AggregateCheck, AnyCheck, Branch

if TYPE_CHECKING:
    from mediaverdict.facts import FactSpec, Value
    from mediaverdict.judging.details import Detail
    from mediaverdict.judging.evaluating import Evidence

MOST_VALUES = 8
"""Of a group's values, how many a message shows."""


def message_of(checked: Detail, evidence: Evidence) -> str:
    """`height is 478 px, expected 720 px`."""
    wanted = checked.expected(unit=True)
    check, fact = checked.check, checked.fact
    if checked.missing:
        has = f" (the answer has {fact.raw!r})" if fact.raw is not None else ""
        whose = f" of {evidence.job.outputs[checked.member].name}" if checked.member is not None else ""
        why = f": {fact.origin}" if fact.origin else ""
        return f"{checked.missing}{whose} is absent{has}{why}, expected {wanted}"
    if isinstance(check, AggregateCheck):
        return f"{check.fact} is expected {wanted}, but is {_values_of(check, checked.subject.facts)}"
    said = f"{check.fact} is {value_words(fact.value, check.spec)}, expected {wanted}"
    if checked.status is UNKNOWN and fact.value is not None:
        return f"{said}, but {check.condition.unknown(fact.value, checked.subject.facts)}"
    return said


def branch_words(branch: Branch) -> str:
    """`video.codec h264 and video.profile High or Main`."""
    return " and ".join(_asked(check) for check in branch)


def _asked(check: AnyCheck) -> str:
    if isinstance(check, AggregateCheck):
        return f"{check.fact} {check.condition.expected(unit=True)}"
    return f"{check.fact} {check.condition.expected(None, unit=True)}"


def _values_of(check: AggregateCheck, facts: object) -> str:
    members = facts.members if isinstance(facts, GroupFacts) else ()
    values = [(one.output.name, one.value(check.fact)) for one in members[:MOST_VALUES]]
    shown = ", ".join(f"{value_words(value, check.spec)} in {name}" for name, value in values)
    more = len(members) - len(values)
    return f"{shown} and {more} more" if more else shown


def value_words(value: Value | None, spec: FactSpec) -> str:
    """A value as a message shows it, with its unit."""
    if value is None:
        return "absent"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | Fraction):
        return format_quantity(value, spec.kind)
    if isinstance(value, tuple):
        return ", ".join(value)
    return value or "empty"


def printable(text: str) -> str:
    """Text from outside, fit for one line anywhere: control characters can't move a cursor or fake a line."""
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in text)
