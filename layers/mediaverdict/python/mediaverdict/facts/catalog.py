"""Every fact that a rule may name, with all there is to know of it: kind (and so unit), meaning, source.

Read by the rule book's reader (names, units, "did you mean"), by the JSON Schema, by the reference, and by who
asks for a value. To add a fact, add its row where its family stands.
"""

from __future__ import annotations

import re
from functools import lru_cache

from mediaverdict.errors import say
from mediaverdict.facts.definition import FactSpec
from mediaverdict.facts.derived import DERIVED
from mediaverdict.facts.files import FILE, OUTPUT, STATED
from mediaverdict.facts.job import JOB, user_data
from mediaverdict.facts.limited import LIMITED
from mediaverdict.facts.requested import REQUESTED
from mediaverdict.facts.streams import STREAM_NAMES, every_stream_spec, stream_spec
from mediaverdict.facts.tracks import TRACKS
from mediaverdict.quantities import Kind

_FIRST_STREAMS = (stream_spec(family, None, name) for family, names in STREAM_NAMES.items() for name in names)
OUTPUT_FACTS: dict[str, FactSpec] = {
    spec.name: spec for spec in (*OUTPUT, *FILE, *_FIRST_STREAMS, *STATED, *DERIVED, *TRACKS, *LIMITED, *REQUESTED)
}
ALL_FACTS: dict[str, FactSpec] = {**OUTPUT_FACTS, **{spec.name: spec for spec in JOB}}

COUNT = FactSpec(
    "count", Kind.COUNT, "number of outputs that the rule matched", lambda facts: len(facts.members),
    lambda facts: (None, facts.path),
)  # fmt: skip
"""Of a rule with `scope: group` or `job` alone."""

_INDEXED = re.compile(r"(video|audio)\[(\d{1,3}|\*)\]\.([a-z_]+)\Z")
_OTHER_NAMES = {
    "framerate": ["video.fps"],
    "frames": ["video.frames"],
    "resolution": ["width", "height"],
    "samplerate": ["audio.sample_rate"],
    "format": ["container"],
    "filesize": ["size"],
    "dar": ["aspect_ratio"],
    "par": ["video.sar"],
    "length": ["duration"],
    "state": ["job.state"],
    "language": ["audio.language", "audio[*].language"],
    "name": ["output.name", "job.name"],
}
"""What other tools call them (underscores left out)."""


def find_fact(name: str) -> FactSpec | None:
    """A fact by its name: `width`, `audio[1].channels`, `audio[*].channels`, `user_data.id`; None where unknown."""
    return ALL_FACTS.get(name) or _made_for(name)


@lru_cache(maxsize=256)
def _made_for(name: str) -> FactSpec | None:
    """What has too many names for a list."""
    if name.startswith("user_data.") and len(name) > len("user_data."):
        return user_data(name)
    indexed = _INDEXED.match(name)
    if indexed is None:
        return None
    family, index, of_stream = indexed.groups()
    if of_stream not in STREAM_NAMES[family]:
        return None
    return every_stream_spec(family, of_stream) if index == "*" else stream_spec(family, int(index), of_stream)


_RENAMED = re.compile(r"(video(?:\[\d{1,3}\])?)\.b_frames\Z")


def renamed(name: str) -> str:
    """What a fact is called now that once had that name, and why; empty for any other."""
    old = _RENAMED.match(name)
    if old is None:
        return ""
    now = f"{old[1]}.reorder_depth"
    return say(
        "it is now {fact}, which it always was: how far pictures are reordered, not the most B-frames in a row",
        fact=now,
    )


def spec_of(name: str) -> FactSpec:
    """A fact that is known to be one, as those of a rule book are."""
    spec = COUNT if name == COUNT.name else find_fact(name)
    if spec is None:
        raise KeyError(name)
    return spec


_USER_DATA = re.compile(r"user_?data\.(?=.)", re.IGNORECASE)


def nearest_facts(name: str) -> list[str]:
    """The known facts that an unknown name may have meant, the likeliest first."""
    from difflib import get_close_matches  # noqa: PLC0415 - no cold start misspells a fact

    seen = {"video.width": ["width"], "video.height": ["height"], "file.size": ["size"], "file.bitrate": ["bitrate"]}
    if name in seen:
        return seen[name]
    if _USER_DATA.match(name):
        return [_USER_DATA.sub("user_data.", name)]
    meant = _OTHER_NAMES.get(name.rpartition(".")[2].lower().replace("_", ""), [])
    named_alike = [known for known in ALL_FACTS if known.rpartition(".")[2] == name]
    close = get_close_matches(name, ALL_FACTS, n=3, cutoff=0.6)
    close = [known for known in close if known.count(".") == name.count(".")] or close
    return list(dict.fromkeys([*meant, *close, *named_alike]))[:3]
