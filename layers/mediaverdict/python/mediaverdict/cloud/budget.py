"""Time as a budget, handed down from an invocation to every read of a socket."""

from __future__ import annotations

import math
import time
from typing import NamedTuple


class TimeBudget(NamedTuple):
    """When work must have ended, on the monotonic clock; infinity where that is not known."""

    ends_at: float = math.inf

    @classmethod
    def of(cls, seconds: float | None) -> TimeBudget:
        """So many seconds from now; None for a time that is not known."""
        return cls() if seconds is None else cls(time.monotonic() + seconds)

    def remaining(self) -> float:
        """Seconds that are left, 0.0 where there are none."""
        return max(0.0, self.ends_at - time.monotonic())

    def within(self, seconds: float) -> TimeBudget:
        """This budget, or so many seconds from now, whichever ends first."""
        return TimeBudget(min(self.ends_at, time.monotonic() + seconds))

    def less(self, seconds: float) -> TimeBudget:
        """The same, ended so many seconds earlier."""
        return TimeBudget(self.ends_at - seconds)


UNLIMITED = TimeBudget()
