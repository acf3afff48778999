"""A fleet as `make fleet` runs it, by the virtual clock."""

from __future__ import annotations

from fleet.measured import Fleet, Measured
from fleet.model import Model
from fleet.simulation import Simulation

ON_THE_WAY = 0.002
"""Seconds that a call takes besides, as it was measured."""


def simulate(fleet: Fleet, seed: int = 1) -> Measured:
    """All jobs at once, until each has its verdict."""
    latencies: list[float] = []
    model = Model(
        answer=fleet.answer + ON_THE_WAY, refusal=fleet.refusal + ON_THE_WAY / 2, batch=fleet.batch, window=fleet.window
    )  # fmt: skip
    simulation = Simulation(model, fleet.qps, fleet.instances, latencies.append, seed)
    simulation.arrive([f"job-{number}" for number in range(fleet.jobs)])
    simulation.run_out()
    totals = simulation.totals
    return Measured(
        fleet=fleet,
        seconds=max(latencies, default=0.0),
        calls=totals.calls,
        throttled=totals.throttled,
        letters=totals.letters,
        dead=totals.dead,
        duplicates=0,
        events=totals.events,
        instance_seconds=totals.instance_seconds,
        latencies=tuple(sorted(latencies)),
        served=tuple(one.verdicts for one in simulation.instances),
    )
