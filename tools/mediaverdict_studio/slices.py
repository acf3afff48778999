"""Long work in short steps: a page's event loop runs between them."""

from __future__ import annotations

import gc
from time import perf_counter
from typing import NamedTuple

SLICE = 0.01
"""Seconds of work between two steps."""
MANY = 5_000
"""Values that stay, before Python's collector is told that they do."""


class Progress(NamedTuple):
    """How far something is."""

    done: int
    total: int


class Slices:
    """Tells when a step was long enough."""

    def __init__(self) -> None:
        self._began = perf_counter()
        self._stay = 0

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

    def stays(self, values: int) -> None:
        """So many values were made that stay for as long as the page does.

        Python looks for garbage among all values that it has, which stops the page for 0.3 s with 5,000 jobs. What
        stays is taken out of that; it is still freed where nobody refers to it any more.
        """
        self._stay += values
        if self._stay >= MANY:
            self._stay = 0
            gc.freeze()
