"""What the job asked of an output: its template's settings, over them the `OverrideParams` of its Config entry.

Bit rates there are in kbit/s; `0` and `-1` keep the source's. With `LongShortMode` Width and Height are the long
and the short edge. What is removed is asked nothing else. Where the template could not be had, what only it may
say is absent, and `origin` says why.
Source: SubmitMediaConvertJob's parameters, the vendor's models of them, and its pages on template parameters.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from mediaverdict.facts.allowed import ALLOWED
from mediaverdict.facts.asking import asked_of, computed, plain, request, told_of
from mediaverdict.facts.definition import FactSpec, Reading, Source
from mediaverdict.facts.edges import edge_of
from mediaverdict.facts.fact import raw_text
from mediaverdict.facts.requested_values import (
    HIGHEST_RATE,
    capped_rate,
    clip_length,
    container_name,
    crf_of,
    gop_length,
    lossy_rate,
    one_name,
    pixel_format,
    profile_name,
    rate_control,
    sample_rate,
)
from mediaverdict.facts.streams import KBIT
from mediaverdict.jobs import NOTHING, is_said, parse_embedded, section, usable_text
from mediaverdict.quantities import Kind

if TYPE_CHECKING:
    from mediaverdict.facts.definition import Told
    from mediaverdict.facts.fact import Value
    from mediaverdict.facts.values import OutputFacts
    from mediaverdict.jobs import JsonObject


def _kept(of: str) -> Source:
    """Whether a kind of stream is wanted; absent where nothing is said of it."""

    def value(facts: OutputFacts) -> Value | None:
        asked = asked_of(facts)
        return not asked.is_on(of, "Remove") if asked.section(of) else None

    def told(facts: OutputFacts) -> Told:
        if asked_of(facts).section(of):
            return told_of(facts, of, "Remove")
        return None, "", asked_of(facts).lacking

    return Source(value, told)


def _rate_control(facts: OutputFacts) -> Value | None:
    """An override's bit rate is asked for, whatever the template; that none is may be for want of the template."""
    asked = asked_of(facts)
    video, trans = asked.section("Video"), asked.section("TransConfig")
    if asked.lacking and not any(
        is_said(one) for one in (video.get("Bitrate"), video.get("Crf"), trans.get("TransMode"))
    ):
        return None
    return rate_control(video, trans)


def _profile(facts: OutputFacts) -> Value | None:
    """Not known where only the absent template may say of which codec it is one."""
    asked = asked_of(facts)
    video = asked.section("Video")
    return None if asked.lacking and not is_said(video.get("Codec")) else _PROFILE.value(video)


def _crf(facts: OutputFacts) -> Value | None:
    asked = asked_of(facts)
    return crf_of(asked.section("Video"), asked.section("TransConfig"))


def _container(facts: OutputFacts) -> Value | None:
    """A member of an HLS group comes as its group does; what the answer says of a DASH group's member is not known."""
    found = container_name(usable_text(asked_of(facts).section("Container").get("Format")))
    group = facts.output.group_type
    if found is None or group == "dash":
        return None
    return "hls" if group == "hls" else found


def _gop(facts: OutputFacts) -> Value | None:
    rate = facts.number("requested.fps") or facts.number("video.fps")
    return gop_length(usable_text(asked_of(facts).section("Video").get("Gop")), rate)


_SEGMENT = Reading(Kind.SECONDS, "Duration")


def _segment(facts: OutputFacts) -> Value | None:
    return _SEGMENT.value(asked_of(facts).segment()) or None


def _subtitles(facts: OutputFacts) -> Value | None:
    entries = asked_of(facts).items("Subtitles")
    codecs = (usable_text(one.get("Codec")) for one in entries if isinstance(one, dict))
    return tuple(sorted({codec.lower() for codec in codecs if codec is not None})) or None


def _clip(facts: OutputFacts) -> JsonObject:
    features = parse_embedded(facts.output.asked.data.get("Features"))
    return section(features, "Clip") if isinstance(features, dict) else NOTHING


def _clip_told(facts: OutputFacts) -> Told:
    span = section(_clip(facts), "TimeSpan")
    said = ", ".join(f"{key} {raw_text(span[key])}" for key in ("Seek", "Duration", "End") if span.get(key) is not None)
    return said or None, f"{facts.output.asked.path}/Features" if _clip(facts) else ""


def _template_name(facts: OutputFacts) -> Value | None:
    template = asked_of(facts).template
    return template.name if template is not None else None


def _template_name_told(facts: OutputFacts) -> Told:
    asked = asked_of(facts)
    where = f"{facts.output.asked.path}/TemplateId" if asked.template_id is not None else ""
    name, unnamed = _template_name_raw(facts), "" if asked.template is None else " has no name"
    origin = f"template {asked.template_id}{unnamed if name is None else ''}" if where else ""
    return name, where, asked.lacking or origin


def _template_name_raw(facts: OutputFacts) -> str | None:
    name = _template_name(facts)
    return name if isinstance(name, str) else None


def _at_most(value: Value, _: JsonObject) -> Value:
    return min(value, HIGHEST_RATE) if isinstance(value, int | Fraction) else value


_NAME = Source(_template_name, _template_name_told)
_CODEC = Reading(Kind.TEXT, "Codec", finish=one_name)
_FPS = Reading(Kind.FRAME_RATE, "Fps", finish=capped_rate)
_MAX_FPS = Reading(Kind.FRAME_RATE, "MaxFps", finish=_at_most)
_PROFILE = Reading(Kind.TEXT, "Profile", finish=profile_name)
_PIXEL_FORMAT = Reading(Kind.TEXT, "PixFmt", finish=pixel_format)
_BIT_RATE = Reading(Kind.BIT_RATE, "Bitrate", factor=KBIT)
_AUDIO_BIT_RATE = Reading(Kind.BIT_RATE, "Bitrate", factor=KBIT, finish=lossy_rate)
_MAX_RATE = Reading(Kind.BIT_RATE, "Maxrate", factor=KBIT)
_CHANNELS = Reading(Kind.COUNT, "Channels")
_SAMPLE_RATE = Reading(Kind.HERTZ, "Samplerate", finish=sample_rate)
_AUDIO_PROFILE = Reading(Kind.TEXT, "Profile")

REQUESTED = (
    FactSpec("output.template_name", Kind.TEXT, "the transcoding template's name", *_NAME, of_template=True),
    request("width", Kind.PIXELS, "width that the job asked for", edge_of("Width")),
    request("height", Kind.PIXELS, "height that the job asked for", edge_of("Height")),
    plain("fps", "Video", _FPS, "frame rate that the job asked for, at most 60, and at most MaxFps"),
    plain("max_fps", "Video", _MAX_FPS, "highest frame rate that the job allows"),
    plain("video_codec", "Video", _CODEC, "h264, hevc or av1, as in video.codec"),
    request(
        "profile", Kind.TEXT, "profile that the job asked for, as in video.profile: Main 10 for main10",
        computed(_profile, "Video", "Profile"),
    ),
    plain("pixel_format", "Video", _PIXEL_FORMAT, "pixel format that the job asked for, as in video.pixel_format"),
    plain("video_bitrate", "Video", _BIT_RATE, "video bit rate that the job asked for"),
    plain("max_bitrate", "Video", _MAX_RATE, "highest video bit rate that the job allows"),
    request(
        "crf", Kind.COUNT, "constant rate factor that the job asked for, in place of a bit rate",
        computed(_crf, "Video", "Crf"),
    ),
    request(
        "rate_control", Kind.TEXT, "how the video's bit rate is controlled; without a bit rate it is fixcrf",
        computed(_rate_control, "TransConfig", "TransMode"),
    ),
    request(
        "gop", Kind.SECONDS, "longest time between key frames that the job asked for", computed(_gop, "Video", "Gop")
    ),
    plain("audio_codec", "Audio", _CODEC, "aac, mp3, ..., as in audio.codec"),
    plain("audio_profile", "Audio", _AUDIO_PROFILE, "audio profile that the job asked for: aac_low, aac_he, ..."),
    plain("channels", "Audio", _CHANNELS, "audio channels that the job asked for"),
    plain("sample_rate", "Audio", _SAMPLE_RATE, "sample rate that the job asked for"),
    plain("audio_bitrate", "Audio", _AUDIO_BIT_RATE, "audio bit rate that the job asked for; none of a lossless codec"),
    request("video", Kind.FLAG, "false where the job removes the video", _kept("Video")),
    request("audio", Kind.FLAG, "false where the job removes the audio", _kept("Audio")),
    request(
        "container", Kind.TEXT, "container that the job asked for, as in container: hls for m3u8, mpegts for ts",
        computed(_container, "Container", "Format"),
    ),
    request(
        "segment_duration", Kind.SECONDS, "segment duration that the job asked for",
        computed(_segment, "MuxConfig", "Segment", "Duration"),
    ),
    request(
        "subtitles", Kind.NAMES, "codecs of the subtitles that the job asked for: vtt",
        computed(_subtitles, "Subtitles"),
    ),
    FactSpec(
        "requested.duration", Kind.SECONDS, "length of the clip that the job asked for",
        lambda facts: clip_length(_clip(facts)), _clip_told,
    ),
    *ALLOWED,
)  # fmt: skip
