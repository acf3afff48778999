"""One event's records with clients that are played: in which order they are judged, what is logged, what is told."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from fakes import FakeQueue
from fcruntime import logs
from fcruntime.envelopes import open_event
from mediaverdict.cloud.budget import TimeBudget
from mediaverdict.processing.dead_letters import seconds_of
from mediaverdict.processing.details import JobResult, Judged
from mediaverdict.processing.metrics import Metrics
from mediaverdict.processing.outcomes import NotFound, Retryable
from mediaverdict.processing.processor import EventProcessor, reserve
from mediaverdict.processing.report import Report
from mediaverdict.processing.services import Services
from mediaverdict.processing.workers import Threads

NOW = "2026-11-23T12:00:00Z"


@pytest.mark.parametrize(
    ("records", "seconds", "kept"),
    [(0, 60.0, 5.0), (1000, 60.0, 13.0), (10_000, 60.0, 24.0), (1, 2.0, 0.8), (250, 600.0, 7.0), (0, 0.0, 0.0)],
)
def test_the_reserve_grows_with_the_letters_and_is_never_most_of_the_time(
    records: int, seconds: float, kept: float
) -> None:
    assert reserve(records, seconds) == pytest.approx(kept)


class PlayedJudge:
    """Says what it is told for a job, else that it passed; notes who was asked for, and in which trace."""

    def __init__(self, says: dict[str, JobResult]) -> None:
        self._says = says
        self.calls: list[tuple[str, str]] = []

    def judge(
        self, job_id: str, _budget: TimeBudget, _metrics: Metrics, *, again: bool, traceparent: str = ""
    ) -> JobResult:
        assert not again
        self.calls.append((job_id, traceparent))
        return self._says.get(job_id) or Judged(f"v-{job_id}", "pass", b"{}")


def process(*bodies: object, says: dict[str, JobResult] | None = None) -> tuple[Report, PlayedJudge, Services]:
    judge = PlayedJudge(says or {})
    services = Services(
        judge=judge,  # type: ignore[arg-type]
        verdicts=FakeQueue(), retries=FakeQueue(), dead_letters=FakeQueue(), threads=Threads(1), concurrency=1, senders=1,
        clock=lambda: seconds_of(NOW, 0.0), chance=lambda: 1.0,
    )  # fmt: skip
    event = json.dumps([{"id": "e", "specversion": "1.0", "data": {"messageBody": body}} for body in bodies])
    report = EventProcessor(services, TimeBudget.of(60.0), Metrics()).process(open_event(event.encode()).records)
    services.threads.leave()
    return report, judge, services


def letter(job_id: str, first_at: str, postponed: int = 1) -> dict[str, Any]:
    return {
        "mediaverdict": "retry", "job_id": job_id, "record": {"JobId": job_id}, "attempts": 1, "first_at": first_at,
        "postponed": postponed, "code": "out-of-time",
    }  # fmt: skip


def sent(queue: object) -> list[tuple[dict[str, Any], int]]:
    assert isinstance(queue, FakeQueue)
    return [
        (json.loads(body), delay) for bodies, delays in queue.sends for body, delay in zip(bodies, delays, strict=True)
    ]


def test_who_waited_longest_goes_first_and_new_jobs_go_as_they_came() -> None:
    _, judge, _ = process(
        {"JobId": "new-2"},
        letter("a-minute", "2026-11-23T11:59:00Z"),
        {"JobId": "new-1"},
        letter("an-hour", "2026-11-23T11:00:00Z"),
        letter("a-second", "2026-11-23T11:59:59Z"),
        letter("just-now", NOW),
        letter("tomorrow", "2026-11-24T12:00:00Z"),
        letter("tried, not put off", "2026-11-23T11:00:00Z", postponed=0),
        {"JobId": "new-2"},
    )
    assert [job_id for job_id, _ in judge.calls] == [
        "an-hour", "a-minute", "a-second", "new-2", "new-1", "just-now", "tomorrow", "tried, not put off",
    ]  # fmt: skip


def test_each_record_is_counted_where_it_went() -> None:
    report, _, services = process(
        {"JobId": "good"},
        {"JobId": "gone"},
        {"JobId": "gone"},
        {"JobId": "running"},
        {"EventType": "UploadMediaComplete"},
        "no JSON {",
        says={"gone": NotFound("gone", "JobNotFound"), "running": Retryable("running", "not-finished")},
    )
    assert report == Report(
        records=6, jobs=3, ignored=1, rejected=1, retried=1, dead_lettered=3, outcomes={"pass": 1}, undelivered=()
    )
    assert [(one["job_id"], one["code"], delay) for one, delay in sent(services.retries)] == [
        ("running", "not-finished", 30)
    ]
    assert [(one["job_id"], one["code"], delay) for one, delay in sent(services.dead_letters)] == [
        ("gone", "JobNotFound", 0), ("gone", "JobNotFound", 0), (None, "unreadable", 0),
    ]  # fmt: skip


def test_what_is_not_judged_is_logged_where_somebody_looks_for_it(
    log_lines: Callable[[], list[dict[str, object]]],
) -> None:
    logs.configure({"POWERTOOLS_LOG_LEVEL": "DEBUG"})
    process({"EventType": "UploadMediaComplete"}, {"JobId": "good"}, "no JSON {")
    told = [(line["message"], line.get("event_type"), bool(line.get("reason"))) for line in log_lines()]
    assert told[:2] == [("ignored", "UploadMediaComplete", False), ("rejected", None, True)]
