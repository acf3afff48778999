"""What a rule book's text may ask of its reader: bounds on depth, on aliases and on size, held before it is built.

A book may come from anybody (`rules check`), and the parsers hold none of this: libyaml's builder ends the process
at some thousand brackets, and a few lines of aliases to aliases are more values than a machine's memory holds. So
the parser's events are counted first, which costs a third of reading.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import yaml

from mediaverdict.errors import say

if TYPE_CHECKING:
    from pathlib import Path

MOST_CHARACTERS = 1_000_000
DEEPEST = 40
"""Levels of lists and maps; a rule's condition needs ten."""
MOST_VALUES = 200_000
"""Values in a file, each alias counted as all that it stands for."""
MOST_FILES = 64
"""Files of one rule book, each counted as often as it is included."""
DEEPEST_INCLUDE = 8


class Excess(NamedTuple):
    """What is beyond a bound, and where."""

    message: str
    line: int
    """From 0, as the parser counts."""
    column: int


def excess_of(text: str, loader: Any) -> Excess | None:
    """What of a YAML text is beyond the bounds; None where nothing is. Errors of syntax are the reader's to tell."""
    if len(text) > MOST_CHARACTERS:
        return Excess(
            say("the file has {count} characters: at most {most} are read", count=len(text), most=MOST_CHARACTERS), 0, 0
        )
    scan = _Scan()
    try:
        for event in yaml.parse(text, Loader=loader):  # lazily: what lies behind a bound is never parsed
            message = scan.take(event)
            if message:
                mark = event.start_mark
                return Excess(message, mark.line, mark.column) if mark is not None else Excess(message, 0, 0)
    except (yaml.YAMLError, RecursionError):
        return None
    return None


class _Scan:
    """Counts values event by event."""

    def __init__(self) -> None:
        self._values = 0
        self._open: list[tuple[str | None, int]] = []
        """Of each list and map that is open: its anchor, and how many values came before it."""
        self._sizes: dict[str, int] = {}
        """Values behind each anchor whose value is complete."""

    def take(self, event: yaml.Event) -> str:
        """What is beyond a bound with this event; empty where nothing is."""
        if isinstance(event, yaml.CollectionStartEvent):
            self._open.append((event.anchor, self._values))
            self._values += 1
            if len(self._open) > DEEPEST:
                return say("nested too deeply: at most {most} lists and maps stand in each other", most=DEEPEST)
        elif isinstance(event, yaml.CollectionEndEvent):
            anchor, before = self._open.pop()
            if anchor is not None:
                self._sizes[anchor] = self._values - before
        elif isinstance(event, yaml.ScalarEvent):
            self._values += 1
            if event.anchor is not None:
                self._sizes[event.anchor] = 1
        elif isinstance(event, yaml.AliasEvent):
            if any(anchor == event.anchor for anchor, _ in self._open):
                return say("the alias *{name} stands inside of what it means", name=event.anchor)
            self._values += self._sizes.get(str(event.anchor), 1)
        if self._values > MOST_VALUES:
            return say("too many values: with all aliases written out the file has over {most}", most=MOST_VALUES)
        return ""


class Includes:
    """Which files a rule book may still include: none outside of its folder, none that includes it, not endlessly."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder.resolve()
        self._way: tuple[Path, ...] = ()
        self._loaded: list[Path] = []
        """Shared by all files of a book."""

    def entered(self, file: Path) -> Includes:
        """The same, as seen from a file that is being read."""
        inner = Includes(self._folder)
        inner._way = (*self._way, file.resolve())
        inner._loaded = self._loaded
        self._loaded.append(file)
        return inner

    @property
    def loaded(self) -> int:
        """How many files were read so far."""
        return len(self._loaded)

    def forget(self, loaded: int) -> None:
        """Files beyond that number are read once more."""
        del self._loaded[loaded:]

    def fault_of(self, file: Path, name: str) -> str:
        """Why a file must not be included under that name; empty where it may be."""
        try:
            resolved = file.resolve()
        except (OSError, ValueError, RuntimeError):  # a name that no file can have, or links in a circle
            return ""
        if not resolved.is_relative_to(self._folder):
            return say(
                "{name!r} leads out of the rule book's folder: only what lies in it is included (and deployed)",
                name=name[:200],
            )
        if resolved in self._way:
            return say("{name} includes itself, directly or through others", name=name)
        if len(self._way) > DEEPEST_INCLUDE:
            return say(
                "{name} is included too deeply: at most {most} files in each other", name=name, most=DEEPEST_INCLUDE
            )
        if len(self._loaded) >= MOST_FILES:
            return say(
                "too many includes: at most {most} files a rule book, counted as often as they are included",
                most=MOST_FILES,
            )
        return ""
