"""Long work in short steps: a page's event loop runs between them."""

from __future__ import annotations

from time import perf_counter
from typing import NamedTuple

SLICE = 0.01
"""Seconds of work between two steps."""


class Progress(NamedTuple):
    """How far something is."""

    done: int
    total: int


class Slices:
    """Tells when a step was long enough."""

    def __init__(self) -> None:
        self._began = perf_counter()

    def over(self) -> bool:
        """Whether it is time to let others run; a new step begins then."""
        now = perf_counter()
        if now - self._began < SLICE:
            return False
        self._began = now
        return True

    def restart(self) -> None:
        """A step begins now: whatever others did meanwhile does not count."""
        self._began = perf_counter()
