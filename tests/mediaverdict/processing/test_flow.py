"""The pace, as a table of what is heard and what it comes to."""

from __future__ import annotations

import math

import pytest

from mediaverdict.processing.flow import FORGOTTEN_AFTER, SLOWEST, Pace


def test_without_throttling_there_is_no_limit_and_no_wait() -> None:
    pace = Pace()
    pace.started(1.0)
    pace.succeeded(1.0)
    assert (pace.rate, pace.wait(1.0), pace.seconds_for(100, 1.0)) == (math.inf, 0.0, 0.0)


def test_the_first_throttled_call_takes_what_got_through_lately_less_a_third() -> None:
    pace = Pace()
    for at in [8.0] * 5 + [9.5] * 40:
        pace.succeeded(at)
    pace.throttled(10.0)
    assert pace.rate == pytest.approx(28.0)
    assert pace.wait(10.0) == pytest.approx(1 / 28)


def test_where_too_little_is_known_ten_a_second_are_taken() -> None:
    pace = Pace()
    pace.succeeded(9.0)
    pace.throttled(10.0)
    assert pace.rate == pytest.approx(7.0)


def test_calls_that_tell_the_same_thing_cut_it_once_a_second() -> None:
    pace = Pace()
    pace.throttled(10.0)
    pace.throttled(10.99)
    assert pace.rate == pytest.approx(7.0)
    pace.throttled(11.0)
    assert pace.rate == pytest.approx(4.9)


def test_it_never_stands_still() -> None:
    pace = Pace()
    for second in range(30):
        pace.throttled(float(second))
    assert pace.rate == SLOWEST


def test_each_call_that_gets_through_speeds_it_up_and_after_two_minutes_it_is_forgotten() -> None:
    pace = Pace()
    pace.throttled(10.0)
    pace.succeeded(11.0)
    pace.succeeded(10.0 + FORGOTTEN_AFTER)
    assert pace.rate == pytest.approx(7.2)
    pace.succeeded(10.1 + FORGOTTEN_AFTER)
    assert pace.rate == math.inf


def test_calls_are_spread_by_the_rate() -> None:
    pace = Pace()
    pace.throttled(10.0)
    begun = 10.0 + 1 / 7
    assert pace.wait(10.0) == pytest.approx(1 / 7)
    assert pace.wait(11.0) == 0.0
    pace.started(10.0)
    assert pace.wait(begun) == pytest.approx(1 / 7)
    pace.started(20.0)
    assert pace.wait(20.0) == pytest.approx(1 / 7)
    assert pace.seconds_for(14, 20.0) == pytest.approx(1 / 7 + 2.0)
    assert pace.seconds_for(0, 20.0) == pytest.approx(1 / 7)


def test_what_the_service_asked_for_is_waited_even_within_the_same_second() -> None:
    pace = Pace()
    pace.throttled(10.0)
    pace.throttled(10.1, retry_after=5.0)
    assert pace.wait(10.1) == pytest.approx(5.0)
    pace.throttled(10.2, retry_after=1.0)
    assert pace.wait(10.1) == pytest.approx(5.0)
