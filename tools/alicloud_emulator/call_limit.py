"""A limit of calls a second, as an account has one: a token bucket, shared by all who call."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


class CallLimit:
    """So many calls a second; what was not used is saved up for a second. Safe to share between threads."""

    def __init__(self, per_second: float, clock: Callable[[], float] = time.monotonic) -> None:
        """`per_second` above 0; `clock` in seconds."""
        self.per_second = per_second
        self._most = max(1.0, per_second)
        self._clock = clock
        self._saved = self._most
        self._at = clock()
        self._lock = threading.Lock()

    def take(self) -> bool:
        """Whether one more call is within the limit; it is counted if so."""
        with self._lock:
            now = self._clock()
            self._saved = min(self._most, self._saved + (now - self._at) * self.per_second)
            self._at = now
            if self._saved < 1.0:
                return False
            self._saved -= 1.0
            return True
