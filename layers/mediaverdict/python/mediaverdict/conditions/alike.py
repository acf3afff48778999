"""Conditions over outputs that are alike: `by` splits them by other facts; `pairs` and `count_of_largest`."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from mediaverdict.conditions.aggregates import AggregateCondition, AggregateResult, numbers_of
from mediaverdict.conditions.status import NO, UNKNOWN, WITHIN, YES, words
from mediaverdict.quantities import simplest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mediaverdict.conditions.condition import Condition
    from mediaverdict.facts import Value
    from mediaverdict.facts.every_track import Several

_WORST_FIRST = (NO, UNKNOWN, WITHIN, YES)


class By(NamedTuple):
    """A condition asked of the outputs of each kind by themselves: each codec's ladder is a ladder of its own."""

    facts: tuple[str, ...]
    inner: AggregateCondition

    @property
    def named(self) -> tuple[str, ...]:
        """The facts that it names itself, as in IncreasesWith."""
        return self.facts

    def look(self, fact: str, members: Sequence[Several]) -> AggregateResult:
        """Told is the worst kind's result. Outputs that lack a fact it goes by are a kind of their own."""
        kinds: dict[tuple[Value | None, ...], list[int]] = {}
        for index, member in enumerate(members):
            kinds.setdefault(tuple(_key(member.value(name)) for name in self.facts), []).append(index)
        worst: AggregateResult | None = None
        for indexes in kinds.values():
            seen = self.inner.look(fact, [members[index] for index in indexes])
            if worst is None or _WORST_FIRST.index(seen.status) < _WORST_FIRST.index(worst.status):
                at_fault = None if seen.at_fault is None else indexes[seen.at_fault]
                alone = seen.alone or len(kinds) > 1
                worst = seen._replace(at=indexes[seen.at], at_fault=at_fault, alone=alone)
        return worst or AggregateResult(YES, None, 0)

    def expected(self, *, unit: bool, of: str = "output") -> str:
        """`increasing with height, by video.codec`."""
        return f"{self.inner.expected(unit=unit, of=of)}, by {words(self.facts, 'and')}"


class Pairs(NamedTuple):
    """Of every two outputs, the larger value over the smaller one."""

    condition: Condition

    def look(self, fact: str, members: Sequence[Several]) -> AggregateResult:
        """Told is the larger value's output of the first two that do not fulfil it."""
        numbers = numbers_of(fact, members)
        if isinstance(numbers, AggregateResult):
            return numbers
        within: AggregateResult | None = None
        for one, other in combinations(range(len(numbers)), 2):
            lower, upper = sorted((one, other), key=numbers.__getitem__)
            if not numbers[lower]:
                return AggregateResult(NO, numbers[lower], lower, lower)
            ratio = simplest(Fraction(numbers[upper]) / numbers[lower])
            seen = AggregateResult(self.condition.test(ratio, members[0]), ratio, upper, upper)
            if seen.status is NO:
                return seen
            within = seen if seen.status is WITHIN else within
        return within or AggregateResult(YES, numbers[0], 0)

    def expected(self, *, unit: bool, of: str = "output") -> str:  # noqa: ARG002 - as all conditions
        """`of every two, the larger above 1.1 times the smaller`."""
        return f"of every two, the larger {self.condition.expected(None, unit=unit)} times the smaller"


class CountOfLargest(NamedTuple):
    """How many outputs have the largest value."""

    condition: Condition

    def look(self, fact: str, members: Sequence[Several]) -> AggregateResult:
        """Told is the first output that has it."""
        numbers = numbers_of(fact, members)
        if isinstance(numbers, AggregateResult):
            return numbers
        count = numbers.count(max(numbers))
        at = numbers.index(max(numbers))
        status = self.condition.test(count, members[0])
        return AggregateResult(status, count, at, at if status is NO else None)

    def expected(self, *, unit: bool, of: str = "output") -> str:
        """`the largest in at least 2 outputs`."""
        return f"the largest in {self.condition.expected(None, unit=unit)} {of}s"


def _key(value: Value | None) -> Value | None:
    return value.casefold() if isinstance(value, str) else value
