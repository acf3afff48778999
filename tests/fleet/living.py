"""`make day`: a day of JOBS by the virtual clock, what it costs, and its picture.

python -m fleet.living [JOBS] [QPS] [INSTANCES] [NAME=PRICE...]

What is 0 or left out is chosen (`fleet.day.Day.of`). Prices, and an instance's size: `fleet.prices.Prices`.
"""

from __future__ import annotations

import math
import sys
import time
from pathlib import Path

from fleet.course import STEP, Course
from fleet.day import DAY, HOUR, Day, deployed, live
from fleet.drawing import Band, Line, Panel, draw
from fleet.prices import Prices, cost_of
from fleet.simulation import Simulation

DOCS = Path(__file__).parents[2] / "docs"
SLOTS = HOUR // STEP
SOON = 60.0
"""Seconds: who waits no longer than this has not noticed anything."""


def rows(day: Day, course: Course, simulation: Simulation, prices: Prices) -> list[tuple[str, str]]:
    """What came of it."""
    totals, jobs = simulation.totals, sum(slot.came for slot in course.slots)
    found = [
        ("verdicts", f"{totals.done}, dead letters {totals.dead}"),
        ("calls a job", f"{totals.calls / jobs:.3f}; {totals.throttled} throttled, {totals.faults} to an API that was down"),
        ("letters a job", f"{totals.letters / jobs:.2f}"),
        ("messages to the function", f"{totals.messages} in {totals.events} events"),
        ("requests by the function to queues", str(totals.requests)),
        ("instance-seconds", f"{totals.instance_seconds:.0f}, {totals.starts} instances started"),
        ("most jobs waiting", str(max(slot.waiting for slot in course.slots))),
        ("waits of all: p50, p99, the longest", _waits(course, slice(None))),
        ("of those that came when all was well", _waits(course, slice(0, day.halved[0] // STEP))),
        ("while the limit was halved", _waits(course, _slots(day.halved))),
        ("while the API was down", _waits(course, _slots(day.down))),
        ("all well again", f"{_well(course, day.halved[1])} after the limit was whole, {_well(course, day.down[1])} after the API was up"),
    ]  # fmt: skip
    cost = cost_of(totals, jobs, prices)
    found += [(f"cost: {what}", f"{value:.2f}") for what, value in cost.items()]
    return [
        *found,
        ("cost: the day", f"{sum(cost.values()):.2f}, {sum(cost.values()) / jobs * 1e6:.2f} a million jobs"),
    ]


def picture(day: Day, course: Course) -> str:
    """SVG."""
    slots = course.slots
    per_second = [
        Line("come", [slot.came / STEP for slot in slots]),
        Line("judged", [slot.judged / STEP for slot in slots]),
        Line("limit", [day.limit((number + 1) * STEP - 1) for number in range(len(slots))]),
    ]
    waits = [
        Line(name, [course.waited(part, slice(number, number + 1)) for number in range(len(slots))])
        for name, part in (("p50", 0.5), ("p99", 0.99))
    ]
    panels = [
        Panel("jobs and calls allowed, a second", per_second),
        Panel("jobs without a verdict", [Line("", [float(slot.waiting) for slot in slots])]),
        Panel("letters and throttled calls, a second", [
            Line("letters", [slot.letters / STEP for slot in slots]),
            Line("throttled", [slot.throttled / STEP for slot in slots]),
        ]),
        Panel("instances that have an event, on average", [Line("", [slot.instance_seconds / STEP for slot in slots])]),
        Panel("seconds until the verdict, by when the job came", waits, logarithmic=True),
    ]  # fmt: skip
    bands = [
        Band(day.halved[0] / HOUR, day.halved[1] / HOUR, "limit halved"),
        Band(day.down[0] / HOUR, day.down[1] / HOUR, "API down"),
    ]
    title = f"A day of {day.jobs:,} jobs, {day.qps:g} calls a second allowed, at most {day.instances} instances"
    return draw(title, panels, bands, 1 / SLOTS)


def _slots(times: tuple[int, int]) -> slice:
    return slice(times[0] // STEP, times[1] // STEP)


def _waits(course: Course, slots: slice) -> str:
    return ", ".join(f"{course.waited(part, slots):.1f} s" for part in (0.5, 0.99, 1.0))


def _well(course: Course, since: int) -> str:
    """How long until those that come wait no longer than is usual."""
    for number in range(since // STEP, DAY // STEP):
        if course.waited(0.99, slice(number, number + 1)) <= SOON:
            return f"{(number * STEP - since) // 60} min"
    return "not that day"


def main(words: list[str]) -> None:
    """Lives it, prints, draws."""
    numbers = [float(word) for word in words if "=" not in word]
    prices = Prices.told([word for word in words if "=" in word])
    jobs, qps, instances = (numbers + [1_000_000.0, 0.0, 0.0][len(numbers) :])[:3]
    if not (1 <= jobs < math.inf and 0 <= qps < math.inf and 0 <= instances < math.inf and 0 < prices.cpu < math.inf):
        raise ValueError("expected JOBS from 1 on, QPS and INSTANCES from 0 on, and cpu above 0")
    model = deployed(prices.cpu)
    day = Day.of(int(jobs), model, qps, int(instances))
    size = f"instances of {prices.cpu:g} vCPU and {prices.memory * 1024:g} MB"
    print(f"a day of {day.jobs} jobs, {day.qps:g} calls a second, at most {day.instances} {size}", flush=True)
    begun = time.perf_counter()
    course, simulation = live(day, model)
    for name, value in rows(day, course, simulation, prices):
        print(f"{name:36}  {value}")
    path = DOCS / f"day-{day.jobs}.svg"
    path.write_text(picture(day, course))
    print(f"{path}: drawn, after {time.perf_counter() - begun:.0f} s")


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except ValueError as error:
        sys.exit(f"fleet: {error}")
