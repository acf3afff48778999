"""How deep JSON is nested. Each parser has a limit of its own; what goes out must be read by any."""

from __future__ import annotations

import re

MAX_DEPTH = 100
_SIGNS = re.compile(r'"(?:[^"\\]|\\.)*"|[][{}]')


def is_deep(text: str) -> bool:
    """Whether a JSON text is nested deeper than any reader can be asked to follow."""
    return text.count("[") + text.count("{") > MAX_DEPTH and _depth(text) > MAX_DEPTH


def _depth(text: str) -> int:
    """How deep the brackets are nested, those in strings left out."""
    depth = deepest = 0
    for sign in _SIGNS.findall(text):
        if sign in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif sign in "]}":
            depth -= 1
    return deepest
