"""Facts of an output as the job tells it, and of its file: what a viewer sees, what the file's own entry states."""

from __future__ import annotations

from fractions import Fraction
from operator import attrgetter
from typing import TYPE_CHECKING

from mediaverdict.facts.fact import raw_text
from mediaverdict.facts.sources import Alias, Computed, Derived, Key, Reading, Section, number
from mediaverdict.facts.spec import FactSpec
from mediaverdict.facts.streams import DURATION, KBIT, stream_section, zero_is_absent
from mediaverdict.quantities import Kind, Number, simplest

if TYPE_CHECKING:
    from mediaverdict.facts.fact import Value
    from mediaverdict.facts.sources import Told
    from mediaverdict.facts.values import OutputFacts
    from mediaverdict.jobs import JsonObject

Spec = FactSpec["OutputFacts"]

_DETAILS: Section[OutputFacts] = Section(attrgetter("output.details.data"), attrgetter("output.path"))
_FILE: Section[OutputFacts] = Section(attrgetter("file"), lambda facts: f"{facts.meta_path}/FileBasicInfo")
_DELIVERED: Section[OutputFacts] = Section(attrgetter("delivered"), lambda facts: f"{facts.output.path}/Result/OutputFile")
_ASKED: Section[OutputFacts] = Section(
    attrgetter("output.asked.data"), attrgetter("output.asked.path"), lambda facts: not facts.output.asked.data
)
_MANIFEST_FORMATS = frozenset({"hls", "applehttp", "dash"})
_MANIFEST_ENDINGS = (".m3u8", ".mpd")


def _name_told(facts: OutputFacts) -> Told:
    return raw_text(facts.output.details.data.get("Name")), f"{facts.output.path}/Name"


def _group_told(facts: OutputFacts) -> Told:
    output = facts.output
    return output.group, "" if output.group is None else f"{output.path.rpartition('/Outputs/')[0]}/Name"


OUTPUT: tuple[Spec, ...] = (
    FactSpec(
        "output.name", Kind.TEXT, "the output's name; names may repeat",
        Computed(lambda facts: facts.output.name or None, _name_told),
    ),
    FactSpec(
        "output.status", Kind.TEXT, "Success, Failed, Skipped, ...", Key(_DETAILS, Reading(Kind.TEXT, "Status")),
        known=("Success", "Failed", "Skipped", "Init", "Scheduled"),
    ),
    FactSpec(
        "output.group", Kind.TEXT, "the name of the output group; absent for a single file",
        Computed(lambda facts: facts.output.group or None, _group_told),
    ),
    FactSpec(
        "output.group_type", Kind.TEXT, "file, hls or dash",
        Computed(lambda facts: facts.output.group_type, lambda facts: (facts.output.group_type, "")),
        known=("file", "hls", "dash"),
    ),
    FactSpec("output.template", Kind.TEXT, "the transcoding template's ID", Key(_ASKED, Reading(Kind.TEXT, "TemplateId"))),
    # Of an asset, Media is an ID and Url the address; of an OSS file both are addresses.
    FactSpec("output.url", Kind.TEXT, "where the output lies", Key(_DELIVERED, Reading(Kind.TEXT, "Url", "Media"))),
    FactSpec("output.type", Kind.TEXT, "OSS or Media", Key(_DELIVERED, Reading(Kind.TEXT, "Type")), known=("OSS", "Media")),
)  # fmt: skip


def is_turned(facts: OutputFacts) -> bool:
    """Whether a viewer sees the picture lying on its side of how it is coded."""
    return facts.value("video.rotation") in (90, 270)


def _edge(edge: str, other: str) -> Alias[OutputFacts]:
    """Of the first picture stream, rotation applied; else the file's."""

    upright, lying, stated, key = f"video.coded_{edge}", f"video.coded_{other}", f"file.{edge}", edge.capitalize()

    def choose(facts: OutputFacts) -> str:
        coded = lying if is_turned(facts) else upright
        return coded if facts.value(coded) is not None or facts.file.get(key) is None else stated

    return Alias(choose)


def _aspect_ratio(facts: OutputFacts) -> Number | None:
    turned = is_turned(facts)
    stated = number(facts, "video.dar")
    if stated is not None:
        return simplest(1 / Fraction(stated)) if turned else stated
    width, height = number(facts, "width"), number(facts, "height")
    if width is None or height is None:
        return None
    pixel = Fraction(number(facts, "video.sar") or 1)
    return simplest(Fraction(width) / height * (1 / pixel if turned else pixel))


def _aspect_ratio_told(facts: OutputFacts) -> Told:
    if facts.value("video.dar") is not None:
        return facts.get("video.dar")[1:]
    width, height = facts.get("width"), facts.get("height")
    known = width.value is not None and height.value is not None
    return f"{width.raw} by {height.raw}" if known else None, width.path


def _duration(facts: OutputFacts) -> str:
    stream = facts.value("file.duration") is None and facts.value("file.longest_stream") is not None
    return "file.longest_stream" if stream else "file.duration"


_SIZE: Key[OutputFacts] = Key(_FILE, Reading(Kind.BYTES, "FileSize"))


def _is_manifest(facts: OutputFacts) -> bool:
    """A manifest's size is the playlist's, not the media's (31,737 bytes for 403 s of video)."""
    formats = facts.value("container")
    if isinstance(formats, tuple) and not _MANIFEST_FORMATS.isdisjoint(formats):
        return True
    return _is_manifest_name(facts.file.get("FileName")) or _is_manifest_name(facts.file.get("FileUrl"))


def _is_manifest_name(name: object) -> bool:
    return isinstance(name, str) and name.partition("?")[0].strip().lower().endswith(_MANIFEST_ENDINGS)


FILE: tuple[Spec, ...] = (
    FactSpec("width", Kind.PIXELS, "what a viewer sees, rotation applied", _edge("width", "height")),
    FactSpec("height", Kind.PIXELS, "what a viewer sees, rotation applied", _edge("height", "width")),
    FactSpec(
        "aspect_ratio", Kind.RATIO, "display aspect ratio as a viewer sees it, rotation applied",
        Computed(_aspect_ratio, _aspect_ratio_told),
    ),
    FactSpec("duration", Kind.SECONDS, "the file's, else the longest stream's", Alias(_duration)),
    FactSpec(
        "bitrate", Kind.BIT_RATE, "the file's bit rate", Key(_FILE, Reading(Kind.BIT_RATE, "Bitrate", factor=KBIT))
    ),
    FactSpec(
        "size", Kind.BYTES, "the file's size; absent for a manifest",
        Computed(lambda facts: None if _is_manifest(facts) else _SIZE.value(facts), _SIZE.told),
    ),
    FactSpec("container", Kind.NAMES, "the names of the container's format: hls, applehttp, mp4, ...", Key(_FILE, Reading(Kind.NAMES, "FormatName"))),
)  # fmt: skip


def _longest(facts: OutputFacts) -> tuple[Number | None, str, int]:
    """(duration, family, index): of the longest stream."""
    longest: tuple[Number | None, str, int] = (None, "", 0)
    for family, streams in (("video", facts.videos), ("audio", facts.audios)):
        for index, stream in enumerate(streams):
            length = DURATION.value(stream)
            if isinstance(length, int | Fraction) and (longest[0] is None or length > longest[0]):
                longest = (length, family, index)
    return longest


def _longest_told(facts: OutputFacts) -> Told:
    _, family, index = _longest(facts)
    return Key(stream_section(family, index), DURATION).told(facts) if family else (None, facts.meta_path)


STATED: tuple[Spec, ...] = (
    FactSpec("output.file_status", Kind.TEXT, "the file's status: Normal", Key(_FILE, Reading(Kind.TEXT, "FileStatus"))),
    FactSpec(
        "file.width", Kind.PIXELS, "the width that the file's own entry says",
        Key(_FILE, Reading(Kind.PIXELS, "Width", finish=zero_is_absent)),
    ),
    FactSpec(
        "file.height", Kind.PIXELS, "the height that the file's own entry says",
        Key(_FILE, Reading(Kind.PIXELS, "Height", finish=zero_is_absent)),
    ),
    FactSpec(
        "file.duration", Kind.SECONDS, "the duration that the file's own entry says",
        Key(_FILE, Reading(Kind.SECONDS, "Duration")),
    ),
    FactSpec(
        "file.longest_stream", Kind.SECONDS, "duration of the longest stream",
        Computed(lambda facts: _longest(facts)[0], _longest_told),
    ),
    FactSpec(
        "file.duration_gap", Kind.SECONDS, "how far the file's duration is from the longest stream's",
        Derived(lambda file, stream: abs(file - stream), "file.duration", "file.longest_stream"),
    ),
    FactSpec(
        "file.average_bitrate", Kind.BIT_RATE, "size over duration; absent for a manifest",
        Derived(lambda size, seconds: Fraction(size) * 8 / seconds if seconds else None, "size", "duration"),
    ),
)  # fmt: skip
