"""What an invocation measures of itself: how long each service took, how often it was asked again, what was found.

Logged with the summary, as fields that a log service can chart; `deploy/sls-queries.yml` has a query for each.
"""

from __future__ import annotations

import time
from collections import Counter
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from mediaverdict.judging import Finding

Answer = TypeVar("Answer")


class Meter:
    """One invocation's figures. Shared by its threads: appending to a list and counting are safe there."""

    def __init__(self, clock: Callable[[], float] = time.perf_counter) -> None:
        self._clock = clock
        self._seconds: dict[str, list[float]] = {}
        self._asked: Counter[str] = Counter()
        self.findings: Counter[str] = Counter()

    def ask(self, service: str) -> None:
        """A call that is to be made, however often it is tried."""
        self._asked[service] += 1

    def timed(self, service: str, call: Callable[[], Answer]) -> Answer:
        """What the call gives, or raises; its time is kept either way."""
        begun = self._clock()
        try:
            return call()
        finally:
            self._seconds.setdefault(service, []).append(self._clock() - begun)

    def found(self, findings: Iterable[Finding]) -> None:
        """The findings of a verdict that count."""
        self.findings.update(finding.rule for finding in findings if finding.counts)

    def fields(self) -> dict[str, object]:
        """`findings` by rule, and `api` by service: calls, calls tried again, mean and longest in ms."""
        return {
            "findings": dict(sorted(self.findings.items())),
            "api": {
                service: {
                    "calls": len(seconds),
                    "again": len(seconds) - self._asked[service],
                    "mean_ms": round(sum(seconds) / len(seconds) * 1000, 1),
                    "max_ms": round(max(seconds) * 1000, 1),
                }
                for service, seconds in sorted(self._seconds.items())
            },
        }
