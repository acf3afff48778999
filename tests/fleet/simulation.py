"""A fleet by a virtual clock: the function's own decisions (`processing.turns`, `.flow`, `.plan`), everything else a model.

An instance takes a batch, makes its calls as its turns say, sends its letters, and is free
again; the cloud answers, throttles or fails; letters come back when they are due. What the model takes for granted
stands in `Model`.
"""

from __future__ import annotations

import math
import random
from collections import deque
from collections.abc import Callable, Iterable

from alicloud_emulator.call_limit import CallLimit
from fleet.model import Instance, Model, Totals
from fleet.virtual_clock import VirtualClock
from mediaverdict.cloud.messages import MAX_BATCH
from mediaverdict.processing.neighbours import Neighbours
from mediaverdict.processing.plan import MOST_ATTEMPTS, delay_after, delay_of_turn
from mediaverdict.processing.post import AT_ONCE
from mediaverdict.processing.turns import Turns

TEMPLATE_KEPT = 3600.0
TEMPLATE_PAUSE = 30.0
"""Seconds: the library's own figures (`mediaverdict.templates.library`); all jobs are of one template."""

SHORTEST = 1e-6
"""Seconds that pass at least until an instance looks again: less might be lost in rounding."""


class Simulation(VirtualClock):
    """One run. `latency` is told each job's seconds from event to verdict."""

    def __init__(
        self, model: Model, qps: float, instances: int, latency: Callable[[float], None], seed: int = 1
    ) -> None:
        """`instances`: so many from the beginning; with `model.idle` at most so many, when there is work."""
        super().__init__()
        self.model = model
        self.totals = Totals()
        self.limit = CallLimit(qps, lambda: self.now)
        self.down = False
        self.most = instances
        self.born: dict[str, float] = {}
        self._latency = latency
        self._random = random.Random(seed)
        self.chance = self._random.random
        self._due: deque[str] = deque()
        self._looking = math.inf
        """When the queue is looked at next."""
        self._since = 0.0
        """When the first of those that are due came."""
        self._tried: dict[str, int] = {}
        """How often it failed, for each job that did."""
        self._first_at: dict[str, float] = {}
        """When the first letter of each job that has one was written."""
        self._by: dict[str, str] = {}
        """The mark on the last letter of each job that was put off: empty where it is for a fault that came after."""
        self.instances = [] if model.idle else [Instance(Neighbours(str(number))) for number in range(instances)]
        self._free = list(self.instances)

    @property
    def waiting(self) -> int:
        """Messages that are due and not taken."""
        return len(self._due)

    def arrive(self, jobs: Iterable[str]) -> None:
        """Jobs that finished now."""
        found = list(jobs)
        self.born.update(dict.fromkeys(found, self.now))
        self._add(found)

    def replace(self, share: float) -> None:
        """So many of the instances go, when they have ended what they are at; others, who know nothing, come."""
        for one in [one for one in self.instances if self.chance() < share]:
            self._leave(one)
            if not self.model.idle:
                self._come()

    def _come(self) -> None:
        self.totals.starts += 1
        one = Instance(Neighbours(f"new {self.totals.starts}"), idle_since=self.now, is_new=True)
        self.instances.append(one)
        self._free.append(one)

    def _leave(self, one: Instance) -> None:
        one.gone = True
        self.instances.remove(one)
        if one.turns is None and one in self._free:
            self._free.remove(one)

    def _add(self, messages: Iterable[str]) -> None:
        """These are due."""
        if not self._due:
            self._since = self.now
        self._due += messages
        if not self.model.window:
            self._look_in(self.model.poll * self.chance())
        elif len(self._due) >= self.model.batch:
            self._look_in(0.0)
        else:
            self._look_in(self.model.window)

    def _look_in(self, seconds: float) -> None:
        """The queue is looked at after so long at the latest."""
        at = self.now + seconds
        if at < self._looking:
            self._looking = at
            self.at(at, self._look)

    def _look(self) -> None:
        """Batches for those that are free; what is not full waits for its window."""
        if self._looking > self.now:  # it was looked at meanwhile
            return
        self._looking = math.inf
        model = self.model
        while self._due and self._has_free():
            if len(self._due) < model.batch and self.now - self._since < model.window - 1e-9:
                self._look_in(self._since + model.window - self.now)
                return
            self._hand_out()

    def _has_free(self) -> bool:
        model = self.model
        if model.idle:
            while self._free and self._free[0].idle_since < self.now - model.idle:
                self._leave(self._free[0])
            if not self._free and len(self.instances) < self.most:
                self._come()
        return bool(self._free)

    def _hand_out(self) -> None:
        if not self.model.idle:  # else the one that was used last, as long as it is there
            index = self._random.randrange(len(self._free))
            self._free[index], self._free[-1] = self._free[-1], self._free[index]
        one = self._free.pop()
        batch = [self._due.popleft() for _ in range(min(len(self._due), self.model.batch))]
        self._since = self.now
        waited = {job_id: self.now - self._first_at[job_id] for job_id in batch if job_id in self._by}
        batch.sort(key=lambda job_id: -waited.get(job_id, 0.0))
        self.totals.events += 1
        self.totals.messages += len(batch)
        one.begun = self.now
        begins = self.now + self.model.cpu_event + (self.model.cold if one.is_new else 0.0)
        one.is_new = False
        one.busy_until, one.woken_at = begins, -1.0
        if marks := {self._by[job_id] for job_id in waited} - {""}:
            one.pace.warned(begins)
            one.neighbours.heard(marks, begins)
        one.turns = Turns(
            batch, one.pace, one.retries, self.model.concurrency, self.chance,
            patience=one.pace.patience(begins, one.neighbours.duty(begins)), came_back=waited,
        )  # fmt: skip
        self.at(begins, self._pump, one, one.turns)

    def _pump(self, one: Instance, turns: Turns) -> None:
        """What the judging loop does each time that it hears of something."""
        if one.turns is not turns:
            return
        now, model = self.now, self.model
        ends_at = one.begun + model.timeout
        for job_id, away in turns.put_off(now, ends_at - now):
            self._send_back(one, job_id, away)
        while (next_job := turns.start(now)) is not None:
            self._call(one, next_job)
        if turns.ended:
            self._finish(one)
            return
        next_at = max(turns.next_at(now), now + SHORTEST)
        if next_at < math.inf and not now < one.woken_at <= next_at:
            one.woken_at = next_at
            self.at(next_at, self._pump, one, turns)

    def _call(self, one: Instance, job_id: str) -> None:
        self.totals.calls += 1
        model = self.model
        if self.down:
            self.at(self._worked(one, self.now + model.fault, model.cpu_refused), self._faulted, one, job_id)
        elif self.limit.take():
            there = self._template_there(one, self.now + model.answer)
            self.at(self._worked(one, there, model.cpu_call), self._judged, one, job_id)
        else:
            self.totals.throttled += 1
            self.at(self._worked(one, self.now + model.refusal, model.cpu_refused), self._throttled, one, job_id)

    def _worked(self, one: Instance, at: float, cpu: float) -> float:
        """When it has done what it can begin with at that time."""
        one.busy_until = max(at, one.busy_until) + cpu
        return one.busy_until

    def _template_there(self, one: Instance, at: float) -> float:
        """When a job whose details come at that time has its template, or does without."""
        if at < one.template_until or at < one.template_at:
            return max(at, one.template_until)
        self.totals.calls += 1
        if self.limit.take():
            one.template_until = at + self.model.answer
            one.template_at = at + TEMPLATE_KEPT
        else:
            self.totals.throttled += 1
            one.template_until = at + self.model.refusal
            one.template_at = at + TEMPLATE_PAUSE
        return one.template_until

    def _judged(self, one: Instance, job_id: str) -> None:
        assert one.turns is not None
        one.turns.heard(job_id, self.now)
        one.unsent += 1
        one.verdicts += 1
        self.totals.done += 1
        self._tried.pop(job_id, None)
        self._first_at.pop(job_id, None)
        self._by.pop(job_id, None)
        self._latency(self.now + self.model.send - self.born.pop(job_id))
        self._pump(one, one.turns)

    def _throttled(self, one: Instance, job_id: str) -> None:
        turns = one.turns
        assert turns is not None
        turns.heard(job_id, self.now, throttled=True)
        if not turns.again(job_id, self.now, one.begun + self.model.timeout, throttled=True):
            self._send_back(one, job_id, turns.away(job_id, self.now))
        self._pump(one, turns)

    def _faulted(self, one: Instance, job_id: str) -> None:
        turns = one.turns
        assert turns is not None
        self.totals.faults += 1
        turns.heard(job_id, self.now)
        if not turns.again(job_id, self.now, one.begun + self.model.timeout):
            tried = self._tried.get(job_id, 0)
            if tried + 1 >= MOST_ATTEMPTS:
                self.totals.dead += 1
                self._tried.pop(job_id)
                self._first_at.pop(job_id, None)
                self._by.pop(job_id, None)
                self.born.pop(job_id)
            else:
                self._tried[job_id] = tried + 1
                self._first_at.setdefault(job_id, self.now)
                if job_id in self._by:
                    self._by[job_id] = ""
                one.letters.append((job_id, delay_after(tried, self.chance())))
        self._pump(one, turns)

    def _send_back(self, one: Instance, job_id: str, away: float) -> None:
        """For the pace's sake: no try."""
        self._first_at.setdefault(job_id, self.now)
        self._by[job_id] = one.neighbours.mark
        one.letters.append((job_id, delay_of_turn(away, self.chance())))

    def _finish(self, one: Instance) -> None:
        """Verdicts go, then letters; it is free when all are there."""
        model = self.model
        at = max(self.now, one.busy_until) + (model.send if one.unsent else 0.0)
        one.pace.ended(at)
        at += model.cpu_letter * len(one.letters)
        self.totals.letters += len(one.letters)
        self.totals.requests += math.ceil(one.unsent / MAX_BATCH) + math.ceil(len(one.letters) / MAX_BATCH)
        for first in range(0, len(one.letters), AT_ONCE * MAX_BATCH):
            at += model.send
            due: dict[int, list[str]] = {}
            for job_id, delay in one.letters[first : first + AT_ONCE * MAX_BATCH]:
                due.setdefault(delay, []).append(job_id)
            for delay, jobs in due.items():
                self.at(at + delay, self._add, jobs)
        one.turns, one.unsent, one.letters = None, 0, []
        self.at(at, self._end, one)

    def _end(self, one: Instance) -> None:
        one.idle_since = self.now
        self.totals.instance_seconds += self.now - one.begun
        if not one.gone:
            self._free.append(one)
        if self._due:
            self._look_in(0.0)
