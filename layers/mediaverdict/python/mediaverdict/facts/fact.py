"""What a fact is, and how a value of each kind is read from what stands in the answer."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from mediaverdict.jobs import usable_text
from mediaverdict.quantities import Kind, parse_fraction, parse_number, simplest

if TYPE_CHECKING:
    from collections.abc import Callable

Value = int | Fraction | str | bool | tuple[str, ...]
MAX_RAW = 200
REMEMBERED = 2048
"""Texts of a kind whose values are remembered: the same few come again and again, in a job and from job to job."""


class Fact(NamedTuple):
    """A value with where it came from."""

    value: Value | None
    """None where it is absent: missing, empty, `N/A`, unparsable or not finite."""
    raw: str | None
    """The answer's own text, None where there was none."""
    path: str
    """A JSON pointer into the answer; empty where the fact stands nowhere in it."""
    origin: str = ""
    """Of what was asked: where it stood (`template tpl-1`, `OverrideParams`); of an absent fact, why it is absent."""


def _names(text: str) -> Value:
    return tuple(sorted({name.strip().lower() for name in text.split(",") if name.strip()}))


def _flag(text: str) -> Value | None:
    return {"true": True, "1": True, "false": False, "0": False}.get(text.lower())


def _rate(text: str) -> Value | None:
    return parse_fraction(text) or None  # no frame rate and no ratio is zero: that is how "unset" is written


_CONVERT: dict[Kind, Callable[[str], Value | None]] = {
    Kind.TEXT: str, Kind.MOMENT: str, Kind.LANGUAGE: str,
    Kind.NAMES: _names, Kind.FLAG: _flag, Kind.FRAME_RATE: _rate, Kind.RATIO: _rate,
}  # fmt: skip


class Reader:
    """Makes values of one kind of texts; numbers are multiplied by a factor (the API's kbit/s become bit/s)."""

    __slots__ = ("_convert", "_factor", "known")

    def __init__(self, kind: Kind, factor: int = 1) -> None:
        self._convert = _CONVERT.get(kind, parse_number)
        self._factor = factor
        self.known: dict[str, Value | None] = {}
        """What was read so far; whoever reads often looks here first."""

    def read(self, found: str) -> Value | None:
        """The text's value; None where it is none."""
        text = usable_text(found)
        value = self._convert(text) if text is not None else None
        if self._factor != 1 and isinstance(value, int | Fraction):
            value = simplest(value * self._factor)
        if len(found) <= MAX_RAW:
            if len(self.known) >= REMEMBERED:
                self.known.clear()
            self.known[found] = value
        return value


reader = cache(Reader)
"""One for each kind and factor."""


def raw_text(value: object) -> str | None:
    """The answer's own text of a value, cut to a length that a message bears."""
    if value is None:
        return None
    text = value if isinstance(value, str) else usable_text(value)
    if text is None:
        text = "{…}" if isinstance(value, dict) else "[…]"
    return text if len(text) <= MAX_RAW else text[: MAX_RAW - 1] + "…"
