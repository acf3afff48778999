"""What is kept of a long simulation: sums for each ten minutes, and how long jobs waited, in steps of a tenth."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, field

from fleet.simulation import Simulation

STEP = 600
"""Seconds."""
GROWTH = math.log(1.1)


@dataclass(slots=True)
class Slot:
    """Ten minutes. Waits are of the jobs that came in them."""

    came: int = 0
    judged: int = 0
    calls: int = 0
    throttled: int = 0
    letters: int = 0
    waiting: int = 0
    """Jobs without a verdict at its end."""
    instances: int = 0
    instance_seconds: float = 0.0
    waits: Counter[int] = field(default_factory=Counter)


class Course:
    """Filled as the simulation goes."""

    def __init__(self) -> None:
        self.slots: list[Slot] = []
        self._before = (0, 0, 0, 0, 0.0)

    def slot(self, second: float) -> Slot:
        """That which the second is in."""
        number = max(0, int(second // STEP))
        while len(self.slots) <= number:
            self.slots.append(Slot())
        return self.slots[number]

    def judged(self, now: float, waited: float) -> None:
        """A verdict came now about a job that came `waited` seconds ago."""
        self.slot(now - waited).waits[_step_of(waited)] += 1

    def sample(self, simulation: Simulation, came: int) -> None:
        """At the end of ten minutes; `came`: jobs in them."""
        slot, totals = self.slot(simulation.now - 1), simulation.totals
        now = (totals.done, totals.calls, totals.throttled, totals.letters, totals.instance_seconds)
        slot.judged, slot.calls, slot.throttled, slot.letters = (now[n] - self._before[n] for n in range(4))  # type: ignore[assignment]
        slot.instance_seconds = now[4] - self._before[4]
        self._before = now
        slot.came, slot.waiting, slot.instances = came, len(simulation.born), len(simulation.instances)

    def waited(self, quantile: float, slots: slice = slice(None)) -> float:
        """Seconds that so many of the jobs (0.99: 99 in a hundred) waited at most; not a number where none came."""
        waits: Counter[int] = Counter()
        for slot in self.slots[slots]:
            waits.update(slot.waits)
        left = math.ceil(quantile * waits.total())
        for step in sorted(waits):
            left -= waits[step]
            if left <= 0:
                return math.exp(step * GROWTH)
        return math.nan


def _step_of(seconds: float) -> int:
    return math.ceil(math.log(max(seconds, 1e-3)) / GROWTH)
