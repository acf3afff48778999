"""A rule book's text -> the checked book, or every problem with its place, in the words of `rules check`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from pathlib import Path

    from mediaverdict.rulebook import Rulebook


@dataclass(frozen=True, slots=True)
class Mark:
    """What is to be said of a stretch of one line."""

    level: Literal["error", "advice"]
    line: int
    column: int
    end: int
    """The first column behind; always after `column`."""
    message: str
    hint: str = ""
    """What to write instead."""
    mended: str = ""
    """The whole line as it should be written, where that is known: a click puts it there."""
    file: str = ""
    """The included file in which it is; empty for the text itself. The place is then that of the include."""


@dataclass(frozen=True, slots=True)
class CheckedText:
    """A text, checked."""

    text: str
    book: Rulebook | None
    """None where there is an error."""
    marks: tuple[Mark, ...] = ()
    """By place; errors before advice of the same place."""


def check_text(text: str, path: Path) -> CheckedText:
    """The book of a text that stands, or will stand, at `path` (includes are looked for beside it). Never raises."""
    raise NotImplementedError
