"""Facts of an output as the job tells it, and of its file: what a viewer sees, what the file's own entry states."""

from __future__ import annotations

import re
from fractions import Fraction
from operator import attrgetter
from typing import TYPE_CHECKING

from mediaverdict.facts.definition import FactSpec, Reading, Section, Source, alias, derived, key
from mediaverdict.facts.fact import raw_text
from mediaverdict.facts.streams import DURATION, EDGES, KBIT, stream_section
from mediaverdict.quantities import Kind, Number, distance, simplest

if TYPE_CHECKING:
    from mediaverdict.facts.definition import Told
    from mediaverdict.facts.values import OutputFacts

_DETAILS = Section(attrgetter("output.details.data"), attrgetter("output.path"))
_FILE = Section(attrgetter("file"), lambda facts: f"{facts.meta_path}/FileBasicInfo")
_DELIVERED = Section(attrgetter("delivered"), lambda facts: f"{facts.output.path}/Result/OutputFile")
_ASKED = Section(
    attrgetter("output.asked.data"), attrgetter("output.asked.path"), lambda facts: not facts.output.asked.data
)
_MANIFEST_FORMATS = frozenset({"hls", "applehttp", "dash"})
_MANIFEST_ENDINGS = (".m3u8", ".mpd")


def _text(name: str, meaning: str, section: Section, *keys: str) -> FactSpec:
    return FactSpec(name, Kind.TEXT, meaning, *key(section, Reading(Kind.TEXT, *keys)))


def _name_told(facts: OutputFacts) -> Told:
    return raw_text(facts.output.details.data.get("Name")), f"{facts.output.path}/Name"


def _group_told(facts: OutputFacts) -> Told:
    output = facts.output
    return output.group, "" if output.group is None else f"{output.path.rpartition('/Outputs/')[0]}/Name"


_NAME = Source(lambda facts: facts.output.name or None, _name_told)
_GROUP = Source(lambda facts: facts.output.group or None, _group_told)
_GROUP_TYPE = Source(lambda facts: facts.output.group_type, lambda facts: (facts.output.group_type, ""))

OUTPUT = (
    FactSpec("output.name", Kind.TEXT, "the output's name; names may repeat", *_NAME),
    _text("output.status", "Success, Failed, Skipped, ...", _DETAILS, "Status"),
    FactSpec("output.group", Kind.TEXT, "the name of the output group; absent for a single file", *_GROUP),
    FactSpec("output.group_type", Kind.TEXT, "file, hls or dash", *_GROUP_TYPE),
    _text("output.template", "the transcoding template's ID", _ASKED, "TemplateId"),
    # Of an asset, Media is an ID and Url the address; of an OSS file both are addresses.
    _text("output.url", "where the output lies", _DELIVERED, "Url", "Media"),
    _text("output.type", "OSS or Media", _DELIVERED, "Type"),
)


def is_turned(facts: OutputFacts) -> bool:
    """Whether a viewer sees the picture lying on its side of how it is coded."""
    return facts.value("video.rotation") in (90, 270)


def _edge(edge: str, other: str) -> Source:
    """Of the first picture stream, rotation applied; else the file's."""
    upright, lying, stated, name = f"video.coded_{edge}", f"video.coded_{other}", f"file.{edge}", edge.capitalize()

    def choose(facts: OutputFacts) -> str:
        coded = lying if is_turned(facts) else upright
        return coded if facts.file.get(name) is None or facts.value(coded) is not None else stated

    return alias(choose)


def _aspect_ratio(facts: OutputFacts) -> Number | None:
    turned = is_turned(facts)
    stated = facts.number("video.dar")
    if stated is not None:
        return simplest(1 / Fraction(stated)) if turned else stated
    width, height = facts.number("width"), facts.number("height")
    if width is None or height is None:
        return None
    pixel = Fraction(facts.number("video.sar") or 1)
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


def _is_manifest(facts: OutputFacts) -> bool:
    """A manifest's size is the playlist's, not the media's (31,737 bytes for 403 s of video)."""
    formats = facts.value("container")
    if isinstance(formats, tuple) and not _MANIFEST_FORMATS.isdisjoint(formats):
        return True
    return _is_manifest_name(facts.file.get("FileName")) or _is_manifest_name(facts.file.get("FileUrl"))


def _is_manifest_name(name: object) -> bool:
    return isinstance(name, str) and name.partition("?")[0].strip().lower().endswith(_MANIFEST_ENDINGS)


_ENDING = re.compile(r"[^/]\.([A-Za-z0-9]{1,10})\Z")


def _extension_of(name: object) -> str | None:
    """What stands after the last dot of a file's name or address, in small letters."""
    if not isinstance(name, str):
        return None
    found = _ENDING.search(name.partition("?")[0].partition("#")[0].strip())
    return None if found is None else found[1].lower()


def _extension(facts: OutputFacts) -> str | None:
    """The delivered file's name comes first: the metadata's own can be that of a copy."""
    names = (facts.value("output.url"), facts.file.get("FileName"), facts.file.get("FileUrl"))
    return next((ending for name in names if (ending := _extension_of(name)) is not None), None)


def _extension_told(facts: OutputFacts) -> Told:
    if _extension_of(facts.value("output.url")) is not None:
        return facts.get("output.url")[1:]
    name = "FileName" if _extension_of(facts.file.get("FileName")) else "FileUrl"
    return raw_text(facts.file.get(name)), f"{_FILE.path(facts)}/{name}"


WIDE = Fraction(16, 9)


def _class_height(short: Number, long: Number) -> Number:
    """Of the smallest 16:9 picture, lying or upright, that it fits into."""
    return round(max(Fraction(short), long / WIDE))


def _manifests_own(facts: OutputFacts) -> str:
    return "a manifest's own, which says nothing of the media's" if _is_manifest(facts) else ""


_RATIO = Source(_aspect_ratio, _aspect_ratio_told)
_SIZE = key(_FILE, Reading(Kind.BYTES, "FileSize"))
_MEDIA_SIZE = _SIZE._replace(value=lambda facts: None if _is_manifest(facts) else _SIZE.value(facts))
_BIT_RATE = key(_FILE, Reading(Kind.BIT_RATE, "Bitrate", factor=KBIT))
_FORMAT = key(_FILE, Reading(Kind.NAMES, "FormatName"))

FILE = (
    FactSpec("width", Kind.PIXELS, "what a viewer sees, rotation applied", *_edge("width", "height")),
    FactSpec("height", Kind.PIXELS, "what a viewer sees, rotation applied", *_edge("height", "width")),
    FactSpec("short_edge", Kind.PIXELS, "the shorter of width and height", *derived(min, "width", "height")),
    FactSpec("long_edge", Kind.PIXELS, "the longer of width and height", *derived(max, "width", "height")),
    FactSpec(
        "class_height", Kind.PIXELS, "height of the 16:9 picture it fits into: 1080 for 1920x800 and for 1080x1920",
        *derived(_class_height, "short_edge", "long_edge"),
    ),
    FactSpec("aspect_ratio", Kind.RATIO, "display aspect ratio as a viewer sees it, rotation applied", *_RATIO),
    FactSpec("duration", Kind.SECONDS, "the file's, else the longest stream's", *alias(_duration)),
    FactSpec("bitrate", Kind.BIT_RATE, "the file's bit rate", *_BIT_RATE),
    FactSpec("size", Kind.BYTES, "the file's size; absent for a manifest", *_MEDIA_SIZE, why_absent=_manifests_own),
    FactSpec("file.extension", Kind.TEXT, "what the delivered file's name ends in, in small letters: mp4, mov, m3u8",
             _extension, _extension_told),
    FactSpec("container", Kind.NAMES, "the names of the container's format: hls, applehttp, mp4, ...", *_FORMAT),
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
    return key(stream_section(family, index), DURATION).told(facts) if family else (None, facts.meta_path)


_LONGEST = Source(lambda facts: _longest(facts)[0], _longest_told)
_GAP = derived(distance, "file.duration", "file.longest_stream")
_AVERAGE = derived(lambda size, seconds: Fraction(size) * 8 / seconds if seconds else None, "size", "duration")

STATED = (
    _text("output.file_status", "the file's status: Normal", _FILE, "FileStatus"),
    FactSpec("file.width", Kind.PIXELS, "the width that the file's own entry says", *key(_FILE, EDGES["Width"])),
    FactSpec("file.height", Kind.PIXELS, "the height that the file's own entry says", *key(_FILE, EDGES["Height"])),
    FactSpec("file.duration", Kind.SECONDS, "the duration that the file's own entry says", *key(_FILE, DURATION)),
    FactSpec("file.longest_stream", Kind.SECONDS, "duration of the longest stream", *_LONGEST),
    FactSpec("file.duration_gap", Kind.SECONDS, "how far the file's duration is from the longest stream's", *_GAP),
    FactSpec(
        "file.average_bitrate",
        Kind.BIT_RATE,
        "size over duration; absent for a manifest",
        *_AVERAGE,
        why_absent=_manifests_own,
    ),
)
