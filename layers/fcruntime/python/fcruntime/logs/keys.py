"""The keys that stand on every line: an invocation's, and those that were appended.

What an invocation appends ends with it. The state is a ContextVar: a pool's thread sees it when its task runs
in a `contextvars.copy_context()` of its own. A thread that was started without one belongs to the invocation that
runs, where it is the only one; of several that run at once nobody can tell, and its lines carry none's keys.
"""

from __future__ import annotations

import threading
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from fcruntime.logs.buffer import Buffer


class Scope:
    """One invocation, or the time outside of all."""

    __slots__ = ("buffer", "fixed", "hidden", "keys", "sampled")

    def __init__(
        self, keys: dict[str, object], fixed: frozenset[str] = frozenset(), hidden: Iterable[str] = ()
    ) -> None:
        self.keys = keys
        self.fixed = fixed
        """The names of the platform's own keys, which `clear` leaves."""
        self.hidden = set(hidden)
        """Names that `remove` took off, though a logger has them for every line."""
        self.sampled: bool | None = None
        """Logs at DEBUG; None where no invocation drew it."""
        self.buffer: Buffer | None = None

    def append(self, keys: Mapping[str, object]) -> None:
        """Adds or replaces; each key stands where it was first appended."""
        self.hidden.difference_update(keys)
        self.keys.update(keys)

    def remove(self, names: Iterable[str]) -> None:
        """Takes keys off, whoever put them there."""
        for name in names:
            self.hidden.add(name)
            self.keys.pop(name, None)

    def clear(self) -> None:
        """Leaves the platform's keys alone."""
        self.hidden.clear()
        self.keys = {name: value for name, value in self.keys.items() if name in self.fixed}


class Instance:
    """What one instance of a function knows of itself."""

    invoked = False
    """Whether it has been called yet."""
    outside = Scope({})
    """Keys that were appended outside of an invocation, at initialize say: every later line has them."""
    running: tuple[Scope, ...] = ()
    lock = threading.Lock()


_current: ContextVar[Scope | None] = ContextVar("fcruntime_invocation", default=None)
_block: ContextVar[Mapping[str, object]] = ContextVar("fcruntime_block", default={})  # noqa: B039 - never changed


def current() -> Scope:
    """The scope that a line of this thread belongs to."""
    scope = _current.get()
    if scope is not None:
        return scope
    running = Instance.running
    return running[0] if len(running) == 1 else Instance.outside


def block_keys() -> Mapping[str, object]:
    """The keys of the `append_context_keys` blocks that this thread or task is in."""
    return _block.get()


def begin_cold() -> bool:
    """True for an instance's first invocation."""
    with Instance.lock:
        cold, Instance.invoked = not Instance.invoked, True
    return cold


@contextmanager
def invocation_scope(standard: Mapping[str, object]) -> Iterator[Scope]:
    """A scope that has the platform's keys and those of the time outside."""
    outside = Instance.outside
    scope = Scope({**outside.keys, **standard}, frozenset(standard), outside.hidden - standard.keys())
    with Instance.lock:
        Instance.running = (*Instance.running, scope)
    token = _current.set(scope)
    try:
        yield scope
    finally:
        _current.reset(token)
        with Instance.lock:
            Instance.running = tuple(one for one in Instance.running if one is not scope)


@contextmanager
def append_context_keys(**keys: object) -> Iterator[None]:
    """Keys of the lines inside the block, of this thread or task alone; what they covered is there again after it."""
    token = _block.set({**_block.get(), **keys})
    try:
        yield
    finally:
        _block.reset(token)
