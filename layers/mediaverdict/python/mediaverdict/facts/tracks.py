"""Facts that all of an output's tracks make together: the last end, the earliest, what their bit rates come to."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from mediaverdict.facts.definition import FactSpec, Source
from mediaverdict.facts.streams import LISTS, end_of
from mediaverdict.quantities import Kind, Number, simplest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from mediaverdict.facts.definition import Told
    from mediaverdict.facts.values import OutputFacts


BITS = 8
"""Of a byte."""
WINDOW = 1
"""Seconds; about what the coded picture buffer holds at a level's bit rate."""


def _audio_ends(choose: Callable[[Iterable[Number]], Number]) -> Source:
    """Of all audio tracks; absent where one's end is."""

    def value(facts: OutputFacts) -> Number | None:
        ends = [end_of(stream, "audio") for stream in facts.audios]
        known = [end for end in ends if end is not None]
        return choose(known) if known and len(known) == len(ends) else None

    def told(facts: OutputFacts) -> Told:
        ends = [end_of(stream, "audio") for stream in facts.audios]
        return ", ".join(str(end) for end in ends) or None, f"{facts.meta_path}/{LISTS['audio']}"

    return Source(value, told)


def _streams(facts: OutputFacts) -> list[str]:
    families = (("video", facts.videos), ("audio", facts.audios))
    return [f"{family}[{index}]" for family, streams in families for index in range(len(streams))]


def _size(facts: OutputFacts) -> Number | None:
    sizes = []
    for stream in _streams(facts):
        rate, length = facts.number(f"{stream}.bitrate"), facts.number(f"{stream}.duration")
        if rate is None or length is None:
            return None
        sizes.append(Fraction(rate) * length / BITS)
    return simplest(sum(sizes, start=Fraction(0))) if sizes else None


def _size_told(facts: OutputFacts) -> Told:
    parts = [
        f"{facts.get(f'{one}.bitrate').raw} kbit/s for {facts.get(f'{one}.duration').raw} s" for one in _streams(facts)
    ]
    return " plus ".join(parts) or None, facts.meta_path


def _sustained(facts: OutputFacts) -> Number | None:
    length = facts.number("video.duration")
    return None if length is not None and length < WINDOW else facts.number("video.bitrate")


def _bound_told(facts: OutputFacts) -> Told:
    return facts.get(_bound_name(facts))[1:]


def _bound_name(facts: OutputFacts) -> str:
    return "video.bitrate" if facts.value("video.bitrate") is not None else "bitrate"


TRACKS = (
    FactSpec(
        "audio.first_end", Kind.SECONDS, "when the first of all audio tracks ends; absent where one's end is",
        *_audio_ends(min),
    ),
    FactSpec(
        "audio.last_end", Kind.SECONDS, "when the last of all audio tracks ends; absent where one's end is",
        *_audio_ends(max),
    ),
    FactSpec(
        "file.streams_size", Kind.BYTES, "what all streams' bit rates and durations come to; absent where one's is",
        _size, _size_told,
    ),
    FactSpec(
        "video.most_bitrate", Kind.BIT_RATE,
        "the most that the first video stream's bit rate can be: its own, or the file's where that is absent",
        lambda facts: facts.value(_bound_name(facts)), _bound_told,
    ),
    FactSpec(
        "video.sustained_bitrate", Kind.BIT_RATE,
        "bit rate of the first video stream; absent in a clip under 1 s, which a decoder's buffer may hold whole",
        _sustained, lambda facts: facts.get("video.bitrate")[1:],
    ),
)  # fmt: skip
