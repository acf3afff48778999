"""`make fleet`: the built handler in many processes under one limit of calls a second.

python -m fleet [JOBS] [QPS] [INSTANCES] [WINDOW]

A figure depends on the machine only where the limit does not bound it: many instances want a core or two of their own.
"""

from __future__ import annotations

import math
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


def told(words: list[str]) -> Fleet:
    """Raises ValueError for what no fleet can be made of: it would wait for ever."""
    numbers = [float(word) for word in words]
    jobs, qps, instances, window = (numbers + [3000.0, 50.0, 10.0, 0.0][len(numbers) :])[:4]
    if not (1 <= jobs < math.inf and 0 < qps < math.inf and 1 <= instances < math.inf and 0 <= window < math.inf):
        raise ValueError("expected JOBS and INSTANCES from 1 on, QPS above 0 and WINDOW from 0 on")
    return Fleet(int(jobs), qps, int(instances), window)


if __name__ == "__main__":
    try:
        asked = told(sys.argv[1:])
    except ValueError as error:
        sys.exit(f"fleet: {error}")
    main(asked)
