"""What each size of an instance brings and costs: `python -m benchmarks.sizes [NAME=PRICE...]`.

A process of the built handler has so much of a core, the local cloud has the rest; each of ICE's answers comes after
50 ms. Prices are variables (`fleet.prices`).
"""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from pathlib import Path
from statistics import median

from benchmarks.__main__ import BATCH, BENCH, DELAY, ROOT, RUNTIME, Contestant, event_of, run
from benchmarks.loopback import cloud
from benchmarks.quota import NoQuotaError, quota
from fleet.prices import Prices
from mediaverdict_deploy import LAYERS
from mediaverdict_deploy.layers import build_code, build_layers

SIZES = ((0.05, 128), (0.1, 128), (0.15, 192), (0.2, 256), (0.35, 384), (0.35, 512), (0.5, 512), (1.0, 1024))
"""vCPU and MB, the least memory that goes with each (at least 1 GB a vCPU, in steps of 64 MB), and fc3's own default."""
TIMES = 3


def measure(python: Path, ours: Contestant, cores: float) -> tuple[float, float, float]:
    """Seconds: a cold start with its first job, a warm event with one job, and one with a batch; medians."""
    one, many = event_of(["8-one"]), event_of([f"8-{number}" for number in range(BATCH)])
    cold, single, batch = [], [], []
    with cloud(DELAY) as (endpoint, _), quota(cores) as procs:
        for _ in range(TIMES):
            cold.append(run(python, ours, endpoint, one, "cold", procs).wall)
            single.append(run(python, ours, endpoint, one, "warm", procs, warm_up=2, times=5).answer["wall"])
            batch.append(run(python, ours, endpoint, many, "warm", procs, warm_up=1, times=2).answer["wall"])
    return median(cold), median(single), median(batch)


def main(prices: Prices) -> None:
    """A row a size."""
    python = RUNTIME.interpreter()
    if python is None:
        sys.exit(f"there is no Python {RUNTIME.version} on this machine: the built layers can't be run")
    build_layers(ROOT, RUNTIME, BENCH / "layers")
    build_code(ROOT, ROOT / "functions" / "judge", RUNTIME, BENCH / "fleet")
    for name in ("SSL_CERT_FILE", "SSL_CERT_DIR"):
        os.environ.pop(name, None)
    ours = Contestant("ours", [BENCH / "fleet", *(BENCH / "layers" / layer / "python" for layer in LAYERS)])
    print(
        f"| vCPU, MB | cold start | an event of one job | of {BATCH} jobs | a second | a million jobs, by {BATCH} | by one |"
    )
    print("| --- | --- | --- | --- | --- | --- | --- |")
    found: dict[float, tuple[float, float, float]] = {}
    for cores, memory in SIZES:
        if cores not in found:
            found[cores] = measure(python, ours, cores)
        cold, single, batch = found[cores]
        size = replace(prices, cpu=cores, memory=memory / 1024)
        by_batch, by_one = (
            (size.second() * seconds + size.invocation()) / jobs * 1e6
            for seconds, jobs in ((batch, BATCH), (single, 1))
        )
        print(
            f"| {cores:g}, {memory} | {cold:.2f} s | {single * 1000:.0f} ms | {batch:.2f} s | {size.second() * 1e6:.2f}e-6 | "
            f"{by_batch:.3f} | {by_one:.3f} |", flush=True,
        )  # fmt: skip


if __name__ == "__main__":
    try:
        main(Prices.told(sys.argv[1:]))
    except (NoQuotaError, ValueError) as error:
        sys.exit(f"sizes: {error}")
