"""What the job asked of an output: the `OverrideParams` of its Config entry.

Bit rates there are in kbit/s; `0` and `-1` keep the source's. With `LongShortMode` Width and Height are
the long and the short edge. A template's own settings are not in the job, so they can't be known here.
Source: SubmitMediaConvertJob's parameters, and the vendor's models of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mediaverdict.facts.catalog import OUTPUT_FACTS
from mediaverdict.facts.fact import ABSENT, Fact, raw_text, read
from mediaverdict.facts.streams import KBIT
from mediaverdict.jobs import JsonNode, parse_embedded, usable_text
from mediaverdict.quantities import Kind

if TYPE_CHECKING:
    from mediaverdict.jobs import Output

_CODECS = {
    "h.264": "h264", "h264": "h264", "avc": "h264", "h.265": "hevc", "h265": "hevc", "hevc": "hevc",
    "av1": "av1", "h.266": "vvc", "vp9": "vp9", "vp8": "vp8",
}  # fmt: skip


class _Asked(NamedTuple):
    section: str
    key: str
    factor: int = 1


_ASKED = {
    "fps": _Asked("Video", "Fps"),
    "max_fps": _Asked("Video", "MaxFps"),
    "video_codec": _Asked("Video", "Codec"),
    "profile": _Asked("Video", "Profile"),
    "video_bitrate": _Asked("Video", "Bitrate", KBIT),
    "max_bitrate": _Asked("Video", "Maxrate", KBIT),
    "crf": _Asked("Video", "Crf"),
    "audio_codec": _Asked("Audio", "Codec"),
    "channels": _Asked("Audio", "Channels"),
    "sample_rate": _Asked("Audio", "Samplerate"),
    "audio_bitrate": _Asked("Audio", "Bitrate", KBIT),
}


def requested_fact(output: Output, name: str, *, portrait: bool) -> Fact:
    """What was asked, by the fact's name without `requested.`; absent where the job says nothing of it.

    `portrait` says whether the delivered picture is higher than wide: with `LongShortMode` the request
    has no orientation of its own.
    """
    override = _override(output)
    if override is None:
        return ABSENT
    if name in ("video", "audio"):
        return _kept(override.part(name.capitalize()))
    if name in ("width", "height"):
        video = override.part("Video")
        swap = portrait and _is_true(video.data.get("LongShortMode"))
        edge = {"width": "Height", "height": "Width"}[name] if swap else name.capitalize()
        return _positive(_read(override, _Asked("Video", edge), Kind.PIXELS))
    fact = _read(override, _ASKED[name], OUTPUT_FACTS[f"requested.{name}"].kind)
    if isinstance(fact.value, str) and name.endswith("codec"):
        lower = fact.value.lower()
        return fact._replace(value=_CODECS.get(lower, lower))
    return _positive(fact)


def _override(output: Output) -> JsonNode | None:
    if "OverrideParams" not in output.asked.data:
        return None
    value = parse_embedded(output.asked.data["OverrideParams"])
    # All facts stand in that one text, so its path is theirs.
    return JsonNode(value, f"{output.asked.path}/OverrideParams") if isinstance(value, dict) else None


def _read(override: JsonNode, asked: _Asked, kind: Kind) -> Fact:
    fact = read(override.part(asked.section), (asked.key,), kind, asked.factor)
    return fact._replace(path=override.path)


def _positive(fact: Fact) -> Fact:
    if isinstance(fact.value, str) or fact.value is None:
        return fact
    return fact if not isinstance(fact.value, tuple) and fact.value > 0 else fact._replace(value=None)


def _kept(section: JsonNode) -> Fact:
    if not section.data:
        return ABSENT
    remove = section.data.get("Remove")
    return Fact(not _is_true(remove), raw_text(remove), section.path.rpartition("/")[0])


def _is_true(value: object) -> bool:
    return (usable_text(value) or "").lower() in ("true", "1")
