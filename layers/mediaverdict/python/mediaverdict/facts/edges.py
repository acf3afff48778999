"""Which edge was asked for: a request may have no orientation of its own."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from mediaverdict.facts.asking import asked_of, setting
from mediaverdict.facts.definition import Reading, Source
from mediaverdict.facts.requested_values import is_another_size
from mediaverdict.jobs import usable_text
from mediaverdict.quantities import Kind

if TYPE_CHECKING:
    from mediaverdict.facts.definition import Told
    from mediaverdict.facts.fact import Value
    from mediaverdict.facts.values import OutputFacts

_UPRIGHT = {edge: Reading(Kind.PIXELS, edge) for edge in ("Width", "Height")}
_OTHER = {"Width": "Height", "Height": "Width"}


def edge_of(edge: str) -> Source:
    """With `LongShortMode`, or a turn by 90 degrees, a request has no orientation of its own: it is the delivered one.

    Where `Pad` or `Crop` names another size, none is known.
    Whether it has one is not known where the template that may say so could not be had: then it is absent unless
    both readings come to the same.
    """

    def choose(facts: OutputFacts) -> Reading:
        return _UPRIGHT[_OTHER[edge] if _is_turned(facts) else edge]

    plain = setting("Video", choose)

    def value(facts: OutputFacts) -> Value | None:
        asked = asked_of(facts)
        if asked.lacking and "LongShortMode" not in asked.section("Video") and _lies_otherwise(facts):
            return None
        return None if _is_framed(facts) else plain.value(facts)

    def told(facts: OutputFacts) -> Told:
        found = plain.told(facts)
        return (*found[:2], asked_of(facts).lacking) if value(facts) is None else found

    return Source(value, told)


def _is_framed(facts: OutputFacts) -> bool:
    """Whether bars or a crop make it another size than the request's own, as far as is known."""
    video = asked_of(facts).section("Video")
    if "Pad" not in video and "Crop" not in video:
        return False
    width, height = (_UPRIGHT[edge].value(video) for edge in ("Width", "Height"))
    return any(is_another_size(video.get(key), width, height) for key in ("Pad", "Crop"))


def _is_turned(facts: OutputFacts) -> bool:
    """Whether Width is what a viewer sees as the height."""
    video = asked_of(facts).section("Video")
    if asked_of(facts).is_on("Video", "LongShortMode"):
        return _portrait(facts.number("width"), facts.number("height")) is True
    return usable_text(video.get("Rotate")) in ("90", "270") and _lies_otherwise(facts)


def _lies_otherwise(facts: OutputFacts) -> bool:
    """Whether the delivered picture is upright though a lying one was asked for, or the other way round."""
    video = asked_of(facts).section("Video")
    width, height = (_UPRIGHT[edge].value(video) for edge in ("Width", "Height"))
    came = _portrait(facts.number("width"), facts.number("height"))
    if not width or not height:
        return came is True
    return came is not None and came is not _portrait(width, height)


def _portrait(width: object, height: object) -> bool | None:
    """None where that is not known, or neither."""
    if not isinstance(width, int | Fraction) or not isinstance(height, int | Fraction) or width == height:
        return None
    return width < height
