"""What the job asked of an output: its template's settings, over them the `OverrideParams` of its Config entry.

Bit rates there are in kbit/s; `0` and `-1` keep the source's. With `LongShortMode` Width and Height are the long
and the short edge. What is removed is asked nothing else. Where the template could not be had, what only it may
say is absent, and `origin` says why.
Source: SubmitMediaConvertJob's parameters, the vendor's models of them, and its pages on template parameters.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from mediaverdict.facts.definition import FactSpec, Reading, Source
from mediaverdict.facts.fact import raw_text
from mediaverdict.facts.requested_values import (
    HIGHEST_RATE,
    SILENT,
    STILL,
    clip_length,
    container_name,
    crf_of,
    gop_length,
    is_far_under,
    one_name,
    pixel_format,
    profile_name,
    rate_control,
    sample_rate,
)
from mediaverdict.facts.streams import KBIT
from mediaverdict.jobs import NOTHING, parse_embedded, section, usable_text
from mediaverdict.quantities import Kind

if TYPE_CHECKING:
    from collections.abc import Callable

    from mediaverdict.facts.definition import Told
    from mediaverdict.facts.fact import Value
    from mediaverdict.facts.values import OutputFacts
    from mediaverdict.jobs import JsonObject
    from mediaverdict.templates.asked import Asked

AS_ASKED = 2
"""Pixels that an edge may differ: sizes are rounded to even numbers."""


def asked_of(facts: OutputFacts) -> Asked:
    """What was asked of the output; merged once, when the first rule wants to know."""
    if facts.requested is None:
        from mediaverdict.templates.asked import Asked  # noqa: PLC0415 - loaded only where a rule asks

        facts.requested = Asked(facts.output, facts.job.templates)
    return facts.requested


def _told(facts: OutputFacts, *way: str) -> Told:
    found, path, origin = asked_of(facts).told(*way)
    return raw_text(found), path, origin


def _setting(of: str, choose: Callable[[OutputFacts], Reading]) -> Source:
    """A key of what was asked; no number that keeps the source's is a request."""

    def value(facts: OutputFacts) -> Value | None:
        found = choose(facts).value(asked_of(facts).section(of))
        return None if isinstance(found, int | Fraction) and found <= 0 else found

    return Source(value, lambda facts: _told(facts, of, choose(facts).names[0]))


_UPRIGHT = {edge: Reading(Kind.PIXELS, edge) for edge in ("Width", "Height")}
_OTHER = {"Width": "Height", "Height": "Width"}


def _edge(edge: str) -> Source:
    """With `LongShortMode`, or a turn by 90 degrees, a request has no orientation of its own: it is the delivered one.

    Whether it has one is not known where the template that may say so could not be had: then it is absent unless
    both readings come to the same.
    """

    def choose(facts: OutputFacts) -> Reading:
        return _UPRIGHT[_OTHER[edge] if _is_turned(facts) else edge]

    plain = _setting("Video", choose)

    def value(facts: OutputFacts) -> Value | None:
        asked = asked_of(facts)
        if asked.lacking and "LongShortMode" not in asked.section("Video") and _lies_otherwise(facts):
            return None
        return plain.value(facts)

    def told(facts: OutputFacts) -> Told:
        found = plain.told(facts)
        return (*found[:2], asked_of(facts).lacking) if value(facts) is None else found

    return Source(value, told)


def _is_turned(facts: OutputFacts) -> bool:
    """Whether Width is what a viewer sees as the height."""
    video = asked_of(facts).section("Video")
    if asked_of(facts).is_on("Video", "LongShortMode"):
        return _portrait(facts.number("width"), facts.number("height")) is True
    return usable_text(video.get("Rotate")) in ("90", "270") and _lies_otherwise(facts)


def _lies_otherwise(facts: OutputFacts) -> bool:
    """Whether the delivered picture is upright though a lying one was asked for, or the other way round."""
    video = asked_of(facts).section("Video")
    width, height = (_UPRIGHT[edge].value(video) for edge in ("Width", "Height"))
    came = _portrait(facts.number("width"), facts.number("height"))
    if not width or not height:
        return came is True
    return came is not None and came is not _portrait(width, height)


def _portrait(width: object, height: object) -> bool | None:
    """None where that is not known, or neither."""
    if not isinstance(width, int | Fraction) or not isinstance(height, int | Fraction) or width == height:
        return None
    return width < height


def _kept(of: str) -> Source:
    """Whether a kind of stream is wanted; absent where nothing is said of it."""

    def value(facts: OutputFacts) -> Value | None:
        asked = asked_of(facts)
        return not asked.is_on(of, "Remove") if asked.section(of) else None

    def told(facts: OutputFacts) -> Told:
        if asked_of(facts).section(of):
            return _told(facts, of, "Remove")
        return None, "", asked_of(facts).lacking

    return Source(value, told)


def _smaller(facts: OutputFacts) -> Value | None:
    return _allowed(facts, "IsCheckReso") if _is_smaller(facts) else None


def _is_smaller(facts: OutputFacts) -> bool:
    for edge in ("width", "height"):
        came, wanted = facts.number(edge), facts.number(f"requested.{edge}")
        if came is not None and wanted is not None and came < wanted - AS_ASKED:
            return True
    return False


def _lower_video(facts: OutputFacts) -> Value | None:
    rate, wanted = facts.number("video.bitrate"), facts.number("requested.video_bitrate")
    if rate is None or wanted is None or rate >= wanted:
        return None
    if is_far_under(rate, wanted, facts.number("video.pixel_rate"), STILL):
        return "still-content"
    template = asked_of(facts).template
    if template is not None and template.narrow_band:
        return "narrow-band"
    return _allowed(facts, "IsCheckVideoBitrate")


def _lower_audio(facts: OutputFacts) -> Value | None:
    rate, wanted = facts.number("audio.bitrate"), facts.number("requested.audio_bitrate")
    if rate is None or wanted is None or rate >= wanted:
        return None
    if is_far_under(rate, wanted, facts.number("audio.channels"), SILENT):
        return "silence"
    # On by itself where the source had the asked codec already, which the job does not show.
    return _allowed(facts, "IsCheckAudioBitrate", by_itself=facts.value("requested.audio_codec") is not None)


def _allowed(facts: OutputFacts, check: str, *, by_itself: bool = False) -> Value | None:
    """The check that lets the source's through, where it is on; with `...Fail` the job would have failed."""
    asked = asked_of(facts)
    if asked.is_on("TransConfig", f"{check}Fail"):
        return None
    unsaid = usable_text(asked.section("TransConfig").get(check)) is None
    return check if asked.is_on("TransConfig", check) or (by_itself and unsaid) else None


def _rate_control(facts: OutputFacts) -> Value | None:
    asked = asked_of(facts)
    return rate_control(asked.section("Video"), asked.section("TransConfig"))


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
    return _template_name_raw(facts), where, asked.lacking or (f"template {asked.template_id}" if where else "")


def _template_name_raw(facts: OutputFacts) -> str | None:
    name = _template_name(facts)
    return name if isinstance(name, str) else None


def _fact(name: str, kind: Kind, meaning: str, source: Source, known: tuple[str, ...] = ()) -> FactSpec:
    return FactSpec(f"requested.{name}", kind, meaning, *source, known=known, of_template=True)


def _asked(name: str, of: str, reading: Reading, meaning: str) -> FactSpec:
    return _fact(name, reading.kind, meaning, _setting(of, lambda _: reading))


def _of(value: Callable[[OutputFacts], Value | None], *way: str) -> Source:
    return Source(value, lambda facts: _told(facts, *way))


def _at_most(value: Value, _: JsonObject) -> Value:
    return min(value, HIGHEST_RATE) if isinstance(value, int | Fraction) else value


_NAME = Source(_template_name, _template_name_told)
_CODEC = Reading(Kind.TEXT, "Codec", finish=one_name)
_FPS = Reading(Kind.FRAME_RATE, "Fps", finish=_at_most)
_MAX_FPS = Reading(Kind.FRAME_RATE, "MaxFps", finish=_at_most)
_PROFILE = Reading(Kind.TEXT, "Profile", finish=profile_name)
_PIXEL_FORMAT = Reading(Kind.TEXT, "PixFmt", finish=pixel_format)
_BIT_RATE = Reading(Kind.BIT_RATE, "Bitrate", factor=KBIT)
_MAX_RATE = Reading(Kind.BIT_RATE, "Maxrate", factor=KBIT)
_CHANNELS = Reading(Kind.COUNT, "Channels")
_SAMPLE_RATE = Reading(Kind.HERTZ, "Samplerate", finish=sample_rate)
_AUDIO_PROFILE = Reading(Kind.TEXT, "Profile")
_MODES = ("cbr", "onepass", "twopass", "fixcrf")

REQUESTED = (
    FactSpec("output.template_name", Kind.TEXT, "the transcoding template's name", *_NAME, of_template=True),
    _fact("width", Kind.PIXELS, "width that the job asked for", _edge("Width")),
    _fact("height", Kind.PIXELS, "height that the job asked for", _edge("Height")),
    _asked("fps", "Video", _FPS, "frame rate that the job asked for; over 60 the service makes it 60"),
    _asked("max_fps", "Video", _MAX_FPS, "highest frame rate that the job allows"),
    _asked("video_codec", "Video", _CODEC, "h264, hevc or av1, as in video.codec"),
    _asked("profile", "Video", _PROFILE, "profile that the job asked for, as in video.profile: Main 10 for main10"),
    _asked("pixel_format", "Video", _PIXEL_FORMAT, "pixel format that the job asked for, as in video.pixel_format"),
    _asked("video_bitrate", "Video", _BIT_RATE, "video bit rate that the job asked for"),
    _asked("max_bitrate", "Video", _MAX_RATE, "highest video bit rate that the job allows"),
    _fact(
        "crf", Kind.COUNT, "constant rate factor that the job asked for, in place of a bit rate",
        _of(_crf, "Video", "Crf"),
    ),
    _fact(
        "rate_control", Kind.TEXT, "how the video's bit rate is controlled; without a bit rate it is fixcrf",
        _of(_rate_control, "TransConfig", "TransMode"), _MODES,
    ),
    _fact("gop", Kind.SECONDS, "longest time between key frames that the job asked for", _of(_gop, "Video", "Gop")),
    _asked("audio_codec", "Audio", _CODEC, "aac, mp3, ..., as in audio.codec"),
    _asked("audio_profile", "Audio", _AUDIO_PROFILE, "audio profile that the job asked for: aac_low, aac_he, ..."),
    _asked("channels", "Audio", _CHANNELS, "audio channels that the job asked for"),
    _asked("sample_rate", "Audio", _SAMPLE_RATE, "sample rate that the job asked for"),
    _asked("audio_bitrate", "Audio", _BIT_RATE, "audio bit rate that the job asked for"),
    _fact("video", Kind.FLAG, "false where the job removes the video", _kept("Video")),
    _fact("audio", Kind.FLAG, "false where the job removes the audio", _kept("Audio")),
    _fact(
        "container", Kind.TEXT, "container that the job asked for, as in container: hls for m3u8, mpegts for ts",
        _of(_container, "Container", "Format"),
    ),
    _fact(
        "segment_duration", Kind.SECONDS, "segment duration that the job asked for",
        _of(_segment, "MuxConfig", "Segment", "Duration"),
    ),
    _fact("subtitles", Kind.NAMES, "codecs of the subtitles that the job asked for: vtt", _of(_subtitles, "Subtitles")),
    FactSpec(
        "requested.duration", Kind.SECONDS, "length of the clip that the job asked for",
        lambda facts: clip_length(_clip(facts)), _clip_told,
    ),
    _fact(
        "smaller_allowed_by", Kind.TEXT, "what lets a smaller picture through than was asked for, where one came",
        _of(_smaller, "TransConfig", "IsCheckReso"), ("IsCheckReso",),
    ),
    _fact(
        "lower_video_allowed_by", Kind.TEXT, "why a lower video bit rate than asked is no fault, where one came",
        _of(_lower_video, "TransConfig", "IsCheckVideoBitrate"),
        ("IsCheckVideoBitrate", "narrow-band", "still-content"),
    ),
    _fact(
        "lower_audio_allowed_by", Kind.TEXT, "why a lower audio bit rate than asked is no fault, where one came",
        _of(_lower_audio, "TransConfig", "IsCheckAudioBitrate"), ("IsCheckAudioBitrate", "silence"),
    ),
)  # fmt: skip
