"""The file of a rule book: read once, written as a whole, never over a change that was made outside."""

from __future__ import annotations

import hashlib
import os
import stat
import tempfile
from codecs import BOM_UTF8
from contextlib import suppress
from dataclasses import dataclass, replace
from difflib import unified_diff
from pathlib import Path

from mediaverdict.rulebook import messages

MOST_BYTES = 4_000_000
"""Four times what is read of a rule book, in characters."""


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
    """Empty for a file that is not there yet; lines end in \\n, whatever they end in on the disk."""
    digest: str
    """Of its bytes; empty for a file that is not there."""
    error: str = ""
    """Why it can't be read; it is never written then."""
    line_end: str = "\n"
    mark: bytes = b""
    """The byte order mark that it began with."""

    @property
    def is_new(self) -> bool:
        """Whether it is yet to be made."""
        return not self.digest and not self.error

    @classmethod
    def load(cls, path: Path) -> BookFile:
        """Reads it. Never raises."""
        try:
            with path.open("rb") as file:
                content = file.read(MOST_BYTES + 1)
        except FileNotFoundError:
            return cls(path, "", "")
        except (OSError, ValueError) as error:  # ValueError: a name that no file can have
            return cls(path, "", "", f"{path} can't be read: {getattr(error, 'strerror', None) or error}")
        if len(content) > MOST_BYTES:
            return cls(path, "", "", f"{path} has over {MOST_BYTES} bytes: it is no rule book")
        mark = BOM_UTF8 if content.startswith(BOM_UTF8) else b""
        digest = hashlib.sha256(content).hexdigest()
        try:
            text = content.removeprefix(mark).decode("utf-8")
        except UnicodeDecodeError:
            return cls(path, "", digest, f"{path}: {messages.NOT_UTF_8}")
        windows = text.count("\r\n")
        line_end = "\r\n" if windows > text.count("\n") - windows else "\n"
        return cls(path, text.replace("\r\n", "\n").replace("\r", "\n"), digest, "", line_end, mark)

    def save(self, text: str) -> Saved | Conflict | NotSaved:
        """Writes the text in one step, with the file's mode, its line ends and its byte order mark as they were."""
        if self.error:
            return NotSaved(self.error)
        now = BookFile.load(self.path)
        if now.error:
            return NotSaved(now.error)
        if now.digest != self.digest:
            return Conflict(now, _difference(now.text, text, self.path))
        try:
            content = self.mark + text.replace("\n", self.line_end).encode("utf-8")
        except UnicodeEncodeError:
            return NotSaved("the text has half of a character, which no file in UTF-8 can hold")
        try:
            if not _may_write(self.path):
                return NotSaved(f"{self.path} can't be written: it is read-only")
            self._write(content)
        except OSError as error:
            return NotSaved(f"{self.path} can't be written: {error.strerror or error}")
        return Saved(replace(self, text=text, digest=hashlib.sha256(content).hexdigest()))

    def _write(self, content: bytes) -> None:
        """Beside the file, then in its place: a file that is half written is never seen. A link stays a link."""
        target = self.path.resolve()
        handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            Path(name).chmod(_mode_of(target))
            Path(name).replace(target)
        except BaseException:
            with suppress(OSError):
                Path(name).unlink()
            raise


def _may_write(path: Path) -> bool:
    """Whether its owner lets it be written: what takes a file's place would not ask for that. No device is one."""
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return True
    return stat.S_ISREG(mode) and bool(mode & 0o222) and os.access(path, os.W_OK)


def _mode_of(path: Path) -> int:
    """The file's mode; of a file that is not there, what a new one has."""
    try:
        return stat.S_IMODE(path.stat().st_mode)
    except FileNotFoundError:
        umask = os.umask(0)
        os.umask(umask)
        return 0o666 & ~umask


def _difference(old: str, new: str, path: Path) -> str:
    """What would change on the disk."""
    lines = unified_diff(
        old.splitlines(keepends=True),
        new.splitlines(keepends=True),
        f"{path.name} (on the disk)",
        f"{path.name} (here)",
    )
    return "".join(line if line.endswith("\n") else f"{line}\n\\ no line end\n" for line in lines)
