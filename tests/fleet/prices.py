"""What a fleet costs. Prices are variables: they differ by region, by month and by contract.

The ones here are the vendor's list prices in US dollars as its pages had them in 2026 (docs/scale.md names the pages);
what a request to a queue costs was not to be had, so it is 0 until it is told.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

from fleet.model import Totals

RECEIVED_AT_ONCE = 16


@dataclass(frozen=True, slots=True)
class Prices:
    """In one currency; `memory` and `cpu` are the instance's size."""

    cu: float = 0.000020
    """A compute unit of Function Compute's."""
    cpu_factor: float = 1.0
    """Compute units of a second of a whole vCPU."""
    memory_factor: float = 0.15
    """Of a second of a GB."""
    calls_factor: float = 75.0
    """Of 10,000 invocations."""
    events: float = 0.41
    """A million messages through an event stream."""
    requests: float = 0.0
    """A million requests to queues."""
    cpu: float = 0.2
    memory: float = 0.25
    """GB: the template's instance."""

    @classmethod
    def told(cls, words: list[str]) -> Prices:
        """From `name=value`. Raises ValueError that says which names there are."""
        names = [one.name for one in fields(cls)]
        given: dict[str, float] = {}
        for word in words:
            name, equals, value = word.partition("=")
            if name not in names or not equals:
                raise ValueError(f"{word!r} is no price: expected name=value with a name of {', '.join(names)}")
            given[name] = float(value)
        return replace(cls(), **given)

    def second(self) -> float:
        """What an instance's second costs."""
        return self.cu * (self.cpu * self.cpu_factor + self.memory * self.memory_factor)

    def invocation(self) -> float:
        """What an event costs besides."""
        return self.cu * self.calls_factor / 10_000


def cost_of(totals: Totals, jobs: int, prices: Prices) -> dict[str, float]:
    """By what is paid for. EventBridge is taken to receive and delete sixteen messages at once; IMS sends one."""
    requests = jobs + totals.requests + 2 * totals.messages / RECEIVED_AT_ONCE
    return {
        "instance-seconds": totals.instance_seconds * prices.second(),
        "invocations": totals.events * prices.invocation(),
        "messages through the event stream": totals.messages / 1e6 * prices.events,
        "requests to queues": requests / 1e6 * prices.requests,
    }
