"""Nothing lost, whatever the cloud does and whenever the process dies. `make soak` runs many more."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
import structlog

from fc_local import Layout
from fcruntime import logs
from mediaverdict_cli.function_layers import layer_entries
from reliability import faults
from reliability.runs import ROOT, SECRET, run_in_process, run_load, run_with_kills


@pytest.mark.parametrize("part", range(4))
def test_schedules_of_faults(part: int) -> None:
    logs.configure({"POWERTOOLS_LOG_LEVEL": "CRITICAL"})
    try:
        books = [run_in_process(seed, faults=30) for seed in range(part * 5, part * 5 + 5)]
    finally:
        structlog.reset_defaults()
    assert sum(book["faults"] for book in books) > 10
    assert sum(book["lost"] + book["late"] for book in books) == 0
    assert max(book["letters"] for book in books) == 1


@pytest.mark.parametrize("kind", sorted(faults.ICE))
def test_each_fault_of_ice(kind: str) -> None:
    _play(len(kind), "/?", kind)


@pytest.mark.parametrize("kind", sorted(faults.SMQ))
def test_each_fault_of_a_queue(kind: str) -> None:
    # What is refused for good is told from its neighbours where verdicts are sent.
    _play(len(kind), "/queues/verdicts" if kind in faults.TOO_LONG else "/queues/", kind)


def _play(seed: int, target: str, kind: str) -> None:
    """Plays the fault alone. Which requests it falls on is a matter of the threads' turns: until it falls on one."""
    logs.configure({"POWERTOOLS_LOG_LEVEL": "CRITICAL"})
    try:
        for times in range(5):
            book = run_in_process(seed + 1000 * times, faults=4, only=(target, kind))
            assert (book["lost"], book["late"]) == (0, 0)
            if book.get(f"fault {kind}", 0):
                return
    finally:
        structlog.reset_defaults()
    pytest.fail(f"{kind!r} never happened")


@pytest.mark.parametrize("half", range(2))
def test_schedules_of_faults_and_kills(half: int, tmp_path: Path) -> None:
    judge = ROOT / "functions" / "judge"
    layout = Layout.make(judge, layer_entries(judge, Path(sys.executable)))
    with (tmp_path / "log").open("w") as log:
        books = [run_with_kills(1000 + half * 3 + seed, layout, log) for seed in range(3)]
    layout.remove()
    assert sum(book["lost"] for book in books) == 0
    assert sum(book["kills"] for book in books) > 3
    assert SECRET not in (tmp_path / "log").read_text()


def test_a_load_with_faults_is_all_accounted_for_and_memory_stays_flat() -> None:
    logs.configure({"POWERTOOLS_LOG_LEVEL": "CRITICAL"})
    try:
        told = run_load(invocations=25, jobs=10, timeout=3)
    finally:
        structlog.reset_defaults()
    assert told["published"] + told["retried"] == 250
    assert told["grown"] < 1024 * 1024
