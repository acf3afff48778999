"""A day by the virtual clock: a daily curve and bursts, a limit that is halved, an API that is down, instances that
come and go.

The numbers of a `Day` are what happens; `deployed` is what it happens to.
"""

from __future__ import annotations

import math
import random
from dataclasses import dataclass

from alicloud_emulator.call_limit import CallLimit
from fleet.course import STEP, Course
from fleet.model import Model
from fleet.simulation import Simulation

HOUR = 3600
DAY = 24 * HOUR


def deployed(cores: float) -> Model:
    """An instance with so much of a core: batches of 100 or 5 s as in the template, answers of the cloud's as on a good
    day, its own CPU as `make sizes` measured it with jobs of 8 outputs. One that has nothing to do goes after five
    minutes.
    """
    return Model(
        answer=0.05, refusal=0.01, send=0.02, window=5.0, idle=300.0, cpu_event=0.002 / cores, cpu_call=0.004 / cores,
        cpu_refused=0.0007 / cores, cpu_letter=0.0002 / cores, cold=0.05 + 0.2 / cores,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Day:
    """What happens in it; seconds since midnight."""

    jobs: int
    qps: float
    instances: int
    halved: tuple[int, int] = (9 * HOUR, 10 * HOUR)
    down: tuple[int, int] = (14 * HOUR, 15 * HOUR)
    bursts: tuple[int, ...] = tuple(hour * HOUR + 1800 for hour in (1, 3, 6, 8, 12, 17, 19, 22))
    burst_share: float = 0.01
    """Of the day's jobs, in each burst, within a minute."""
    swing: float = 0.5
    """By how much of its mean the rate rises until 20:00 and falls until 8:00."""
    replaced: float = 0.25
    """Of the instances, each hour, by the platform."""

    def rate(self, second: int) -> float:
        """Jobs that come in that second, on average."""
        even = self.jobs * (1 - self.burst_share * len(self.bursts)) / DAY
        curve = even * (1 + self.swing * math.cos((second - 20 * HOUR) / DAY * 2 * math.pi))
        return curve + sum(self.jobs * self.burst_share / 60 for burst in self.bursts if burst <= second < burst + 60)

    def limit(self, second: int) -> float:
        """Calls a second."""
        return self.qps / 2 if self.halved[0] <= second < self.halved[1] else self.qps

    @classmethod
    def of(cls, jobs: int, model: Model, qps: float = 0.0, instances: int = 0) -> Day:
        """What is 0 is chosen: two and a half times the mean, and the instances that docs/scale.md says."""
        qps = qps or float(max(1, round(2.5 * jobs / DAY)))
        return cls(jobs, qps, instances or math.ceil(qps * model.cpu_call) + 2)


def poisson(mean: float, chance: random.Random) -> int:
    """How many come where `mean` do on average."""
    if mean > 50:
        return max(0, round(chance.gauss(mean, math.sqrt(mean))))
    limit, count, product = math.exp(-mean), 0, chance.random()
    while product > limit:
        count, product = count + 1, product * chance.random()
    return count


def live(day: Day, model: Model, seed: int = 1) -> tuple[Course, Simulation]:
    """The day, and as much of the next one as its last job needs."""
    course = Course()
    simulation = Simulation(model, day.qps, day.instances, lambda waited: course.judged(simulation.now, waited), seed)
    chance = random.Random(seed)
    second, came, came_before = 0, 0, 0
    while second < DAY or (simulation.born and second < 2 * DAY):
        if second in day.halved:
            simulation.limit = CallLimit(day.limit(second), lambda: simulation.now)
        simulation.down = day.down[0] <= second < day.down[1]
        if second % HOUR == 0:
            simulation.replace(day.replaced)
        count = poisson(day.rate(second), chance) if second < DAY else 0
        if count:
            simulation.arrive([str(number) for number in range(came, came + count)])
            came += count
        second += 1
        simulation.run(float(second))
        if second % STEP == 0:
            course.sample(simulation, came - came_before)
            came_before = came
    return course, simulation
