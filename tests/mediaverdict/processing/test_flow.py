"""The pace, as a table of what is heard and what it comes to; the budget of repetitions."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest

from mediaverdict.processing.flow import (
    CUT,
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
    assert [limited(through=calls).rate for calls in (0, 1, 2)] == [1.0, 1.0, pytest.approx(1.5)]


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
    assert (pace.rate, pace.wait(10.0), pace.limited_for(12.0)) == (1.0, 0.0, 2.0)
    assert 0 < max(raised(pace, 1, at=10.5)) <= LONGEST_STEP
    assert pace.rate > 1.0


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
    assert [pace.patience(at, 0.2) for at in (100.05, 100.2, 110.0, 119.0, 121.0, 1000.0)] == pytest.approx(
        [LEAST_PATIENCE, 0.05, 2.5, 4.75, 5.0, 5.0]
    )
    assert [pace.patience(109.0, duty) for duty in (0.1, 0.25, 0.5, 1.0)] == pytest.approx([1.0, 3.0, 5.0, 5.0])
    assert (pace.patience(100.0, 0.2), pace.patience(100.0, 1.0)) == (LEAST_PATIENCE, MOST_PATIENCE)


def test_what_is_put_off_is_reckoned_by_the_pace_and_passes_with_time() -> None:
    pace = limited(through=10)
    assert pace.ahead(10.0) == 0.0
    pace.put_off(75, 10.0)
    assert pace.ahead(10.0) == pytest.approx(10.0)
    pace.put_off(15, 12.0)
    assert pace.ahead(12.0) == pytest.approx(10.0)
    assert pace.ahead(60.0) == 0.0


@pytest.mark.parametrize(("nth", "times"), [(1, 1 + 1 / 64), (4, 1.25), (8, 2.0), (16, 5.0)])
def test_a_step_is_the_smaller_the_faster_the_pace_and_grows_by_the_square_of_the_calls(nth: int, times: float) -> None:
    pace = Pace(3.6)
    pace.throttled(10.0, 9.0)
    pace.throttled(11.0, 10.5)  # the start is over: 2.7 a second
    for number in range(nth):
        before = pace.rate
        pace.started(12.0 + number / 100)
        pace.succeeded(12.0 + number / 100)
    assert pace.rate - before == pytest.approx(0.06 / math.sqrt(before) * times)


@pytest.mark.parametrize(("first", "calls", "rate"), [(2.0, 1, 3.0), (4.0, 1, 4.0), (5.0, 2, 6.0), (5.0, 4, 7.5)])
def test_it_is_raised_to_three_times_what_got_through_lately_at_most(first: float, calls: int, rate: float) -> None:
    pace = Pace(first)
    pace.throttled(10.0, 9.0)
    pace.started(10.5)
    pace.succeeded(11.0, calls)
    assert pace.rate == pytest.approx(rate)


@pytest.mark.parametrize(("chance", "first", "later"), [(0.0, 0.1, 0.625), (0.5, 0.2, 1.25), (1.0, 0.3, 1.875)])
def test_a_pause_follows_each_cut_a_short_one_the_first(chance: float, first: float, later: float) -> None:
    pace = Pace(1.0, 0.8)
    pace.throttled(10.0, 9.0, chance=chance)
    assert [pace.rate, pace.wait(10.0)] == pytest.approx([1.0, first])
    pace.throttled(20.0, 19.0, chance=chance)
    assert [pace.rate, pace.wait(20.0)] == pytest.approx([0.8, later])


@pytest.mark.parametrize(
    ("seconds", "now", "calls"),
    [
        (0.0, 10.0, 0), (0.04, 10.0, 0), (0.05, 10.0, 1), (0.14, 10.0, 1), (0.15, 10.0, 2), (1.0, 10.0, 10),
        (0.0, 10.04, 0), (0.0, 10.05, 1), (0.0, 10.25, 3), (0.0, 12.05, 21), (0.0, 500.0, 21), (1.0, 500.0, 31),
    ],
)  # fmt: skip
def test_the_calls_that_can_be_made_within_a_time_are_counted(seconds: float, now: float, calls: int) -> None:
    pace = Pace(10.0)
    pace.throttled(10.0, 9.0)  # ten a second, from 10.05 on; two seconds' worth is saved up at most
    assert pace.calls_within(seconds, now) == calls


@pytest.mark.parametrize(("idle", "raised"), [(0.0, True), (1.99, True), (2.0, False), (300.0, False)])
def test_what_is_called_after_two_idle_seconds_says_nothing_of_a_faster_pace(idle: float, raised: bool) -> None:
    pace = Pace(10.0, 10.0)
    pace.throttled(1000.0, 999.0)
    pace.throttled(1001.0, 1000.5)
    next_at = 1001.0 + pace.wait(1001.0)
    pace.started(next_at + idle)
    pace.succeeded(1100.0, 20)
    assert (pace.rate > 10.0) == raised


@pytest.mark.parametrize(("rate", "seconds"), [(1.0, 10.0), (2.0, 5.0), (0.5, 10.0), (0.25, 10.0)])
def test_what_was_put_off_passes_sooner_at_a_faster_pace_and_no_later_at_a_slower(rate: float, seconds: float) -> None:
    pace = Pace(1.0)
    pace.throttled(10.0, 9.0)
    pace.put_off(10, 10.0)
    pace._rate = rate
    assert pace.ahead(10.0) == pytest.approx(seconds)


@pytest.mark.parametrize("origin", [-1000.0, 0.0, 1e6])
def test_it_goes_by_any_clock(origin: float) -> None:
    def play(at: float) -> list[float]:
        pace = Pace()
        told = [pace.wait(at), pace.calls_within(1.0, at), pace.ahead(at + 1)]
        for second, calls in enumerate((30, 0, 5, 0, 8)):
            now = at + second * 3
            pace.started(now, calls)
            pace.succeeded(now, calls or 1)
            pace.throttled(now + 0.5, now + 0.1, chance=0.5)
            pace.put_off(3, now)
            told += [pace.rate, pace.wait(now), pace.calls_within(2.0, now), pace.ahead(now), pace.limited_for(now)]
        pace.ended(at + 20)
        return [*told, pace.patience(at + 25, 0.2)]

    assert play(origin) == pytest.approx(play(10.0), abs=1e-6)


def test_repetitions_are_a_few_and_then_a_tenth() -> None:
    budget = RetryBudget()
    assert [budget.spend() for _ in range(21)] == [True] * 20 + [False]
    for _ in range(25):
        budget.earn()
    assert [budget.spend() for _ in range(3)] == [True, True, False]
