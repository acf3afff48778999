"""Our packs miss none of the corpus's faults and alarm falsely on none of its good jobs."""

from __future__ import annotations

import pytest

from corpus.faults import FAULTS, GOOD
from corpus.judges import JUDGES, by_packs


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_the_fault_is_detected(fault: object) -> None:
    assert by_packs(fault.job())  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", GOOD)
def test_a_good_job_is_left_alone(name: str) -> None:
    assert not by_packs(GOOD[name])


def test_each_fault_changes_its_job() -> None:
    assert [fault.name for fault in FAULTS if fault.job() == GOOD[fault.on]] == []


def test_the_other_judges_judge_too() -> None:
    """They are real: each detects something, and each leaves the plain good file alone."""
    for judge in JUDGES.values():
        assert any(judge(fault.job()) for fault in FAULTS)
        assert not judge(GOOD["file"])
