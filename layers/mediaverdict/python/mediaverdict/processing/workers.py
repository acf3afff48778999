"""Calls on threads, and the one place where what came of them is heard: an event's only point of waiting.

Who starts calls never makes one itself, so nothing that hangs (a name that is not resolved, a driver) can hold
an event beyond its time. Calls that have not ended by then are left behind, with their threads.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from functools import partial
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

Value = TypeVar("Value")


class Threads:
    """An instance's threads, kept between its events."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._pool: ThreadPoolExecutor | None = None

    def pool(self) -> ThreadPoolExecutor:
        """Made when it is first needed."""
        if self._pool is None:
            self._pool = ThreadPoolExecutor(self.most, thread_name_prefix="judge")
        return self._pool

    def leave(self) -> None:
        """Threads that may hang are left to themselves; the next event gets others."""
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)
            self._pool = None


class Workers:
    """The calls of one event. All but the calls themselves happens in the thread that made it."""

    def __init__(self, threads: Threads) -> None:
        self._threads = threads
        self._ended: SimpleQueue[Callable[[], None]] = SimpleQueue()
        self.running = 0

    def start(
        self, call: Callable[[], Value], then: Callable[[Value], None], failed: Callable[[Exception], None]
    ) -> None:
        """Makes the call on a thread; `then` gets what it gave, `failed` what it raised, both within `wait`."""
        self.running += 1
        # In a context of its own: a pool's thread would log without the invocation's keys.
        self._threads.pool().submit(copy_context().run, self._make, call, then, failed)

    def wait(self, seconds: float) -> None:
        """Hears of one call that ended, and of all others that have by then; of none after so many seconds."""
        try:
            self._ended.get(timeout=min(max(seconds, 0.0), 3600.0))()
            while True:
                self._ended.get_nowait()()
        except Empty:
            return

    def close(self) -> None:
        """What has not ended is left behind."""
        if self.running:
            self._threads.leave()

    def _make(
        self, call: Callable[[], Value], then: Callable[[Value], None], failed: Callable[[Exception], None]
    ) -> None:
        try:
            heard = partial(then, call())
        except Exception as error:  # noqa: BLE001 - whatever it is, it is one call's
            heard = partial(failed, error)
        self._ended.put(partial(self._hear, heard))

    def _hear(self, heard: Callable[[], None]) -> None:
        self.running -= 1
        heard()
