"""What is asked of a fleet, what came of it, and the bar."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True, slots=True)
class Fleet:
    """How many of what."""

    jobs: int
    qps: float
    """Calls a second that the account is allowed."""
    instances: int
    window: float = 0.0
    """Seconds that a batch waits to be filled."""
    batch: int = 100
    answer: float = 0.030
    """Seconds until ICE answers."""
    refusal: float = 0.005
    """Seconds until it throttles."""
    most: float = 600.0
    """Seconds after which the run has failed."""

    @property
    def ideal(self) -> float:
        """Seconds that the limit alone asks for."""
        return self.jobs / self.qps


@dataclass(frozen=True, slots=True)
class Measured:
    """Of a fleet that is done."""

    fleet: Fleet
    seconds: float
    """From the first message to the last verdict."""
    calls: int
    throttled: int
    letters: int
    """Messages that came back from the retry queue."""
    dead: int
    duplicates: int
    events: int
    instance_seconds: float
    latencies: tuple[float, ...]
    """Seconds from a job's event to its verdict, in ascending order."""
    served: tuple[int, ...]
    """Verdicts by instance."""
    errors: tuple[str, ...] = ()

    @property
    def least_share(self) -> float:
        """What the least served instance got, beside an equal share."""
        return min(self.served) * len(self.served) / max(1, sum(self.served))

    def latency(self, quantile: float) -> float:
        """Seconds; 0.5 is the median."""
        if not self.latencies:
            return math.nan
        return self.latencies[min(len(self.latencies) - 1, math.ceil(quantile * len(self.latencies)) - 1)]

    def beside(self, simulated: Sequence[Measured]) -> list[tuple[str, str, str]]:
        """Figure, the median of simulations, and how far that is from this."""
        rows = []
        for name, value in self.figures().items():
            other = median(one.figures()[name] for one in simulated)
            rows.append((name, f"{other:.2f} by the virtual clock", f"{value:.2f}: {other / value - 1:+.0%}"))
        return rows

    def figures(self) -> dict[str, float]:
        """Those that the simulation is held against."""
        ideal = self.fleet.ideal
        return {
            "time beside the ideal": self.seconds / ideal,
            "calls a job": self.calls / self.fleet.jobs,
            "letters a job": self.letters / self.fleet.jobs,
            "p50, s": self.latency(0.5),
            "p99, s": self.latency(0.99),
            "instance-seconds beside the ideal time": self.instance_seconds / ideal,
            "events": float(self.events),
        }

    def rows(self) -> list[tuple[str, str, str]]:
        """Figure, value, and the bar where there is one."""
        ideal = self.fleet.ideal
        found = self.figures()
        return [
            ("time", f"{self.seconds:.1f} s, ideal {ideal:.1f} s", _bar(found["time beside the ideal"], 1.3)),
            ("calls a job", f"{self.throttled} of {self.calls} throttled", _bar(found["calls a job"], 1.5)),
            ("letters dead", str(self.dead), _bar(self.dead, 0)),
            ("letters retried", f"{self.letters}, {found['letters a job']:.2f} a job", ""),
            ("p50, p99 from event to verdict", f"{self.latency(0.5):.1f} s, {self.latency(0.99):.1f} s", ""),
            (
                "instance-seconds",
                f"{self.instance_seconds:.1f} in {self.events} events",
                _bar(found["instance-seconds beside the ideal time"], 4.0, " of the ideal time"),
            ),
            (
                "least served",
                f"{min(self.served)} verdicts",
                _bar(self.least_share, 1 / 3, " of its share", least=True),
            ),
            ("verdicts twice", str(self.duplicates), ""),
            ("events that failed", str(len(self.errors)), ""),
        ]


def _bar(value: float, bar: float, of: str = "", *, least: bool = False) -> str:
    met = value >= bar if least else value <= bar
    return f"{value:.2f}{of} ({'≥' if least else '≤'} {bar:.3g}: {'met' if met else 'missed'})"
