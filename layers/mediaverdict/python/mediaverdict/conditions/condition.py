"""All that a rule book's value for one fact asks of it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from mediaverdict.conditions.bounds import Bound
from mediaverdict.conditions.status import NO, UNKNOWN, YES, CheckStatus, Predicate, Test, all_of

if TYPE_CHECKING:
    from mediaverdict.conditions.status import Facts
    from mediaverdict.facts import Value


class Condition:
    """All operators on one fact; they hold together or not at all."""

    def __init__(self, predicates: tuple[Predicate, ...], exists: bool | None = None) -> None:  # noqa: FBT001 - as in the book
        """`exists` asks whether there is a value at all."""
        self.predicates = predicates
        self.exists = exists

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Condition) and (other.predicates, other.exists) == (self.predicates, self.exists)

    def __hash__(self) -> int:
        return hash((self.predicates, self.exists))

    @property
    def absent(self) -> CheckStatus:
        """What an absent fact comes to: unknown, which is for `on_missing`, unless the condition asks for it."""
        if self.exists is None:
            return UNKNOWN
        return NO if self.exists else YES

    @cached_property
    def test(self) -> Test:
        """What is asked of a value that is there, made ready when it is first asked."""
        if self.exists is False:
            return lambda _value, _facts: NO
        tests = [predicate.test() for predicate in self.predicates]
        ranges = [one.whole_range() if isinstance(one, Bound) else None for one in self.predicates]
        known = [one for one in ranges if one is not None]
        if known and len(known) == len(ranges):
            return _in_range(max(low for low, _ in known), min(high for _, high in known), _all_of(tests))
        return _all_of(tests)

    def __reduce__(self) -> tuple[type[Condition], tuple[tuple[Predicate, ...], bool | None]]:
        """A compiled rule book holds what the condition is made of: `test` differs by Python."""
        return Condition, (self.predicates, self.exists)

    def unknown(self, value: Value, facts: Facts) -> str:
        """Why it can't be told whether it holds, in words."""
        unknown = [predicate for predicate in self.predicates if predicate.test()(value, facts) is UNKNOWN]
        return " and ".join(predicate.unknown(facts) for predicate in unknown)

    def expected(self, facts: Facts | None, *, unit: bool = False) -> str:
        """All operators in words."""
        if self.exists is False:
            return "absent"
        return " and ".join(predicate.expected(facts, unit=unit) for predicate in self.predicates) or "present"


def _all_of(tests: list[Test]) -> Test:
    if len(tests) == 1:
        return tests[0]

    def all_hold(value: Value, facts: Facts) -> CheckStatus:
        worst = YES
        for test in tests:
            status = test(value, facts)
            if status is not YES:
                worst = all_of((worst, status))
        return worst

    return all_hold


def _in_range(low: float, high: float, otherwise: Test) -> Test:
    """A whole number plainly inside all bounds, as most are, needs no more than to be seen so."""

    def in_range(value: Value, facts: Facts) -> CheckStatus:
        if type(value) is int and low <= value <= high:
            return YES
        return otherwise(value, facts)

    return in_range
