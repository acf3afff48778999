"""A small fleet of the real handler, and the same by the virtual clock: nothing is lost, whoever is throttled."""

from __future__ import annotations

import sys
from pathlib import Path
from statistics import median

import pytest

from fc_local import Layout
from fleet.__main__ import told
from fleet.measured import Fleet, Measured
from fleet.running import run_fleet
from fleet.simulated import simulate
from mediaverdict_cli.function_layers import layer_entries

SMALL = Fleet(jobs=60, qps=20.0, instances=2, batch=20, most=120.0)


def assert_all_judged(measured: Measured) -> None:
    assert len(measured.latencies) == SMALL.jobs
    assert (measured.dead, measured.duplicates, measured.errors) == (0, 0, ())
    assert sum(measured.served) == SMALL.jobs
    assert measured.calls >= SMALL.jobs + measured.throttled  # templates are asked for too
    assert measured.throttled > 0


def test_two_instances_under_a_limit_lose_nothing_and_dead_letter_nothing(root: Path, tmp_path: Path) -> None:
    judge = root / "functions" / "judge"
    layout = Layout.make(judge, layer_entries(judge, Path(sys.executable)))
    try:
        folders = [layout.code, layout.opt / "python"]
        assert_all_judged(run_fleet(SMALL, Path(sys.executable), folders, tmp_path / "log"))
    finally:
        layout.remove()
    assert "Traceback" not in (tmp_path / "log").read_text()


@pytest.mark.parametrize(
    ("fleet", "seeds", "measured"),
    [
        (Fleet(600, 10.0, 16), 3, (1.21, 1.39, 4.44, 29.9, 67.0, 2.37, 794)),
        (Fleet(3000, 50.0, 10), 1, (1.11, 1.12, 3.54, 29.6, 61.2, 1.99, 1898)),
    ],
)
def test_the_virtual_clock_is_within_a_fifth_of_what_make_fleet_measured(
    fleet: Fleet, seeds: int, measured: tuple[float, ...]
) -> None:
    """Medians of four runs, docs/scale.md: measured anew when the pace's figures change."""
    simulated = [simulate(fleet, seed).figures() for seed in range(1, seeds + 1)]
    medians = {name: median(one[name] for one in simulated) for name in simulated[0]}
    assert medians == {name: pytest.approx(value, rel=0.2) for name, value in zip(medians, measured, strict=True)}


def test_what_is_asked_of_a_fleet() -> None:
    assert told([]) == Fleet(3000, 50.0, 10)
    assert told(["600", "10", "16", "5"]) == Fleet(600, 10.0, 16, 5.0)


@pytest.mark.parametrize("words", ["0", "inf", "nan", "9 0", "9 nan", "9 1 0", "9 1 1 -1", "9 1 1 inf"])
def test_a_fleet_that_would_wait_for_ever_is_refused(words: str) -> None:
    with pytest.raises(ValueError, match="expected JOBS and INSTANCES from 1 on"):
        told(words.split())


def test_by_the_virtual_clock_neither() -> None:
    assert_all_judged(simulate(SMALL))
