"""What an instance keeps between its events."""

from __future__ import annotations

import os
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mediaverdict.processing.flow import Pace, RetryBudget
from mediaverdict.processing.neighbours import Neighbours

if TYPE_CHECKING:
    from collections.abc import Callable

    from mediaverdict.cloud.messages import Queue
    from mediaverdict.processing.details import JobJudge
    from mediaverdict.processing.workers import Threads

REMEMBERED = 10_000
"""Verdict IDs that an instance remembers, so that a redelivered event is not published twice."""

SMQ_FIRST = 32.0
SMQ_SLOWEST = 16.0
"""Messages a second: what they carry is judged already, and has no other way. At the slowest, a request each."""


@dataclass
class Services:
    """Clients, threads, and what was learnt."""

    judge: JobJudge
    verdicts: Queue
    retries: Queue | None
    dead_letters: Queue | None
    threads: Threads
    concurrency: int
    """Calls for details at once."""
    senders: int
    """Requests with verdicts at once."""
    clock: Callable[[], float]
    """Unix seconds."""
    chance: Callable[[], float]
    """From 0 to 1, for jitter."""
    remembered: int = REMEMBERED
    published: OrderedDict[str, None] = field(default_factory=OrderedDict)
    ice_pace: Pace = field(default_factory=Pace)
    ice_retries: RetryBudget = field(default_factory=RetryBudget)
    neighbours: Neighbours = field(default_factory=lambda: Neighbours(os.urandom(4).hex()))
    smq_pace: Pace = field(default_factory=lambda: Pace(SMQ_FIRST, SMQ_SLOWEST))
    """In messages: the queues' limit counts each of a request's."""

    def remember(self, verdict_id: str) -> None:
        """A verdict that is on the queue; the oldest is forgotten."""
        self.published[verdict_id] = None
        if len(self.published) > self.remembered:
            self.published.popitem(last=False)
