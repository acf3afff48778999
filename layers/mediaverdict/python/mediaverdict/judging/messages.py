"""What is said of a check: one line that a person understands, with units, for any terminal."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from mediaverdict.conditions.status import UNKNOWN
from mediaverdict.facts import GroupFacts, TrackFacts
from mediaverdict.facts.every_track import members_of
from mediaverdict.quantities import format_quantity
from mediaverdict.rulebook.rules import AggregateCheck, AnyCheck, Branch

if TYPE_CHECKING:
    from datetime import datetime

    from mediaverdict.conditions.status import Facts
    from mediaverdict.facts import FactSpec, Value
    from mediaverdict.facts.every_track import Several
    from mediaverdict.judging.details import Detail
    from mediaverdict.judging.evaluating import Evidence
    from mediaverdict.rulebook.rules import Rule

MOST_VALUES = 8
"""Of a group's values, how many a message shows."""


def message_of(checked: Detail, evidence: Evidence) -> str:
    """`height is 478 px, expected 720 px`."""
    wanted = checked.expected(unit=True)
    check, fact = checked.check, checked.fact
    if checked.missing:
        why = f": {checked.why_absent}" if checked.why_absent else ""
        has = f" (the answer has {fact.raw!r}{why})" if fact.raw is not None else ""
        whose = f" of {evidence.job.outputs[checked.member].name}" if checked.member is not None else ""
        why = f": {fact.origin}" if fact.origin else ""
        return f"{checked.missing}{whose} is absent{has}{why}, expected {wanted}"
    if isinstance(check, AggregateCheck):
        lacks = f": {checked.lacks}" if checked.lacks else ""
        return f"{check.fact} is expected {wanted}, but is {_values_of(check, checked.subject.facts)}{lacks}"
    why = f": {fact.origin}" if fact.value is None and fact.origin else ""
    said = f"{check.fact} is {value_words(fact.value, check.spec)}{why}, expected {wanted}"
    if checked.status is UNKNOWN and fact.value is not None:
        return f"{said}, but {check.condition.unknown(fact.value, checked.subject.facts)}"
    return said


def early_words(rule: Rule, finished: datetime | None) -> str:
    """` (counts as warn: ...)` for a job that finished before the rule's `enforce_from`; else empty."""
    if rule.enforce_from is None or finished is None or not rule.is_early(finished):
        return ""
    severity, start = rule.severity_at(finished), moment_words(rule.enforce_from)
    return f" (counts as {severity}: the job finished {moment_words(finished)}, before enforce_from {start})"


def moment_words(moment: datetime) -> str:
    """`2027-01-01`, or with its time where it has one."""
    text = moment.strftime("%Y-%m-%dT%H:%M:%SZ")
    return text.removesuffix("T00:00:00Z")


def branch_words(branch: Branch) -> str:
    """`video.codec h264 and video.profile High or Main`."""
    return " and ".join(_asked(check) for check in branch)


def _asked(check: AnyCheck) -> str:
    if isinstance(check, AggregateCheck):
        return f"{check.fact} {check.expected(unit=True)}"
    return f"{check.fact} {check.condition.expected(None, unit=True)}"


def _values_of(check: AggregateCheck, facts: Facts) -> str:
    members = members_of(check.fact, facts)
    values = [(_whose(one, facts), one.value(check.fact)) for one in members[:MOST_VALUES]]
    shown = ", ".join(f"{value_words(value, check.spec)} in {name}" for name, value in values)
    more = len(members) - len(values)
    return f"{shown} and {more} more" if more else shown


def _whose(member: Several, facts: Facts) -> str:
    if not isinstance(member, TrackFacts):
        return member.output.name
    return f"{member.name} of {member.output.name}" if isinstance(facts, GroupFacts) else member.name


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
