"""`make mutation`: changes the code bit by bit, runs the tests, and prints the changes that none of them noticed.

python -m mutation [PACKAGE ...] [--every N]

Works on a copy of the project, in build/mutation, with cosmic-ray. A change that nobody can notice (of a type, of a
log's level) counts as survived: the list is to be read. `--every 5` tries a fifth of the changes.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

from cosmic_ray.work_db import WorkDB, use_db
from cosmic_ray.work_item import TestOutcome, WorkerOutcome, WorkResult

ROOT = Path(__file__).parents[2]
LAYERS = ("layers/mediaverdict/python", "layers/fcruntime/python")
PACKAGE = f"{LAYERS[0]}/mediaverdict"
UNIT = "tests/mediaverdict"
TESTS = {
    "processing": ("processing", f"{UNIT}/processing {UNIT}/test_instance.py tests/reliability/test_model.py"),
    "cloud": ("cloud", f"{UNIT}/cloud {UNIT}/test_settings.py tests/vendor {UNIT}/test_instance.py"),
    "conditions": (
        "conditions",
        f"{UNIT}/conditions {UNIT}/test_judging.py {UNIT}/rulebook {UNIT}/test_properties.py tests/corpus",
    ),
    "quantities": ("quantities.py", f"{UNIT}/test_quantities.py {UNIT}/test_properties.py"),
}
"""Package -> where it is, and the tests that are to notice."""
TIMEOUT = 120
MEANINGLESS = "ReplaceBinaryOperator_BitOr"
"""`int | None` is a type nearly everywhere, and none of our code computes with bits."""


def main() -> None:
    """Every package that was asked for; prints figures, then the survivors."""
    asked = argparse.ArgumentParser(prog="mutation")
    asked.add_argument("packages", nargs="*", metavar="PACKAGE", help=", ".join(TESTS))
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
    folder = ROOT / "build" / "mutation" / name
    shutil.rmtree(folder, ignore_errors=True)
    _copy(folder)
    where, tests = TESTS[name]
    # A package may have no tests of its own yet.
    tests = " ".join(test for test in tests.split() if (folder / test).exists())
    command = f"{sys.executable} -m pytest -x -q -p no:randomly {tests}"
    (folder / "cosmic-ray.toml").write_text(
        f'[cosmic-ray]\nmodule-path = ["{PACKAGE}/{where}"]\ntimeout = {TIMEOUT}.0\nexcluded-modules = []\n'
        f'test-command = "{command}"\n[cosmic-ray.distributor]\nname = "local"\n',
        encoding="utf-8",
    )
    environ = {**os.environ, "PYTHONPATH": os.pathsep.join(str(folder / one) for one in (*LAYERS, "tools", "tests"))}
    environ["PYTHONDONTWRITEBYTECODE"] = "1"
    subprocess.run(command.split(), cwd=folder, env=environ, check=True, stdout=subprocess.DEVNULL)
    session = folder / "session.sqlite"
    tool = [str(Path(sys.executable).with_name("cosmic-ray"))]
    subprocess.run([*tool, "init", "cosmic-ray.toml", session.name], cwd=folder, env=environ, check=True)
    with use_db(session, WorkDB.Mode.open) as work:
        _leave_out(work, every)
    subprocess.run([*tool, "exec", "cosmic-ray.toml", session.name], cwd=folder, env=environ, check=True)
    with use_db(session, WorkDB.Mode.open) as work:
        return _read(work)


def _copy(folder: Path) -> None:
    listed = subprocess.run(["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, check=True, capture_output=True)
    for name in listed.stdout.decode().splitlines():
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)


def _leave_out(work: WorkDB, every: int) -> None:
    tried = 0
    for item in list(work.work_items):
        meaningless = all(mutation.operator_name.split("/")[-1].startswith(MEANINGLESS) for mutation in item.mutations)
        tried += not meaningless
        if meaningless or tried % every:
            work.set_result(item.job_id, WorkResult(worker_outcome=WorkerOutcome.SKIPPED))


def _read(work: WorkDB) -> tuple[int, list[str]]:
    survived: list[str] = []
    count: Counter[TestOutcome] = Counter()
    places = {item.job_id: item.mutations[0] for item in work.work_items}
    for job_id, result in work.results:
        if result.worker_outcome is WorkerOutcome.EXCEPTION:  # no word about the tests
            sys.exit(f"cosmic-ray failed: {result.output}")
        if result.worker_outcome is WorkerOutcome.SKIPPED or result.test_outcome is None:
            continue
        count[result.test_outcome] += 1
        if result.test_outcome is TestOutcome.SURVIVED:
            place = places[job_id]
            diff = [
                line for line in (result.diff or "").splitlines() if line[:1] in "+-" and line[:3] not in ("+++", "---")
            ]
            where = f"{place.module_path.as_posix().removeprefix(PACKAGE + '/')}:{place.start_pos[0]}"
            survived.append("\n".join([where, *diff]))
    return count[TestOutcome.KILLED] + count[TestOutcome.INCOMPETENT], survived


if __name__ == "__main__":
    main()
