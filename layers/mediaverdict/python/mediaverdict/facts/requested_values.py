"""What a request means: its spellings, as the service's answer would write them, and what follows from its keys.

Source: the vendor's pages on MediaConvert's parameters; FFmpeg's names for what the answer tells.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from mediaverdict.jobs import section, usable_text
from mediaverdict.quantities import Number, parse_fraction, parse_number, simplest

if TYPE_CHECKING:
    from mediaverdict.facts.fact import Value
    from mediaverdict.jobs import JsonObject

HIGHEST_RATE = 60
"""Frames per second; the service makes more of none."""
OPUS_RATE = 48_000
"""Hz; an Opus stream is told as that, whatever went in."""
STILL = Fraction(8, 1000)
"""Bits a luma sample, below which nothing can move: slides need 0.001 to 0.006, what moves needs 0.03 and more."""
SILENT = 8_000
"""Bit/s a channel, below which nothing can sound: a silent AAC stream has 1,000 to 3,000."""
_FAR = 4
"""How many times less than asked is far under it."""
_CODECS = {
    "h.264": "h264", "h264": "h264", "avc": "h264", "avc1": "h264", "x264": "h264", "avc-intra": "h264",
    "avcintra": "h264", "h.265": "hevc", "h265": "hevc", "hevc": "hevc", "x265": "hevc", "hvc1": "hevc",
    "av1": "av1", "av01": "av1", "h.266": "vvc", "h266": "vvc", "vvc": "vvc", "vp9": "vp9", "vp8": "vp8",
    "mpeg2": "mpeg2video", "mpeg-2": "mpeg2video", "h.262": "mpeg2video", "mpeg4": "mpeg4", "mpeg-4": "mpeg4",
    "aac": "aac", "he-aac": "aac", "ec3": "eac3", "ec-3": "eac3", "eac3": "eac3", "e-ac-3": "eac3", "ac3": "ac3",
    "ac-3": "ac3", "wma-v1": "wmav1", "wma-v2": "wmav2", "libmp3lame": "mp3", "libopus": "opus", "libvorbis": "vorbis",
}  # fmt: skip
_NO_CODEC = frozenset({"copy", "none", "auto", "source"})
_LOSSLESS = frozenset({"flac", "alac", "wavpack"})
_PROFILES = {
    "constrainedbaseline": "Constrained Baseline", "high10": "High 10", "high422": "High 4:2:2",
    "high444": "High 4:4:4 Predictive", "high444predictive": "High 4:4:4 Predictive", "main10": "Main 10",
    "mainstillpicture": "Main Still Picture", "main42210": "Rext", "main444": "Rext", "main44410": "Rext",
}  # fmt: skip
_OF_HEVC = frozenset({"main", "main10", "mainstillpicture", "main42210", "main444", "main44410", "main12"})
_TEN_BITS = {"main": "Main 10", "high": "High 10"}
_CONTAINERS = {
    "m3u8": "hls", "hls": "hls", "hls-fmp4": "hls", "ts": "mpegts", "mpegts": "mpegts", "mpd": "dash", "dash": "dash",
    "mkv": "matroska", "fmp4": "mp4", "m4v": "mp4", "f4v": "mp4", "adts": "aac", "wmv": "asf", "wma": "asf",
}  # fmt: skip
_ANY_CONTAINER = frozenset({"webp", "cmaf"})
"""What the answer calls these is not known."""
_CRF = {"h264": 23, "hevc": 26, "av1": 32}
"""The service's defaults."""


def one_name(value: Value, _: JsonObject) -> Value | None:
    """A codec as `video.codec` and `audio.codec` have it; none where the source's is kept."""
    name = str(value).lower()
    return None if name in _NO_CODEC else _CODECS.get(name, name)


def profile_name(value: Value, video: JsonObject) -> Value | None:
    """A video profile as the answer has it; none where it is not one of the asked codec's.

    The service heeds it for H.264 alone, and a template's stays where an override asks for another codec.
    """
    codec = one_name(usable_text(video.get("Codec")) or "h264", video)
    short = "".join(char for char in str(value).lower() if char.isalnum())
    if (codec == "hevc" and short not in _OF_HEVC) or codec not in ("h264", "hevc"):
        return None
    if short in _TEN_BITS and "10" in (usable_text(video.get("PixFmt")) or ""):
        return _TEN_BITS[short]
    return _PROFILES.get(short, value)


def pixel_format(value: Value, _: JsonObject) -> Value:
    """`yuv420p10` is written with its byte order, as FFmpeg does."""
    name = str(value).lower()
    return f"{name}le" if name.endswith(("p10", "p12")) else name


def sample_rate(value: Value, audio: JsonObject) -> Value:
    """Opus has one rate."""
    return OPUS_RATE if one_name(usable_text(audio.get("Codec")) or "", audio) == "opus" else value


def lossy_rate(value: Value, audio: JsonObject) -> Value | None:
    """What is coded without loss takes the bits that it needs, whatever rate stands beside it."""
    return None if one_name(usable_text(audio.get("Codec")) or "", audio) in _LOSSLESS else value


def capped_rate(value: Value, video: JsonObject) -> Value:
    """A frame rate, not over what the service makes, nor over `MaxFps` beside it."""
    most = parse_fraction(usable_text(video.get("MaxFps")) or "")
    bounds = [one for one in (value, HIGHEST_RATE, most) if isinstance(one, int | Fraction) and one > 0]
    return min(bounds) if isinstance(value, int | Fraction) and value > 0 else value


def is_another_size(frame: object, width: object, height: object) -> bool:
    """Whether `Pad` or `Crop` (`width:height:left:top`, of the output) names another size than Width and Height do.

    Which of them the service heeds then is not documented.
    """
    named = [parse_number(part) for part in (usable_text(frame) or "").split(":")[:2]]
    if len(named) < 2 or not all(named):
        return False  # `border` crops black bars and names no size
    return any(
        isinstance(asked, int | Fraction) and asked > 0 and asked != one
        for asked, one in zip((width, height), named, strict=True)
    )


def container_name(name: str | None) -> str | None:
    """A container as `container` has it; none where that is not known."""
    if name is None or name.lower() in _ANY_CONTAINER:
        return None
    return _CONTAINERS.get(name.lower(), name.lower())


def rate_control(video: JsonObject, trans: JsonObject) -> str | None:
    """cbr, onepass, twopass or fixcrf: without a bit rate the service takes the last; None where none is encoded."""
    if not video or ("Remove" in video and len(video) == 1):
        return None
    if (usable_text(video.get("Codec")) or "").lower() in _NO_CODEC:
        return None
    mode = (usable_text(trans.get("TransMode")) or "").lower()
    rate = parse_number(usable_text(video.get("Bitrate")) or "")
    factor = parse_number(usable_text(video.get("Crf")) or "")
    if not rate or (factor is not None and factor >= 0):  # 0 is lossless
        return "fixcrf"
    return mode or "onepass"


def crf_of(video: JsonObject, trans: JsonObject) -> Number | None:
    """The rate factor; the codec's default where the mode is fixCRF and none is given."""
    asked = parse_number(usable_text(video.get("Crf")) or "")
    if asked is not None:
        return asked if asked > 0 else None
    if video and (usable_text(trans.get("TransMode")) or "").lower() == "fixcrf":
        return _CRF.get(str(one_name(usable_text(video.get("Codec")) or "h264", video)))
    return None


def gop_length(text: str | None, rate: Number | None) -> Number | None:
    """Seconds: `10s`, or a number of frames, for which the frame rate must be known."""
    if text is None:
        return None
    number = parse_number(text.lower().removesuffix("s").strip())
    if number is None or number <= 0:
        return None
    if text.lower().endswith("s"):
        return number
    return simplest(Fraction(number) / rate) if rate else None


def clip_length(clip: JsonObject) -> Number | None:
    """Seconds: up to `End`, where there is one, else `Duration`. Not known where only the first part is clipped."""
    if (usable_text(clip.get("ConfigToClipFirstPart")) or "").lower() in ("true", "1"):
        return None
    span = section(clip, "TimeSpan")
    end, length = clock_seconds(span.get("End")), clock_seconds(span.get("Duration"))
    if end:
        length = simplest(end - Fraction(clock_seconds(span.get("Seek")) or 0))
    return length if length is not None and length > 0 else None


def clock_seconds(value: object) -> Number | None:
    """`hh:mm:ss[.SSS]` or `sssss[.SSS]`."""
    parts = (usable_text(value) or "").split(":")
    seconds: Fraction = Fraction(0)
    for part in parts:
        number = parse_number(part)
        if number is None or number < 0 or len(parts) > 3:
            return None
        seconds = seconds * 60 + number
    return simplest(seconds)


def is_far_under(rate: Number, wanted: Number, units: Number | None, needed: Number) -> bool:
    """Whether a bit rate is so far under the asked one that nothing can be in it; `needed` is what each unit needs."""
    return rate * _FAR < wanted and units is not None and rate < units * needed
