"""Stand-ins for what waits or answers: a clock that is set, workers without threads, a queue that says what it is told."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from mediaverdict.cloud.budget import UNLIMITED, TimeBudget
from mediaverdict.cloud.messages import Message, Sent, delay_of_each
from mediaverdict.processing.workers import Threads, Workers


class Clock:
    """The monotonic clock, in the modules that it is put into."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *modules: str) -> None:
        self.now = 1000.0
        for module in modules:
            monkeypatch.setattr(f"mediaverdict.{module}.time", self)

    def monotonic(self) -> float:
        return self.now


class InlineWorkers(Workers):
    """Calls are made when they are waited for, one by one; a wait in which nothing happens passes on the clock.

    After `most` calls each hangs.
    """

    def __init__(self, clock: Clock, most: int | None = None) -> None:
        super().__init__(Threads(1))
        self._clock = clock
        self._most = most
        self._started: deque[tuple[Callable[[], Any], Callable[[Any], None], Callable[[Exception], None]]] = deque()
        self.waits: list[float] = []

    def start(self, call: Callable[[], Any], then: Callable[[Any], None], failed: Callable[[Exception], None]) -> None:
        self.running += 1
        self._started.append((call, then, failed))

    def wait(self, seconds: float) -> None:
        self.waits.append(seconds)
        if not self._started or self._most == 0:
            self._clock.now += max(seconds, 0.001)
            return
        self._most = None if self._most is None else self._most - 1
        call, then, failed = self._started.popleft()
        self.running -= 1
        try:
            result = call()
        except Exception as error:  # noqa: BLE001 - as the threads do
            failed(error)
        else:
            then(result)


class FakeQueue:
    """Confirms all that it is sent, but for what `says` says: for each send, a result for each body."""

    name = "fake"

    def __init__(self, *says: list[Sent] | Exception) -> None:
        self.says = list(says)
        self.sends: list[tuple[list[bytes], list[int]]] = []
        self.budgets: list[TimeBudget] = []

    def send(
        self, bodies: Sequence[bytes], delay: int | Sequence[int] = 0, budget: TimeBudget = UNLIMITED
    ) -> list[Sent]:
        self.sends.append((list(bodies), delay_of_each(delay, len(bodies))))
        self.budgets.append(budget)
        if not self.says:
            return [Sent(f"m-{len(self.sends)}-{index}") for index in range(len(bodies))]
        said = self.says.pop(0)
        if isinstance(said, Exception):
            raise said
        return said

    def receive(self, most: int = 1, wait: int = 0) -> list[Message]:
        return []

    def peek(self, most: int = 1) -> list[Message]:
        return []

    def delete(self, receipt: str) -> None:
        return None

    def close(self) -> None:
        return None
