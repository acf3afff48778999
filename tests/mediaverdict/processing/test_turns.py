"""One event's turns: what is called when, what is called again, what is put off and for how long."""

from __future__ import annotations

import math
from collections.abc import Mapping

import pytest

from mediaverdict.cloud.retrying import MOST_ATTEMPTS
from mediaverdict.processing.flow import SAVED, Pace, RetryBudget
from mediaverdict.processing.turns import HORIZON, KNOWN, LEAST, LUMP, Turns

NOW = 100.0
LONG_AGO = NOW - 50.0


def at_pace(rate: float, *, since: float = LONG_AGO) -> Pace:
    """A pace that was throttled at `since`, down to so many calls a second; nothing is saved up."""
    pace = Pace(first=rate)
    pace.throttled(since, since)
    pace.started(NOW, round(SAVED * rate))
    return pace


def turns(
    jobs: int, pace: Pace, *, patience: float = 1.0, concurrency: int = 8, chance: float = 0.5,
    came_back: Mapping[str, float] | None = None, can_put_off: bool = True,
) -> Turns:  # fmt: skip
    names = [f"j{number}" for number in range(jobs)]
    return Turns(
        names, pace, RetryBudget(), concurrency, lambda: chance, patience=patience, came_back=came_back,
        can_put_off=can_put_off,
    )  # fmt: skip


def test_without_a_limit_as_many_are_called_as_may_be_at_once_in_order() -> None:
    some = turns(5, Pace(), concurrency=3)
    assert [some.start(NOW) for _ in range(4)] == ["j0", "j1", "j2", None]
    assert (some.running, some.waiting, some.next_at(NOW)) == (3, 2, math.inf)
    some.heard("j1", NOW + 1)
    assert some.next_at(NOW + 1) == NOW + 1
    assert [some.start(NOW + 1) for _ in range(2)] == ["j3", None]
    assert not some.ended


def test_it_ends_when_nothing_is_under_way_or_to_be_made() -> None:
    some = turns(2, Pace())
    assert (some.start(NOW), some.start(NOW)) == ("j0", "j1")
    some.heard("j0", NOW)
    assert not some.ended
    some.failed()
    assert some.ended
    assert some.start(NOW) is None
    assert some.next_at(NOW) == math.inf


def test_at_a_pace_the_next_is_called_when_its_turn_comes() -> None:
    some = turns(3, at_pace(4.0))
    assert some.start(NOW) == "j0"
    assert some.start(NOW) is None
    assert some.next_at(NOW) == pytest.approx(NOW + 0.25)
    assert some.start(NOW + 0.26) == "j1"


def test_a_throttled_call_sets_the_pace_for_all() -> None:
    pace = Pace()
    some = turns(3, pace)
    some.start(NOW)
    some.heard("j0", NOW + 0.1, throttled=True, retry_after=3.0)
    assert pace.rate < math.inf
    assert some.start(NOW + 0.1) is None
    assert pace.wait(NOW + 0.1) >= 3.0


def test_a_fault_is_called_again_behind_the_others_so_often_and_no_more() -> None:
    some = turns(2, Pace())
    assert some.start(NOW) == "j0"
    some.heard("j0", NOW)
    assert some.again("j0", NOW, NOW + 100)
    assert some.next_at(NOW) == NOW
    assert some.start(NOW) == "j1"
    some.heard("j1", NOW)
    assert NOW < some.next_at(NOW) < NOW + 1
    now, calls = NOW, 1
    while True:
        now = some.next_at(now)
        assert some.start(now) == "j0"
        calls += 1
        some.heard("j0", now)
        if not some.again("j0", now, NOW + 100):
            break
    assert (calls, some.ended) == (MOST_ATTEMPTS, True)


def test_what_would_be_due_too_late_is_not_called_again() -> None:
    some = turns(1, Pace())
    some.start(NOW)
    some.heard("j0", NOW)
    assert not some.again("j0", NOW, NOW + 5, asked=6.0)
    assert not some.again("j0", NOW, NOW + 5, throttled=True, asked=6.0)
    assert some.again("j0", NOW, NOW + 5, throttled=True, asked=4.0)


def test_repetitions_end_with_their_budget_but_for_throttled_calls_that_have_no_queue() -> None:
    budget = RetryBudget()
    while budget.spend():
        pass
    for can_put_off in (True, False):
        some = Turns(["a"], Pace(), budget, 8, lambda: 0.5, patience=1.0, can_put_off=can_put_off)
        some.start(NOW)
        some.heard("a", NOW)
        assert not some.again("a", NOW, NOW + 100)
        assert some.again("a", NOW, NOW + 100, throttled=True) is not can_put_off


def test_what_fits_into_the_patience_is_kept_and_each_other_put_off_once() -> None:
    some = turns(20, at_pace(4.0), patience=1.0)
    off = some.put_off(NOW, 50.0)
    assert [job_id for job_id, _ in off] == [f"j{number}" for number in range(5, 20)]
    assert some.waiting == 5
    assert some.put_off(NOW, 50.0) == []


def test_those_that_wait_to_be_called_again_are_put_off_too_behind_the_new_ones() -> None:
    pace = at_pace(4.0)
    some = turns(4, pace, patience=0.3)
    job_id = some.start(NOW)
    assert job_id == "j0"
    some.heard(job_id, NOW)
    some.again(job_id, NOW, NOW + 100)
    assert {name for name, _ in some.put_off(NOW, 50.0)} == {"j0", "j2", "j3"}
    assert some.start(NOW + 1) == "j1"
    some.heard("j1", NOW + 1)
    assert some.ended


@pytest.mark.parametrize("why", ["no limit", "no queue", "still learning"])
def test_nothing_is_put_off_where_nothing_is_to_be(why: str) -> None:
    pace = Pace() if why == "no limit" else at_pace(4.0, since=NOW - 1.0 if why == "still learning" else LONG_AGO)
    some = turns(50, pace, can_put_off=why != "no queue")
    assert some.put_off(NOW, 50.0) == []
    assert some.waiting == 50


def test_letters_are_spread_over_the_time_that_the_backlog_takes_up_to_a_horizon() -> None:
    some = turns(200, at_pace(4.0), patience=0.1)
    away = [seconds for _, seconds in some.put_off(NOW, 50.0)]
    most = KNOWN + HORIZON * (NOW - LONG_AGO)
    assert away == sorted(away)
    assert away[0] < 1.0
    assert away[-1] == pytest.approx(most * (1 + LUMP / 2))
    assert len({round(seconds, 3) for seconds in away if seconds < most}) > 50


def test_none_is_away_for_less_than_the_pace_waits_or_a_part_of_what_it_waited_already() -> None:
    pace = at_pace(4.0)
    pace.throttled(NOW, NOW, retry_after=8.0)
    assert turns(1, pace).away("j0", NOW) >= 8.0
    some = turns(1, at_pace(4.0), came_back={"j0": 30.0})
    assert some.away("j0", NOW) == pytest.approx(LEAST * 30.0)


def test_a_letter_that_came_back_into_a_crowd_is_taken_for_one_of_it() -> None:
    pace = at_pace(1.0)
    pace.put_off(6, NOW)
    some = turns(1, pace, came_back={"j0": 1.0})
    before = pace.ahead(NOW)
    assert some.away("j0", NOW) < before
    assert pace.ahead(NOW) == before
    turns(1, pace).away("j1", NOW)
    assert pace.ahead(NOW) == before + 1.0


def test_without_a_limit_a_job_comes_back_at_once() -> None:
    assert turns(1, Pace()).away("j0", NOW) == 0.0


@pytest.mark.parametrize(
    ("ahead", "since", "chance", "waited", "away"),
    [
        # Two thirds of the time until its turn, spread a little.
        (0, 50.0, 0.0, None, 0.5525), (0, 50.0, 0.5, None, 0.65), (0, 50.0, 1.0, None, 0.7475), (5, 50.0, 0.5, None, 3.9),
        # Up to five seconds and a tenth of the time for which there has been a limit, which is 15 minutes at most; then
        # spread widely.
        (14, 50.0, 0.5, None, 9.75), (20, 50.0, 0.0, None, 10.0), (20, 50.0, 0.5, None, 13.0), (20, 50.0, 1.0, None, 16.0),
        (9000, 20_000.0, 0.5, None, 1170.0),
        # One that came back: three tenths of what it waited already at least; into a crowd, anywhere in it.
        (0, 50.0, 0.5, 20.0, 6.0), (0, 50.0, 0.5, 1.0, 0.65), (4, 50.0, 0.5, 1.0, 1.3), (4, 50.0, 1.0, 1.0, 2.99),
        (8, 50.0, 0.5, 1.0, 2.6),
    ],
)  # fmt: skip
def test_how_long_a_letter_is_away_at_one_call_a_second(
    ahead: int, since: float, chance: float, waited: float | None, away: float
) -> None:
    pace = at_pace(1.0, since=NOW - since)
    pace.put_off(ahead, NOW)
    some = turns(1, pace, chance=chance, came_back=None if waited is None else {"j0": waited})
    assert some.away("j0", NOW) == pytest.approx(away)


@pytest.mark.parametrize(
    ("since", "asked", "seconds", "kept"),
    [
        (1.0, 0.0, 50.0, True), (1.0, 0.0, 2.1, True), (1.0, 0.0, 2.0, False), (1.99, 0.0, 50.0, True),
        (2.0, 0.0, 50.0, False), (1.0, 1.5, 50.0, True), (1.0, 2.0, 50.0, False),
    ],
)  # fmt: skip
def test_for_two_seconds_the_pace_is_learnt_where_there_is_time_for_it(
    since: float, asked: float, seconds: float, kept: bool
) -> None:
    pace = at_pace(4.0, since=NOW - since)
    pace._next = NOW + asked
    some = turns(50, pace)
    assert (some.put_off(NOW, seconds) == []) is kept


def test_a_fault_is_called_again_after_waits_that_double() -> None:
    some = turns(1, Pace())
    now, waits = NOW, []
    for _ in range(4):
        assert some.start(now) == "j0"
        some.heard("j0", now)
        assert some.again("j0", now, NOW + 100)
        waits.append(some.next_at(now) - now)
        assert some.start(now + waits[-1] - 0.001) is None
        now = some.next_at(now)
    assert waits == pytest.approx([0.15, 0.3, 0.6, 1.2])


def test_what_is_kept_is_what_fits_into_the_shorter_of_patience_and_the_time_left() -> None:
    for patience, seconds, kept in ((1.0, 50.0, 5), (50.0, 1.0, 5), (0.0, 50.0, 1), (2.5, 3.0, 11)):
        some = turns(20, at_pace(4.0), patience=patience)
        assert len(some.put_off(NOW, seconds)) == 20 - kept
        assert some.waiting == kept
    some = turns(5, at_pace(4.0), patience=1.0)
    assert some.put_off(NOW, 50.0) == []


def test_first_calls_earn_repetitions() -> None:
    budget = RetryBudget()
    while budget.spend():
        pass
    some = Turns([f"j{number}" for number in range(11)], Pace(), budget, 20, lambda: 0.5, patience=1.0)
    for number in range(11):
        assert some.start(NOW) == f"j{number}"
    some.heard("j0", NOW)
    assert some.again("j0", NOW, NOW + 100)
    assert not some.again("j1", NOW, NOW + 100)


def test_at_a_fast_pace_a_letter_is_away_for_a_moment() -> None:
    assert turns(1, at_pace(20.0)).away("j0", NOW) == pytest.approx(0.0325)
