from __future__ import annotations

import json
import pickle

import pytest

from mediaverdict.severity import Outcome, Severity, on_missing, worst

INFO, WARN, INCONCLUSIVE, FAIL = Severity


def test_they_are_ordered_mildest_first() -> None:
    assert sorted([FAIL, INFO, INCONCLUSIVE, WARN]) == [INFO, WARN, INCONCLUSIVE, FAIL]
    assert (max(WARN, INCONCLUSIVE), min(FAIL, INFO)) == (INCONCLUSIVE, INFO)
    again = Severity("warn")
    assert INFO < WARN <= again < INCONCLUSIVE < FAIL > INCONCLUSIVE > WARN >= again > INFO


def test_as_text_they_are_what_a_verdict_says() -> None:
    assert json.dumps([f"{one}" for one in Severity]) == '["info", "warn", "inconclusive", "fail"]'
    assert json.dumps(list(Severity)) == '["info", "warn", "inconclusive", "fail"]'
    assert (f"{WARN:<6}|", str(WARN), WARN == "warn", {"warn": 1}[WARN]) == ("warn  |", "warn", True, 1)
    assert pickle.loads(pickle.dumps(FAIL)) is FAIL


@pytest.mark.parametrize(
    ("severities", "outcome"),
    [
        ([], "pass"),
        ([INFO], "pass"),
        ([INFO, WARN], "warn"),
        ([INCONCLUSIVE, WARN], "inconclusive"),
        ([FAIL, INCONCLUSIVE], "fail"),
    ],
)
def test_what_they_come_to(severities: list[Severity], outcome: Outcome) -> None:
    assert worst(severities) == outcome


def test_what_an_absent_fact_comes_to() -> None:
    assert [on_missing(word) for word in ("pass", "warn", "fail", "inconclusive")] == ["pass", WARN, FAIL, INCONCLUSIVE]
    with pytest.raises(ValueError, match="off"):
        on_missing("off")
