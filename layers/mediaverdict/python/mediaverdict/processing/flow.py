"""How fast the cloud may be called, learnt from its answers: one decision for all threads of an instance.

Without throttling there is no limit and no wait. At the first throttled call the pace is what was got through
lately, less a third; it is cut so again (at most once a second: calls under way tell the same thing again),
and grows by a tenth with each call that gets through. The instance keeps it between its events.
"""

from __future__ import annotations

import math
import threading
from collections import deque

CUT = 0.7
GROWTH = 0.1
"""Calls a second that each call which gets through adds."""
FIRST = 10.0
"""Calls a second that are taken for what went well, where too few were made to know."""
SLOWEST = 0.2
"""Calls a second."""
FORGOTTEN_AFTER = 120.0
"""Seconds without throttling after which there is no limit any more."""
ONE_CUT_IN = 1.0
"""Seconds in which throttled calls count as one."""


class Pace:
    """Calls a second to one service; times are the monotonic clock's. Safe to share between threads."""

    def __init__(self) -> None:
        self._rate = math.inf
        self._next = 0.0
        self._throttled_at = -math.inf
        self._through: deque[float] = deque(maxlen=256)
        self._lock = threading.Lock()

    @property
    def rate(self) -> float:
        """Calls a second; infinity where nothing throttled."""
        return self._rate

    def wait(self, now: float) -> float:
        """Seconds until the next call may be made, 0.0 where it may be now."""
        return max(0.0, self._next - now)

    def seconds_for(self, calls: int, now: float) -> float:
        """How long so many calls would take from now on."""
        return self.wait(now) + (calls / self._rate if calls else 0.0)

    def started(self, now: float) -> None:
        """A call is made."""
        with self._lock:
            if self._rate < math.inf:
                self._next = max(now, self._next) + 1 / self._rate

    def succeeded(self, now: float) -> None:
        """A call got through the service's limit, whatever else came of it."""
        with self._lock:
            self._through.append(now)
            if self._rate == math.inf:
                return
            if now - self._throttled_at > FORGOTTEN_AFTER:
                self._rate = math.inf
            else:
                self._rate += GROWTH

    def throttled(self, now: float, retry_after: float = 0.0) -> None:
        """A call was one too many; `retry_after` is what the service asked for, in seconds."""
        with self._lock:
            self._next = max(self._next, now + retry_after)
            if now - self._throttled_at < ONE_CUT_IN:
                return
            self._throttled_at = now
            lately = sum(1 for at in self._through if now - at <= ONE_CUT_IN)
            self._rate = max(SLOWEST, CUT * (self._rate if self._rate < math.inf else max(FIRST, float(lately))))
            self._next = max(self._next, now + 1 / self._rate)
