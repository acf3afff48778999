"""Conditions over several outputs: spread, step, same, increases_with, every, some."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple, Protocol

from mediaverdict.conditions.status import CheckStatus, all_of, any_of
from mediaverdict.quantities import Kind, Number, Tolerance, format_quantity, simplest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mediaverdict.conditions.condition import Condition
    from mediaverdict.facts import Fact, OutputFacts, Value


class AggregateResult(NamedTuple):
    """What came of a condition over several outputs."""

    held: CheckStatus
    actual: Value | None
    raw: str | None
    path: str
    member: int | None = None
    """Which of the outputs is at fault, where it is one."""
    missing: str = ""
    """The fact that is absent in some output; then `held` says nothing."""


class AggregateCondition(Protocol):
    """One condition over the outputs of a group or a job."""

    @property
    def on_missing(self) -> str | None:
        """This check's own, over the rule's and the book's."""
        ...

    def look(self, fact: str, members: Sequence[OutputFacts]) -> AggregateResult:
        """Holds it against the outputs, of which there is at least one."""
        ...

    def expected(self, *, unit: bool) -> str:
        """What was expected, in words."""
        ...


def _gather(fact: str, members: Sequence[OutputFacts]) -> list[Fact] | AggregateResult:
    """The fact of every member; a AggregateResult that says which is absent, if one is."""
    found: list[Fact] = []
    for index, member in enumerate(members):
        one = member.get(fact)
        if one.value is None:
            return AggregateResult(CheckStatus.UNKNOWN, None, one.raw, one.path, index, missing=fact)
        found.append(one)
    return found


def _numbers(facts: list[Fact]) -> list[Number]:
    return [fact.value for fact in facts if isinstance(fact.value, int | Fraction)]


def _raws(facts: list[Fact]) -> str:
    return ", ".join(fact.raw or "" for fact in facts)[:200]


@dataclass(frozen=True, slots=True)
class Spread:
    """Largest minus smallest."""

    condition: Condition
    on_missing: str | None = None

    def look(self, fact: str, members: Sequence[OutputFacts]) -> AggregateResult:
        """The path is that of the value furthest from the middle."""
        facts = _gather(fact, members)
        if isinstance(facts, AggregateResult):
            return facts
        numbers = _numbers(facts)
        spread = simplest(Fraction(max(numbers)) - min(numbers))
        middle = sorted(numbers)[len(numbers) // 2]
        outlier = max(range(len(numbers)), key=lambda index: abs(Fraction(numbers[index]) - middle))
        held = self.condition.holds(spread, members[0])
        return AggregateResult(held, spread, _raws(facts), facts[outlier].path, outlier)

    def expected(self, *, unit: bool) -> str:
        """`a spread of at most 0.5 s`."""
        return f"a spread of {self.condition.expected(None, unit=unit)}"


@dataclass(frozen=True, slots=True)
class Step:
    """In rising order, each value over the one before it: how far apart the rungs of a ladder are."""

    condition: Condition
    on_missing: str | None = None

    def look(self, fact: str, members: Sequence[OutputFacts]) -> AggregateResult:
        """The path is that of the upper value of the first step that does not fulfil it."""
        facts = _gather(fact, members)
        if isinstance(facts, AggregateResult):
            return facts
        numbers = _numbers(facts)
        order = sorted(range(len(numbers)), key=numbers.__getitem__)
        within: AggregateResult | None = None
        step: Number = 1
        for lower, upper in pairwise(order):
            if not numbers[lower]:
                return AggregateResult(CheckStatus.NO, numbers[lower], _raws(facts), facts[lower].path, lower)
            step = simplest(Fraction(numbers[upper]) / numbers[lower])
            held = self.condition.holds(step, members[0])
            seen = AggregateResult(held, step, _raws(facts), facts[upper].path, upper)
            if held is CheckStatus.NO:
                return seen
            within = seen if held is CheckStatus.WITHIN else within
        return within or AggregateResult(CheckStatus.YES, step, _raws(facts), facts[order[-1]].path)

    def expected(self, *, unit: bool) -> str:
        """`each at least 1.25 and at most 2.6 times the one before`."""
        return f"each {self.condition.expected(None, unit=unit)} times the one before"


@dataclass(frozen=True, slots=True)
class Same:
    """All alike, within a tolerance of the most common one."""

    kind: Kind
    tolerance: Tolerance
    wanted: bool = True
    on_missing: str | None = None

    def look(self, fact: str, members: Sequence[OutputFacts]) -> AggregateResult:
        """The path is that of the first value that differs from the most common one."""
        facts = _gather(fact, members)
        if isinstance(facts, AggregateResult):
            return facts
        keys = [fact.value.casefold() if isinstance(fact.value, str) else fact.value for fact in facts]
        common = max(keys, key=lambda key: (keys.count(key), -keys.index(key)))
        held, odd = CheckStatus.YES, 0
        for index, key in enumerate(keys):
            if key == common:
                continue
            near = (
                isinstance(key, int | Fraction)
                and isinstance(common, int | Fraction)
                and abs(Fraction(key) - common) <= self.tolerance.margin(common, members[index].frame())
            )
            if not near:
                held, odd = CheckStatus.NO, index
                break
            held = CheckStatus.WITHIN
        if not self.wanted:
            held = CheckStatus.NO if held is not CheckStatus.NO else CheckStatus.YES
        return AggregateResult(
            held, facts[odd].value, _raws(facts), facts[odd].path, odd if held is CheckStatus.NO else None
        )

    def expected(self, *, unit: bool) -> str:  # noqa: ARG002 - one signature for all
        """`the same in all outputs`."""
        return "the same in all outputs" if self.wanted else "not the same in all outputs"


@dataclass(frozen=True, slots=True)
class IncreasesWith:
    """Ordered by another fact, this one never falls; strictly more where the other is strictly more."""

    other: str
    kind: Kind
    tolerance: Tolerance
    on_missing: str | None = None

    def look(self, fact: str, members: Sequence[OutputFacts]) -> AggregateResult:
        """The path is that of the first value that is not above the one before it."""
        facts, others = _gather(fact, members), _gather(self.other, members)
        if isinstance(facts, AggregateResult):
            return facts
        if isinstance(others, AggregateResult):
            return others
        values, by = _numbers(facts), _numbers(others)
        order = sorted(range(len(values)), key=lambda index: (by[index], values[index]))
        held = CheckStatus.YES
        for lower, higher in pairwise(order):
            if by[lower] == by[higher] or values[lower] < values[higher]:
                continue
            if values[lower] - values[higher] <= self.tolerance.margin(values[lower], None) and self.tolerance:
                held = CheckStatus.WITHIN
                continue
            return AggregateResult(CheckStatus.NO, facts[higher].value, _raws(facts), facts[higher].path, higher)
        return AggregateResult(held, facts[order[-1]].value, _raws(facts), facts[order[-1]].path)

    def expected(self, *, unit: bool) -> str:  # noqa: ARG002
        """`increasing with height`."""
        tail = f" (± {format_quantity(self.tolerance.absolute, self.kind)})" if self.tolerance.absolute else ""
        return f"increasing with {self.other}{tail}"


@dataclass(frozen=True, slots=True)
class Each:
    """A condition that every output, or at least one, must fulfil."""

    condition: Condition
    every: bool
    on_missing: str | None = None

    def look(self, fact: str, members: Sequence[OutputFacts]) -> AggregateResult:
        """The path is that of the first output that does not fulfil it."""
        facts = [member.get(fact) for member in members]
        results: list[CheckStatus] = []
        for member, one in zip(members, facts, strict=True):
            absent = self.condition.on_absent
            if one.value is None:
                results.append(CheckStatus.UNKNOWN if absent is None else absent)
            else:
                results.append(self.condition.holds(one.value, member))
        held = (all_of if self.every else any_of)(results)
        shown = results.index(held)
        one = facts[shown]
        if held is CheckStatus.UNKNOWN:
            return AggregateResult(held, one.value, one.raw, one.path, shown, missing=fact if one.value is None else "")
        at_fault = shown if self.every and held is CheckStatus.NO else None
        return AggregateResult(held, one.value, one.raw if self.every else _raws(facts), one.path, at_fault)

    def expected(self, *, unit: bool) -> str:
        """`in every output at least 720 px`."""
        return f"in {'every' if self.every else 'some'} output {self.condition.expected(None, unit=unit)}"
