"""Conditions over several outputs: what comes out, and which output is told."""

from __future__ import annotations

from fractions import Fraction

import pytest

from facts_given import group
from mediaverdict.conditions import Condition
from mediaverdict.conditions.aggregates import (
    AggregateCondition,
    AggregateResult,
    Each,
    IncreasesWith,
    Same,
    Spread,
    Step,
)
from mediaverdict.conditions.bounds import Bound
from mediaverdict.conditions.equality import Equality
from mediaverdict.conditions.status import NO, UNKNOWN, WITHIN, YES
from mediaverdict.facts import Value
from mediaverdict.quantities import Kind, Tolerance

AT_MOST_1 = Condition((Bound("max", 1, Kind.SECONDS, Tolerance()),))
NEARLY_1 = Condition((Bound("max", 1, Kind.SECONDS, Tolerance(absolute=1)),))
STEPS = Condition((Bound("min", Fraction(5, 4), Kind.COUNT, Tolerance()), Bound("max", 3, Kind.COUNT, Tolerance())))
H264 = Condition((Equality("equals", ("h264",), Kind.TEXT, Tolerance()),))
IS_ABSENT = Condition((), exists=False)
EXACT, LOOSE = Tolerance(), Tolerance(absolute=1)


@pytest.mark.parametrize(
    ("condition", "values", "result"),
    [
        (Spread(AT_MOST_1), (10, 11, 10), AggregateResult(YES, 1, 1, 1)),
        (Spread(AT_MOST_1), (10, 10, 12), AggregateResult(NO, 2, 2, 2)),
        (Spread(AT_MOST_1), (0, 1, 2, 8, 9), AggregateResult(NO, 9, 4, 4)),
        (Spread(AT_MOST_1), (0, 1, 9, 10, 16), AggregateResult(NO, 16, 0, 0)),
        (Spread(NEARLY_1), (10, 10, 12), AggregateResult(WITHIN, 2, 2, 2)),
        (Spread(AT_MOST_1), (7,), AggregateResult(YES, 0, 0, 0)),
        (Spread(AT_MOST_1), (10, None, 12), AggregateResult(UNKNOWN, None, 1, 1, "x", alone=True)),
        (Step(STEPS), (100, 300, 200), AggregateResult(YES, Fraction(3, 2), 1)),
        (Step(STEPS), (100, 110, 300), AggregateResult(NO, Fraction(11, 10), 1, 1)),
        (Step(STEPS), (100, 1000), AggregateResult(NO, 10, 1, 1)),
        (Step(STEPS), (5, 0), AggregateResult(NO, 0, 1, 1)),
        (Step(STEPS), (5,), AggregateResult(YES, 1, 0)),
        (Step(STEPS), (5, None), AggregateResult(UNKNOWN, None, 1, 1, "x", alone=True)),
        (Same(Kind.SECONDS, EXACT), (5, 5, 5), AggregateResult(YES, 5, 0)),
        (Same(Kind.SECONDS, EXACT), (5, 6, 5), AggregateResult(NO, 6, 1, 1)),
        (Same(Kind.SECONDS, LOOSE), (5, 6, 5), AggregateResult(WITHIN, 5, 0)),
        (Same(Kind.SECONDS, LOOSE), (5, 6, 5, 7), AggregateResult(NO, 7, 3, 3)),
        (Same(Kind.TEXT, EXACT), ("AAC", "aac"), AggregateResult(YES, "AAC", 0)),
        (Same(Kind.SECONDS, EXACT, wanted=False), (5, 5), AggregateResult(NO, 5, 0, 0)),
        (Same(Kind.SECONDS, LOOSE, wanted=False), (5, 6), AggregateResult(NO, 5, 0, 0)),
        (Same(Kind.SECONDS, EXACT, wanted=False), (5, 6), AggregateResult(YES, 6, 1)),
        (Same(Kind.SECONDS, EXACT), (None, 5), AggregateResult(UNKNOWN, None, 0, 0, "x", alone=True)),
        (Each(H264, every=True), ("h264", "H264"), AggregateResult(YES, "h264", 0, alone=True)),
        (Each(H264, every=True), ("h264", "av1", "vp9"), AggregateResult(NO, "av1", 1, 1, alone=True)),
        (Each(H264, every=True), ("h264", None), AggregateResult(UNKNOWN, None, 1, 1, "x", alone=True)),
        (Each(H264, every=True), (None, "av1"), AggregateResult(NO, "av1", 1, 1, alone=True)),
        (Each(H264, every=False), ("av1", "h264"), AggregateResult(YES, "h264", 1)),
        (Each(H264, every=False), ("av1", "vp9"), AggregateResult(NO, "av1", 0)),
        (Each(H264, every=False), ("av1", None), AggregateResult(UNKNOWN, None, 1, 1, "x", alone=True)),
        (Each(IS_ABSENT, every=True), (None, None), AggregateResult(YES, None, 0, alone=True)),
        (Each(IS_ABSENT, every=True), (None, 1), AggregateResult(NO, 1, 1, 1, alone=True)),
    ],
)
def test_over_outputs(condition: AggregateCondition, values: tuple[Value | None, ...], result: AggregateResult) -> None:
    assert condition.look("x", group("x", *values).members) == result


@pytest.mark.parametrize(
    ("values", "by", "tolerance", "result"),
    [
        ((1, 2, 3), (10, 20, 30), EXACT, AggregateResult(YES, 3, 2)),
        ((3, 1, 2), (30, 10, 20), EXACT, AggregateResult(YES, 3, 0)),
        ((1, 3, 2), (10, 20, 30), EXACT, AggregateResult(NO, 2, 2, 2)),
        ((1, 3, 2), (10, 20, 30), LOOSE, AggregateResult(WITHIN, 2, 2)),
        ((1, 1), (10, 20), EXACT, AggregateResult(NO, 1, 1, 1)),
        ((5, 1), (10, 10), EXACT, AggregateResult(YES, 5, 0)),
        ((5, 5), (Fraction(1001, 2), Fraction(1001, 2)), EXACT, AggregateResult(YES, 5, 1)),
        ((9, 3), (10, 20), LOOSE, AggregateResult(NO, 3, 1, 1)),
        ((5, None), (10, 10), EXACT, AggregateResult(UNKNOWN, None, 1, 1, "x", alone=True)),
        ((5, 6), (None, 10), EXACT, AggregateResult(UNKNOWN, None, 0, 0, "y", alone=True)),
    ],
)
def test_increases_with(
    values: tuple[Value | None, ...], by: tuple[Value | None, ...], tolerance: Tolerance, result: AggregateResult
) -> None:
    members = group("x", *values, y=by).members
    assert IncreasesWith("y", Kind.COUNT, tolerance).look("x", members) == result


@pytest.mark.parametrize(
    ("condition", "text"),
    [
        (Spread(AT_MOST_1), "a spread of at most 1 s"),
        (Step(STEPS), "each at least 1.25 and at most 3 times the one before"),
        (Same(Kind.TEXT, EXACT), "the same in all outputs"),
        (Same(Kind.TEXT, EXACT, wanted=False), "not the same in all outputs"),
        (IncreasesWith("height", Kind.BIT_RATE, Tolerance(absolute=1000)), "increasing with height (± 1 kbit/s)"),
        (Each(H264, every=True), "in every output h264"),
        (Each(H264, every=False), "in some output h264"),
    ],
)
def test_in_words(condition: AggregateCondition, text: str) -> None:
    assert condition.expected(unit=True) == text
