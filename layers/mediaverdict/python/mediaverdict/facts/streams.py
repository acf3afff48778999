"""Facts of one stream. Both spellings (`Codec_name`, `CodecName`) are accepted in both kinds of stream."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from mediaverdict.facts.catalog import AUDIO_FACTS, VIDEO_FACTS
from mediaverdict.facts.fact import Fact, read
from mediaverdict.quantities import Kind, Number, parse_fraction, parse_number, simplest

if TYPE_CHECKING:
    from collections.abc import Callable

    from mediaverdict.jobs import JsonNode

KBIT = 1000
"""Stream and file bit rates are in kbit/s (inferred from the documented example)."""

PICTURE_CODECS = frozenset({"mjpeg", "png", "bmp", "gif", "webp", "tiff"})


class _Keys(NamedTuple):
    names: tuple[str, ...]
    factor: int = 1


_COMMON: dict[str, _Keys] = {
    "codec": _Keys(("Codec_name", "CodecName")),
    "bitrate": _Keys(("Bit_rate", "Bitrate", "BitRate"), KBIT),
    "duration": _Keys(("Duration",)),
    "start_time": _Keys(("Start_time", "StartTime")),
    "language": _Keys(("Lang",)),
}

VIDEO_KEYS: dict[str, _Keys] = {
    **_COMMON,
    "profile": _Keys(("Profile",)),
    "pixel_format": _Keys(("PixFmt", "Pix_fmt")),
    "fps": _Keys(("Avg_fps", "AvgFps", "AvgFPS")),
    "nominal_fps": _Keys(("Fps",)),
    "rotation": _Keys(("Rotate",)),
    "sar": _Keys(("Sar",)),
    "coded_width": _Keys(("Width",)),
    "coded_height": _Keys(("Height",)),
    "b_frames": _Keys(("Has_b_frames", "HasBFrames")),
    "frames": _Keys(("NumFrames", "Num_frames")),
}

AUDIO_KEYS: dict[str, _Keys] = {
    **_COMMON,
    "channels": _Keys(("Channels",)),
    "layout": _Keys(("ChannelLayout", "Channel_layout")),
    "sample_rate": _Keys(("SampleRate", "Sample_rate")),
    "sample_format": _Keys(("SampleFmt", "Sample_fmt")),
}


class Plain(NamedTuple):
    """A fact that is one key of a stream; `finish` says what else is to be done with it."""

    of_video: bool
    names: tuple[str, ...]
    kind: Kind
    factor: int
    finish: Callable[[Fact], Fact] | None


def _whole_turns_off(fact: Fact) -> Fact:
    """-90 and 450 are 270 and 90."""
    if isinstance(fact.value, int) and not 0 <= fact.value < 360:
        return fact._replace(value=fact.value % 360)
    return fact


def _zero_is_absent(fact: Fact) -> Fact:
    return fact._replace(value=None) if fact.value == 0 else fact


_FINISH: dict[str, Callable[[Fact], Fact]] = {
    "rotation": _whole_turns_off,
    "coded_width": _zero_is_absent,
    "coded_height": _zero_is_absent,
}
PLAIN_FACTS: dict[str, Plain] = {
    f"{family}.{name}": Plain(family == "video", keys[name].names, kind, keys[name].factor, _FINISH.get(name))
    for family, facts, keys in (("video", VIDEO_FACTS, VIDEO_KEYS), ("audio", AUDIO_FACTS, AUDIO_KEYS))
    for name, (kind, _) in facts.items()
    if name in keys
}


def plain_fact(stream: JsonNode, plain: Plain) -> Fact:
    """A fact that is one key of a stream."""
    fact = read(stream, plain.names, plain.kind, plain.factor)
    return fact if plain.finish is None else plain.finish(fact)


_TAG_NAME = ("Codec_tag_string", "CodecTagString")
_TAG_NUMBER = ("Codec_tag", "CodecTag")
_PRINTABLE = re.compile(r"[A-Za-z0-9 .\-]{4}\Z")


def video_fact(stream: JsonNode, name: str) -> Fact:
    """A video stream's fact by its name in `VIDEO_FACTS`."""
    if name == "codec_tag":
        return codec_tag(stream)
    if name == "level":
        return _level(stream)
    return plain_fact(stream, PLAIN_FACTS[f"video.{name}"])


def audio_fact(stream: JsonNode, name: str) -> Fact:
    """An audio stream's fact by its name in `AUDIO_FACTS`."""
    if name == "codec_tag":
        return codec_tag(stream)
    return plain_fact(stream, PLAIN_FACTS[f"audio.{name}"])


def is_cover(stream: JsonNode) -> bool:
    """Whether a video stream is a cover picture: a picture codec, and nothing that says it moves."""
    if (stream.text(*_COMMON["codec"].names) or "").lower() not in PICTURE_CODECS:
        return False
    frames = parse_number(stream.text(*VIDEO_KEYS["frames"].names) or "")
    if frames is not None:
        return frames <= 1
    fps = parse_fraction(stream.text(*VIDEO_KEYS["fps"].names) or "")
    return not fps or fps > 240  # a picture's rate is 0/0 or its time base


def codec_tag(stream: JsonNode) -> Fact:
    """The sample entry as text; MPEG-TS has stream types there (`0x001b`), which stay as they are."""
    named = read(stream, _TAG_NAME, Kind.TEXT)
    if isinstance(named.value, str) and "[" not in named.value:
        return named
    number = read(stream, _TAG_NUMBER, Kind.TEXT)
    if not isinstance(number.value, str):
        return number if named.raw is None else named._replace(value=None)
    try:
        tag = int(number.value, 16).to_bytes(4, "little").decode("ascii")
    except (ValueError, OverflowError):  # more than four bytes, no number, no ASCII
        return number
    return number._replace(value=tag) if _PRINTABLE.match(tag) else number


def _level(stream: JsonNode) -> Fact:
    """H.264 counts tens of a level (31 is 3.1), HEVC thirties (93 is 3.1); others are as they are."""
    fact = read(stream, ("Level",), Kind.LEVEL)
    if not isinstance(fact.value, int):
        return fact
    if fact.value <= 0:  # -99 is FFmpeg's "unknown"
        return fact._replace(value=None)
    codec = (stream.text(*_COMMON["codec"].names) or "").lower()
    return fact._replace(value=simplest(level_of(codec, fact.value)))


def level_of(codec: str, number: int) -> Number:
    """A level as people say it, from the number in the stream."""
    if codec in ("h264", "avc"):
        return parse_number(f"{number // 10}.{number % 10}") or number
    if codec in ("hevc", "h265"):
        return parse_number(f"{number // 30}.{number % 30 // 3}") or number
    return number
