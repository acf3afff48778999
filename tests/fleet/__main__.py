"""`make fleet`: the built handler in many processes under one limit of calls a second.

python -m fleet [JOBS] [QPS] [INSTANCES] [WINDOW]

A figure depends on the machine only where the limit does not bound it: many instances want a core or two of their own.
"""

from __future__ import annotations

import sys

from benchmarks.__main__ import BENCH, ROOT, RUNTIME
from fleet.measured import Fleet
from fleet.running import run_fleet
from fleet.simulated import simulate
from mediaverdict_deploy import LAYERS
from mediaverdict_deploy.layers import build_code, build_layers

SEEDS = 5
"""Simulations that it is held against."""


def main(fleet: Fleet) -> None:
    """Builds, runs, prints."""
    python = RUNTIME.interpreter()
    if python is None:
        sys.exit(f"there is no Python {RUNTIME.version} on this machine: the built layers can't be run")
    layers, code = BENCH / "layers", BENCH / "fleet"
    build_layers(ROOT, RUNTIME, layers)
    build_code(ROOT, ROOT / "functions" / "judge", RUNTIME, code)
    folders = [code, *(layers / layer / "python" for layer in LAYERS)]
    print(f"{fleet.jobs} jobs, {fleet.qps:g} calls a second, {fleet.instances} instances", flush=True)
    measured = run_fleet(fleet, python, folders, BENCH / "fleet.log")
    simulated = [simulate(fleet, seed) for seed in range(1, SEEDS + 1)]
    for row in [*measured.rows(), ("", "", ""), *measured.beside(simulated)]:
        print("  ".join((row[0].ljust(39), row[1].ljust(34), row[2])).rstrip())


if __name__ == "__main__":
    told = [float(word) for word in sys.argv[1:]]
    jobs, qps, instances, window = (told + [3000.0, 50.0, 10.0, 0.0][len(told) :])[:4]
    main(Fleet(int(jobs), qps, int(instances), window))
