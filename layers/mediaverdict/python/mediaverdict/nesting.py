"""How deep JSON is nested. Each parser has a limit of its own; what goes out must be read by any."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

MAX_DEPTH = 100
_SIGNS = re.compile(r'["\\[\]{}]')
"""One sign at a time: a pattern for whole strings keeps a stack as long as they are."""


def is_deep(text: str) -> bool:
    """Whether a JSON text is nested deeper than any reader can be asked to follow."""
    return text.count("[") + text.count("{") > MAX_DEPTH and _depth(text) > MAX_DEPTH


def is_deep_value(value: object) -> bool:
    """The same of a value that JSON was read into."""
    level = [value]
    for _ in range(MAX_DEPTH):
        inner = [part for one in level if isinstance(one, dict | list) for part in _parts(one)]
        if not inner:
            return False
        level = inner
    return True


def _parts(value: dict[str, object] | list[object]) -> Iterable[object]:
    return value.values() if isinstance(value, dict) else value


def _depth(text: str) -> int:
    """How deep the brackets are nested, those in strings left out."""
    depth = deepest = 0
    in_string = False
    escaped_at = -1
    for match in _SIGNS.finditer(text):
        sign, at = match[0], match.start()
        if at == escaped_at:
            continue
        if sign == "\\":
            escaped_at = at + 1
        elif sign == '"':
            in_string = not in_string
        elif in_string:
            continue
        elif sign in "[{":
            depth += 1
            deepest = max(deepest, depth)
        else:
            depth -= 1
    return deepest
