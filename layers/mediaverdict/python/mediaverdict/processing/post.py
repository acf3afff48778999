"""An event's letters, brought to the retry and the dead letter queue."""

from __future__ import annotations

import time
from collections import Counter
from functools import partial
from typing import TYPE_CHECKING

from fcruntime import logs
from mediaverdict.processing.dead_letters import MINIMAL, LetterKind
from mediaverdict.processing.outbox import Outbox
from mediaverdict.processing.plan import Undelivered

if TYPE_CHECKING:
    from mediaverdict.cloud.budget import TimeBudget
    from mediaverdict.cloud.messages import Sent
    from mediaverdict.processing.metrics import Metrics
    from mediaverdict.processing.plan import OutgoingMessage
    from mediaverdict.processing.services import Services
    from mediaverdict.processing.workers import Workers

AT_ONCE = 4
"""Requests under way to each queue."""


class LetterPost:
    """Both queues at once: one that hangs does not keep the other's letters."""

    def __init__(self, services: Services, workers: Workers, budget: TimeBudget, metrics: Metrics) -> None:
        self._workers = workers
        self._budget = budget
        self._log = logs.get_logger()
        self._outboxes = {
            kind: Outbox(queue, workers, budget, services.smq_pace, metrics, services.chance, AT_ONCE)
            for kind, queue in ((LetterKind.RETRY, services.retries), (LetterKind.DEAD, services.dead_letters))
            if queue is not None
        }
        self._copies: Counter[bytes] = Counter()
        self.confirmed: Counter[LetterKind] = Counter()
        """Records whose letter is on its queue."""
        self.undelivered: list[str] = []

    def add(self, message: OutgoingMessage | Undelivered | None, *, again: bool) -> None:
        """What one record asks for. Letters that came back twice (`again`) and say the same are one letter."""
        if message is None:
            return
        if isinstance(message, Undelivered):
            self.undelivered.append(message.reason)
            return
        letter = message.letter
        body = letter.to_bytes()
        if again:
            self._copies[body] += 1
            if self._copies[body] > 1:
                return
        self._outboxes[letter.kind].put(
            body,
            partial(self._done, message, body if again else None),
            message.delay,
            partial(letter.to_bytes, MINIMAL) if len(body) > MINIMAL else None,
        )

    def send(self) -> None:
        """Returns when every letter was confirmed or given up, at the budget's end at the latest."""
        boxes = list(self._outboxes.values())
        while any(box.unsettled for box in boxes):
            now = time.monotonic()
            if now >= self._budget.ends_at:
                break
            for box in boxes:
                box.pump(now, flush=True)
            if any(box.unsettled for box in boxes):
                self._workers.wait(min(self._budget.ends_at, *(box.next_at(now, flush=True) for box in boxes)) - now)
        for box in boxes:
            box.give_up()
            if box.unsettled:
                self.undelivered.extend([_UNHEARD] * box.unsettled)

    def _done(self, message: OutgoingMessage, copied: bytes | None, sent: Sent) -> None:
        letter = message.letter
        records = 1 if copied is None else self._copies[copied]
        if sent.error is not None:
            whose = f"job {letter.job_id}: " if letter.job_id else ""
            reason = f"{whose}{letter.reason}, and its letter was not taken: {sent.error}"
            self.undelivered.extend([reason] * records)
            return
        self.confirmed[letter.kind] += records
        event = "retried later" if letter.kind is LetterKind.RETRY else "dead-lettered"
        self._log.warning(event, job_id=letter.job_id, reason=letter.reason, traceparent=message.traceparent or None)


_UNHEARD = "its letter was not confirmed in time"
