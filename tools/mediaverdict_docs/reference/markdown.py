"""Markdown as the reference pages write it: it must read well on GitHub and on the site."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

MADE = "Made from the code by `make schemas`: change it there."


def page(title: str, *parts: str, other: str = "") -> str:
    """A whole page; `other` is the line that leads to its other language."""
    return "\n\n".join((f"# {title}\n{other}" if other else f"# {title}", *parts)) + "\n"


def section(title: str, *parts: str, level: int = 2) -> str:
    """A heading and what stands below it."""
    return "\n\n".join((f"{'#' * level} {title}", *parts))


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; `|` in a cell is escaped, a line's end becomes a blank."""
    lines = [_row(heads), _row(["---"] * len(heads))]
    return "\n".join([*lines, *(_row([_cell(cell) for cell in row]) for row in rows)])


def code(text: str) -> str:
    """In backticks; nothing where there is nothing."""
    return f"`{text}`" if text else ""


def sentence(text: str) -> str:
    """With a capital and a full stop."""
    text = text.strip()
    return f"{text[0].upper()}{text[1:]}{'' if text.endswith(('.', '!', '?')) else '.'}" if text else ""


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
