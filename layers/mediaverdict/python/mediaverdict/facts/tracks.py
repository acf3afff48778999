"""Facts that all of an output's tracks make together: the last end, the earliest, the sum of the bit rates."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from mediaverdict.facts.definition import FactSpec, Source
from mediaverdict.facts.streams import LISTS, end_of
from mediaverdict.quantities import Kind, Number

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from mediaverdict.facts.definition import Told
    from mediaverdict.facts.values import OutputFacts


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


def _sum_told(facts: OutputFacts) -> Told:
    rates = [facts.get(name).raw for name in _rates(facts)]
    return " plus ".join(str(rate) for rate in rates) or None, facts.meta_path


def _rates(facts: OutputFacts) -> list[str]:
    families = (("video", facts.videos), ("audio", facts.audios))
    return [f"{family}[{index}].bitrate" for family, streams in families for index in range(len(streams))]


def _sum(facts: OutputFacts) -> Number | None:
    rates = [facts.number(name) for name in _rates(facts)]
    known = [rate for rate in rates if rate is not None]
    return sum(known, start=Fraction(0)) if known and len(known) == len(rates) else None


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
        "file.streams_bitrate", Kind.BIT_RATE, "sum of all streams' bit rates; absent where one's is", _sum, _sum_told,
    ),
    FactSpec(
        "video.most_bitrate", Kind.BIT_RATE,
        "the most that the first video stream's bit rate can be: its own, or the file's where that is absent",
        lambda facts: facts.value(_bound_name(facts)), _bound_told,
    ),
)  # fmt: skip
