"""What an invocation measures of itself: how long each service took, how often it was asked again, what was found.

Logged with the summary, as fields that a log service can chart; `deploy/sls-queries.yml` has a query for each.
"""

from __future__ import annotations

import time
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from mediaverdict.judging import Finding

Value = TypeVar("Value")


class _Call(NamedTuple):
    seconds: float
    again: bool


class Metrics:
    """One invocation's figures. Shared by its threads: appending to a list and counting are safe there."""

    def __init__(self, clock: Callable[[], float] = time.perf_counter) -> None:
        self._clock = clock
        self._calls: dict[str, list[_Call]] = {}
        self.findings: Counter[str] = Counter()

    def timed(self, service: str, call: Callable[[], Value], *, again: bool = False) -> Value:
        """What the call gives, or raises; its time is kept either way, and whether it was made before."""
        begun = self._clock()
        try:
            return call()
        finally:
            self._calls.setdefault(service, []).append(_Call(self._clock() - begun, again))

    def found(self, findings: Iterable[Finding]) -> None:
        """The findings of a verdict that count."""
        self.findings.update(finding.rule for finding in findings if finding.counts)

    def fields(self) -> dict[str, object]:
        """`findings` by rule, and `api` by service: calls, calls made again, mean and longest in ms."""
        return {
            "findings": dict(sorted(self.findings.items())),
            "api": {service: _figures(list(calls)) for service, calls in sorted(self._calls.items())},
        }


def _figures(calls: list[_Call]) -> dict[str, object]:
    seconds = [call.seconds for call in calls]
    return {
        "calls": len(calls),
        "again": sum(call.again for call in calls),
        "mean_ms": round(sum(seconds) / len(seconds) * 1000, 1),
        "max_ms": round(max(seconds) * 1000, 1),
    }
