"""Whose turn it is: which job's call is made next and when, which is made again, and what is put off.

All of an event's jobs, and none of the calls themselves: the judging loop makes those, and so does the simulation
of a fleet, by a clock of its own. What can't be done soon at the learnt pace goes to the retry queue: an instance
that waits is paid for.
"""

from __future__ import annotations

import heapq
import math
from collections import Counter, deque
from typing import TYPE_CHECKING

from mediaverdict.cloud.retrying import MOST_ATTEMPTS, wait_before

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from mediaverdict.processing.flow import Pace, RetryBudget

LEARNING = 2.0
"""Seconds after the first throttled call in which jobs are kept: what is known of the pace by then is little."""
EARLY = 0.65
"""How much of its time until its turn a letter is away: too early costs a letter, too late costs the time."""
KNOWN = 5.0
HORIZON = 0.1
"""Seconds that a letter is away at most, and what is added for each second that the limit has been known."""
LUMP = 0.6
"""By how much letters that would be away for longer are spread."""
LEAST = 0.3
"""Of the time that a record has waited already, its letter is away at least: it was thought too short before."""
LONGEST = 900.0
"""Seconds that a letter is away for the pace's sake: by then it may be another."""
CROWDED = 0.5
"""Seconds put off ahead from which on a letter that came back is taken for one of those."""


class Turns:
    """One event's jobs."""

    def __init__(
        self,
        jobs: Sequence[str],
        pace: Pace,
        retries: RetryBudget,
        concurrency: int,
        chance: Callable[[], float],
        *,
        patience: float,
        came_back: Mapping[str, float] | None = None,
        can_put_off: bool = True,
    ) -> None:
        """`patience`: seconds that a job waits for its turn. `came_back`: jobs that were put off before, with the
        seconds since they first came. `can_put_off`: whether there is a queue to put them on.
        """
        self._pace = pace
        self._retries = retries
        self._concurrency = concurrency
        self._chance = chance
        self._patience = patience
        self._came_back = came_back or {}
        self._can_put_off = can_put_off
        self._waiting = deque(jobs)
        self._later: list[tuple[float, str]] = []
        """(when it is due, job): those whose call is to be made again."""
        self._started: dict[str, float] = {}
        self.calls: Counter[str] = Counter()
        self.running = 0

    @property
    def waiting(self) -> int:
        """Jobs whose turn has not come, but for those that wait before their call is made again."""
        return len(self._waiting)

    @property
    def ended(self) -> bool:
        """No call is under way or to be made."""
        return not (self._waiting or self._later or self.running)

    def start(self, now: float) -> str | None:
        """The job whose call is to be made now; None where none is."""
        while self._later and self._later[0][0] <= now:
            self._waiting.append(heapq.heappop(self._later)[1])
        if not self._waiting or self.running >= self._concurrency or self._pace.wait(now) > 0:
            return None
        job_id = self._waiting.popleft()
        self.running += 1
        self.calls[job_id] += 1
        if self.calls[job_id] == 1:
            self._retries.earn()
        self._started[job_id] = now
        self._pace.started(now)
        return job_id

    def heard(self, job_id: str, now: float, *, throttled: bool = False, retry_after: float = 0.0) -> None:
        """Its call ended."""
        self.running -= 1
        if throttled:
            self._pace.throttled(now, self._started[job_id], retry_after, self._chance())
        else:
            self._pace.succeeded(now)

    def failed(self) -> None:
        """A call ended by a fault of ours."""
        self.running -= 1

    def again(self, job_id: str, now: float, ends_at: float, *, throttled: bool = False, asked: float = 0.0) -> bool:
        """Whether its call is made again within this event, by `ends_at`; `asked`: seconds to wait at least."""
        calls = self.calls[job_id]
        if calls >= MOST_ATTEMPTS:
            return False
        # Where it was throttled, the pace says when.
        due = now + (asked if throttled else wait_before(calls + 1, self._chance(), asked))
        if due >= ends_at or not (self._retries.spend() or (throttled and not self._can_put_off)):
            return False
        heapq.heappush(self._later, (due, job_id))
        return True

    def put_off(self, now: float, seconds: float) -> list[tuple[str, float]]:
        """Jobs that are not waited for in the `seconds` left, with the seconds until each is to come back."""
        pace = self._pace
        if not self._can_put_off or not pace.limited or not (self._waiting or self._later):
            return []
        if pace.limited_for(now) < LEARNING and pace.wait(now) < LEARNING < seconds:
            return []
        backlog = [*self._waiting, *(job_id for _, job_id in sorted(self._later))]
        fits = pace.calls_within(min(self._patience, seconds), now)
        if fits >= len(backlog):
            return []
        kept = set(backlog[: int(fits)])
        self._waiting = deque(job_id for job_id in self._waiting if job_id in kept)
        self._later = [entry for entry in self._later if entry[1] in kept]
        heapq.heapify(self._later)
        return [(job_id, self.away(job_id, now)) for job_id in backlog[int(fits) :]]

    def away(self, job_id: str, now: float) -> float:
        """Seconds until a job that is put off now is to come back: its turn's time, less what may be wrong with it."""
        pace = self._pace
        if not pace.limited:
            return 0.0
        ahead = pace.ahead(now)
        if job_id in self._came_back and ahead > CROWDED:
            turn = ahead * self._chance()
        else:
            pace.put_off(1, now)
            turn = ahead + 1 / pace.rate
        most = min(LONGEST, KNOWN + HORIZON * pace.limited_for(now))
        turn = max(turn * EARLY, LEAST * self._came_back.get(job_id, 0.0))
        turn = most * (1 + LUMP * self._chance()) if turn > most else turn * (0.85 + 0.3 * self._chance())
        return max(pace.wait(now), turn)

    def next_at(self, now: float) -> float:
        """When a call may have to be made, if nothing is heard until then; infinity where none is."""
        if self.running >= self._concurrency:
            return math.inf
        if self._waiting:
            return now + self._pace.wait(now)
        return max(self._later[0][0], now + self._pace.wait(now)) if self._later else math.inf
