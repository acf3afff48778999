"""Facts that follow from others: what standards limit, and what must agree with itself.

Each is absent where one of its ingredients is; its raw text names them, its path is that of the first.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Protocol

from mediaverdict.facts.fact import Fact, Value
from mediaverdict.quantities import Number, simplest

if TYPE_CHECKING:
    from collections.abc import Callable


class Source(Protocol):
    """Where ingredients are looked up."""

    def get(self, name: str) -> Fact:
        """The fact of that name."""
        ...


def _number(value: Value | None) -> Number | None:
    return value if isinstance(value, int | Fraction) and not isinstance(value, bool) else None


def _from(facts: Source, names: tuple[str, ...], compute: Callable[..., Number | None]) -> Fact:
    """A fact computed of the numbers of others."""
    found = [facts.get(name) for name in names]
    raw = ", ".join(f"{name} {fact.raw}" for name, fact in zip(names, found, strict=True))
    numbers = [number for fact in found if (number := _number(fact.value)) is not None]
    if len(numbers) < len(found):
        absent = next(fact for fact in found if _number(fact.value) is None)
        return Fact(None, raw, absent.path)
    result = compute(*numbers)
    return Fact(None if result is None else simplest(result), raw, found[0].path)


_SIZE = ("video.coded_width", "video.coded_height")
_SIZE_AND_RATE = (*_SIZE, "video.fps")
MACROBLOCK = 16
"""Pixels; an H.264 picture is made of these."""


def _blocks(edge: Number) -> int:
    return int(-(-edge // MACROBLOCK))


def _derived_dar(facts: Source) -> Fact:
    """Width over height of what is coded, stretched by the pixels' shape where that is known."""
    sar = _number(facts.get("video.sar").value) or 1
    return _from(facts, _SIZE, lambda width, height: Fraction(width) / height * sar)


def _frames_gap(facts: Source) -> Fact:
    """How many frames too many or too few for rate and duration.

    In TS and HLS the duration can hold the start offset (10040 frames at 25 fps are 401.6 s beside
    403.04 s), so the duration less the start is as good.
    """
    start = _number(facts.get("video.start_time").value) or 0

    def gap(frames: Number, fps: Number, duration: Number) -> Number:
        lengths = (duration, duration - start)
        return min(abs(frames - Fraction(fps) * length) for length in lengths)

    return _from(facts, ("video.frames", "video.fps", "video.duration"), gap)


def _average_bitrate(facts: Source) -> Fact:
    """Size over duration; absent for a manifest, whose size is the playlist's."""
    return _from(facts, ("size", "duration"), lambda size, seconds: Fraction(size) * 8 / seconds if seconds else None)


DERIVED: dict[str, Callable[[Source], Fact]] = {
    "video.derived_dar": _derived_dar,
    "video.pixels": lambda facts: _from(facts, _SIZE, lambda width, height: width * height),
    "video.pixel_rate": lambda facts: _from(facts, _SIZE_AND_RATE, lambda w, h, fps: w * h * Fraction(fps)),
    "video.longest_edge": lambda facts: _from(facts, _SIZE, max),
    "video.macroblocks": lambda facts: _from(facts, _SIZE, lambda w, h: _blocks(w) * _blocks(h)),
    "video.macroblock_rate": lambda facts: _from(
        facts, _SIZE_AND_RATE, lambda w, h, fps: _blocks(w) * _blocks(h) * Fraction(fps)
    ),
    "video.macroblock_edge": lambda facts: _from(facts, _SIZE, lambda w, h: max(_blocks(w), _blocks(h))),
    "video.frames_gap": _frames_gap,
    "file.duration_gap": lambda facts: _from(
        facts, ("file.duration", "file.longest_stream"), lambda file, stream: abs(Fraction(file) - stream)
    ),
    "file.average_bitrate": _average_bitrate,
}
