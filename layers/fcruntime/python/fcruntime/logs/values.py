"""A line as JSON text, whatever is in it: what JSON can't write is written as text; a bad value costs itself alone."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

DEEPEST = 40
"""Levels of a value that is written piece by piece; what lies deeper is written as text."""
MOST_BITS = 14_000
"""Of a number that Python writes in decimal."""
_LINE_ENDS = {0x85: "\\u0085", 0x2028: "\\u2028", 0x2029: "\\u2029"}


def to_json(line: dict[str, Any], indent: int | None, default: Callable[[Any], Any] | None = None) -> str:
    """Never raises. Compact where `indent` is None, non-ASCII as it is."""
    separators = (",", ":") if indent is None else (",", ": ")
    try:
        text = _dumps(line, separators, indent, default or plain)
    except Exception:  # noqa: BLE001 - a foreign __str__, a circle, a number of thousands of digits, a key that is a tuple
        text = _dumps(
            {text_of(key): _readable(value, default) for key, value in line.items()}, separators, indent, plain
        )
    if text.isascii():
        return text
    # Half a character can't be printed as UTF-8, and some readers end a line at these; JSON has escapes for both.
    return text.translate(_LINE_ENDS).encode("utf-8", "backslashreplace").decode()


def plain(value: object) -> object:
    """A value that JSON has no form for, as text."""
    return text_of(value)


def text_of(value: Any) -> str:
    """`str(value)` that never raises."""
    kind = type(value)  # isinstance would ask a foreign __class__ too
    try:
        return str.__str__(value) if issubclass(kind, str) else str(value)
    except Exception:  # noqa: BLE001 - a foreign __str__ may raise anything, a number may have too many digits
        return hex(value) if issubclass(kind, int) else f"<{name_of(kind)} without a text>"


def name_of(kind: type) -> str:
    """A class's own name, whatever its metaclass says."""
    return str(vars(type)["__name__"].__get__(kind))


def _dumps(line: dict[str, Any], separators: tuple[str, str], indent: int | None, default: Callable[[Any], Any]) -> str:
    return json.dumps(line, ensure_ascii=False, separators=separators, indent=indent, default=default)


def _readable(value: object, default: Callable[[Any], Any] | None) -> object:
    """The value itself where JSON can write it, else the same value with what it can't write as text."""
    try:
        json.dumps(value, default=default or plain)
    except Exception:  # noqa: BLE001 - as above
        return _piecewise(value, ())
    return json.loads(json.dumps(value, default=default or plain))


def _piecewise(value: object, above: tuple[int, ...]) -> object:
    try:
        return _pieces(value, above)
    except Exception:  # noqa: BLE001 - a foreign dict or list that can't be gone through
        return text_of(value)


def _pieces(value: object, above: tuple[int, ...]) -> object:
    if value is None or isinstance(value, bool | float | str):
        return value
    if isinstance(value, int):
        return value if int.bit_length(value) < MOST_BITS else hex(value)
    if id(value) in above:
        return "<a circle>"
    if len(above) >= DEEPEST:
        return f"<{name_of(type(value))}, nested too deeply>"
    inner = (*above, id(value))
    if isinstance(value, dict):
        return {text_of(key): _piecewise(part, inner) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_piecewise(part, inner) for part in value]
    return text_of(value)
