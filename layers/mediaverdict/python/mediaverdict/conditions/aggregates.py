"""Conditions over several outputs: spread, step, same, increases_with, every, some."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple, Protocol

from mediaverdict.conditions.status import NO, UNKNOWN, WITHIN, YES, CheckStatus, all_of, any_of, inverse
from mediaverdict.quantities import Kind, Number, Tolerance, distance, format_quantity, simplest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mediaverdict.conditions.condition import Condition
    from mediaverdict.facts import Value
    from mediaverdict.facts.every_track import Several


class AggregateResult(NamedTuple):
    """What came of a condition over several outputs."""

    status: CheckStatus
    actual: Value | None
    at: int
    """Whose value's place is told: an index among the outputs."""
    at_fault: int | None = None
    """Which of the outputs is at fault, where it is one."""
    missing: str = ""
    """The fact that is absent in the output `at`; then the status says nothing."""
    alone: bool = False
    """Whether that one's raw text is told, not everyone's."""
    lacks: str = ""
    """What none of them has, in words."""


class AggregateCondition(Protocol):
    """One condition over the outputs of a group or a job."""

    def look(self, fact: str, members: Sequence[Several]) -> AggregateResult:
        """Holds it against the outputs, of which there is at least one."""
        ...

    def expected(self, *, unit: bool, of: str = "output") -> str:
        """What was expected, in words; `of` is what there are several of."""
        ...


def _values(fact: str, members: Sequence[Several]) -> list[Value] | AggregateResult:
    """The fact's value in every member; an AggregateResult that says which is absent, if one is."""
    found: list[Value] = []
    for index, member in enumerate(members):
        value = member.value(fact)
        if value is None:
            return AggregateResult(UNKNOWN, None, index, index, missing=fact, alone=True)
        found.append(value)
    return found


def numbers_of(fact: str, members: Sequence[Several]) -> list[Number] | AggregateResult:
    """The fact's number in every member; an AggregateResult that says which is absent, if one is."""
    found = _values(fact, members)
    if isinstance(found, AggregateResult):
        return found
    return [value for value in found if isinstance(value, int | Fraction)]


class Spread(NamedTuple):
    """Largest minus smallest."""

    condition: Condition

    def look(self, fact: str, members: Sequence[Several]) -> AggregateResult:
        """Told is the value furthest from the middle."""
        numbers = numbers_of(fact, members)
        if isinstance(numbers, AggregateResult):
            return numbers
        spread = simplest(max(numbers) - min(numbers))
        middle = sorted(numbers)[len(numbers) // 2]
        outlier = max(range(len(numbers)), key=lambda index: distance(numbers[index], middle))
        return AggregateResult(self.condition.test(spread, members[0]), spread, outlier, outlier)

    def expected(self, *, unit: bool, of: str = "output") -> str:  # noqa: ARG002
        """`a spread of at most 0.5 s`."""
        return f"a spread of {self.condition.expected(None, unit=unit)}"


class Step(NamedTuple):
    """In rising order, each value over the one before it: how far apart the rungs of a ladder are."""

    condition: Condition

    def look(self, fact: str, members: Sequence[Several]) -> AggregateResult:
        """Told is the upper value of the first step that does not fulfil it."""
        numbers = numbers_of(fact, members)
        if isinstance(numbers, AggregateResult):
            return numbers
        order = sorted(range(len(numbers)), key=numbers.__getitem__)
        within: AggregateResult | None = None
        step: Number = 1
        for lower, upper in pairwise(order):
            if not numbers[lower]:
                return AggregateResult(NO, numbers[lower], lower, lower)
            step = simplest(Fraction(numbers[upper]) / numbers[lower])
            seen = AggregateResult(self.condition.test(step, members[0]), step, upper, upper)
            if seen.status is NO:
                return seen
            within = seen if seen.status is WITHIN else within
        return within or AggregateResult(YES, step, order[-1])

    def expected(self, *, unit: bool, of: str = "output") -> str:  # noqa: ARG002
        """`each at least 1.25 and at most 2.6 times the one before`."""
        return f"each {self.condition.expected(None, unit=unit)} times the one before"


class Same(NamedTuple):
    """All alike, within a tolerance of the most common one."""

    kind: Kind
    tolerance: Tolerance
    wanted: bool = True

    def look(self, fact: str, members: Sequence[Several]) -> AggregateResult:
        """Told is the first value that differs from the most common one."""
        values = _values(fact, members)
        if isinstance(values, AggregateResult):
            return values
        keys = [_key(value, self.kind) for value in values]
        common = max(keys, key=keys.count)
        others = [index for index, key in enumerate(keys) if key != common]
        odd = next((index for index in others if not self._is_near(keys[index], common, members[index])), None)
        status = NO if odd is not None else WITHIN if others else YES
        at = odd or 0
        if not self.wanted:
            status = inverse(status)
        return AggregateResult(status, values[at], at, at if status is NO else None)

    def _is_near(self, value: Value, common: Value, facts: Several) -> bool:
        if not isinstance(value, int | Fraction) or not isinstance(common, int | Fraction):
            return False
        return distance(value, common) <= self.tolerance.margin(common, facts.frame())

    def expected(self, *, unit: bool, of: str = "output") -> str:  # noqa: ARG002 - one signature for all
        """`the same in all outputs`."""
        return f"{'' if self.wanted else 'not '}the same in all {of}s"


def _key(value: Value, kind: Kind) -> Value:
    """What two values are compared by: text without regard to case, a language's tag by its language."""
    if kind is Kind.LANGUAGE:
        from mediaverdict.facts.languages import language_of  # noqa: PLC0415 - a table that few rule books need

        return language_of(str(value)).code
    return value.casefold() if isinstance(value, str) else value


class IncreasesWith(NamedTuple):
    """Ordered by another fact, this one never falls; strictly more where the other is strictly more."""

    other: str
    kind: Kind
    tolerance: Tolerance

    @property
    def named(self) -> tuple[str, ...]:
        """The facts that it names itself: whoever looks for all that a rule names finds them by this."""
        return (self.other,)

    def look(self, fact: str, members: Sequence[Several]) -> AggregateResult:
        """Told is the first value that is not above the one before it."""
        values, by = numbers_of(fact, members), numbers_of(self.other, members)
        if isinstance(values, AggregateResult):
            return values
        if isinstance(by, AggregateResult):
            return by
        order = sorted(range(len(values)), key=lambda index: (by[index], values[index]))
        status = YES
        for lower, higher in pairwise(order):
            if by[lower] == by[higher] or values[lower] < values[higher]:
                continue
            fall = values[lower] - values[higher]
            if not self.tolerance or fall > self.tolerance.margin(values[lower], None):
                return AggregateResult(NO, values[higher], higher, higher)
            status = WITHIN
        return AggregateResult(status, values[order[-1]], order[-1])

    def expected(self, *, unit: bool, of: str = "output") -> str:  # noqa: ARG002
        """`increasing with height`."""
        tail = f" (± {format_quantity(self.tolerance.absolute, self.kind)})" if self.tolerance.absolute else ""
        return f"increasing with {self.other}{tail}"


class Each(NamedTuple):
    """A condition that every output, or at least one, must fulfil."""

    condition: Condition
    every: bool

    def look(self, fact: str, members: Sequence[Several]) -> AggregateResult:
        """Told is the first output that decides it."""
        values = [member.value(fact) for member in members]
        results = [
            self.condition.absent if value is None else self.condition.test(value, member)
            for value, member in zip(values, members, strict=True)
        ]
        status = (all_of if self.every else any_of)(results)
        at = results.index(status)
        if status is UNKNOWN:
            return AggregateResult(status, values[at], at, at, fact if values[at] is None else "", alone=True)
        return AggregateResult(status, values[at], at, at if self.every and status is NO else None, alone=self.every)

    def expected(self, *, unit: bool, of: str = "output") -> str:
        """`in every output at least 720 px`."""
        return f"in {'every' if self.every else 'some'} {of} {self.condition.expected(None, unit=unit)}"
