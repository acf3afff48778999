"""Facts of one stream. Both spellings (`Codec_name`, `CodecName`) are accepted in both kinds of stream."""

from __future__ import annotations

import re
from fractions import Fraction
from operator import attrgetter
from typing import TYPE_CHECKING

from mediaverdict.facts.definition import FactSpec, Reading, Section, Source, T, key
from mediaverdict.jobs import NOTHING
from mediaverdict.quantities import Kind, Number, parse_number, simplest

if TYPE_CHECKING:
    from collections.abc import Callable

    from mediaverdict.facts.definition import Told
    from mediaverdict.facts.fact import Value
    from mediaverdict.facts.values import OutputFacts
    from mediaverdict.jobs import JsonObject

KBIT = 1000
"""Stream and file bit rates are in kbit/s (inferred from the documented example)."""

PICTURE_CODECS = frozenset({"mjpeg", "png", "bmp", "gif", "webp", "tiff"})


class _CodecTag(Reading):
    """The sample entry as text; MPEG-TS has stream types there (`0x001b`), which stay as they are."""

    _NAME = Reading(Kind.TEXT, "Codec_tag_string", "CodecTagString")
    _NUMBER = Reading(Kind.TEXT, "Codec_tag", "CodecTag")
    _PRINTABLE = re.compile(r"[A-Za-z0-9 .\-]{4}\Z")

    def __init__(self) -> None:
        super().__init__(Kind.TEXT)

    def of(self, find: Callable[[T], JsonObject]) -> Callable[[T], Value | None]:
        return lambda facts: self._tag(find(facts))

    def key(self, data: JsonObject) -> str:
        unnamed = self._NAME.value(data) != self._tag(data) or data.get(self._NAME.key(data)) is None
        numbered = self._NUMBER.value(data) is not None or data.get(self._NAME.key(data)) is None
        return (self._NUMBER if unnamed and numbered else self._NAME).key(data)

    def _tag(self, data: JsonObject) -> Value | None:
        named, number = self._NAME.value(data), self._NUMBER.value(data)
        if isinstance(named, str) and "[" not in named:
            return named
        try:
            tag = int(str(number), 16).to_bytes(4, "little").decode("ascii")
        except (ValueError, OverflowError):  # more than four bytes, no number, no ASCII
            return number
        return tag if self._PRINTABLE.match(tag) else number


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


EDGES = {edge: Reading(Kind.PIXELS, edge, finish=lambda value, _: value or None) for edge in ("Width", "Height")}
"""No picture has an edge of zero."""
DURATION = Reading(Kind.SECONDS, "Duration")
_CODEC = Reading(Kind.TEXT, "Codec_name", "CodecName")
_FRAMES = Reading(Kind.FRAMES, "NumFrames", "Num_frames")
_FPS = Reading(Kind.FRAME_RATE, "Avg_fps", "AvgFps", "AvgFPS")
_BIT_RATE = Reading(Kind.BIT_RATE, "Bit_rate", "Bitrate", "BitRate", factor=KBIT)
_START = Reading(Kind.SECONDS, "Start_time", "StartTime")
_LANGUAGE = Reading(Kind.LANGUAGE, "Lang")

StreamFacts = dict[str, tuple[Reading, str]]
"""By name: how it is read from a stream, and what it means."""

VIDEO: StreamFacts = {
    "codec": (_CODEC, "h264, hevc, av1, vp9, ..."),
    "codec_tag": (_CodecTag(), "the sample entry (avc1, hvc1); in hexadecimal where it is not printable"),
    "profile": (Reading(Kind.TEXT, "Profile"), "the codec's profile: High, Main 10, ..."),
    "level": (
        Reading(Kind.LEVEL, "Level", finish=_level),
        "the codec's level as people say it: 3.1 for H.264's 31 and HEVC's 93",
    ),
    "pixel_format": (Reading(Kind.TEXT, "PixFmt", "Pix_fmt"), "yuv420p, yuv420p10le, ..."),
    "fps": (_FPS, "average frame rate"),
    "nominal_fps": (Reading(Kind.FRAME_RATE, "Fps"), "the container's frame rate; over 210 it is a time base"),
    "bitrate": (_BIT_RATE, "bit rate of the stream"),
    "duration": (DURATION, "duration of the stream"),
    "start_time": (_START, "first timestamp; MPEG-TS starts at about 1.4 s"),
    "rotation": (Reading(Kind.DEGREES, "Rotate", finish=_whole_turns_off), "0, 90, 180 or 270"),
    "sar": (Reading(Kind.RATIO, "Sar"), "sample (pixel) aspect ratio"),
    "coded_width": (EDGES["Width"], "width before rotation"),
    "coded_height": (EDGES["Height"], "height before rotation"),
    "reorder_depth": (
        Reading(Kind.COUNT, "Has_b_frames", "HasBFrames"),
        "pictures that are held back to be put in order: 0 without B-frames, 1 for two in a row without a pyramid",
    ),
    "frames": (_FRAMES, "number of frames"),
    "language": (_LANGUAGE, "language tag"),
}

AUDIO: StreamFacts = {
    "codec": (_CODEC, "aac, mp3, opus, ..."),
    "codec_tag": (_CodecTag(), "the sample entry (mp4a); in hexadecimal where it is not printable"),
    "channels": (Reading(Kind.COUNT, "Channels"), "number of channels"),
    "layout": (Reading(Kind.TEXT, "ChannelLayout", "Channel_layout"), "stereo, 5.1, ..."),
    "sample_rate": (Reading(Kind.HERTZ, "SampleRate", "Sample_rate"), "sample rate"),
    "sample_format": (Reading(Kind.TEXT, "SampleFmt", "Sample_fmt"), "fltp, s16, ..."),
    "bitrate": (_BIT_RATE, "bit rate of the stream"),
    "duration": (DURATION, "duration of the stream"),
    "start_time": (_START, "first timestamp"),
    "language": (_LANGUAGE, "language tag"),
}

LISTS = {"video": "VideoStreamInfoList", "audio": "AudioStreamInfoList"}


END = "end"
"""Start plus duration, of either family: `ends` has how it is computed."""
STREAM_FACTS: dict[str, StreamFacts] = {"video": VIDEO, "audio": AUDIO}
STREAM_NAMES = {family: (*facts, END) for family, facts in STREAM_FACTS.items()}
"""What may stand after `video[1].`."""


def stream_spec(family: str, index: int | None, name: str) -> FactSpec:
    """A stream's fact as a rule names it: `video.codec` (no index) for the first one's, `video[1].codec`."""
    of, whose = (
        (family, f"first {family} stream") if index is None else (f"{family}[{index}]", f"{family} stream {index}")
    )
    if name == END:
        return FactSpec(f"{of}.{name}", Kind.SECONDS, f"{whose}: {END_MEANING}", *stream_end(family, index or 0))
    reading, meaning = STREAM_FACTS[family][name]
    return FactSpec(
        f"{of}.{name}", reading.kind, f"{whose}: {meaning}", *key(stream_section(family, index or 0), reading)
    )


def every_stream_spec(family: str, name: str) -> FactSpec:
    """`audio[*].language`: of each stream in turn, so that the output itself has no value of it (see `every_track`)."""
    kind, meaning = Kind.SECONDS, END_MEANING
    if name != END:
        reading, meaning = STREAM_FACTS[family][name]
        kind = reading.kind
    return FactSpec(
        f"{family}[*].{name}", kind, f"each {family} stream: {meaning}", lambda _: None,
        lambda facts: (None, f"{facts.meta_path}/{LISTS[family]}"),
    )  # fmt: skip


def stream_section(family: str, index: int) -> Section:
    """The stream of that number among those of its family, cover pictures left out."""
    streams: Callable[[OutputFacts], list[JsonObject]] = attrgetter(f"{family}s")

    def data(facts: OutputFacts) -> JsonObject:
        found = streams(facts)
        return found[index] if index < len(found) else NOTHING

    def missing(facts: OutputFacts) -> bool:
        return index >= len(streams(facts))

    def path(facts: OutputFacts) -> str:
        listed, every = facts.meta.get(LISTS[family]), f"{facts.meta_path}/{LISTS[family]}"
        if missing(facts) or not isinstance(listed, list):
            return every
        return f"{every}/{next(at for at, stream in enumerate(listed) if stream is data(facts))}"

    return Section(attrgetter(family) if index == 0 else data, path, missing)


END_MEANING = "start plus duration; a picture's frames at their rate stand in for a duration that is absent"


def stream_end(family: str, index: int) -> Source:
    """When a stream ends. Matroska, WebM and HLS tell of no stream's duration, but the service counts frames."""
    section = stream_section(family, index)

    def told(facts: OutputFacts) -> Told:
        data, path = section.data(facts), section.path(facts)
        start, length = _START.value(data), DURATION.value(data)
        if section.missing(facts) or (length is None and family != "video"):
            return None, path if section.missing(facts) else f"{path}/{DURATION.key(data)}"
        if length is None:
            return f"{_FRAMES.value(data)} frames at {_FPS.value(data)} fps from {start or 0}", path
        return f"{length} from {start or 0}", f"{path}/{DURATION.key(data)}"

    return Source(lambda facts: end_of(section.data(facts), family), told)


def end_of(stream: JsonObject, family: str) -> Number | None:
    """Start plus duration, in s; None where neither duration nor frames are told."""
    length = DURATION.value(stream)
    if length is None and family == "video":
        frames, fps = _FRAMES.value(stream), _FPS.value(stream)
        if isinstance(frames, int | Fraction) and isinstance(fps, int | Fraction):
            length = frames / Fraction(fps)
    start = _START.value(stream) or 0
    if not isinstance(length, int | Fraction) or not isinstance(start, int | Fraction):
        return None
    return simplest(Fraction(length + start))


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
