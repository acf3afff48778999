"""Exact numbers with units: `500ms`, `4.5M`, `30000/1001`, `16:9`, and the tolerances around them.

Numbers are ints and Fractions, never floats: a bound of 0.1 lets 0.1 pass, and 29.97 is 2997/100.
NaN, infinity and absurd exponents are no numbers here.
"""

from __future__ import annotations

import re
from enum import Enum
from fractions import Fraction
from math import inf, isfinite
from typing import NamedTuple

from mediaverdict.errors import Message, QuantityError, say

Number = int | Fraction
KILO = 1000


class Kind(Enum):
    """What sort of value a fact has; its value is how a message names the unit."""

    COUNT = ""
    PIXELS = "px"
    SECONDS = "s"
    BIT_RATE = "bit/s"
    BYTES = "bytes"
    HERTZ = "Hz"
    FRAME_RATE = "fps"
    FRAMES = "frames"
    DEGREES = "°"
    RATIO = "ratio"
    LEVEL = "level"
    TEXT = "text"
    NAMES = "set of names"
    FLAG = "true or false"
    MOMENT = "time"
    LANGUAGE = "a language"
    JSON = "value"

    # Enum's own is written in Python; kinds are in the keys of caches.
    __hash__ = object.__hash__

    @property
    def numeric(self) -> bool:
        """Whether values of this kind are numbers."""
        return self in _NUMERIC


_NUMERIC = frozenset(
    {
        Kind.COUNT, Kind.PIXELS, Kind.SECONDS, Kind.BIT_RATE, Kind.BYTES, Kind.HERTZ, Kind.FRAME_RATE,
        Kind.FRAMES, Kind.DEGREES, Kind.RATIO, Kind.LEVEL,
    }
)  # fmt: skip

_DESCRIPTIONS = {
    Kind.COUNT: (Message("a number"), "3"),
    Kind.PIXELS: (Message("a length in pixels"), Message("720 or 720px")),
    Kind.SECONDS: (Message("a time"), Message("500ms, 2s or 1m")),
    Kind.BIT_RATE: (Message("a bit rate"), Message("800k, 4.5M or 4500000")),
    Kind.BYTES: (Message("a size"), Message("10MB or 1MiB")),
    Kind.HERTZ: (Message("a frequency"), Message("48000 or 48kHz")),
    Kind.FRAME_RATE: (Message("a frame rate"), Message("25 or 30000/1001")),
    Kind.FRAMES: (Message("a number of frames"), Message("10040 or 2 frames")),
    Kind.DEGREES: (Message("an angle in degrees"), "90"),
    Kind.RATIO: (Message("a ratio"), Message("16:9 or 1.778")),
    Kind.LEVEL: (Message("a level"), "3.1"),
}

_UNITS: dict[Kind, dict[str, Number]] = {
    Kind.COUNT: {},
    Kind.PIXELS: {"px": 1},
    Kind.SECONDS: {"ms": Fraction(1, 1000), "s": 1, "sec": 1, "m": 60, "min": 60, "h": 3600},
    Kind.BIT_RATE: {
        "bit/s": 1, "bps": 1, "k": 1000, "kbit/s": 1000, "kbps": 1000,
        "M": 10**6, "Mbit/s": 10**6, "Mbps": 10**6, "G": 10**9, "Gbit/s": 10**9, "Gbps": 10**9,
    },
    Kind.BYTES: {
        "B": 1, "bytes": 1, "kB": 1000, "KB": 1000, "MB": 10**6, "GB": 10**9, "TB": 10**12,
        "KiB": 1 << 10, "MiB": 1 << 20, "GiB": 1 << 30, "TiB": 1 << 40,
    },
    Kind.HERTZ: {"Hz": 1, "kHz": 1000},
    Kind.FRAME_RATE: {"fps": 1},
    Kind.FRAMES: {"frames": 1, "frame": 1},
    Kind.DEGREES: {"°": 1, "deg": 1},
    Kind.RATIO: {},
    Kind.LEVEL: {},
}  # fmt: skip


def units_of(kind: Kind) -> tuple[str, str, tuple[str, ...]]:
    """(what it is, an example, the units that may be written), for a reference; of a kind of numbers."""
    return *_DESCRIPTIONS[kind], tuple(_UNITS[kind])


# Long enough for any media quantity, short enough that no exponent or digit count can hurt.
_NUMBER = re.compile(r"([+-]?)(\d{1,24})(?:\.(\d{1,24}))?(?:[eE]([+-]?\d{1,2}))?\Z", re.ASCII)
_TENS: list[int] = [10**power for power in range(124)]
_BROKEN = re.compile(r"([^/:]+)([/:])([^/:]+)\Z")
_WITH_UNIT = re.compile(r"([+-]?\d[\d.]*(?:[eE][+-]?\d+)?(?:\s*[/:]\s*\d[\d.]*)?)\s*([^\d\s.][^\d]*)\Z", re.ASCII)


def parse_number(text: str) -> Number | None:
    """A plain decimal, exactly; None for anything else ("0.f", "N/A", "nan", "1e999")."""
    match = _NUMBER.match(text)
    if match is None:
        return None
    sign, whole, decimals, exponent = match.groups("")
    digits = int(f"{sign}{whole}{decimals}")
    power = int(exponent or 0) - len(decimals)
    if power >= 0:
        whole_number: int = digits * _TENS[power]
        return whole_number
    below = _TENS[-power]
    return Fraction(digits, below) if digits % below else digits // below


def parse_fraction(text: str) -> Number | None:
    """A decimal, `30000/1001` or `16:9`; None for anything else, a zero denominator (`0/0`, `0:1`) included.

    `0:1` and `0/1` are how an unset ratio is written, so a zero numerator is no value either.
    """
    broken = _BROKEN.match(text)
    if broken is None:
        return parse_number(text)
    above, below = parse_number(broken[1].strip()), parse_number(broken[3].strip())
    if not above or not below:
        return None
    return simplest(Fraction(above) / Fraction(below))


def distance(one: Number, other: Number) -> Number:
    """How far they are apart."""
    return one - other if one >= other else other - one


def simplest(number: Number) -> Number:
    """An int where the number is whole."""
    return number.numerator if number.denominator == 1 else number


def parse_quantity(value: object, kind: Kind) -> Number:
    """A rule book's value as an exact number in the kind's base unit (px, s, bit/s, bytes, Hz, fps).

    `value` is an int, a Fraction, or text with a unit of that kind. Raises QuantityError, which says
    what was expected, and which kind the unit belongs to if it is another's.
    """
    described, example = _DESCRIPTIONS[kind]
    if isinstance(value, int | Fraction) and not isinstance(value, bool):
        return simplest(value)
    if not isinstance(value, str):
        raise QuantityError(_not_a(value, described, example))
    text = value.strip()
    plain = parse_fraction(text)
    if plain is not None:
        if ":" in text and kind is not Kind.RATIO:
            raise QuantityError(_no_ratio(text, kind))
        return plain
    if "," in text or text[:1] in "<>≥≤" or ":" in text:
        meant = _meant(text, kind)
        if meant:
            raise QuantityError(_misspelt(value, described, meant))
    with_unit = _WITH_UNIT.match(text)
    number = parse_fraction(with_unit[1].replace(" ", "")) if with_unit else None
    if with_unit is None or number is None:
        meant = _meant(text, kind)
        if meant:
            raise QuantityError(_misspelt(value, described, meant))
        raise QuantityError(_not_a(value, described, example))
    factor = _UNITS[kind].get(with_unit[2].strip())
    if factor is None:
        raise QuantityError(_wrong_unit(value, with_unit[2].strip(), kind))
    return simplest(Fraction(number) * factor)


def _meant(value: object, kind: Kind) -> str:
    from mediaverdict.quantity_slips import meant  # noqa: PLC0415 - no cold start misspells a quantity

    return meant(str(value), dict(_UNITS[kind]), kind.value)


def _meant_percent(text: str) -> str:
    from mediaverdict.quantity_slips import meant_percent  # noqa: PLC0415 - no cold start misspells it

    return meant_percent(text)


def _no_ratio(text: str, kind: Kind) -> str:
    described, example = _DESCRIPTIONS[kind]
    meant = _meant(text, kind) if kind is Kind.SECONDS else ""  # 1:30
    if meant:
        return _misspelt(text, described, meant)
    return say(
        "{value} is a ratio, not {described}: write {example}", value=shown(text), described=described, example=example
    )


def _wrong_unit(value: object, unit: str, kind: Kind) -> str:
    described, example = _DESCRIPTIONS[kind]
    meant = _meant(value, kind)
    if meant:
        return _misspelt(value, described, meant)
    for other, units in _UNITS.items():
        if unit in units:
            return say(
                "{value} is {other}, not {described}: write {example}",
                value=shown(value), other=_DESCRIPTIONS[other][0], described=described, example=example,
            )  # fmt: skip
    from difflib import get_close_matches  # noqa: PLC0415 - no cold start misspells a unit

    near = get_close_matches(unit, _UNITS[kind], n=1, cutoff=0.3)
    advice = say("did you mean {words}?", words=near[0]) if near else say("write {written}", written=example)
    return say(
        "{value} has an unknown unit, {unit!r}; expected {described}: {advice}",
        value=shown(value), unit=unit, described=described, advice=advice,
    )  # fmt: skip


def _not_a(value: object, described: str, example: str) -> str:
    return say("{value} is not {described}: write {example}", value=shown(value), described=described, example=example)


def _misspelt(value: object, described: str, meant: str) -> str:
    return say(
        "{value} is not {described} as a rule book writes it: did you mean {meant}?",
        value=shown(value), described=described, meant=meant,
    )  # fmt: skip


def shown(value: object) -> str:
    """A rule book's value as a message shows it."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return say("a map")
    if isinstance(value, list):
        return say("a list")
    return repr(value) if isinstance(value, str) else str(value)


class Tolerance(NamedTuple):
    """How far a value may be off: the widest of an absolute, a relative and a frame tolerance."""

    absolute: Number = 0
    """In the base unit of the fact."""
    percent: Number = 0
    frames: Number = 0

    def margin(self, reference: Number, frame: Number | None) -> Number:
        """How far from `reference` a value may lie; `frame` is one frame's length in s, None if unknown."""
        widest: Number = self.absolute
        if self.percent:
            widest = max(widest, abs(Fraction(reference)) * self.percent / 100)
        if self.frames and frame is not None:
            widest = max(widest, Fraction(self.frames) * frame)
        return widest

    def __bool__(self) -> bool:
        return bool(self.absolute or self.percent or self.frames)


def parse_tolerance(value: object, kind: Kind) -> Tolerance:
    """`0.5s`, `2%`, `2 frames`, a number, or a list of these. Raises QuantityError."""
    if isinstance(value, list):
        if not value:
            raise QuantityError(say("an empty list of tolerances: write 0.5s, 2% or 2 frames"))
        parts = [parse_tolerance(one, kind) for one in value]
        return Tolerance(
            max(part.absolute for part in parts),
            max(part.percent for part in parts),
            max(part.frames for part in parts),
        )
    text = value.strip() if isinstance(value, str) else ""
    if text.endswith("%"):
        percent = parse_number(text[:-1].strip())
        if percent is None:
            written = _meant_percent(text) or "2%"
            raise QuantityError(say("{value} is no percentage: write {written}", value=shown(value), written=written))
        tolerance = Tolerance(percent=percent)
    elif kind is Kind.SECONDS and re.search(r"frames?\Z", text):
        tolerance = Tolerance(frames=parse_quantity(text, Kind.FRAMES))
    else:
        meant = _meant_percent(text) if text else ""
        if meant:
            raise QuantityError(
                say(
                    "{value} is no tolerance as a rule book writes it: did you mean {meant}?",
                    value=shown(value),
                    meant=meant,
                )
            )
        tolerance = Tolerance(absolute=parse_quantity(value, kind))
    if min(tolerance.absolute, tolerance.percent, tolerance.frames) < 0:
        raise QuantityError(say("{value} is negative: a tolerance is a distance", value=shown(value)))
    return tolerance


def format_number(number: Number) -> str:
    """A number as people write it, to six decimals."""
    if number.denominator == 1:
        return str(number.numerator)
    return f"{_double(number):.6f}".rstrip("0").rstrip(".")


_SCALED = {Kind.BIT_RATE: ((10**6, "Mbit/s"), (KILO, "kbit/s")), Kind.BYTES: ((10**9, "GB"), (10**6, "MB"))}


def format_quantity(number: Number, kind: Kind, *, unit: bool = True) -> str:
    """A number with its unit, scaled where that loses nothing: `4.5 Mbit/s`, `16:9`, `403.04 s`."""
    if kind is Kind.RATIO and number.denominator < 1000:
        return f"{number.numerator}:{number.denominator}"
    if kind is Kind.FRAME_RATE and parse_number(format_number(number)) != number:
        text = f"{number.numerator}/{number.denominator} ({_double(number):.3f})"
        return f"{text} fps" if unit else text
    if not unit or kind in (Kind.COUNT, Kind.RATIO, Kind.LEVEL):
        return format_number(number)
    if kind in _SCALED:
        # A computed rate has endless decimals; a bit more or less is never what matters.
        number = round(number) if abs(Fraction(number)) > KILO else number
        for factor, name in _SCALED[kind]:
            scaled = Fraction(number) / factor
            if abs(scaled) >= 1 and parse_number(f"{_double(scaled):.3f}") == scaled:
                return f"{format_number(simplest(scaled))} {name}"
    space = "" if kind is Kind.DEGREES else " "
    return f"{format_number(number)}{space}{kind.value}"


def to_json(number: Number) -> int | float:
    """The JSON number: whole ones as integers, others as the nearest double."""
    if number.denominator == 1:
        return number.numerator
    double = _double(number)
    return double if isfinite(double) else round(number)


def _double(number: Number) -> float:
    """The nearest double; what none can hold is infinite."""
    try:
        return float(number)
    except OverflowError:
        return inf if number > 0 else -inf
