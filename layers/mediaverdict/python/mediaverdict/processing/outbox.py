"""Messages on their way to one queue: in batches, tried again, until the queue confirmed each or time is up."""

from __future__ import annotations

import math
import time
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mediaverdict.cloud.messages import MAX_BATCH, Sent
from mediaverdict.cloud.retrying import MOST_SENDS, wait_before
from mediaverdict.errors import RequestRefusedError, RetryLaterError, ThrottledError
from mediaverdict.message_size import MAX_ENCODED
from mediaverdict.processing.dead_letters import OUT_OF_TIME

if TYPE_CHECKING:
    from collections.abc import Callable

    from mediaverdict.cloud.budget import TimeBudget
    from mediaverdict.cloud.messages import Queue
    from mediaverdict.errors import CloudError
    from mediaverdict.processing.flow import Pace
    from mediaverdict.processing.metrics import Metrics
    from mediaverdict.processing.workers import Workers

LONGEST_CALL = 10.0
SHORTEST_CALL = 1.0
"""Seconds that one request may take; a third of what is left, so that another can follow."""
LINGER = 0.5
"""Seconds that a message waits for others to fill its batch."""

SERVICE = "smq"
"""As the metrics name it."""
TOLD_AS = "SMQ"
"""As errors do, the client's own too."""


@dataclass(slots=True)
class _Item:
    body: bytes
    delay: int
    done: Callable[[Sent], None]
    smaller: Callable[[], bytes] | None
    since: float
    due: float
    calls: int = 0
    error: CloudError | None = None
    """What its last request came to."""


class Outbox:
    """All of it happens in the event's own thread, but for the requests themselves."""

    def __init__(
        self,
        queue: Queue,
        workers: Workers,
        budget: TimeBudget,
        pace: Pace,
        metrics: Metrics,
        chance: Callable[[], float],
        parallel: int,
    ) -> None:
        self._queue = queue
        self._workers = workers
        self._budget = budget
        self._pace = pace
        self._metrics = metrics
        self._chance = chance
        self._parallel = parallel
        self._items: deque[_Item] = deque()
        self.under_way = 0
        """Requests that were not heard of yet."""
        self.unsettled = 0
        """Messages of which is not known yet what becomes of them."""

    def put(
        self, body: bytes, done: Callable[[Sent], None], delay: int = 0, smaller: Callable[[], bytes] | None = None
    ) -> None:
        """A message; `done` is told once what became of it.

        `smaller` makes another one for a queue that refuses its size.
        """
        self.unsettled += 1
        now = time.monotonic()
        self._items.append(_Item(body, delay, done, smaller, now, now))

    def pump(self, now: float, *, flush: bool = False) -> None:
        """Starts what can be started; with `flush` no message waits for others."""
        while self.under_way < self._parallel and self._pace.wait(now) <= 0:
            batch = self._batch(now, flush=flush)
            if not batch:
                return
            self._start(batch, now)

    def next_at(self, now: float, *, flush: bool = False) -> float:
        """When `pump` may have something to do, on the monotonic clock."""
        if not self._items or self.under_way >= self._parallel:
            return math.inf
        linger = 0.0 if flush else LINGER
        due = min(item.due if item.calls else item.since + linger for item in self._items)
        return max(due, now + self._pace.wait(now))

    def give_up(self) -> None:
        """Tells of every message that is still here; those under way are heard of no more."""
        for item in self._items:
            self._settle(item, Sent(error=item.error or RetryLaterError(TOLD_AS, OUT_OF_TIME, "the time is up")))
        self._items.clear()

    def _batch(self, now: float, *, flush: bool) -> list[_Item]:
        """Messages that are due, as many as fit into one request; none where it is worth to wait for more."""
        batch: list[_Item] = []
        room = MAX_ENCODED
        full = False
        for item in self._items:
            if item.due > now:
                continue
            size = (len(item.body) + 2) // 3 * 4
            if batch and (len(batch) == MAX_BATCH or size > room):
                full = True
                break
            batch.append(item)
            room -= size
        if not batch or not (flush or full or len(batch) == MAX_BATCH or self._has_lingered(batch, now)):
            return []
        chosen = set(map(id, batch))
        self._items = deque(item for item in self._items if id(item) not in chosen)
        return batch

    def _has_lingered(self, batch: list[_Item], now: float) -> bool:
        return any(item.calls or item.since + LINGER <= now for item in batch)

    def _start(self, batch: list[_Item], now: float) -> None:
        again = any(item.calls for item in batch)
        for item in batch:
            item.calls += 1
        seconds = min(LONGEST_CALL, max(SHORTEST_CALL, self._budget.remaining() / 3))
        budget = self._budget.within(seconds)
        bodies, delays = [item.body for item in batch], [item.delay for item in batch]
        self.under_way += 1
        self._pace.started(now, len(batch))

        def send() -> list[Sent]:
            return self._metrics.timed(SERVICE, lambda: self._queue.send(bodies, delays, budget), again=again)

        def sent(results: list[Sent]) -> None:
            self.under_way -= 1
            chance = self._chance()  # one for all: what went together goes together again
            self._learn(results, now, chance)
            for item, result in zip(batch, results, strict=True):
                self._heard(item, result, chance)

        def failed(error: Exception) -> None:
            # A queue raises nothing: a fault of ours, which may pass.
            cause = RetryLaterError(TOLD_AS, "internal-error", f"{type(error).__name__}: {str(error)[:200]}")
            sent([Sent(error=cause)] * len(batch))

        self._workers.start(send, sent, failed)

    def _learn(self, results: list[Sent], started: float, chance: float) -> None:
        """A fault says nothing of the pace; a refusal got through it."""
        now = time.monotonic()
        throttled = [one.error for one in results if isinstance(one.error, ThrottledError)]
        through = sum(not isinstance(one.error, RetryLaterError) for one in results)
        if throttled:
            self._pace.throttled(now, started, max(error.retry_after for error in throttled), chance)
        elif through:
            self._pace.succeeded(now, through)

    def _heard(self, item: _Item, result: Sent, chance: float) -> None:
        now = time.monotonic()
        error = item.error = result.error
        if isinstance(error, RetryLaterError) and item.calls < MOST_SENDS:
            item.due = now + wait_before(item.calls + 1, chance, error.retry_after)
            if item.due < self._budget.ends_at:
                self._items.append(item)
                return
        if isinstance(error, RequestRefusedError) and item.smaller is not None:
            item.body, item.smaller, item.due = item.smaller(), None, now
            self._items.append(item)
            return
        self._settle(item, result)

    def _settle(self, item: _Item, result: Sent) -> None:
        self.unsettled -= 1
        item.done(result)
