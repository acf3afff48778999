"""min, max, above, below: each on both sides of its bound, exactly on it, and around its tolerance."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given as for_every
from hypothesis import strategies as st

from facts_given import given
from mediaverdict.conditions import CheckStatus, Condition
from mediaverdict.conditions.bounds import Bound
from mediaverdict.conditions.operands import Operand, Reference
from mediaverdict.conditions.status import NO, UNKNOWN, WITHIN, YES
from mediaverdict.facts import Value
from mediaverdict.quantities import Kind, Number, Tolerance

TENTH = Fraction(1, 10)


@pytest.mark.parametrize(
    ("operator", "below", "at", "above"),
    [("min", NO, YES, YES), ("max", YES, YES, NO), ("above", NO, NO, YES), ("below", YES, NO, NO)],
)
@pytest.mark.parametrize(
    ("bound", "step"), [(720, 1), (720, Fraction(1, 10**9)), (TENTH, Fraction(1, 10**20)), (TENTH, 1)]
)
def test_around_the_bound(
    operator: str, below: CheckStatus, at: CheckStatus, above: CheckStatus, bound: Number, step: Number
) -> None:
    test = Bound(operator, bound, Kind.PIXELS, Tolerance()).test()
    whole = Condition((Bound(operator, bound, Kind.PIXELS, Tolerance()),)).test
    for value, status in ((bound - step, below), (bound, at), (bound + step, above)):
        assert (test(value, given()), whole(value, given())) == (status, status)


@pytest.mark.parametrize(
    ("operator", "tolerance", "value", "status"),
    [
        ("min", Tolerance(absolute=2), 98, WITHIN),
        ("min", Tolerance(absolute=2), 97, NO),
        ("min", Tolerance(percent=5), 95, WITHIN),
        ("min", Tolerance(percent=5), Fraction(9499, 100), NO),
        ("max", Tolerance(absolute=TENTH), 100 + TENTH, WITHIN),
        ("max", Tolerance(absolute=TENTH), 101, NO),
        ("above", Tolerance(absolute=2), 100, WITHIN),
        ("above", Tolerance(absolute=2), 98, NO),
        ("below", Tolerance(absolute=2), 101, WITHIN),
        ("below", Tolerance(absolute=2), 102, NO),
        ("max", Tolerance(frames=2), Fraction(10008, 100), WITHIN),
        ("max", Tolerance(frames=2), Fraction(10009, 100), NO),
        ("max", Tolerance(absolute=1, percent=2, frames=2), 102, WITHIN),
    ],
)
def test_the_widest_tolerance_holds(operator: str, tolerance: Tolerance, value: Number, status: CheckStatus) -> None:
    facts = given(video__fps=25)
    assert Bound(operator, 100, Kind.SECONDS, tolerance).test()(value, facts) is status
    as_fact = Reference("duration", Kind.SECONDS)
    with_reference = given(video__fps=25, duration=100)
    assert Bound(operator, as_fact, Kind.SECONDS, tolerance).test()(value, with_reference) is status


def test_frames_help_nothing_where_the_rate_is_absent() -> None:
    assert Bound("max", 100, Kind.SECONDS, Tolerance(frames=2)).test()(101, given(video__fps=None)) is NO


@pytest.mark.parametrize(
    ("kind", "operand", "value", "status"),
    [
        (Kind.MOMENT, "2026-11-20", "2026-11-20T00:00:01Z", YES),
        (Kind.MOMENT, "2026-11-20", "2026-11-19T23:59:59Z", NO),
        (Kind.MOMENT, "2026-11-20", "no time", NO),
        (Kind.JSON, 119, "120", YES),
        (Kind.JSON, 121, "120", NO),
        (Kind.JSON, 1, "x", NO),
        (Kind.JSON, 1, True, NO),
        (Kind.PIXELS, Reference("height", Kind.PIXELS), 720, YES),
        (Kind.PIXELS, Reference("height", Kind.PIXELS, times=2, plus=1), 1440, NO),
        (Kind.PIXELS, Reference("width", Kind.PIXELS), 720, UNKNOWN),
        (Kind.SECONDS, Reference("user_data.text", Kind.SECONDS), 120, YES),
        (Kind.SECONDS, Reference("user_data.none", Kind.SECONDS), 120, UNKNOWN),
    ],
)
def test_min_of_other_kinds_and_other_facts(kind: Kind, operand: Operand, value: Value, status: CheckStatus) -> None:
    facts = given(height=720, width=None, user_data__text="2m", user_data__none="long")
    assert Bound("min", operand, kind, Tolerance()).test()(value, facts) is status


NUMBERS = st.integers(-50, 50) | st.fractions(-50, 50, max_denominator=7)
BOUNDS = st.tuples(
    st.sampled_from(["min", "max", "above", "below"]), NUMBERS, st.sampled_from([Tolerance(), Tolerance(1)])
)


@for_every(st.lists(BOUNDS, min_size=1, max_size=3), NUMBERS)
def test_a_range_that_is_seen_at_once_is_what_its_bounds_say(
    bounds: list[tuple[str, Number, Tolerance]], value: Number
) -> None:
    predicates = tuple(Bound(operator, number, Kind.COUNT, tolerance) for operator, number, tolerance in bounds)
    order = [NO, UNKNOWN, WITHIN, YES]
    expected = min((one.test()(value, given()) for one in predicates), key=order.index)
    whole = value.numerator if value.denominator == 1 else value
    assert Condition(predicates).test(whole, given()) is expected
