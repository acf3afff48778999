"""Nothing lost, whatever the cloud does and whenever the process dies. `make soak` runs many more."""

from __future__ import annotations

from pathlib import Path

import pytest
import structlog

from fc_local import Layout
from fcruntime import logs
from mediaverdict_cli.invoking import Options, layer_entries
from reliability.runs import ROOT, SECRET, run_in_process, run_load, run_with_kills


@pytest.mark.parametrize("tens", range(6))
def test_schedules_of_faults(tens: int) -> None:
    logs.configure({"POWERTOOLS_LOG_LEVEL": "CRITICAL"})
    try:
        books = [run_in_process(seed) for seed in range(tens * 10, tens * 10 + 10)]
    finally:
        structlog.reset_defaults()
    assert sum(book["faults"] for book in books) > 10
    assert sum(book["lost"] for book in books) == 0


@pytest.mark.parametrize("half", range(2))
def test_schedules_of_faults_and_kills(half: int, tmp_path: Path) -> None:
    layout = Layout.make(
        ROOT / "functions" / "judge", layer_entries(Options(ROOT / "functions" / "judge", ROOT / "events" / "jobs"))
    )
    with (tmp_path / "log").open("w") as log:
        books = [run_with_kills(1000 + half * 4 + seed, layout, log) for seed in range(4)]
    layout.remove()
    assert sum(book["lost"] for book in books) == 0
    assert sum(book["kills"] for book in books) > 3
    assert SECRET not in (tmp_path / "log").read_text()


def test_a_load_with_faults_is_all_accounted_for_and_memory_stays_flat() -> None:
    logs.configure({"POWERTOOLS_LOG_LEVEL": "CRITICAL"})
    try:
        told = run_load(invocations=50, jobs=10)
    finally:
        structlog.reset_defaults()
    assert told["published"] + told["retried"] == 500
    assert told["grown"] < 1024 * 1024
