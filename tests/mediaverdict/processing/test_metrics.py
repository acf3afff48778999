"""What an invocation measures of itself, as whole values."""

from __future__ import annotations

import pytest

from mediaverdict.judging import Finding
from mediaverdict.processing.metrics import Metrics
from mediaverdict.severity import Severity


class Clock:
    """Moves on by what it is told before each end of a call."""

    def __init__(self, *seconds: float) -> None:
        self._now = 0.0
        self._steps = [step for one in seconds for step in (0.0, one)]

    def __call__(self) -> float:
        self._now += self._steps.pop(0)
        return self._now


def refuse() -> None:
    raise ValueError("no")


def test_nothing_is_measured_of_nothing() -> None:
    assert Metrics().fields() == {"findings": {}, "api": {}}


def test_calls_are_counted_by_service_with_those_made_again_and_those_that_raised() -> None:
    metrics = Metrics(Clock(0.010, 0.030, 0.002))
    assert metrics.timed("ice", lambda: "an answer") == "an answer"
    with pytest.raises(ValueError, match="no"):
        metrics.timed("ice", refuse, again=True)
    metrics.timed("smq", lambda: None)
    assert metrics.fields()["api"] == {
        "ice": {"calls": 2, "again": 1, "mean_ms": 20.0, "max_ms": 30.0},
        "smq": {"calls": 1, "again": 0, "mean_ms": 2.0, "max_ms": 2.0},
    }


def test_times_are_told_to_a_tenth_of_a_millisecond() -> None:
    metrics = Metrics(Clock(9.87654, 1.11112))
    for _ in range(2):
        metrics.timed("ice", lambda: None)
    assert metrics.fields()["api"] == {"ice": {"calls": 2, "again": 0, "mean_ms": 5493.8, "max_ms": 9876.5}}


def test_findings_that_count_are_counted_by_rule() -> None:
    metrics = Metrics()
    metrics.found(
        [Finding("b", Severity.FAIL, "x"), Finding("a", Severity.WARN, "x"), Finding("b", Severity.WARN, "y")]
    )
    metrics.found([Finding("c", Severity.INFO, "x"), Finding("b", Severity.FAIL, "x", waived="known")])
    assert metrics.fields()["findings"] == {"a": 1, "b": 2}
