"""What is said of a check: one line that a person understands, with units, for any terminal."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from mediaverdict.conditions.status import CheckStatus
from mediaverdict.quantities import format_quantity
from mediaverdict.rulebook.rules import AggregateCheck, AnyCheck, Branch

if TYPE_CHECKING:
    from mediaverdict.facts import FactSpec, Value
    from mediaverdict.judging.evidence import Evidence, Result, Subject

MOST_VALUES = 8
"""Of a group's values, how many a message shows."""


def message_of(evidence: Evidence, subject: Subject, result: Result) -> str:
    """`height is 478 px, expected 720 px`."""
    wanted = expected_of(evidence, subject, result, unit=True)
    check, fact = result.check, result.fact
    if result.missing:
        has = f" (the answer has {fact.raw!r})" if fact.raw is not None else ""
        whose = f" of {evidence.job.outputs[result.member].name}" if result.member is not None else ""
        return f"{result.missing}{whose} is absent{has}, expected {wanted}"
    if isinstance(check, AggregateCheck):
        return f"{check.fact} is expected {wanted}, but is {_values_of(evidence, subject, check)}"
    told = f"{check.fact} is {value_words(fact.value, check.spec)}, expected {wanted}"
    if result.held is CheckStatus.UNKNOWN and fact.value is not None:
        return f"{told}, but {check.condition.unknown(fact.value, evidence.facts_of(subject))}"
    return told


def expected_of(evidence: Evidence, subject: Subject, result: Result, *, unit: bool) -> str:
    """What was expected, with the values of the facts it names."""
    check = result.check
    if isinstance(check, AggregateCheck):
        return check.condition.expected(unit=unit)
    return check.condition.expected(evidence.facts_of(subject), unit=unit)


def branch_words(branch: Branch) -> str:
    """`video.codec h264 and video.profile High or Main`."""
    return " and ".join(_asked(check) for check in branch)


def _asked(check: AnyCheck) -> str:
    if isinstance(check, AggregateCheck):
        return f"{check.fact} {check.condition.expected(unit=True)}"
    return f"{check.fact} {check.condition.expected(None, unit=True)}"


def _values_of(evidence: Evidence, subject: Subject, check: AggregateCheck) -> str:
    values = [(index, evidence.of_outputs[index].get(check.fact).value) for index in subject.members[:MOST_VALUES]]
    shown = [f"{value_words(value, check.spec)} in {evidence.job.outputs[index].name}" for index, value in values]
    more = len(subject.members) - len(shown)
    return ", ".join(shown) + (f" and {more} more" if more else "")


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
