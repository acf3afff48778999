"""A line that may be wrong, and the habits of other languages: `and`, `;`, `//`, bullets, a fence of Markdown."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from mediaverdict.rulebook import messages

if TYPE_CHECKING:
    from collections.abc import Iterator


class Slip(NamedTuple):
    """What may be wrong with a line."""

    message: str
    line: int
    """From 0, as `column`."""
    column: int
    mended: str
    """The line as it should be written; empty where that is not known."""


_JOINED = re.compile(r"\s*(?P<sign>;|&&|\band\b|和|且|并且)\s*(?=[\w.\[\]*\"]+:\s)")
_COMMENT = re.compile(r"\s(?P<sign>//|--)\s?(?=\S)")
_BULLET = re.compile(r"(?P<indent>\s*)(?P<sign>[•·*●○▪◦+]|\d{1,3}[.)、])\s*(?=[\w]+:(?:\s|$))")
_NEGATED = re.compile(r"(?<=:\s)(?P<sign>!=?)\s*(?P<value>[\w.][^\s,}\]#]*)")
_NEGATED_KEY = re.compile(r"(?<=[{,\s])(?P<sign>!=|<>)\s*:(?=\s)")


def of_other_languages(lines: list[str], at: int) -> Iterator[Slip]:
    """What is wrong with a line that was written as another language has it."""
    line = lines[at]
    if line.startswith("```"):
        yield Slip(messages.FENCE, at, 0, "# " + line.strip("`"))
    found = _JOINED.search(line)
    if found is not None:
        yield Slip(messages.JOINED.format(sign=found["sign"]), at, found.start("sign"), _JOINED.sub(", ", line))
    found = _COMMENT.search(line)
    if found is not None:
        mended = f"{line[: found.start()]} # {line[found.end() :]}"
        yield Slip(messages.COMMENT.format(sign=found["sign"]), at, found.start("sign"), mended)
    found = _NEGATED.search(line)
    if found is not None:
        written = f"{{not: {found['value']}}}"
        mended = line[: found.start()] + written + line[found.end() :]
        yield Slip(messages.COMPARED.format(sign=found["sign"], written=written), at, found.start(), mended)
    found = _NEGATED_KEY.search(line)
    if found is not None:
        mended = line[: found.start()] + "not:" + line[found.end() :]
        yield Slip(messages.COMPARED.format(sign=found["sign"], written="not"), at, found.start(), mended)


def bullet(lines: list[str], at: int) -> Iterator[Slip]:
    """A list's entry that begins with another sign than a dash."""
    found = _BULLET.match(lines[at])
    if found is not None:
        mended = f"{found['indent']}- {lines[at][found.end() :]}"
        yield Slip(messages.BULLET.format(sign=found["sign"]), at, found.start("sign"), mended)
