"""Marks as the editor draws them: offsets count Python's characters."""

from __future__ import annotations

import pytest

from mediaverdict_studio.checked_text import Mark
from mediaverdict_studio.page.underlining import underline

TEXT = "version: 1\n\nrules: [😀, b]"


@pytest.mark.parametrize(
    ("place", "drawn"),
    [
        ((1, 1, 8), {"kind": "mark", "from": 0, "to": 7, "class": "marked-error"}),
        ((3, 12, 13), {"kind": "mark", "from": 23, "to": 24, "class": "marked-error"}),
        ((2, 1, 2), {"kind": "line", "line": 2, "class": "marked-error"}),
        ((1, 11, 12), {"kind": "mark", "from": 9, "to": 10, "class": "marked-error"}),
        ((1, 5, 99), {"kind": "mark", "from": 4, "to": 10, "class": "marked-error"}),
        ((4, 1, 2), None),
    ],
    ids=["a key", "behind a wide character", "an empty line", "behind the end", "longer than its line", "no line"],
)
def test_underline(place: tuple[int, int, int], drawn: object) -> None:
    line, column, end = place
    assert underline(Mark("error", line, column, end, "wrong"), TEXT.split("\n")) == drawn
