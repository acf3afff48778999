"""How fast the cloud may be called, learnt from its answers: one decision for all threads of an instance.

Without throttling there is no limit and no wait. The first throttled call sets the pace to what was got through
lately; from there on a throttled call cuts it by a quarter, and each call that gets through raises it, little at
first and faster the longer nothing throttles (CUBIC's curve, counted in calls: at a call in two seconds there is
nothing else to count by). What idle time left unused is saved up for a moment. An instance keeps its pace between
its events. It knows nothing of the others, and need not: cuts that take a share, and steps that are the smaller the
faster it is, even out. One that knows nothing at all is warned by the letters of those that do.

Pure: times are handed in, by whatever clock, in seconds, and so is chance (0 to 1). The figures were found with the
simulation in `tests/fleet`; docs/scale.md has what `make fleet` measured with them.
"""

from __future__ import annotations

import math
import threading
from collections import deque

CUT = 0.75
STEP = 0.06
"""Calls a second that a call which gets through adds at one call a second; at four, half of it (by the root): who is
fast makes many of them, and would run away from who is slow."""
RUN = 8
"""Calls without throttling after which the steps have doubled; they grow by the square."""
LONGEST_STEP = 0.2
"""Of the pace."""
START_STEP = 0.5
"""Of the pace: each step until the first cut after the pace was set, when little is known."""
MOST_OF_LATELY = 3.0
"""How many times what got through lately the pace is raised to at most."""
FIRST = 1.0
"""Calls a second that are taken where too little got through to know."""
FIRST_PAUSE = 0.2
"""Seconds after the first throttled call, about: it may have been the only one."""
SLOWEST = 0.1
"""Calls a second."""
SAVED = 2.0
"""Seconds' worth of calls that an idle time leaves over."""
LATELY = 1.0
"""Seconds."""
FORGOTTEN_AFTER = 120.0
"""Seconds without throttling after which there is no limit any more."""
LEAST_PATIENCE = 0.02
MOST_PATIENCE = 5.0
"""Seconds that an event waits for its jobs' turns at least and at most: its instance is paid for while it waits."""


class Pace:
    """Calls a second to one service. Safe to share between threads."""

    def __init__(self, first: float = FIRST, slowest: float = SLOWEST) -> None:
        self._first = first
        self._slowest = slowest
        self._rate = math.inf
        self._next = -math.inf
        self._cut_at = -math.inf
        self._throttled_at = -math.inf
        self._limited_at = math.inf
        self._starting = False
        self._idle = False
        self._run = 0
        self._through: deque[tuple[float, int]] = deque(maxlen=256)
        self._until = -math.inf
        self._until_at = 1.0
        self._ended_at = math.inf
        self._lock = threading.Lock()

    @property
    def rate(self) -> float:
        """Calls a second; infinity where nothing throttled."""
        return self._rate

    @property
    def limited(self) -> bool:
        """Whether there is a limit."""
        return self._rate < math.inf

    def limited_for(self, now: float) -> float:
        """Seconds since it was first throttled or warned; negative infinity where there is no limit."""
        return now - self._limited_at

    def warned(self, now: float) -> None:
        """Others are throttled: jobs came that they put off. Where nothing is known yet, it begins slowly."""
        with self._lock:
            if not self.limited:
                self._rate = self._first
                self._limited_at = self._throttled_at = self._until = now
                self._next = max(self._next, now - SAVED / 2)
                self._starting = False
                self._run = 0

    def wait(self, now: float) -> float:
        """Seconds until the next call may be made, 0.0 where it may be now."""
        return max(0.0, self._next - now)

    def calls_within(self, seconds: float, now: float) -> float:
        """How many calls can be made from now on in so long a time."""
        if not self.limited:
            return math.inf
        room = now + seconds - max(self._next, now - SAVED)
        return math.floor(room * self._rate + 1e-9) + 1 if room >= 0 else 0

    def started(self, now: float, calls: int = 1) -> None:
        """So many calls are made."""
        if not self.limited:
            return
        with self._lock:
            self._idle = self._next <= now - SAVED
            self._next = max(self._next, now - SAVED) + calls / self._rate

    def succeeded(self, now: float, calls: int = 1) -> None:
        """So many calls got through the service's limit, whatever else came of them."""
        with self._lock:
            self._through.append((now, calls))
            if not self.limited:
                return
            if now - self._throttled_at > FORGOTTEN_AFTER:
                self._rate = self._limited_at = math.inf
                return
            if self._idle:  # it was not the pace that kept calls back: this says nothing of a faster one
                return
            self._run += calls
            if self._starting:
                step = START_STEP * self._rate
            else:
                step = STEP / math.sqrt(self._rate) * (1 + (self._run / RUN) ** 2)
                step = min(LONGEST_STEP * self._rate, calls * step)
            most = MOST_OF_LATELY * self._lately(now)
            self._rate = max(self._rate, min(most, self._rate + step))

    def throttled(self, now: float, started: float, retry_after: float = 0.0, chance: float = 0.0) -> None:
        """A call was one too many, made at `started`; `retry_after` is what the service asked for, in seconds.

        A call that was made before the last cut tells nothing new.
        """
        with self._lock:
            self._throttled_at = now
            if retry_after > 0:  # all instances are told the same: they come back one after the other
                self._next = max(self._next, now + retry_after * (1 + chance / 4))
            if started < self._cut_at:
                return
            if not self.limited:
                self._rate = max(self._first, CUT * self._lately(now))
                self._limited_at, self._starting, self._until = now, True, now
                pause = min((0.5 + chance) / self._rate, FIRST_PAUSE * (0.5 + chance))
            else:
                self._rate = max(self._slowest, CUT * self._rate)
                self._starting = False
                pause = (0.5 + chance) / self._rate
            self._cut_at, self._run = now, 0
            self._next = max(self._next, now + pause)

    def patience(self, now: float, duty: float) -> float:
        """Seconds that an event which begins now may wait for turns: `duty` of its instance's time (0 to 1)."""
        if duty >= 1.0:
            return MOST_PATIENCE
        return min(MOST_PATIENCE, max(LEAST_PATIENCE, duty / (1 - duty) * (now - self._ended_at)))

    def ended(self, now: float) -> None:
        """An event ended."""
        self._ended_at = now

    def ahead(self, now: float) -> float:
        """Seconds until what was put off has had its turn, by this instance's own reckoning."""
        return max(0.0, self._until - now) * min(1.0, self._until_at / self._rate)

    def put_off(self, calls: int, now: float) -> None:
        """So many calls more are to be made later."""
        self._until = now + self.ahead(now) + calls / self._rate
        self._until_at = self._rate

    def _lately(self, now: float) -> float:
        """Calls a second that got through."""
        return sum(calls for at, calls in self._through if now - at <= LATELY) / LATELY


class RetryBudget:
    """Calls that may be made again at once: a tenth of those that were made, and a few to begin with.

    When a service is down, repetitions make nothing better, and are paid for. Kept between an instance's events.
    """

    SHARE = 0.1
    MOST = 20.0

    def __init__(self) -> None:
        self._left = self.MOST

    def earn(self) -> None:
        """A call is made for the first time."""
        self._left = min(self.MOST, self._left + self.SHARE)

    def spend(self) -> bool:
        """Whether one more repetition is allowed; it is counted if so."""
        if self._left < 1.0:
            return False
        self._left -= 1.0
        return True
