"""The pace, as a table of what is heard and what it comes to; the budget of repetitions."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest

from mediaverdict.processing.flow import (
    CUT,
    FIRST,
    FORGOTTEN_AFTER,
    LEAST_PATIENCE,
    LONGEST_STEP,
    MOST_PATIENCE,
    SAVED,
    SLOWEST,
    START_STEP,
    Pace,
    RetryBudget,
)


def limited(through: int = 40, at: float = 10.0) -> Pace:
    """So many calls a second got through before one did not."""
    pace = Pace()
    pace.succeeded(at - 0.5, through)
    pace.throttled(at, at - 0.01)
    return pace


def test_without_throttling_there_is_no_limit_and_no_wait() -> None:
    pace = Pace()
    pace.started(1.0)
    pace.succeeded(1.0)
    assert (pace.rate, pace.wait(1.0), pace.calls_within(1.0, 1.0), pace.limited_for(1.0)) == (
        math.inf, 0.0, math.inf, -math.inf,
    )  # fmt: skip


def test_the_first_throttled_call_takes_what_got_through_lately_less_a_quarter() -> None:
    pace = Pace()
    pace.succeeded(8.0, 5)
    pace.succeeded(9.5, 40)
    pace.throttled(10.0, 9.9)
    assert pace.rate == pytest.approx(40 * CUT)
    assert pace.wait(10.0) == pytest.approx(0.5 / 30)
    assert pace.limited_for(11.0) == 1.0


def test_where_too_little_is_known_one_a_second_is_taken() -> None:
    assert limited(through=0).rate == FIRST
    assert limited(through=1).rate == FIRST


def test_calls_made_before_the_cut_tell_nothing_new_and_later_ones_cut_again() -> None:
    pace = limited()
    pace.throttled(10.02, 9.99)
    assert pace.rate == pytest.approx(30.0)
    pace.throttled(10.03, 10.0)
    assert pace.rate == pytest.approx(30.0 * CUT)


def test_it_never_stands_still() -> None:
    pace = limited()
    for second in range(11, 90):
        pace.throttled(float(second), second - 0.01)
    assert pace.rate == SLOWEST


def raised(pace: Pace, calls: int, at: float = 11.0) -> list[float]:
    rates = [pace.rate]
    for number in range(calls):
        pace.started(at + number / 100)
        pace.succeeded(at + number / 100)
        rates.append(pace.rate)
    return [after / before - 1 for before, after in pairwise(rates)]


def test_at_the_start_it_grows_by_half_after_a_cut_little_at_first_then_faster() -> None:
    pace = limited()
    pace.started(10.05)
    pace.succeeded(10.1)
    assert pace.rate == pytest.approx(30.0 * (1 + START_STEP))
    pace.succeeded(10.9, 40)
    pace.throttled(11.0, 10.9)
    steps = raised(pace, 12)
    assert all(step > 0 for step in steps)
    assert steps[0] < 0.03
    assert steps[-1] > 2 * steps[0]


def test_who_is_faster_is_raised_by_less_so_that_paces_even_out() -> None:
    slow, fast = limited(through=4), limited(through=64)
    for pace in (slow, fast):
        pace.throttled(10.05, 10.04)
    before = slow.rate, fast.rate
    for pace in (slow, fast):
        pace.started(10.3)
        pace.succeeded(10.3)
    assert (fast.rate - before[1]) / (slow.rate - before[0]) == pytest.approx(math.sqrt(before[0] / before[1]))


def test_who_is_warned_begins_slowly_and_is_raised_by_what_gets_through() -> None:
    pace = Pace()
    pace.warned(10.0)
    assert (pace.rate, pace.wait(10.0), pace.limited_for(12.0)) == (FIRST, 0.0, 2.0)
    assert 0 < max(raised(pace, 1, at=10.5)) <= LONGEST_STEP
    assert pace.rate > FIRST


def test_a_warning_is_nothing_to_who_knows_a_pace_and_is_forgotten_as_throttling_is() -> None:
    pace = limited()
    pace.warned(20.0)
    assert pace.rate == pytest.approx(30.0)
    assert pace.limited_for(20.0) == 10.0
    pace = Pace()
    pace.warned(10.0)
    pace.succeeded(10.1 + FORGOTTEN_AFTER)
    assert pace.rate == math.inf


def test_what_the_pace_did_not_keep_back_does_not_raise_it() -> None:
    pace = limited()
    pace.started(60.0)
    pace.succeeded(60.1)
    assert pace.rate == pytest.approx(30.0)


def test_after_two_minutes_it_is_forgotten() -> None:
    pace = limited()
    pace.succeeded(10.0 + FORGOTTEN_AFTER)
    assert pace.rate < math.inf
    pace.succeeded(10.1 + FORGOTTEN_AFTER)
    assert (pace.rate, pace.wait(131.0)) == (math.inf, 0.0)


def test_calls_are_spread_by_the_rate_and_a_moments_worth_is_saved_up() -> None:
    pace = limited(through=10)  # 7.5 a second
    assert pace.calls_within(1.0, 10.0) == 8
    pace.started(20.0)
    assert pace.wait(20.0) == 0.0
    assert pace.calls_within(0.0, 20.0) == int(SAVED * 7.5)
    pace.started(20.0, 15)
    assert pace.wait(20.0) == pytest.approx(1 / 7.5)
    assert pace.calls_within(0.1, 20.0) == 0


def test_what_the_service_asked_for_is_waited_with_jitter_even_right_after_a_cut() -> None:
    pace = limited()
    pace.throttled(10.1, 9.9, retry_after=4.0, chance=0.0)
    assert pace.wait(10.1) == pytest.approx(4.0)
    pace.throttled(10.1, 9.9, retry_after=4.0, chance=1.0)
    assert pace.wait(10.1) == pytest.approx(5.0)
    pace.throttled(10.2, 9.9, retry_after=1.0)
    assert pace.wait(10.1) == pytest.approx(5.0)


def test_an_instance_waits_its_part_of_the_time_at_most_five_seconds() -> None:
    pace = Pace()
    assert pace.patience(100.0, 0.2) == LEAST_PATIENCE
    pace.ended(100.0)
    assert [pace.patience(110.0, duty) for duty in (0.1, 0.2, 0.5, 1.0)] == [
        pytest.approx(10 / 9), pytest.approx(2.5), MOST_PATIENCE, MOST_PATIENCE,
    ]  # fmt: skip
    assert (pace.patience(100.0, 0.2), pace.patience(100.0, 1.0)) == (LEAST_PATIENCE, MOST_PATIENCE)


def test_what_is_put_off_is_reckoned_by_the_pace_and_passes_with_time() -> None:
    pace = limited(through=10)
    assert pace.ahead(10.0) == 0.0
    pace.put_off(75, 10.0)
    assert pace.ahead(10.0) == pytest.approx(10.0)
    pace.put_off(15, 12.0)
    assert pace.ahead(12.0) == pytest.approx(10.0)
    assert pace.ahead(60.0) == 0.0


def test_repetitions_are_a_few_and_then_a_tenth() -> None:
    budget = RetryBudget()
    assert [budget.spend() for _ in range(21)] == [True] * 20 + [False]
    for _ in range(25):
        budget.earn()
    assert [budget.spend() for _ in range(3)] == [True, True, False]
