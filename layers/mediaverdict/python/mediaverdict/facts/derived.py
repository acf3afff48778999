"""Facts of an output that follow from others: what standards limit, and what must agree with itself."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from mediaverdict.facts.definition import FactSpec, Reading, Source, derived, key
from mediaverdict.facts.streams import LISTS, stream_section
from mediaverdict.quantities import Kind, Number, distance

if TYPE_CHECKING:
    from mediaverdict.facts.values import OutputFacts

_SIZE = ("video.coded_width", "video.coded_height")


def _derived_dar(width: Number, height: Number, sar: Number | None) -> Number:
    """Width over height of what is coded, stretched by the pixels' shape where that is known."""
    return Fraction(width) / height * (sar or 1)


def _frames_gap(frames: Number, fps: Number, duration: Number, start: Number | None) -> Number:
    """How many frames too many or too few for rate and duration.

    In TS and HLS the duration can hold the start offset (10040 frames at 25 fps are 401.6 s beside
    403.04 s), so the duration less the start is as good.
    """
    return min(distance(frames, fps * length) for length in (duration, duration - (start or 0)))


def _lost(frames: Number, fps: Number, duration: Number, start: Number | None) -> Number:
    """How many frames are missing, by the same two durations; none where there are more than it takes."""
    return max(0, min(fps * length - frames for length in (duration, duration - (start or 0))))


def _gap(of_stream: str) -> Source:
    """How far the first video and the first audio stream are apart."""
    names = (f"video.{of_stream}", f"audio.{of_stream}")
    return derived(distance, *names, labels=("video", "audio"), at=1)


def _count(family: str) -> Source:
    """How many streams there are; with neither list in the answer, that is not known."""

    def count(facts: OutputFacts) -> int | None:
        listed = any(isinstance(facts.meta.get(name), list) for name in LISTS.values())
        return len(facts.videos if family == "video" else facts.audios) if listed else None

    return Source(count, lambda facts: (None, f"{facts.meta_path}/{LISTS[family]}"))


_DAR = key(stream_section("video", 0), Reading(Kind.RATIO, "Dar"))
_DERIVED_DAR = derived(_derived_dar, *_SIZE, helps="video.sar")
_FRAMES_GAP = derived(_frames_gap, "video.frames", "video.fps", "video.duration", helps="video.start_time")
_FRAMES_LOST = derived(_lost, "video.frames", "video.fps", "video.duration", helps="video.start_time")
_APART = "absolute difference of the video's and the audio's {}"

DERIVED = (
    FactSpec("video.dar", Kind.RATIO, "display aspect ratio as the stream says it, before rotation", *_DAR),
    FactSpec("video.derived_dar", Kind.RATIO, "display aspect ratio that width, height and sar come to", *_DERIVED_DAR),
    FactSpec("video.frames_gap", Kind.FRAMES, "frames too many or too few for rate and duration", *_FRAMES_GAP),
    FactSpec("video.frames_lost", Kind.FRAMES, "frames too few for rate and duration", *_FRAMES_LOST),
    FactSpec("video.count", Kind.COUNT, "number of video streams, cover pictures left out", *_count("video")),
    FactSpec("audio.count", Kind.COUNT, "number of audio streams", *_count("audio")),
    FactSpec("av.duration_gap", Kind.SECONDS, _APART.format("duration"), *_gap("duration")),
    FactSpec("av.start_gap", Kind.SECONDS, _APART.format("start"), *_gap("start_time")),
)
