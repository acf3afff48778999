"""Of jobs that name a template our packs miss nothing that was asked and did not come, and alarm falsely on no habit."""

from __future__ import annotations

import pytest

from corpus.templated import GOOD, TEMPLATE_FAULTS, findings_of, is_detected
from mediaverdict_cli.rules.packs import list_packs


@pytest.mark.parametrize("fault", TEMPLATE_FAULTS, ids=lambda fault: fault.name)
def test_what_was_asked_and_did_not_come_is_detected(fault: object) -> None:
    assert is_detected(fault)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", GOOD)
def test_a_habit_of_the_service_is_no_fault(name: str) -> None:
    assert findings_of(name, GOOD[name].job()) == []


def test_each_fault_changes_its_job() -> None:
    assert [fault.name for fault in TEMPLATE_FAULTS if fault.job() == GOOD[fault.on].job()] == []


def test_every_rule_that_can_fail_has_a_fault() -> None:
    (pack,) = [pack for pack in list_packs() if pack.name == "as-requested"]
    asked = {rule.id.partition("/")[2] for rule in pack.rules}
    elsewhere = {
        "video-bitrate-of-the-source", "audio-bitrate-of-the-source",  # they tell, and never count
        "video-bitrate-within-the-file",  # its fault is among the files
    }  # fmt: skip
    assert asked - elsewhere == {fault.rule for fault in TEMPLATE_FAULTS}
