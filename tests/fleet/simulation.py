"""A fleet by a virtual clock: the function's own decisions (`processing.turns`, `.flow`, `.plan`), everything else a model.

Discrete events in a heap. An instance takes a batch, makes its calls as its turns say, sends its letters, and is free
again; the cloud answers, throttles or fails; letters come back when they are due. What the model takes for granted
stands in `Model`.
"""

from __future__ import annotations

import heapq
import math
import random
from collections import Counter, deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count, islice

from alicloud_emulator.call_limit import CallLimit
from mediaverdict.processing.flow import Pace, RetryBudget
from mediaverdict.processing.plan import MOST_ATTEMPTS, delay_after, delay_of_turn
from mediaverdict.processing.turns import Turns

REFUSED_BY_FAULT = 0.02
"""Seconds until a call to an API that is down fails."""


@dataclass(frozen=True, slots=True)
class Model:
    """What is taken for granted, in seconds; `overhead` and `event` are the instance's own CPU and network."""

    answer: float = 0.030
    refusal: float = 0.005
    overhead: float = 0.004
    event: float = 0.010
    send: float = 0.012
    """One request with up to 16 messages."""
    batch: int = 100
    window: float = 0.0
    concurrency: int = 8
    timeout: float = 54.0
    """What an event's calls have of the function's minute."""


@dataclass(slots=True)
class Instance:
    """What one keeps, and what it is at."""

    pace: Pace = field(default_factory=Pace)
    retries: RetryBudget = field(default_factory=RetryBudget)
    turns: Turns | None = None
    begun: float = 0.0
    sending: int = 0
    """Letters of the event."""
    unsent: int = 0
    verdicts: int = 0
    seconds: float = 0.0
    woken_at: float = -1.0
    gone: bool = False


@dataclass(slots=True)
class Totals:
    """Counted as it goes."""

    calls: int = 0
    throttled: int = 0
    faults: int = 0
    letters: int = 0
    dead: int = 0
    events: int = 0
    requests: int = 0
    """To the queues, by the function."""
    done: int = 0
    instance_seconds: float = 0.0


class Simulation:
    """One run. `latency` is told each job's seconds from event to verdict."""

    def __init__(
        self, model: Model, qps: float, instances: int, latency: Callable[[float], None], seed: int = 1
    ) -> None:
        self.now = 0.0
        self.model = model
        self.totals = Totals()
        self.limit = CallLimit(qps, lambda: self.now)
        self.down = False
        self.born: dict[str, float] = {}
        self._latency = latency
        self._events: list[tuple[float, int, Callable[..., None], tuple[object, ...]]] = []
        self._order = count()
        self._random = random.Random(seed)
        self.chance = self._random.random
        self._due: deque[str] = deque()
        self._due_since = 0.0
        self._looking = False
        self._back: dict[str, int] = {}
        """How often it was tried, for each job that was put off or failed."""
        self.instances = [Instance() for _ in range(instances)]
        self._free = list(self.instances)

    @property
    def waiting(self) -> int:
        """Messages that are due and not taken."""
        return len(self._due)

    @property
    def busy(self) -> int:
        return sum(one.turns is not None for one in self.instances)

    def at(self, seconds: float, do: Callable[..., None], *told: object) -> None:
        """Does it when the clock says so."""
        heapq.heappush(self._events, (seconds, next(self._order), do, told))

    def run(self, until: float) -> None:
        """All that happens by then."""
        events = self._events
        while events and events[0][0] <= until:
            self.now, _, do, told = heapq.heappop(events)
            do(*told)
        self.now = until

    def run_out(self) -> None:
        """All that happens."""
        while self._events:
            self.run(self._events[0][0])

    def arrive(self, jobs: Iterator[str] | list[str]) -> None:
        """Jobs that finished now."""
        for job_id in jobs:
            self.born[job_id] = self.now
            self._due.append(job_id)
        self._look()

    def resize(self, instances: int) -> None:
        """Instances that come know nothing; those that go end what they are at."""
        while len(self.instances) > instances:
            gone = self.instances.pop(self._random.randrange(len(self.instances)))
            gone.gone = True
            if gone in self._free:
                self._free.remove(gone)
        new = [Instance() for _ in range(instances - len(self.instances))]
        self.instances += new
        self._free += new
        self._look()

    def _back_again(self, job_id: str) -> None:
        self._due.append(job_id)
        self._look()

    def _look(self) -> None:
        """Batches for those that are free; what is not full waits for its window."""
        model = self.model
        while self._free and self._due:
            if len(self._due) < model.batch and model.window:
                if not self._looking:
                    self._looking = True
                    self.at(self.now + model.window, self._window_over)
                return
            self._hand_out()

    def _window_over(self) -> None:
        self._looking = False
        if self._free and self._due:
            self._hand_out()
        self._look()

    def _hand_out(self) -> None:
        index = self._random.randrange(len(self._free))
        self._free[index], self._free[-1] = self._free[-1], self._free[index]
        one = self._free.pop()
        batch = list(islice(iter(self._due.popleft, None), min(len(self._due), self.model.batch)))
        back = {job_id: self.now - self.born[job_id] for job_id in batch if job_id in self._back}
        batch.sort(key=lambda job_id: (job_id not in back, self.born[job_id]))
        self.totals.events += 1
        self.totals.letters += len(back)
        one.begun = self.now
        one.turns = Turns(
            batch,
            one.pace,
            one.retries,
            self.model.concurrency,
            self.chance,
            came_back=back,
            can_put_off=True,
            patience=one.pace.patience(self.now),
        )
        self.at(self.now + self.model.event, self._pump, one)

    def _pump(self, one: Instance) -> None:
        turns = one.turns
        assert turns is not None
        now, model = self.now, self.model
        ends_at = one.begun + model.timeout
        for put_off, away in turns.put_off(now, ends_at - now):
            self._send_back(one, put_off, delay_of_turn(away, self.chance()), tried=0)
        while (job_id := turns.start(now)) is not None:
            self._call(one, job_id)
        if turns.ended:
            letters, verdicts = math.ceil(one.sending / 16), math.ceil(one.unsent / 16)
            self.totals.requests += letters + verdicts
            rounds = math.ceil(letters / 4) + bool(one.unsent)
            self.at(now + rounds * model.send, self._end, one)
            one.turns, one.sending, one.unsent = None, 0, 0
        else:
            next_at = turns.next_at(now)
            if next_at > now and next_at < 1e12 and not now < one.woken_at <= next_at:
                one.woken_at = next_at
                self.at(next_at, self._wake, one, turns)

    def _wake(self, one: Instance, turns: Turns) -> None:
        if one.turns is turns:
            self._pump(one)

    def _call(self, one: Instance, job_id: str) -> None:
        self.totals.calls += 1
        model = self.model
        if self.down:
            self.at(self.now + REFUSED_BY_FAULT, self._faulted, one, job_id)
        elif self.limit.take():
            self.at(self.now + model.answer + model.overhead, self._judged, one, job_id)
        else:
            self.totals.throttled += 1
            self.at(self.now + model.refusal + model.overhead, self._throttled, one, job_id)

    def _judged(self, one: Instance, job_id: str) -> None:
        assert one.turns is not None
        one.turns.heard(job_id, self.now)
        one.unsent += 1
        one.verdicts += 1
        self.totals.done += 1
        self._back.pop(job_id, None)
        self._latency(self.now + self.model.send - self.born.pop(job_id))
        self._pump(one)

    def _throttled(self, one: Instance, job_id: str) -> None:
        turns = one.turns
        assert turns is not None
        turns.heard(job_id, self.now, throttled=True)
        if not turns.again(job_id, self.now, one.begun + self.model.timeout, throttled=True):
            self._send_back(one, job_id, delay_of_turn(turns.away(job_id, self.now), self.chance()), tried=0)
        self._pump(one)

    def _faulted(self, one: Instance, job_id: str) -> None:
        turns = one.turns
        assert turns is not None
        self.totals.faults += 1
        turns.heard(job_id, self.now)
        if not turns.again(job_id, self.now, one.begun + self.model.timeout):
            tries = self._back.get(job_id, 0)
            if tries + 1 >= MOST_ATTEMPTS:
                self.totals.dead += 1
                self._back.pop(job_id, None)
                self.born.pop(job_id)
            else:
                self._send_back(one, job_id, delay_after(tries, self.chance()), tried=1)
        self._pump(one)

    def _send_back(self, one: Instance, job_id: str, delay: int, tried: int) -> None:
        self._back[job_id] = self._back.get(job_id, 0) + tried
        one.sending += 1
        self.at(self.now + self.model.send + delay, self._back_again, job_id)

    def _end(self, one: Instance) -> None:
        one.pace.ended(self.now)
        seconds = self.now - one.begun
        one.seconds += seconds
        self.totals.instance_seconds += seconds
        if not one.gone:
            self._free.append(one)
        self._look()


def served(simulation: Simulation) -> Counter[int]:
    """Verdicts by instance."""
    return Counter({number: one.verdicts for number, one in enumerate(simulation.instances)})
