"""`make mutation`: changes the code bit by bit, runs the tests, and prints the changes that none of them noticed.

python -m mutation [PACKAGE ...] [--every N]

Modules can be named alone: `processing/flow+turns`. Works on a copy of the project, in build/mutation; the changes are
cosmic-ray's. `--every 5` tries a fifth of them. A survivor is told on stderr as soon as it is known.
docs/reliability.md has the figures, and says of each survivor why it may.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

from cosmic_ray.commands import init
from cosmic_ray.modules import find_modules
from cosmic_ray.work_db import WorkDB, use_db
from cosmic_ray.work_item import TestOutcome, WorkerOutcome

from mutation.reach import Reach
from mutation.trying import in_words, try_mutants

ROOT = Path(__file__).parents[2]
LAYERS = ("layers/mediaverdict/python", "layers/fcruntime/python")
PACKAGE = f"{LAYERS[0]}/mediaverdict"
UNIT = "tests/mediaverdict"
WHOLE = f"{UNIT}/test_instance.py"
JUDGING = f"{UNIT}/judging/test_judging.py {UNIT}/judging/test_evaluating.py {UNIT}/rulebook tests/golden"
"""Not those that play through hundreds of books: a survivor would cost a minute."""
TESTS = {
    "processing": ("processing", f"{UNIT}/processing {WHOLE}"),
    "cloud": ("cloud", f"{UNIT}/cloud {UNIT}/test_settings.py tests/vendor {WHOLE}"),
    "conditions": ("conditions", f"{UNIT}/conditions {JUDGING} {UNIT}/test_policy_cases.py tests/corpus"),
    "quantities": ("quantities.py", f"{UNIT}/test_quantities.py {UNIT}/facts {UNIT}/conditions {JUDGING}"),
}
"""Package -> where it is, and the tests that are to notice."""


def main() -> None:
    """Every package that was asked for; prints figures, then the survivors."""
    asked = argparse.ArgumentParser(prog="mutation")
    asked.add_argument("packages", nargs="*", metavar="PACKAGE[/MODULE]", help=", ".join(TESTS))
    asked.add_argument("--every", type=int, default=1)
    given = asked.parse_args()
    survivors: list[str] = []
    for name in given.packages or TESTS:
        killed, survived = try_package(name, given.every)
        share = 100 * killed / max(1, killed + len(survived))
        print(f"{name}: {killed + len(survived)} mutants, {killed} killed, {share:.1f} %", flush=True)
        survivors += survived
    for survivor in survivors:
        print(survivor)


def try_package(name: str, every: int) -> tuple[int, list[str]]:
    """(how many were killed, the others in words)."""
    package, _, module = name.partition("/")
    folder = ROOT / "build" / "mutation" / package
    shutil.rmtree(folder, ignore_errors=True)
    _copy(folder)
    where, tests = TESTS[package]
    os.chdir(folder)  # for cosmic-ray, and for the tests
    paths = [str(folder / one) for one in (*LAYERS, "tools", "tests")]
    os.environ["PYTHONPATH"] = os.pathsep.join(paths)
    sys.path[:0] = paths
    modules = [path for path in find_modules([Path(PACKAGE) / where]) if not module or path.stem in module.split("+")]
    with use_db("session.sqlite", WorkDB.Mode.create) as work:
        init(modules, work, {})
        try_mutants(work, Reach.measured(tests.split(), modules), every)
        return _read(work)


def _copy(folder: Path) -> None:
    listed = subprocess.run(["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, check=True, capture_output=True)
    for name in listed.stdout.decode().splitlines():
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)


def _read(work: WorkDB) -> tuple[int, list[str]]:
    survived: list[str] = []
    count: Counter[TestOutcome] = Counter()
    places = {item.job_id: item.mutations[0] for item in work.work_items}
    for job_id, result in work.results:
        if result.worker_outcome is not WorkerOutcome.NORMAL:
            continue
        count[result.test_outcome] += 1
        if result.test_outcome is TestOutcome.SURVIVED:
            survived.append(in_words(places[job_id], result))
    return count[TestOutcome.KILLED], sorted(survived)


if __name__ == "__main__":
    main()
