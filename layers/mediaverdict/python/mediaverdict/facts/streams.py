"""Facts of one stream. Both spellings (`Codec_name`, `CodecName`) are accepted in both kinds of stream."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import cache
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from mediaverdict.facts.sources import Key, Reading, Section, T
from mediaverdict.facts.spec import FactSpec
from mediaverdict.jobs import NOTHING
from mediaverdict.quantities import Kind, Number, parse_number

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mediaverdict.facts.fact import Value
    from mediaverdict.facts.values import OutputFacts
    from mediaverdict.jobs import JsonObject

KBIT = 1000
"""Stream and file bit rates are in kbit/s (inferred from the documented example)."""

PICTURE_CODECS = frozenset({"mjpeg", "png", "bmp", "gif", "webp", "tiff"})

_CODEC = Reading(Kind.TEXT, "Codec_name", "CodecName")
_FRAMES = Reading(Kind.FRAMES, "NumFrames", "Num_frames")
DURATION = Reading(Kind.SECONDS, "Duration")
_FPS = Reading(Kind.FRAME_RATE, "Avg_fps", "AvgFps", "AvgFPS")


class _CodecTag(Reading):
    """The sample entry as text; MPEG-TS has stream types there (`0x001b`), which stay as they are."""

    __slots__ = ()
    _NAME = Reading(Kind.TEXT, "Codec_tag_string", "CodecTagString")
    _NUMBER = Reading(Kind.TEXT, "Codec_tag", "CodecTag")
    _PRINTABLE = re.compile(r"[A-Za-z0-9 .\-]{4}\Z")

    def __init__(self) -> None:
        super().__init__(Kind.TEXT, *self._NAME.names)

    def of(self, find: Callable[[T], JsonObject]) -> Callable[[T], Value | None]:
        return lambda facts: self._tag(find(facts))

    def _tag(self, data: JsonObject) -> Value | None:
        named = self._NAME.value(data)
        if isinstance(named, str) and "[" not in named:
            return named
        number = self._NUMBER.value(data)
        try:
            tag = int(str(number), 16).to_bytes(4, "little").decode("ascii")
        except (ValueError, OverflowError):  # more than four bytes, no number, no ASCII
            return number
        return tag if self._PRINTABLE.match(tag) else number

    def key(self, data: JsonObject) -> str:
        named = self._NAME.value(data)
        by_name = isinstance(named, str) and "[" not in named
        raw = data.get(self._NAME.key(data))
        return (self._NAME if by_name or (self._NUMBER.value(data) is None and raw is not None) else self._NUMBER).key(data)


def zero_is_absent(value: Value, _: JsonObject) -> Value | None:
    """No picture has an edge of zero."""
    return value or None


def _whole_turns_off(value: Value, _: JsonObject) -> Value:
    """-90 and 450 are 270 and 90."""
    return value % 360 if isinstance(value, int) else value


def _level(value: Value, stream: JsonObject) -> Value | None:
    """H.264 counts tens of a level (31 is 3.1), HEVC thirties (93 is 3.1); others are as they are."""
    if not isinstance(value, int):
        return value
    return level_of(str(_CODEC.value(stream) or "").lower(), value) if value > 0 else None  # -99 is FFmpeg's "unknown"


def level_of(codec: str, number: int) -> Number:
    """A level as people say it, from the number in the stream."""
    if codec in ("h264", "avc"):
        return parse_number(f"{number // 10}.{number % 10}") or number
    if codec in ("hevc", "h265"):
        return parse_number(f"{number // 30}.{number % 30 // 3}") or number
    return number


class StreamFact(NamedTuple):
    """A fact that every stream of a kind has."""

    kind: Kind
    meaning: str
    reading: Reading


def _rows(*rows: tuple[str, Kind, str, Reading | tuple[str, ...]]) -> dict[str, StreamFact]:
    """Of (name, kind, meaning, how it is read, or the key's spellings alone)."""
    return {
        name: StreamFact(kind, meaning, how if isinstance(how, Reading) else Reading(kind, *how))
        for name, kind, meaning, how in rows
    }


_BIT_RATE = Reading(Kind.BIT_RATE, "Bit_rate", "Bitrate", "BitRate", factor=KBIT)
_EDGES = {edge: Reading(Kind.PIXELS, edge, finish=zero_is_absent) for edge in ("Width", "Height")}

VIDEO = _rows(
    ("codec", Kind.TEXT, "h264, hevc, av1, vp9, ...", _CODEC),
    ("codec_tag", Kind.TEXT, "the sample entry (avc1, hvc1); in hexadecimal where it is not printable", _CodecTag()),
    ("profile", Kind.TEXT, "the codec's profile: High, Main 10, ...", ("Profile",)),
    (
        "level", Kind.LEVEL, "the codec's level as people say it: 3.1 for H.264's 31 and HEVC's 93",
        Reading(Kind.LEVEL, "Level", finish=_level),
    ),
    ("pixel_format", Kind.TEXT, "yuv420p, yuv420p10le, ...", ("PixFmt", "Pix_fmt")),
    ("fps", Kind.FRAME_RATE, "average frame rate", _FPS),
    ("nominal_fps", Kind.FRAME_RATE, "the container's frame rate; over 210 it is a time base", ("Fps",)),
    ("bitrate", Kind.BIT_RATE, "bit rate of the stream", _BIT_RATE),
    ("duration", Kind.SECONDS, "duration of the stream", DURATION),
    ("start_time", Kind.SECONDS, "first timestamp; MPEG-TS starts at about 1.4 s", ("Start_time", "StartTime")),
    ("rotation", Kind.DEGREES, "0, 90, 180 or 270", Reading(Kind.DEGREES, "Rotate", finish=_whole_turns_off)),
    ("sar", Kind.RATIO, "sample (pixel) aspect ratio", ("Sar",)),
    ("coded_width", Kind.PIXELS, "width before rotation", _EDGES["Width"]),
    ("coded_height", Kind.PIXELS, "height before rotation", _EDGES["Height"]),
    ("b_frames", Kind.COUNT, "the most B-frames in a row", ("Has_b_frames", "HasBFrames")),
    ("frames", Kind.FRAMES, "number of frames", _FRAMES),
    ("language", Kind.TEXT, "language tag", ("Lang",)),
)  # fmt: skip

AUDIO = _rows(
    ("codec", Kind.TEXT, "aac, mp3, opus, ...", _CODEC),
    ("codec_tag", Kind.TEXT, "the sample entry (mp4a); in hexadecimal where it is not printable", _CodecTag()),
    ("channels", Kind.COUNT, "number of channels", ("Channels",)),
    ("layout", Kind.TEXT, "stereo, 5.1, ...", ("ChannelLayout", "Channel_layout")),
    ("sample_rate", Kind.HERTZ, "sample rate", ("SampleRate", "Sample_rate")),
    ("sample_format", Kind.TEXT, "fltp, s16, ...", ("SampleFmt", "Sample_fmt")),
    ("bitrate", Kind.BIT_RATE, "bit rate of the stream", _BIT_RATE),
    ("duration", Kind.SECONDS, "duration of the stream", DURATION),
    ("start_time", Kind.SECONDS, "first timestamp", ("Start_time", "StartTime")),
    ("language", Kind.TEXT, "language tag", ("Lang",)),
)


LISTS = {"video": "VideoStreamInfoList", "audio": "AudioStreamInfoList"}


def stream_spec(family: str, index: int | None, name: str, fact: StreamFact) -> FactSpec[OutputFacts]:
    """A stream's fact as a rule names it: `video.codec` (no index) for the first one's, `video[1].codec`."""
    of, stream = (family, f"first {family} stream") if index is None else (f"{family}[{index}]", f"{family} stream {index}")
    section = stream_section(family, index or 0)
    return FactSpec(f"{of}.{name}", fact.kind, f"{stream}: {fact.meaning}", Key(section, fact.reading))


@cache
def stream_section(family: str, index: int) -> Section[OutputFacts]:
    """The stream of that number among those of its family, cover pictures left out."""
    streams: Callable[[OutputFacts], Sequence[JsonObject]] = attrgetter(f"{family}s")

    def data(facts: OutputFacts) -> JsonObject:
        found = streams(facts)
        return found[index] if index < len(found) else NOTHING

    def missing(facts: OutputFacts) -> bool:
        return index >= len(streams(facts))

    def path(facts: OutputFacts) -> str:
        listed = facts.meta.get(LISTS[family])
        every = f"{facts.meta_path}/{LISTS[family]}"
        if missing(facts) or not isinstance(listed, list):
            return every
        return f"{every}/{next(at for at, stream in enumerate(listed) if stream is data(facts))}"

    return Section(attrgetter(family) if index == 0 else data, path, missing)


def is_cover(stream: JsonObject) -> bool:
    """Whether a video stream is a cover picture: a picture codec, and nothing that says it moves."""
    codec = _CODEC.value(stream)
    if not isinstance(codec, str) or codec.lower() not in PICTURE_CODECS:
        return False
    frames = _FRAMES.value(stream)
    if isinstance(frames, int | Fraction):
        return frames <= 1
    fps = _FPS.value(stream)
    return not isinstance(fps, int | Fraction) or fps > 240  # a picture's rate is 0/0 or its time base
