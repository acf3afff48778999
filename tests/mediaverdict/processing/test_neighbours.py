"""How many share the work, and for how long each may wait, by the letters that come."""

from __future__ import annotations

import pytest

from mediaverdict.processing.neighbours import LATELY, MOST, UNKNOWN, Neighbours


@pytest.mark.parametrize(
    ("marks", "count", "duty"),
    [
        ([], UNKNOWN, 0.2),
        (["me"], 1, 1.0),
        (["a"], 2, 1.0),
        (["a", "me"], 2, 1.0),
        (["a", "b", "c"], 4, 0.5),
        ([f"i{number}" for number in range(19)], 20, 0.1),
    ],
)
def test_about_two_of_all_wait_at_a_time(marks: list[str], count: int, duty: float) -> None:
    some = Neighbours("me")
    some.heard(marks, 100.0)
    assert (some.count(100.0), some.duty(100.0)) == (count, duty)


def test_who_wrote_none_for_two_minutes_is_counted_no_more() -> None:
    some = Neighbours("me")
    some.heard(["a", "b"], 100.0)
    some.heard(["b", "c"], 150.0)
    assert [some.count(at) for at in (100.0 + LATELY, 101.0 + LATELY, 151.0 + LATELY)] == [4, 3, UNKNOWN]


def test_what_is_kept_of_marks_is_bounded() -> None:
    some = Neighbours("me")
    some.heard([f"m{number}" for number in range(3 * MOST)], 100.0)
    assert some.count(100.0) == MOST + 1
