"""What comes of an edit: the text changed, or why it was not."""

from __future__ import annotations

from dataclasses import dataclass

from mediaverdict.errors import MediaverdictError

Where = tuple[str | int, ...]
"""The keys and indexes that lead to a part of the book: `("rules", 0, "require", "height", "min")`."""


@dataclass(frozen=True, slots=True)
class Edited:
    """The text as it is now."""

    text: str
    line: int = 1
    """Where the change begins, to be shown."""
    lost: tuple[str, ...] = ()
    """Comments that stood in what was removed, and went with it."""
    note: str = ""
    """What a person should know of it; mostly empty."""


@dataclass(frozen=True, slots=True)
class Refused:
    """Nothing was changed, and why, for a person to read."""

    reason: str


class RefusedError(MediaverdictError):
    """Inside an edit: it can't be done; becomes a `Refused`."""
