"""Time that passes by what happens in it: discrete events in a heap."""

from __future__ import annotations

import heapq
from collections.abc import Callable
from itertools import count


class VirtualClock:
    """Seconds, from 0 on."""

    def __init__(self) -> None:
        self.now = 0.0
        self._events: list[tuple[float, int, Callable[..., None], tuple[object, ...]]] = []
        self._order = count()

    def at(self, seconds: float, do: Callable[..., None], *told: object) -> None:
        """Does it when the clock says so."""
        heapq.heappush(self._events, (seconds, next(self._order), do, told))

    def run(self, until: float) -> None:
        """All that happens by then."""
        events = self._events
        while events and events[0][0] <= until:
            self.now, _, do, told = heapq.heappop(events)
            do(*told)
        self.now = max(self.now, until)

    def run_out(self) -> None:
        """All that happens."""
        while self._events:
            self.run(self._events[0][0])
