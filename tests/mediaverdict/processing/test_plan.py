"""Where each record goes, as a table: its outcome, its history and the queues that there are."""

from __future__ import annotations

from datetime import datetime, timezone

import pytest

from mediaverdict.notifications import Ignored, Incoming, JobFinished, Reject
from mediaverdict.processing.dead_letters import DeadLetter, LetterKind, RetryHistory
from mediaverdict.processing.outcomes import (
    Excluded,
    NotFound,
    Published,
    RecordOutcome,
    Refused,
    Rejected,
    Retryable,
    Unexpected,
)
from mediaverdict.processing.plan import (
    MOST_ATTEMPTS,
    OutgoingMessage,
    Routes,
    Undelivered,
    delay_after,
    delay_of_turn,
    plan,
)

NOW = datetime(2026, 11, 23, 12, 0, 0, tzinfo=timezone.utc)
AT = "2026-11-23T12:00:00Z"
BOTH, NO_RETRIES, NO_DEAD = Routes(True, True), Routes(False, True), Routes(True, False)
NEW, ONCE, LAST = RetryHistory(), RetryHistory(1, "then"), RetryHistory(MOST_ATTEMPTS - 1, "then")
JOB = JobFinished("j")
ORIGINAL = {"as": "it came"}
RETRY, DEAD = LetterKind.RETRY, LetterKind.DEAD
FAULT = Retryable("ICE: timeout: x", "timeout")


def letter(kind: LetterKind, reason: str, code: str, history: RetryHistory, job_id: str | None = "j") -> DeadLetter:
    return DeadLetter(kind, ORIGINAL, reason, code, job_id, history, AT)


@pytest.mark.parametrize("outcome", [Published("v", "pass"), Excluded(), Ignored("UploadMediaComplete")])
@pytest.mark.parametrize("routes", [BOTH, Routes(False, False)])
def test_what_is_done_asks_for_nothing(outcome: RecordOutcome, routes: Routes) -> None:
    assert plan(Incoming(JOB, ORIGINAL), outcome, routes, NOW, 0.5) is None


@pytest.mark.parametrize(
    ("history", "outcome", "expected"),
    [
        (NEW, NotFound("gone", "JobNotFound"), letter(DEAD, "gone", "JobNotFound", RetryHistory(1, AT))),
        (ONCE, NotFound("gone", "JobNotFound"), letter(DEAD, "gone", "JobNotFound", RetryHistory(2, "then"))),
        (NEW, Rejected("size", "InvalidArgument"), letter(DEAD, "size", "InvalidArgument", RetryHistory(1, AT))),
        (NEW, FAULT, letter(RETRY, "ICE: timeout: x", "timeout", RetryHistory(1, AT))),
        (LAST, FAULT, letter(DEAD, "given up after 12 tries: ICE: timeout: x", "timeout", RetryHistory(12, "then"))),
        (NEW, FAULT._replace(postponed=True), letter(RETRY, "ICE: timeout: x", "timeout", RetryHistory(0, AT, 1))),
        (RetryHistory(20, "then"), FAULT, letter(DEAD, "given up after 21 tries: ICE: timeout: x", "timeout", RetryHistory(21, "then"))),
        (LAST, FAULT._replace(postponed=True), letter(RETRY, "ICE: timeout: x", "timeout", RetryHistory(11, "then", 1))),
        (NEW, Unexpected("KeyError"), letter(RETRY, "KeyError", "internal-error", RetryHistory(1, AT))),
        (RetryHistory(1, "then"), Unexpected("KeyError"), letter(RETRY, "KeyError", "internal-error", RetryHistory(2, "then"))),
        (RetryHistory(9, "then"), Unexpected("KeyError"), letter(DEAD, "KeyError", "internal-error", RetryHistory(10, "then"))),
        (RetryHistory(2, "then"), Unexpected("KeyError"), letter(DEAD, "KeyError", "internal-error", RetryHistory(3, "then"))),
    ],
)  # fmt: skip
def test_where_a_job_goes(history: RetryHistory, outcome: RecordOutcome, expected: DeadLetter) -> None:
    message = plan(Incoming(JOB, ORIGINAL, history), outcome, BOTH, NOW, 1.0)
    assert isinstance(message, OutgoingMessage)
    assert message.letter == expected


def test_a_record_that_cant_be_read_is_dead_lettered_with_no_job() -> None:
    message = plan(Incoming(Reject("the record is no JSON"), ORIGINAL), Reject("the record is no JSON"), BOTH, NOW, 0.0)
    assert message == OutgoingMessage(letter(DEAD, "the record is no JSON", "unreadable", RetryHistory(1, AT), None), 0)


@pytest.mark.parametrize(
    ("outcome", "routes", "reason"),
    [
        (Refused("ICE: NoPermission: no", "NoPermission"), BOTH, "job j: ICE: NoPermission: no"),
        (FAULT, NO_RETRIES, "job j: ICE: timeout: x (MEDIAVERDICT_RETRY_QUEUE is not set)"),
        (NotFound("gone", "x"), NO_DEAD, "job j: gone (MEDIAVERDICT_DEAD_LETTER_QUEUE is not set)"),
        (Rejected("size", "x"), NO_DEAD, "job j: size (MEDIAVERDICT_DEAD_LETTER_QUEUE is not set)"),
        (Unexpected("KeyError"), Routes(False, False), "job j: KeyError (MEDIAVERDICT_DEAD_LETTER_QUEUE is not set)"),
    ],
)
def test_what_has_no_safe_place_is_undelivered(outcome: RecordOutcome, routes: Routes, reason: str) -> None:
    assert plan(Incoming(JOB, ORIGINAL), outcome, routes, NOW, 0.5) == Undelivered(reason)


def test_without_a_retry_queue_a_surprise_is_dead_lettered_at_once() -> None:
    message = plan(Incoming(JOB, ORIGINAL), Unexpected("KeyError"), NO_RETRIES, NOW, 0.5)
    assert isinstance(message, OutgoingMessage)
    assert (message.letter.kind, message.letter.code) == (DEAD, "internal-error")


def test_what_must_wait_is_not_given_up_nor_put_off_for_longer_each_time() -> None:
    history = RetryHistory(9, "then", 40)
    message = plan(Incoming(JOB, ORIGINAL, history), Retryable("x", "throttled", True, 20.0), BOTH, NOW, 1.0)
    assert isinstance(message, OutgoingMessage)
    assert (message.letter.kind, message.letter.history, message.delay) == (RETRY, RetryHistory(9, "then", 41), 50)


@pytest.mark.parametrize(("paced", "by"), [(True, "mine"), (False, "")])
def test_a_letter_for_the_paces_sake_is_marked(paced: bool, by: str) -> None:
    outcome = Retryable("x", "throttled", postponed=True, paced=paced)
    message = plan(Incoming(JOB, ORIGINAL), outcome, BOTH._replace(mark="mine"), NOW, 0.5)
    assert isinstance(message, OutgoingMessage)
    assert message.letter.by == by


def test_delays_double_with_jitter_up_to_an_hour_and_last_about_five_hours() -> None:
    assert [delay_after(tries, 1.0) for tries in (0, 1, 2, 6, 7, 1000)] == [30, 60, 120, 1920, 3600, 3600]
    assert [delay_after(tries, 0.0) for tries in (0, 1, 2, 6, 7, -5)] == [15, 30, 60, 960, 1800, 15]
    assert delay_after(0, 0.5, wait=60.2) == 83
    assert 4 * 3600 < sum(delay_after(tries, 1.0) for tries in range(MOST_ATTEMPTS - 1)) < 6 * 3600


@pytest.mark.parametrize(
    ("wait", "chance", "seconds"),
    [(0.0, 0.0, 1), (0.4, 0.99, 1), (5.0, 0.0, 5), (5.0, 0.99, 5), (5.5, 0.49, 5), (5.5, 0.5, 6), (899.2, 0.9, 900)],
)
def test_a_turn_is_in_whole_seconds_rounded_by_chance(wait: float, chance: float, seconds: int) -> None:
    assert delay_of_turn(wait, chance) == seconds
