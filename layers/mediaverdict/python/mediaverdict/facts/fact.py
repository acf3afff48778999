"""What a fact is, and how one is read from a part of the answer."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from mediaverdict.jobs import usable_text
from mediaverdict.quantities import Kind, Number, parse_fraction, parse_number, simplest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mediaverdict.jobs import JsonNode

Value = int | Fraction | str | bool | tuple[str, ...]

MAX_RAW = 200


class Fact(NamedTuple):
    """A value with where it came from."""

    value: Value | None
    """None where it is absent: missing, empty, `N/A`, unparsable or not finite."""
    raw: str | None
    """The answer's own text, None where there was none."""
    path: str
    """A JSON pointer into the answer; empty where the fact stands nowhere in it."""


class LazyFacts:
    """Facts by name, each computed once, when it is asked for; `given` ones stand as they are."""

    def __init__(self, given: Mapping[str, Fact] | None = None) -> None:
        self._known: dict[str, Fact] = dict(given or {})

    def get(self, name: str) -> Fact:
        """The fact of that name; it must be one that `find_fact` knows."""
        fact = self._known.get(name)
        if fact is None:
            fact = self._known[name] = self._compute(name)
        return fact

    def _compute(self, name: str) -> Fact:
        raise NotImplementedError(name)


ABSENT = Fact(None, None, "")


def read(part: JsonNode, names: tuple[str, ...], kind: Kind, factor: int = 1) -> Fact:
    """The first of the spellings that the part has, as a fact of that kind.

    Numbers are multiplied by `factor` (the API's kbit/s become bit/s). The path is that of the spelling
    found; where none is found, that of the first. Names are the API's own: none needs an escape.
    """
    data, path = part
    for name in names:
        if name in data:
            break
    else:
        return Fact(None, None, f"{path}/{names[0]}")
    found = data[name]
    if type(found) is str and len(found) <= MAX_RAW:
        value, raw = _read_text(found, kind, factor)
    else:
        text, raw = usable_text(found), raw_text(found)
        value = convert(text, kind, factor) if text is not None else None
    return Fact(value, raw, f"{path}/{name}")


@lru_cache(maxsize=8192)
def _read_text(found: str, kind: Kind, factor: int) -> tuple[Value | None, str | None]:
    """(value, raw text): the same few texts come again and again, in a job's outputs and from job to job."""
    text = usable_text(found)
    return (convert(text, kind, factor) if text is not None else None), raw_text(found)


def convert(text: str, kind: Kind, factor: int = 1) -> Value | None:
    """A usable text as a value of the kind; None where it is none."""
    if kind is Kind.TEXT or kind is Kind.MOMENT:
        return text
    if kind is Kind.NAMES:
        return tuple(sorted({name.strip().lower() for name in text.split(",") if name.strip()}))
    if kind is Kind.FLAG:
        return {"true": True, "1": True, "false": False, "0": False}.get(text.lower())
    number: Number | None
    if kind is Kind.FRAME_RATE or kind is Kind.RATIO:
        number = parse_fraction(text)
        if not number:  # no frame rate and no ratio is zero: that is how "unset" is written
            return None
    else:
        number = parse_number(text)
    if number is None:
        return None
    return simplest(number * factor) if factor != 1 else number


def raw_text(value: object) -> str | None:
    """The answer's own text of a value, cut to a length that a message bears."""
    if value is None:
        return None
    text = value if isinstance(value, str) else usable_text(value)
    if text is None:
        text = "{…}" if isinstance(value, dict) else "[…]"
    return text if len(text) <= MAX_RAW else text[: MAX_RAW - 1] + "…"
