"""What the job asked of an output: the `OverrideParams` of its Config entry.

Bit rates there are in kbit/s; `0` and `-1` keep the source's. With `LongShortMode` Width and Height are
the long and the short edge. A template's own settings are not in the job, so they can't be known here.
Source: SubmitMediaConvertJob's parameters, and the vendor's models of them.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from mediaverdict.facts.definition import FactSpec, Reading, Source
from mediaverdict.facts.fact import raw_text
from mediaverdict.facts.streams import KBIT
from mediaverdict.jobs import NOTHING, parse_embedded, section, usable_text
from mediaverdict.quantities import Kind

if TYPE_CHECKING:
    from collections.abc import Callable

    from mediaverdict.facts.definition import Told
    from mediaverdict.facts.fact import Value
    from mediaverdict.facts.values import OutputFacts
    from mediaverdict.jobs import JsonObject

_CODECS = {
    "h.264": "h264", "h264": "h264", "avc": "h264", "h.265": "hevc", "h265": "hevc", "hevc": "hevc",
    "av1": "av1", "h.266": "vvc", "vp9": "vp9", "vp8": "vp8",
}  # fmt: skip


def _settings(facts: OutputFacts, of: str) -> JsonObject:
    """What was asked of the video or the audio; empty where nothing was. The text is read once."""
    if facts.requested is None:
        asked = parse_embedded(facts.output.asked.data.get("OverrideParams"))
        facts.requested = asked if isinstance(asked, dict) else NOTHING
    return section(facts.requested, of)


def _path(facts: OutputFacts) -> str:
    """All of it stands in one text, so that its path is every setting's; empty where nothing was asked."""
    asked = facts.output.asked
    return f"{asked.path}/OverrideParams" if isinstance(parse_embedded(asked.data.get("OverrideParams")), dict) else ""


def _setting(of: str, choose: Callable[[OutputFacts], Reading]) -> Source:
    """A key of what was asked; no number that keeps the source's is a request."""

    def value(facts: OutputFacts) -> Value | None:
        found = choose(facts).value(_settings(facts, of))
        return None if isinstance(found, int | Fraction) and found <= 0 else found

    def told(facts: OutputFacts) -> Told:
        data = _settings(facts, of)
        return raw_text(data.get(choose(facts).key(data))), _path(facts)

    return Source(value, told)


def _edge(key: str, other: str) -> Source:
    """With `LongShortMode` a request has no orientation of its own: it is that of the delivered picture."""
    upright, lying = Reading(Kind.PIXELS, key), Reading(Kind.PIXELS, other)

    def choose(facts: OutputFacts) -> Reading:
        width, height = facts.number("width"), facts.number("height")
        portrait = width is not None and height is not None and width < height
        return lying if portrait and _is_true(_settings(facts, "Video").get("LongShortMode")) else upright

    return _setting("Video", choose)


def _kept(of: str) -> Source:
    """Whether a kind of stream is wanted; absent where nothing is said of it."""

    def value(facts: OutputFacts) -> Value | None:
        asked = _settings(facts, of)
        return not _is_true(asked.get("Remove")) if asked else None

    def told(facts: OutputFacts) -> Told:
        asked = _settings(facts, of)
        return (raw_text(asked.get("Remove")), _path(facts)) if asked else (None, "")

    return Source(value, told)


def _is_true(value: object) -> bool:
    return (usable_text(value) or "").lower() in ("true", "1")


def _one_name(value: Value, _: JsonObject) -> Value:
    """A codec as `video.codec` and `audio.codec` have it."""
    name = str(value).lower()
    return _CODECS.get(name, name)


def _asked(name: str, of: str, key: str, kind: Kind, meaning: str, factor: int = 1) -> FactSpec:
    reading = Reading(kind, key, factor=factor, finish=_one_name if key == "Codec" else None)
    return FactSpec(f"requested.{name}", kind, meaning, *_setting(of, lambda _: reading))


REQUESTED = (
    FactSpec("requested.width", Kind.PIXELS, "width that the job asked for", *_edge("Width", "Height")),
    FactSpec("requested.height", Kind.PIXELS, "height that the job asked for", *_edge("Height", "Width")),
    _asked("fps", "Video", "Fps", Kind.FRAME_RATE, "frame rate that the job asked for"),
    _asked("max_fps", "Video", "MaxFps", Kind.FRAME_RATE, "highest frame rate that the job allows"),
    _asked("video_codec", "Video", "Codec", Kind.TEXT, "h264, hevc or av1, as in video.codec"),
    _asked("profile", "Video", "Profile", Kind.TEXT, "profile that the job asked for"),
    _asked("video_bitrate", "Video", "Bitrate", Kind.BIT_RATE, "video bit rate that the job asked for", KBIT),
    _asked("max_bitrate", "Video", "Maxrate", Kind.BIT_RATE, "highest video bit rate that the job allows", KBIT),
    _asked("crf", "Video", "Crf", Kind.COUNT, "constant rate factor that the job asked for, in place of a bit rate"),
    _asked("audio_codec", "Audio", "Codec", Kind.TEXT, "aac, mp3, ..., as in audio.codec"),
    _asked("channels", "Audio", "Channels", Kind.COUNT, "audio channels that the job asked for"),
    _asked("sample_rate", "Audio", "Samplerate", Kind.HERTZ, "sample rate that the job asked for"),
    _asked("audio_bitrate", "Audio", "Bitrate", Kind.BIT_RATE, "audio bit rate that the job asked for", KBIT),
    FactSpec("requested.video", Kind.FLAG, "false where the job removes the video", *_kept("Video")),
    FactSpec("requested.audio", Kind.FLAG, "false where the job removes the audio", *_kept("Audio")),
)
