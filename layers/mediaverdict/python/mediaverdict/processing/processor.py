"""One event's records: gathered, judged, and each brought to a safe place, within the time that there is."""

from __future__ import annotations

import time
from datetime import datetime, timezone
from typing import TYPE_CHECKING

from fcruntime import logs
from fcruntime.batch import each
from mediaverdict.notifications import Broken, Ignored, JobFinished, Reject, read_record
from mediaverdict.processing.dead_letters import LetterKind, seconds_of
from mediaverdict.processing.judging_loop import JudgingLoop
from mediaverdict.processing.outcomes import Excluded, Unexpected
from mediaverdict.processing.plan import Routes, plan
from mediaverdict.processing.post import LetterPost
from mediaverdict.processing.report import Report
from mediaverdict.processing.workers import Workers

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterable, Mapping, Sequence

    from fcruntime.envelopes import Record
    from mediaverdict.cloud.budget import TimeBudget
    from mediaverdict.notifications import Incoming
    from mediaverdict.processing.metrics import Metrics
    from mediaverdict.processing.outcomes import RecordOutcome
    from mediaverdict.processing.services import Services


def reserve(records: int, seconds: float) -> float:
    """How much of an invocation's time is kept for the letters of what could not be done."""
    return min(0.4 * seconds, 5.0 + 0.008 * records)


class EventProcessor:
    """One event in progress."""

    def __init__(self, services: Services, budget: TimeBudget, metrics: Metrics) -> None:
        """`budget` is the invocation's, all of which may be used."""
        self._services = services
        self._budget = budget
        self._metrics = metrics
        self._log = logs.get_logger()
        self._workers = Workers(services.threads)

    def process(self, records: Iterable[Record]) -> Report:
        """Everything that the event's records ask for."""
        incoming = [one for record in records for one in read_record(record)]
        for one in incoming:
            self._log_incoming(one)
        came_back = self._came_back(incoming)
        self._hear_of_the_others(incoming)
        jobs = list(dict.fromkeys(one.job_id for one in incoming if one.job_id is not None))
        # Who has waited longest goes first; new jobs as they came.
        jobs.sort(key=lambda job_id: -came_back.get(job_id, 0.0))
        seconds = self._budget.remaining()
        working = self._budget.less(reserve(len(incoming), seconds))
        traces = {one.job_id: one.traceparent for one in reversed(incoming) if one.job_id and one.traceparent}
        judging = JudgingLoop(
            self._services, self._workers, working, self._metrics, jobs, traces=traces, came_back=came_back
        )
        outcomes = judging.run()
        settled = [(one, self._outcome_of(one, outcomes)) for one in incoming]
        report = self._deliver(settled, len(jobs), judging.published)
        self._workers.close()
        return report

    def _hear_of_the_others(self, incoming: Iterable[Incoming]) -> None:
        """By the letters that they wrote."""
        throttled = [one.history for one in incoming if one.history.throttled]
        if throttled:
            now = time.monotonic()
            self._services.ice_pace.warned(now)
            self._services.neighbours.heard({history.by for history in throttled if history.by}, now)

    def _came_back(self, incoming: Iterable[Incoming]) -> dict[str, float]:
        """Jobs that were put off before, with the seconds since they first came."""
        now = self._services.clock()
        return {
            one.job_id: max(0.0, now - seconds_of(one.history.first_at, now))
            for one in incoming
            if one.job_id is not None and one.history.postponed
        }

    def _outcome_of(self, incoming: Incoming, outcomes: Mapping[str, RecordOutcome]) -> RecordOutcome:
        notification = incoming.notification
        if isinstance(notification, JobFinished):
            return outcomes[notification.job_id]
        if isinstance(notification, Broken):
            self._log.error("unexpected", exc_info=notification.error)
            return Unexpected(f"{type(notification.error).__name__} while the record was read")
        return notification

    def _deliver(self, settled: Sequence[tuple[Incoming, RecordOutcome]], jobs: int, published: Counter[str]) -> Report:
        """Letters for what was not published; what is not confirmed is undelivered."""
        services = self._services
        routes = Routes(services.retries is not None, services.dead_letters is not None, services.neighbours.mark)
        now = datetime.fromtimestamp(services.clock(), timezone.utc)
        letters = LetterPost(services, self._workers, self._budget, self._metrics)

        def post(record: tuple[Incoming, RecordOutcome]) -> None:
            one, outcome = record
            message = plan(one, outcome, routes, now, services.chance())
            letters.add(message, again=bool(one.history.first_at))

        for posted in each(settled, post):
            if posted.error is not None:
                self._log.error("unexpected", job_id=posted.item[0].job_id, exc_info=posted.error)
                letters.undelivered.append(f"its letter can't be written: {type(posted.error).__name__}")
        letters.send()
        for reason in letters.undelivered:
            self._log.error("record left for redelivery", reason=reason)
        return Report(
            records=len(settled),
            jobs=jobs,
            ignored=sum(isinstance(outcome, Ignored | Excluded) for _, outcome in settled),
            rejected=sum(isinstance(outcome, Reject) for _, outcome in settled),
            retried=letters.confirmed[LetterKind.RETRY],
            dead_lettered=letters.confirmed[LetterKind.DEAD],
            outcomes=published,
            undelivered=tuple(letters.undelivered),
        )

    def _log_incoming(self, one: Incoming) -> None:
        if isinstance(one.notification, Ignored):
            self._log.debug("ignored", event_type=one.notification.event_type)
        elif isinstance(one.notification, Reject):
            self._log.debug("rejected", reason=one.notification.reason)
