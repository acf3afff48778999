"""`make bench`: ours, the vendor's packages and the standard library alone, in one run.

    python -m benchmarks [PAIRS]

The same event, the same checks, the same loopback cloud in a process of its own. Everything is interleaved, and a
figure is the median of many; ratios count, not times: the machine is shared.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks import rules_bench
from benchmarks.loopback import cloud
from benchmarks.quota import NoQuotaError, quota, within
from mediaverdict_deploy import LAYERS
from mediaverdict_deploy.layers import build_code, build_layers
from mediaverdict_deploy.runtimes import Runtime

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent
BENCH = ROOT / "build" / "bench"
RUNTIME = Runtime("python3.12")
DELAY = 0.05
QUOTAS = (0.1, 0.35)
"""Of a core: what the smallest instances have."""
BATCH = 100
"""Jobs in an event, as the template's batch window has it."""


@dataclass(frozen=True)
class Contestant:
    name: str
    path: list[Path]


@dataclass(frozen=True)
class Measured:
    wall: float
    cpu: float
    answer: dict[str, Any]


def run(
    python: Path, one: Contestant, endpoint: str, event: str, do: str, procs: Path | None = None, **more: Any
) -> Measured:  # fmt: skip
    """One process, from its start to its end; in the control group of `procs` where one is given."""
    reading, writing = os.pipe()
    environ = {
        "MEDIAVERDICT_ICE_ENDPOINT": endpoint, "MEDIAVERDICT_VERDICT_QUEUE": f"{endpoint}/queues/verdicts",
        "ALIBABA_CLOUD_ACCESS_KEY_ID": "local", "ALIBABA_CLOUD_ACCESS_KEY_SECRET": "local",
        "FC_REGION": "cn-shanghai", "FC_ACCOUNT_ID": "123", "POWERTOOLS_SERVICE_NAME": "bench", "PATH": "/usr/bin:/bin",
    }  # fmt: skip
    told = {"path": [str(path) for path in one.path], "event": event, "do": do, "result": writing, **more}
    command = [str(python), "-I", "-S", str(HERE / "driver.py")]
    begun = time.perf_counter()
    process = subprocess.Popen(
        command if procs is None else within(procs, command), stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE, env=environ, pass_fds=[writing],
    )  # fmt: skip
    os.close(writing)
    assert process.stdin is not None
    assert process.stderr is not None
    process.stdin.write(json.dumps(told).encode() + b"\n")
    process.stdin.close()
    with os.fdopen(reading) as result:
        text = result.read()
    wall = time.perf_counter() - begun
    error = process.stderr.read().decode()
    process.stderr.close()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = status
    if status or not text:
        sys.exit(f"{one.name} failed:\n{error[-3000:]}")
    return Measured(wall, usage.ru_utime + usage.ru_stime, json.loads(text))


def event_of(job_ids: list[str]) -> str:
    """An SMQ queue trigger's array."""
    return json.dumps([
        {
            "id": f"e-{number}", "source": "mns", "specversion": "1.0", "type": "mns:Queue:SendMessage",
            "data": {"requestId": "R", "messageId": f"M-{number}", "messageBody": json.dumps(
                {"EventType": "MediaConvertComplete", "UserId": 1, "EventTime": "2026-11-23T12:00:00Z",
                 "MessageBody": {"JobId": job_id, "Status": "Success"}}
            )},
        }
        for number, job_id in enumerate(job_ids)
    ])  # fmt: skip


def size_of(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def install_peer(python: Path, packages: Path) -> None:
    """The vendor's packages for the runtime's Python, compiled as ours are; again only when the lock changed."""
    uv = [str(Path(sys.executable).with_name("uv")), "--quiet", "--no-config"]
    wanted, stamp = BENCH / "peer.txt", BENCH / "peer.lock"
    export = ["export", "--locked", "--only-group", "vendor", "--output-file", str(wanted)]
    subprocess.run([*uv, *export], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    if stamp.is_file() and stamp.read_bytes() == wanted.read_bytes():
        return
    shutil.rmtree(packages, ignore_errors=True)
    subprocess.run(
        [*uv, "pip", "install", "--python", sys.executable, "--python-version", RUNTIME.version,
         "--target", str(packages), "--require-hashes", "--no-deps", "--no-build-isolation-package",
         "alibabacloud-tea", "--requirement", str(wanted)], cwd=ROOT, check=True,
    )  # fmt: skip
    subprocess.run([str(python), "-m", "compileall", "-q", str(packages)], check=False)
    stamp.write_bytes(wanted.read_bytes())


def prepare(python: Path) -> tuple[Contestant, Contestant, Contestant, float]:
    """The three, and how large our layers are beside the peer's packages."""
    layers = BENCH / "layers"
    build_layers(ROOT, RUNTIME, layers)
    function = BENCH / "function"
    shutil.rmtree(function, ignore_errors=True)
    shutil.copytree(ROOT / "functions" / "judge", function, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(HERE / "rules.yml", function / "rules.yml")
    build_code(ROOT, function, RUNTIME, BENCH / "code")
    packages = BENCH / "peer"
    install_peer(python, packages)
    ours = Contestant("ours", [BENCH / "code", *(layers / layer / "python" for layer in LAYERS)])
    peer = Contestant("peer", [HERE / "peer", HERE, packages])
    floor = Contestant("floor", [HERE / "floor", HERE])
    built = sum(size_of(layers / layer) for layer in LAYERS)
    return ours, peer, floor, built / size_of(packages)


class Table:
    """Rows of figure, ours, peer, floor, ratio and goal."""

    def __init__(self) -> None:
        self.rows: list[tuple[str, ...]] = [("figure", "ours", "peer", "floor", "ours/peer", "goal", "")]

    def tell(self, figure: str, ours: str, peer: str, ratio: float) -> None:
        """A figure without a goal."""
        self.rows.append((figure, ours, peer, "", f"{ratio:.2f}", "", ""))

    def add(
        self, figure: str, ours: str, peer: str, floor: str, ratio: float, goal: float, *, at_least: bool = False
    ) -> None:
        met = ratio >= goal if at_least else ratio <= goal
        sign = "≥" if at_least else "≤"
        self.rows.append((figure, ours, peer, floor, f"{ratio:.2f}", f"{sign} {goal:g}", "met" if met else "missed"))

    def show(self) -> None:
        widths = [max(len(row[column]) for row in self.rows) for column in range(len(self.rows[0]))]
        for row in self.rows:
            print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


def ms(seconds: float) -> str:
    return f"{seconds * 1000:.2f} ms" if seconds < 0.01 else f"{seconds * 1000:.0f} ms"


def mb(size: float) -> str:
    return f"{size / 1e6:.1f} MB"


def bench_cold(python: Path, three: tuple[Contestant, ...], pairs: int, table: Table) -> None:
    found: dict[str, list[Measured]] = {one.name: [] for one in three}
    with cloud() as (endpoint, count):
        for number in range(pairs + 1):
            for one in three:
                measured = run(python, one, endpoint, event_of(["2-cold"]), "cold")
                assert count() == 1, f"{one.name} sent no verdict"
                if number:  # the first fills the disk's cache
                    found[one.name].append(measured)
    for what, figure in (("wall", "cold start, wall"), ("cpu", "cold start, CPU")):
        of = {name: median(getattr(one, what) for one in measured) for name, measured in found.items()}
        table.add(figure, ms(of["ours"]), ms(of["peer"]), ms(of["floor"]), of["ours"] / of["peer"], 0.27)
    peak = {name: median(one.answer["peak"] for one in measured) for name, measured in found.items()}
    table.add(
        "peak memory after it", mb(peak["ours"]), mb(peak["peer"]), mb(peak["floor"]), peak["ours"] / peak["peer"], 0.40
    )


def bench_warm(python: Path, three: tuple[Contestant, ...], pairs: int, table: Table) -> None:
    with cloud() as (endpoint, _):
        for outputs in (2, 8, 31):
            found: dict[str, list[float]] = {one.name: [] for one in three}
            for _ in range(max(3, pairs // 3)):
                for one in three:
                    measured = run(python, one, endpoint, event_of([f"{outputs}-w"]), "warm", warm_up=20, times=150)
                    found[one.name].append(measured.answer["cpu"])
            of = {name: median(times) for name, times in found.items()}
            table.add(
                f"warm CPU, {outputs} outputs",
                ms(of["ours"]),
                ms(of["peer"]),
                ms(of["floor"]),
                of["ours"] / of["peer"],
                0.5,
            )
        ours = three[0]
        grown = run(python, ours, endpoint, event_of(["8-g"]), "warm", warm_up=50, times=1000, memory=True).answer[
            "grown"
        ]
        table.add("growth over 1,000 warm events", mb(max(grown, 0)), "", "", max(grown, 0) / 1e6, 1.0)


def bench_batch(python: Path, three: tuple[Contestant, ...], pairs: int, table: Table) -> None:
    """The figure that counts: at a tenth of a core a CPU second is ten seconds of the bill, and events come in batches."""
    with cloud() as (endpoint, _):
        for outputs, goal in ((2, 0.85), (8, 0.95), (31, 1.2)):
            event = event_of([f"{outputs}-{number}" for number in range(BATCH)])
            found: dict[str, list[float]] = {one.name: [] for one in three}
            for _ in range(max(5, pairs // 3)):
                for one in three:
                    measured = run(python, one, endpoint, event, "warm", warm_up=2, times=5)
                    found[one.name].append(measured.answer["cpu"] / BATCH)
            of = {name: median(times) for name, times in found.items()}
            figure = f"CPU a job, {BATCH} jobs an event, {outputs} outputs"
            table.add(figure, ms(of["ours"]), ms(of["peer"]), ms(of["floor"]), of["ours"] / of["peer"], goal)


def bench_throughput(python: Path, three: tuple[Contestant, ...], table: Table) -> None:
    event = event_of([f"2-{number}" for number in range(100)])
    found: dict[str, list[float]] = {one.name: [] for one in three[:2]}
    with cloud(DELAY) as (endpoint, _):
        for _ in range(3):
            for one in three[:2]:
                measured = run(python, one, endpoint, event, "warm", warm_up=1, times=1)
                found[one.name].append(measured.answer["wall"])
    ours, peer = median(found["ours"]), median(found["peer"])
    table.add(
        "100 jobs of 50 ms: throughput", f"{100 / ours:.0f}/s", f"{100 / peer:.0f}/s", "", peer / ours, 8, at_least=True
    )
    ideal = 100 * DELAY / 8
    table.add("the same, beside the ideal", ms(ours), f"{ms(ideal)} ideal", "", ours / ideal, 1.15)


def bench_deployed(python: Path, pair: tuple[Contestant, Contestant], table: Table) -> None:
    """Cold, and a batch, with as little of a core as the template's instance has."""
    batch = event_of([f"8-{number}" for number in range(BATCH)])
    try:
        for cores in QUOTAS:
            cold: dict[str, list[float]] = {one.name: [] for one in pair}
            warm: dict[str, list[float]] = {one.name: [] for one in pair}
            with cloud(DELAY) as (endpoint, _), quota(cores) as procs:
                for _ in range(3):
                    for one in pair:
                        cold[one.name].append(run(python, one, endpoint, event_of(["2-cold"]), "cold", procs).wall)
                        measured = run(python, one, endpoint, batch, "warm", procs, warm_up=1, times=2)
                        warm[one.name].append(measured.answer["wall"])
            for figure, found in (("cold start, wall", cold), (f"{BATCH} jobs of 8 outputs, warm", warm)):
                ours, peer = (median(found[one.name]) for one in pair)
                table.tell(f"{figure}, {cores:g} of a core", ms(ours), ms(peer), ours / peer)
    except NoQuotaError as error:
        print(f"nothing is measured with less than a core: {error}\n")


def bench_messages(python: Path, ours: Contestant, table: Table) -> None:
    few, many = (event_of([f"2-{number}" for number in range(count)]) for count in (100, 10_000))
    with cloud() as (endpoint, _):
        of_few = run(python, ours, endpoint, few, "cold").answer["peak"]
        of_many = run(python, ours, endpoint, many, "cold").answer["peak"]
    allowed = 2 * of_few + len(many)
    table.add("10,000 messages: peak memory", mb(of_many), f"{mb(allowed)} allowed", "", of_many / allowed, 1.0)


def main(pairs: int) -> None:
    python = RUNTIME.interpreter()
    if python is None:
        sys.exit(f"there is no Python {RUNTIME.version} on this machine: the layers can't be measured")
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    ours, peer, floor, size = prepare(python)
    for name in ("SSL_CERT_FILE", "SSL_CERT_DIR"):  # the installer may need them, what is measured must not read them
        os.environ.pop(name, None)
    three = (ours, peer, floor)
    table = Table()
    bench_cold(python, three, pairs, table)
    layers, packages = (sum(size_of(path) for path in one.path[1:] if path != HERE) for one in (ours, peer))
    table.add("layers, unpacked", mb(layers), mb(packages), "0 MB", size, 0.18)
    bench_warm(python, three, pairs, table)
    bench_batch(python, three, pairs, table)
    bench_throughput(python, three, table)
    bench_messages(python, ours, table)
    bench_deployed(python, (ours, peer), table)
    table.show()
    print()
    rules_bench.main()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 15)
