"""Where the editor draws what is to be said of a text."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mediaverdict_studio.checked_text import Mark


def underline(mark: Mark, lines: Sequence[str]) -> dict[str, Any] | None:
    """A mark as the editor draws it: offsets in Python's characters; a mark in an empty line takes the line."""
    if not 1 <= mark.line <= len(lines):
        return None
    begin = list(accumulate((len(line) + 1 for line in lines), initial=0))[mark.line - 1]
    text = lines[mark.line - 1]
    sort = f"marked-{mark.level}"
    if not text:
        return {"kind": "line", "line": mark.line, "class": sort}
    first = min(max(mark.column - 1, 0), len(text) - 1)
    last = min(max(mark.end - 1, first + 1), len(text))
    return {"kind": "mark", "from": begin + first, "to": begin + last, "class": sort}
