"""The jobs of one event: fetched, judged, and their verdicts sent, within a budget.

A loop in the event's own thread starts calls and hears what came of them; it makes none itself. A call that
fails for now is made again when its turn comes, behind the jobs that were not tried yet: a slow answer costs
its own record, not its neighbours'. Verdicts are sent as they are judged.
"""

from __future__ import annotations

import heapq
import math
import time
from collections import Counter, deque
from functools import partial
from typing import TYPE_CHECKING

from fcruntime import logs
from mediaverdict.cloud.retrying import MOST_ATTEMPTS, wait_before
from mediaverdict.processing.details import Judged
from mediaverdict.processing.outbox import Outbox
from mediaverdict.processing.outcomes import OUT_OF_TIME, Published, Retryable, Unexpected, outcome_of

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
PATIENCE = 5.0
"""Seconds that a job waits for its turn at the learnt pace; what takes longer is cheaper on the retry queue."""
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
        traces: Mapping[str, str] | None = None,
    ) -> None:
        """`traces` has the W3C trace of those jobs that came with one."""
        self._services = services
        self._workers = workers
        self._budget = budget
        self._metrics = metrics
        self._waiting = deque(jobs)
        self._traces = traces or {}
        self._later: list[tuple[float, str]] = []
        """(when it is due, job): those whose call is to be made again."""
        self._calls: Counter[str] = Counter()
        self._running = 0
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
            all_judged = not (self._waiting or self._later or self._running)
            self._outbox.pump(now, flush=all_judged)
            if self._left:
                self._workers.wait(self._next_at(now, flush=all_judged) - now)
        self._hear_the_last()
        self._outbox.give_up()
        for job_id, failed in self._last.items():
            if self._outcomes[job_id] is NOT_DONE:
                self._outcomes[job_id] = failed
        return self._outcomes

    def _hear_the_last(self) -> None:
        """Requests with verdicts that are under way end with the budget: what they came to is worth the moment."""
        ends_at = self._budget.ends_at + GRACE
        while self._outbox.under_way and (left := ends_at - time.monotonic()) > 0:
            self._workers.wait(left)

    def _start_calls(self, now: float) -> None:
        pace = self._services.ice_pace
        while self._later and self._later[0][0] <= now:
            self._waiting.append(heapq.heappop(self._later)[1])
        while (
            self._waiting
            and self._running < self._services.concurrency
            and self._outbox.unsettled < MOST_UNSENT
            and pace.wait(now) <= 0
        ):
            self._start(self._waiting.popleft(), now)

    def _start(self, job_id: str, now: float) -> None:
        self._running += 1
        self._calls[job_id] += 1
        self._services.ice_pace.started(now)
        rounds = math.ceil((len(self._waiting) + 1) / self._services.concurrency) + 1
        seconds = min(LONGEST_CALL, max(SHORTEST_CALL, self._budget.remaining() / rounds))
        call = partial(
            self._services.judge.judge, job_id, self._budget.within(seconds), self._metrics,
            again=self._calls[job_id] > 1,
        )  # fmt: skip
        if job_id in self._traces:
            call = partial(call, traceparent=self._traces[job_id])
        self._workers.start(call, partial(self._judged, job_id), partial(self._surprised, job_id))

    def _judged(self, job_id: str, result: JobResult) -> None:
        self._running -= 1
        now = time.monotonic()
        if isinstance(result, Retryable) and result.postponed:
            self._services.ice_pace.throttled(now, result.wait)
        else:
            self._services.ice_pace.succeeded(now)
        if isinstance(result, Judged):
            self._publish(job_id, result)
        elif isinstance(result, Retryable) and result.code != "not-finished":
            self._try_again(job_id, result, now)
        else:
            self._settle(job_id, result)

    def _try_again(self, job_id: str, failed: Retryable, now: float) -> None:
        self._last[job_id] = failed
        calls = self._calls[job_id]
        due = now + wait_before(calls + 1, self._services.chance(), failed.wait)
        if calls >= MOST_ATTEMPTS or due >= self._budget.ends_at:
            self._settle(job_id, failed)
        else:
            heapq.heappush(self._later, (due, job_id))

    def _surprised(self, job_id: str, error: Exception) -> None:
        self._running -= 1
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
        """What can't be done soon at the learnt pace goes to the retry queue now, spread over the time it needs."""
        pace = self._services.ice_pace
        if self._services.retries is None or pace.rate == math.inf or not (self._waiting or self._later):
            return
        soon = min(PATIENCE, self._budget.remaining())
        backlog = [*self._waiting, *(job_id for _, job_id in sorted(self._later))]
        fits = max(0, int((soon - pace.wait(now)) * pace.rate))
        if fits >= len(backlog):
            return
        kept, given_back = backlog[:fits], backlog[fits:]
        over = pace.seconds_for(len(backlog), now)
        for place, job_id in enumerate(given_back, fits + 1):
            reason = self._last.get(job_id) or Retryable("the cloud throttles", "throttled")
            wait = over * place / len(backlog)
            self._settle(job_id, reason._replace(postponed=True, wait=max(reason.wait, wait)))
        still = set(kept)
        self._waiting = deque(job_id for job_id in self._waiting if job_id in still)
        self._later = [entry for entry in self._later if entry[1] in still]
        heapq.heapify(self._later)

    def _next_at(self, now: float, *, flush: bool) -> float:
        """When something may have to be started, if nothing is heard until then."""
        times = [self._budget.ends_at, self._outbox.next_at(flush=flush)]
        if self._later:
            times.append(self._later[0][0])
        if self._waiting and self._running < self._services.concurrency:
            times.append(now + self._services.ice_pace.wait(now))
        return min(times)
