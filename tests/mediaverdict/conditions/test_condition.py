"""All operators on one fact together."""

from __future__ import annotations

import pickle

import pytest

from facts_given import given
from mediaverdict.conditions import CheckStatus, Condition
from mediaverdict.conditions.bounds import Bound
from mediaverdict.conditions.equality import Equality
from mediaverdict.conditions.operands import Reference
from mediaverdict.conditions.patterns import Glob, Regex
from mediaverdict.conditions.status import NO, UNKNOWN, WITHIN, YES, Predicate
from mediaverdict.facts import Value
from mediaverdict.quantities import Kind, Tolerance

MIN = Bound("min", 100, Kind.COUNT, Tolerance(absolute=5))
NOT = Equality("not", (103,), Kind.COUNT, Tolerance())
OF_ABSENT = Bound("max", Reference("width", Kind.COUNT), Kind.COUNT, Tolerance())


@pytest.mark.parametrize(
    ("predicates", "value", "status"),
    [
        ((MIN, NOT), 102, YES),
        ((MIN, NOT), 103, NO),
        ((MIN, NOT), 97, WITHIN),
        ((MIN, OF_ABSENT), 102, UNKNOWN),
        ((OF_ABSENT, MIN), 97, UNKNOWN),
        ((OF_ABSENT, MIN), 1, NO),
        ((), 1, YES),
    ],
)
def test_they_hold_together_or_not_at_all(predicates: tuple[Predicate, ...], value: Value, status: CheckStatus) -> None:
    assert Condition(predicates).test(value, given(width=None)) is status


@pytest.mark.parametrize(
    ("exists", "absent", "present", "text"),
    [(None, UNKNOWN, YES, "present"), (True, NO, YES, "present"), (False, YES, NO, "absent")],
)
def test_exists(exists: bool | None, absent: CheckStatus, present: CheckStatus, text: str) -> None:
    condition = Condition((), exists)
    assert (condition.absent, condition.test(1, given()), condition.expected(None)) == (absent, present, text)


def test_in_words() -> None:
    condition = Condition((MIN, NOT))
    assert condition.expected(None) == "at least 100 ± 5 and not 103"
    assert Condition((OF_ABSENT, MIN)).unknown(102, given(width=None)) == "width is absent"


@pytest.mark.parametrize("predicates", [(MIN, NOT), (OF_ABSENT,), (Glob(("*a*", "b")),), (Regex("a+"),)])
def test_a_pickle_holds_what_it_is_made_of_even_after_it_was_asked(predicates: tuple[Predicate, ...]) -> None:
    condition = Condition(predicates, exists=True)
    value: Value = "a" if predicates[0].__class__ in (Glob, Regex) else 102
    before = condition.test(value, given(width=None))
    again = pickle.loads(pickle.dumps(condition))
    assert again == condition
    assert hash(again) == hash(condition)
    assert again.test(value, given(width=None)) is before
    assert again != Condition(predicates)
