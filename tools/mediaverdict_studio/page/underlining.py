"""Where the editor draws what is to be said of a text, and what a click on "mend it" writes there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mediaverdict_studio.checked_text import Mark

MEANT = re.compile(r"did you mean ([\w.*\[\]/-]+)\?")
"""A hint that names one word to write instead."""


def underline(mark: Mark, lines: Sequence[str]) -> dict[str, Any] | None:
    """A mark as the editor draws it: its line, and the stretch in it in Python's characters, from 0.

    A mark of an empty line takes the whole line; one that stands nowhere in the text is not drawn.
    """
    if not 1 <= mark.line <= len(lines):
        return None
    text, sort = lines[mark.line - 1], f"marked-{mark.level}"
    if not text:
        return {"line": mark.line, "class": sort}
    first = min(max(mark.column - 1, 0), len(text) - 1)
    last = min(max(mark.end - 1, first + 1), len(text))
    return {"line": mark.line, "from": first, "to": last, "class": sort}


def mended(mark: Mark, lines: Sequence[str]) -> str:
    """The mark's line as it should be written; empty where that is not known."""
    if mark.file or not 1 <= mark.line <= len(lines):
        return ""
    meant = MEANT.fullmatch(mark.hint)
    if mark.mended or meant is None:
        return mark.mended
    line = lines[mark.line - 1]
    return line[: mark.column - 1] + meant[1] + line[mark.end - 1 :]
