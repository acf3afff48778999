"""The jobs of one event: fetched, judged, and their verdicts sent, within a budget.

A loop in the event's own thread starts calls and hears what came of them; it makes none itself. A call that
fails for now is made again when its turn comes, behind the jobs that were not tried yet: a slow answer costs
its own record, not its neighbours'. Verdicts are sent as they are judged.
"""

from __future__ import annotations

import math
import time
from collections import Counter
from functools import partial
from typing import TYPE_CHECKING

from fcruntime import logs
from mediaverdict.processing.dead_letters import OUT_OF_TIME
from mediaverdict.processing.details import Judged
from mediaverdict.processing.outbox import Outbox
from mediaverdict.processing.outcomes import Published, Retryable, Unexpected, outcome_of
from mediaverdict.processing.turns import Turns

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mediaverdict.cloud.budget import TimeBudget
    from mediaverdict.cloud.messages import Sent
    from mediaverdict.processing.details import JobResult
    from mediaverdict.processing.metrics import Metrics
    from mediaverdict.processing.outcomes import RecordOutcome
    from mediaverdict.processing.services import Services
    from mediaverdict.processing.workers import Workers

MOST_UNSENT = 128
"""Verdicts that wait for the queue; beyond them no further job is judged, so that memory does not grow."""
LONGEST_CALL = 10.0
SHORTEST_CALL = 2.0
"""Seconds that one call for a job may take, by how many wait for their turn."""
GRACE = 0.3
"""Seconds in which the last requests are heard of after the work's time is up."""
THROTTLED = Retryable("the cloud throttles", "throttled", throttled=True)
NOT_DONE = Retryable("the function's time is up", OUT_OF_TIME, postponed=True)


class JudgingLoop:
    """One event's jobs in progress."""

    def __init__(
        self,
        services: Services,
        workers: Workers,
        budget: TimeBudget,
        metrics: Metrics,
        jobs: Sequence[str],
        *,
        traces: Mapping[str, str] | None = None,
        came_back: Mapping[str, float] | None = None,
    ) -> None:
        """`traces` has the W3C trace of those jobs that came with one; `came_back` those that were put off before, with
        the seconds since they first came.
        """
        self._services = services
        self._workers = workers
        self._budget = budget
        self._metrics = metrics
        self._traces = traces or {}
        now = time.monotonic()
        self._turns = Turns(
            jobs, services.ice_pace, services.ice_retries, services.concurrency, services.chance,
            patience=services.ice_pace.patience(now, services.neighbours.duty(now)), came_back=came_back,
            can_put_off=services.retries is not None,
        )  # fmt: skip
        self._last: dict[str, Retryable] = {}
        """Why a job's last call failed."""
        self._left = len(jobs)
        self._outcomes: dict[str, RecordOutcome] = dict.fromkeys(jobs, NOT_DONE)
        self._log = logs.get_logger()
        self.published: Counter[str] = Counter()
        """Verdicts that the queue confirmed, by outcome."""
        self._outbox = Outbox(
            services.verdicts, workers, budget, services.smq_pace, metrics, services.chance, services.senders
        )

    def run(self) -> dict[str, RecordOutcome]:
        """Each job's outcome, in the end."""
        while self._left:
            now = time.monotonic()
            if now >= self._budget.ends_at:
                break
            self._give_back(now)
            self._start_calls(now)
            all_judged = self._turns.ended
            self._outbox.pump(now, flush=all_judged)
            if self._left:
                self._workers.wait(self._next_at(now, flush=all_judged) - now)
        self._hear_the_last()
        self._outbox.give_up()
        for job_id, failed in self._last.items():
            if self._outcomes[job_id] is NOT_DONE:
                self._outcomes[job_id] = failed
        self._services.ice_pace.ended(time.monotonic())
        return self._outcomes

    def _hear_the_last(self) -> None:
        """Requests with verdicts that are under way end with the budget: what they came to is worth the moment."""
        ends_at = self._budget.ends_at + GRACE
        while self._outbox.under_way and (left := ends_at - time.monotonic()) > 0:
            self._workers.wait(left)

    def _start_calls(self, now: float) -> None:
        while self._has_room() and (job_id := self._turns.start(now)) is not None:
            self._start(job_id)

    def _has_room(self) -> bool:
        return self._outbox.unsettled < MOST_UNSENT

    def _start(self, job_id: str) -> None:
        rounds = math.ceil((self._turns.waiting + 1) / self._services.concurrency) + 1
        seconds = min(LONGEST_CALL, max(SHORTEST_CALL, self._budget.remaining() / rounds))
        call = partial(
            self._services.judge.judge, job_id, self._budget.within(seconds), self._metrics,
            again=self._turns.calls[job_id] > 1,
        )  # fmt: skip
        if job_id in self._traces:
            call = partial(call, traceparent=self._traces[job_id])
        self._workers.start(call, partial(self._judged, job_id), partial(self._surprised, job_id))

    def _judged(self, job_id: str, result: JobResult) -> None:
        now = time.monotonic()
        asked = result.wait if isinstance(result, Retryable) else 0.0
        throttled = isinstance(result, Retryable) and result.throttled
        self._turns.heard(job_id, now, throttled=throttled, retry_after=asked)
        if isinstance(result, Judged):
            self._publish(job_id, result)
        elif isinstance(result, Retryable) and result.code != "not-finished":
            self._last[job_id] = result
            if not self._turns.again(job_id, now, self._budget.ends_at, throttled=throttled, asked=asked):
                self._settle(job_id, self._put_off(result, self._turns.away(job_id, now)) if throttled else result)
        else:
            self._settle(job_id, result)

    def _put_off(self, why: Retryable, wait: float) -> Retryable:
        return why._replace(postponed=True, paced=True, wait=max(why.wait, wait))

    def _surprised(self, job_id: str, error: Exception) -> None:
        self._turns.failed()
        self._log.error("unexpected", job_id=job_id, traceparent=self._traces.get(job_id), exc_info=error)
        self._settle(job_id, Unexpected(f"{type(error).__name__} while the job was judged"))

    def _publish(self, job_id: str, judged: Judged) -> None:
        if judged.verdict_id in self._services.published:
            self._settle(job_id, Published(judged.verdict_id, judged.outcome))
            return

        def done(sent: Sent) -> None:
            if sent.error is not None:
                self._settle(job_id, outcome_of(sent.error, "its verdict was not taken: "))
                return
            self._services.remember(judged.verdict_id)
            self.published[judged.outcome] += 1
            self._settle(job_id, Published(judged.verdict_id, judged.outcome))

        self._outbox.put(judged.body, done)

    def _settle(self, job_id: str, outcome: RecordOutcome) -> None:
        self._left -= 1
        self._outcomes[job_id] = outcome

    def _give_back(self, now: float) -> None:
        """What can't be done soon at the learnt pace goes to the retry queue now."""
        for job_id, wait in self._turns.put_off(now, self._budget.remaining()):
            self._settle(job_id, self._put_off(self._last.get(job_id) or THROTTLED, wait))

    def _next_at(self, now: float, *, flush: bool) -> float:
        """When something may have to be started, if nothing is heard until then."""
        turn = self._turns.next_at(now) if self._has_room() else math.inf
        return min(self._budget.ends_at, self._outbox.next_at(now, flush=flush), turn)
