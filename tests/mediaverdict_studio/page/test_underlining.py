"""Marks as the editor draws them, and what mends them."""

from __future__ import annotations

import pytest

from mediaverdict_studio.checked_text import Mark
from mediaverdict_studio.page.underlining import mended, underline

TEXT = "version: 1\n\nrules: [😀, b]"


@pytest.mark.parametrize(
    ("place", "drawn"),
    [
        ((1, 1, 8), {"line": 1, "from": 0, "to": 7, "class": "marked-error"}),
        ((3, 12, 13), {"line": 3, "from": 11, "to": 12, "class": "marked-error"}),
        ((2, 1, 2), {"line": 2, "class": "marked-error"}),
        ((1, 11, 12), {"line": 1, "from": 9, "to": 10, "class": "marked-error"}),
        ((1, 5, 99), {"line": 1, "from": 4, "to": 10, "class": "marked-error"}),
        ((4, 1, 2), None),
    ],
    ids=["a key", "behind a wide character", "an empty line", "behind the end", "longer than its line", "no line"],
)
def test_underline(place: tuple[int, int, int], drawn: object) -> None:
    line, column, end = place
    assert underline(Mark("error", line, column, end, "wrong"), TEXT.split("\n")) == drawn


@pytest.mark.parametrize(
    ("mark", "line"),
    [
        (Mark("error", 1, 1, 8, "unknown key", "did you mean versions?"), "versions: 1"),
        (Mark("error", 1, 1, 8, "unknown key", "did you mean width or height?"), ""),
        (Mark("error", 1, 1, 8, "unknown key", "expected a map"), ""),
        (Mark("error", 1, 1, 8, "unknown key", "did you mean versions?", mended="x: 1"), "x: 1"),
        (Mark("error", 1, 1, 8, "unknown key", mended="x: 1", file="other.yml"), ""),
        (Mark("error", 9, 1, 8, "unknown key", "did you mean versions?"), ""),
    ],
    ids=["one word", "two", "no word", "the reader knows", "another file", "no line"],
)
def test_what_mends_it(mark: Mark, line: str) -> None:
    assert mended(mark, TEXT.split("\n")) == line
