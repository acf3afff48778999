"""Conditions over outputs that are alike: what comes out, and which output is told."""

from __future__ import annotations

from fractions import Fraction

import pytest

from facts_given import group
from mediaverdict.conditions import Condition
from mediaverdict.conditions.aggregates import AggregateCondition, AggregateResult, IncreasesWith, Same, Spread
from mediaverdict.conditions.alike import By, CountOfLargest, Pairs
from mediaverdict.conditions.bounds import Bound
from mediaverdict.conditions.status import NO, UNKNOWN, WITHIN, YES
from mediaverdict.facts import Value
from mediaverdict.quantities import Kind, Tolerance

APART = Condition((Bound("above", Fraction(11, 10), Kind.COUNT, Tolerance()),))
NEARLY = Condition((Bound("above", 2, Kind.COUNT, Tolerance(absolute=1)),))
AT_LEAST_2 = Condition((Bound("min", 2, Kind.COUNT, Tolerance()),))
AT_MOST_1 = Condition((Bound("max", 1, Kind.SECONDS, Tolerance()),))
EXACT = Tolerance()


@pytest.mark.parametrize(
    ("condition", "values", "result"),
    [
        (Pairs(APART), (100, 300, 200), AggregateResult(YES, 100, 0)),
        (Pairs(APART), (100, 300, 110), AggregateResult(NO, Fraction(11, 10), 2, 2)),
        (Pairs(APART), (300, 100, 300), AggregateResult(NO, 1, 2, 2)),
        (Pairs(APART), (5,), AggregateResult(YES, 5, 0)),
        (Pairs(APART), (5, 0), AggregateResult(NO, 0, 1, 1)),
        (Pairs(NEARLY), (100, 300, 150), AggregateResult(WITHIN, 2, 1, 1)),
        (Pairs(APART), (5, None), AggregateResult(UNKNOWN, None, 1, 1, "x", alone=True)),
        (CountOfLargest(AT_LEAST_2), (7, 9, 9), AggregateResult(YES, 2, 1)),
        (CountOfLargest(AT_LEAST_2), (7, 9, 7), AggregateResult(NO, 1, 1, 1)),
        (CountOfLargest(AT_LEAST_2), (None, 9), AggregateResult(UNKNOWN, None, 0, 0, "x", alone=True)),
    ],
)
def test_over_outputs(condition: AggregateCondition, values: tuple[Value | None, ...], result: AggregateResult) -> None:
    assert condition.look("x", group("x", *values).members) == result


@pytest.mark.parametrize(
    ("inner", "values", "codecs", "result"),
    [
        (Same(Kind.COUNT, EXACT), (1, 2, 1, 2), ("a", "b", "A", "b"), AggregateResult(YES, 1, 0, alone=True)),
        (Same(Kind.COUNT, EXACT), (1, 2, 1, 3), ("a", "b", "a", "b"), AggregateResult(NO, 3, 3, 3, alone=True)),
        (Same(Kind.COUNT, EXACT), (1, 2), ("a", None), AggregateResult(YES, 1, 0, alone=True)),
        (Same(Kind.COUNT, EXACT), (1, 2), (None, None), AggregateResult(NO, 2, 1, 1)),
        (Same(Kind.COUNT, EXACT), (1, None), ("a", "b"), AggregateResult(UNKNOWN, None, 1, 1, "x", alone=True)),
        (Spread(AT_MOST_1), (1, 9, 2, 11), ("a", "b", "a", "b"), AggregateResult(NO, 2, 1, 1, alone=True)),
        (Pairs(APART), (5, 5, 9), ("a", "b", "a"), AggregateResult(YES, 5, 0, alone=True)),
        (Pairs(APART), (5, 5, 5), ("a", "b", "a"), AggregateResult(NO, 1, 2, 2, alone=True)),
    ],
)
def test_each_kind_by_itself(
    inner: AggregateCondition,
    values: tuple[Value | None, ...],
    codecs: tuple[Value | None, ...],
    result: AggregateResult,
) -> None:
    seen = By(("codec",), inner).look("x", group("x", *values, codec=codecs).members)
    assert seen == result


def test_a_ladder_of_each_codec_rises_by_itself() -> None:
    members = group("x", 100, 50, 300, 150, y=(1, 1, 2, 2), codec=("a", "b", "a", "b")).members
    rises = IncreasesWith("y", Kind.COUNT, EXACT)
    assert By(("codec",), rises).look("x", members).status is YES
    members = group("x", 100, 50, 300, 40, y=(1, 1, 2, 2), codec=("a", "b", "a", "b")).members
    assert By(("codec",), rises).look("x", members) == AggregateResult(NO, 40, 3, 3, alone=True)


def test_by_several_facts() -> None:
    members = group("x", 1, 2, 2, one=("a", "a", "b"), other=(1, 2, 1)).members
    assert By(("one", "other"), Same(Kind.COUNT, EXACT)).look("x", members).status is YES
    assert By(("one",), Same(Kind.COUNT, EXACT)).look("x", members).status is NO


@pytest.mark.parametrize(
    ("condition", "text"),
    [
        (Pairs(APART), "of every two, the larger above 1.1 times the smaller"),
        (CountOfLargest(AT_LEAST_2), "the largest in at least 2 outputs"),
        (By(("video.codec",), Same(Kind.TEXT, EXACT)), "the same in all outputs, by video.codec"),
        (
            By(("a", "b"), Pairs(APART)),
            "of every two, the larger above 1.1 times the smaller, by a and b",
        ),
    ],
)
def test_in_words(condition: AggregateCondition, text: str) -> None:
    assert condition.expected(unit=True) == text
