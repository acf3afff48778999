from __future__ import annotations

import json
from datetime import datetime, timezone

import pytest

from mediaverdict.notifications import Ignored, Incoming, JobFinished, Reject
from mediaverdict.processing.dead_letters import MOST_ATTEMPTS, Story, delay_after
from mediaverdict.processing.plan import NotKnown, NotOurs, NotYet, Plan, Published, Refused, plan_delivery

NOW = datetime(2026, 11, 23, 12, 0, 0, tzinfo=timezone.utc)
PUBLISHED = Published("v-1", "pass")
RECORD = {"JobId": "j"}


def plan(*incoming: Incoming, retry: bool = True, bury: bool = True, **fates: object) -> Plan:
    return plan_delivery(incoming, fates, can_retry=retry, can_bury=bury, now=NOW)  # type: ignore[arg-type]


def job(story: Story = Story()) -> Incoming:  # noqa: B008 - frozen
    return Incoming(JobFinished("j"), RECORD, story)


def test_a_published_job_asks_for_nothing_more_however_often_it_is_named() -> None:
    assert plan(job(), job(), j=PUBLISHED) == Plan()


def test_foreign_events_and_jobs_that_are_not_ours_are_ignored() -> None:
    made = plan(Incoming(Ignored("UploadMediaComplete"), {}, Story()), job(), j=NotOurs())
    assert (made.ignored, made.left) == (2, [])


def test_what_cant_be_read_and_what_is_not_known_is_dead_lettered_with_the_record_untouched() -> None:
    made = plan(
        Incoming(Reject("the record is no JSON"), "{broken", Story()), job(), j=NotKnown("no such job", "JobNotFound")
    )
    assert (made.rejected, made.left) == (1, [])
    assert [json.loads(letter.body) for letter in made.dead_letters] == [
        {"mediaverdict": "dead-letter", "version": 1, "job_id": None, "reason": "the record is no JSON", "code": "unreadable", "attempts": 1,
         "first_at": "2026-11-23T12:00:00Z", "last_at": "2026-11-23T12:00:00Z", "record": "{broken"},
        {"mediaverdict": "dead-letter", "version": 1, "job_id": "j", "reason": "no such job", "code": "JobNotFound", "attempts": 1,
         "first_at": "2026-11-23T12:00:00Z", "last_at": "2026-11-23T12:00:00Z", "record": RECORD},
    ]  # fmt: skip


def test_a_fault_for_now_is_retried_with_a_growing_delay_and_a_count() -> None:
    (letter,) = plan(job(Story(2, "2026-11-23T11:00:00Z")), j=NotYet("throttled", "Throttling")).retries
    told = json.loads(letter.body)
    assert (told["mediaverdict"], told["attempts"], told["first_at"], told["last_at"]) == (
        "retry",
        3,
        "2026-11-23T11:00:00Z",
        "2026-11-23T12:00:00Z",
    )
    assert letter.delay == 120


@pytest.mark.parametrize(("attempts", "delay"), [(0, 30), (1, 60), (5, 960), (7, 3600), (10**9, 3600), (-1, 30)])
def test_the_delay_doubles_up_to_an_hour(attempts: int, delay: int) -> None:
    assert delay_after(attempts) == delay


def test_after_the_last_try_it_is_dead_lettered() -> None:
    made = plan(job(Story(MOST_ATTEMPTS - 1)), j=NotYet("not finished", "not-finished"))
    assert made.retries == []
    assert made.dead_letters[0].reason == f"given up after {MOST_ATTEMPTS} tries: not finished"


@pytest.mark.parametrize(
    ("fate", "left"),
    [
        (Refused("ICE: NoPermission: no", "NoPermission"), "job j: ICE: NoPermission: no"),
        (NotYet("throttled", "Throttling"), "job j: throttled (MEDIAVERDICT_RETRY_QUEUE is not set)"),
        (NotKnown("no such job", "x"), "job j: no such job (MEDIAVERDICT_DEAD_LETTER_QUEUE is not set)"),
    ],
)
def test_what_has_no_safe_place_is_left(fate: object, left: str) -> None:
    assert plan(job(), retry=False, bury=False, j=fate).left == [left]


def test_access_refused_is_no_records_fault() -> None:
    made = plan(job(), j=Refused("no", "NoPermission"))
    assert (made.dead_letters, made.retries, len(made.left)) == ([], [], 1)
