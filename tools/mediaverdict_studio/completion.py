"""What fits at a place of a rule book that is being typed, each with its meaning."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Sort = Literal["key", "fact", "operator", "value", "pack", "rule", "unit", "severity"]


@dataclass(frozen=True, slots=True)
class Option:
    """One thing that fits."""

    label: str
    insert: str
    """What stands there when it is taken, in place of `start` to the caret; `label` with its colon and quotes."""
    sort: Sort
    detail: str = ""
    """A short word beside it: a unit, `pack`, a severity."""
    meaning: str = ""
    example: str = ""


@dataclass(frozen=True, slots=True)
class Completion:
    """What fits at a place."""

    line: int
    start: int
    """The column from which the typed word is replaced."""
    end: int
    """The column behind it."""
    options: tuple[Option, ...] = ()
    """The likeliest first; those that the typed word fits."""


def complete(text: str, line: int, column: int) -> Completion:
    """What fits at a place of a text, however broken it is. Never raises."""
    raise NotImplementedError
