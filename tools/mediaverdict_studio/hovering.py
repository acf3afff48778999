"""What a word of a rule book means."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Hover:
    """A word and its meaning."""

    line: int
    column: int
    end: int
    title: str
    """`height (px)`, `min`, `pack sane`."""
    meaning: str
    example: str = ""


def hover(text: str, line: int, column: int) -> Hover | None:
    """The meaning of the word at a place; None where there is nothing to say. Never raises."""
    raise NotImplementedError
