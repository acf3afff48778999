"""The algebra over three values, and the note that a tolerance helped: every pair of them."""

from __future__ import annotations

import itertools

import pytest

from mediaverdict.conditions.status import NO, UNKNOWN, WITHIN, YES, CheckStatus, all_of, any_of, inverse, words

ORDER = [NO, UNKNOWN, WITHIN, YES]
"""AND gives the first of two, OR the last."""


@pytest.mark.parametrize(("left", "right"), list(itertools.product(ORDER, ORDER)))
def test_and_or_of_two(left: CheckStatus, right: CheckStatus) -> None:
    low, high = sorted((left, right), key=ORDER.index)
    assert all_of([left, right]) is low
    assert any_of([left, right]) is high
    assert all_of((left, right, left)) is low
    # De Morgan, but for the note, which an inverse has no use for.
    assert inverse(all_of([left, right])) is any_of([inverse(left), inverse(right)])
    assert inverse(any_of([left, right])) is all_of([inverse(left), inverse(right)])


def test_of_none_all_hold_and_no_one_does() -> None:
    assert (all_of([]), any_of([])) == (YES, NO)


@pytest.mark.parametrize(("status", "turned"), [(NO, YES), (UNKNOWN, UNKNOWN), (WITHIN, NO), (YES, NO)])
def test_inverse(status: CheckStatus, turned: CheckStatus) -> None:
    assert inverse(status) is turned


@pytest.mark.parametrize("status", ORDER)
def test_a_status_is_no_truth_value(status: CheckStatus) -> None:
    with pytest.raises(TypeError, match="more than two values"):
        bool(status)


@pytest.mark.parametrize(
    ("parts", "text"), [([], ""), (["a"], "a"), (["a", "b"], "a or b"), (["a", "b", "c"], "a, b or c")]
)
def test_words(parts: list[str], text: str) -> None:
    assert words(parts, "or") == text
