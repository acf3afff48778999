"""A rule book's text -> the checked book, or every problem with its place, in the words of `rules check`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from mediaverdict.rulebook.compiling import try_rulebook
from mediaverdict_studio.nodes import compose, find, readable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    import yaml

    from mediaverdict.errors import Problem
    from mediaverdict.rulebook import Rulebook

Level = Literal["error", "advice"]
_WORD = re.compile(r"""[^\s,\[\]{}:"'#][^\s,\[\]{}"'#]*|"[^"]*"|'[^']*'|\S""")


@dataclass(frozen=True, slots=True)
class Mark:
    """What is to be said of a stretch of one line."""

    level: Level
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

    @property
    def errors(self) -> tuple[Mark, ...]:
        """Why there is no book."""
        return tuple(mark for mark in self.marks if mark.level == "error")


def check_text(text: str, path: Path) -> CheckedText:
    """The book of a text that stands, or will stand, at `path` (includes are looked for beside it). Never raises."""
    book, problems = try_rulebook(readable(text), path)
    root = compose(text)
    lines = text.split("\n")
    marks = [
        *_marks("error", problems.found, lines, str(path), root),
        *_marks("advice", problems.advice, lines, str(path), root),
    ]
    marks.sort(key=lambda mark: (mark.line, mark.column, mark.level == "advice"))
    return CheckedText(text, book, tuple(dict.fromkeys(marks)))


def _marks(
    level: Level, problems: Iterable[Problem], lines: list[str], file: str, root: yaml.Node | None
) -> Iterator[Mark]:
    for one in problems:
        if one.file in ("", file):
            line = min(max(one.line, 1), len(lines))
            column, end = _stretch(lines[line - 1], one.column)
            yield Mark(level, line, column, end, one.message, one.hint, one.mended)
        else:
            line, column, end = _place_of_include(one.file, lines, root)
            place = ":".join(str(part) for part in (one.line, one.column) if part)
            message = f"{one.file}{f':{place}' if place else ''}: {one.message}"
            yield Mark(level, line, column, end, message, one.hint, file=one.file)


def _stretch(line: str, column: int) -> tuple[int, int]:
    """The word at a column; one sign at least, so that there is something to underline."""
    start = min(max(column, 1), len(line) + 1)
    found = _WORD.match(line, start - 1)
    if found is None:
        return (start, start + 1) if start <= len(line) else (max(1, len(line)), max(1, len(line)) + 1)
    return start, max(start + 1, found.end() + 1 - (found[0].endswith(":") and len(found[0]) > 1))


def _place_of_include(file: str, lines: list[str], root: yaml.Node | None) -> tuple[int, int, int]:
    """Where the text includes a file; the first include where it does so through another."""
    node = find(root, ("include",))
    entries = list(getattr(node, "value", ()))
    named = next((one for one in entries if _path_of(one) and file.endswith(_path_of(one))), None)
    node = named or (entries[0] if entries else root)
    mark = getattr(node, "start_mark", None)
    if mark is None or mark.line >= len(lines):
        return 1, 1, 2
    start, end = _stretch(lines[mark.line], mark.column + 1)
    return mark.line + 1, start, end


def _path_of(entry: yaml.Node) -> str:
    """The file that an entry of `include` names."""
    node = find(entry, ("path",)) or entry
    return str(node.value).removeprefix("./") if isinstance(node.value, str) else ""
