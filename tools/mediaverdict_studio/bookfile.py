"""The file of a rule book: read once, written as a whole, never over a change that was made outside."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Saved:
    """It is written."""

    file: BookFile
    """The file as it is now: the next `save` is asked of this one."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """The file was changed (or removed, or made) outside since it was loaded; nothing was written."""

    file: BookFile
    """The file as it is now: `conflict.file.save(text)` writes over it, after the person has said so."""
    difference: str
    """A unified diff, from what is on the disk to what was to be saved."""


@dataclass(frozen=True, slots=True)
class NotSaved:
    """It can't be written; nothing has changed."""

    reason: str


@dataclass(frozen=True, slots=True)
class BookFile:
    """A rule book as it was loaded."""

    path: Path
    text: str
    """Empty for a file that is not there yet."""
    digest: str
    """Of its bytes; empty for a file that is not there."""
    error: str = ""
    """Why it can't be read; it is never written then."""

    @classmethod
    def load(cls, path: Path) -> BookFile:
        """Reads it. Never raises."""
        raise NotImplementedError

    def save(self, text: str) -> Saved | Conflict | NotSaved:
        """Writes the text in one step, with the file's mode, its line ends and its byte order mark as they were."""
        raise NotImplementedError
