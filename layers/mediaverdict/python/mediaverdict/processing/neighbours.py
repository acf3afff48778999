"""How many share the work, learnt from who wrote the letters that come: who is as good as alone may wait for turns.

An instance that waits is paid for, and however many wait, none is faster than the limit. So each waits a part of its
time only, such that at any time about two of all do. Fewer instances must wait for longer: where one waited for as
short a part as one of ten, most of the limit would go unused, and each job would go around as letters all day.

Pure: times are handed in, in seconds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

WAITING = 2.0
"""Instances that wait at a time, about."""
UNKNOWN = 10
"""Instances that are taken before any letter came."""
LATELY = 120.0
"""Seconds that an instance is counted for after a letter of its came."""
MOST = 1000
"""Marks that are kept: a letter can say anything."""


class Neighbours:
    """Kept between an instance's events."""

    def __init__(self, mark: str) -> None:
        """`mark`: what this instance's letters are marked with, and no other's."""
        self.mark = mark
        self._heard_at: dict[str, float] = {}

    def heard(self, marks: Iterable[str], now: float) -> None:
        """Letters came that instances with these marks wrote."""
        self._heard_at.update(dict.fromkeys(marks, now))
        if len(self._heard_at) > MOST or any(now - at > LATELY for at in self._heard_at.values()):
            kept = {mark: at for mark, at in self._heard_at.items() if now - at <= LATELY}
            self._heard_at = dict(list(kept.items())[-MOST:])

    def count(self, now: float) -> int:
        """Instances that wrote letters lately, this one with them."""
        lately = {mark for mark, at in self._heard_at.items() if now - at <= LATELY}
        return len(lately | {self.mark}) if lately else UNKNOWN

    def duty(self, now: float) -> float:
        """Of its time, so much this instance may wait for its jobs' turns (0 to 1)."""
        return min(1.0, WAITING / self.count(now))
