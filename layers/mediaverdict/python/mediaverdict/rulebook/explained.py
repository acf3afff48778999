"""Every operator in words: its meaning, an example, the kinds of facts that it fits.

One table for all who tell of operators: the JSON Schema's descriptions, `rules operators`, and the reader, which
refuses a fact of another kind. Conditions over several outputs stand last, as `over_several`.
"""

from __future__ import annotations

from typing import NamedTuple

from mediaverdict.quantities import Kind

NUMBERS = frozenset(kind for kind in Kind if kind.numeric)
ORDERED = NUMBERS | {Kind.MOMENT, Kind.JSON}
"""What has a more and a less: user data (JSON) where it holds a number."""
MEASURED = NUMBERS | {Kind.JSON}
"""What a tolerance fits."""
TEXTS = frozenset({Kind.TEXT, Kind.MOMENT, Kind.JSON, Kind.NAMES, Kind.LANGUAGE})
"""Kinds whose values are compared as text."""
ALL = frozenset(Kind)
FITS = {
    ALL: "every fact", NUMBERS: "numbers", ORDERED: "numbers, times, user data", MEASURED: "numbers, user data",
    TEXTS: "texts, names, languages, times, user data",
}  # fmt: skip
"""A set of kinds, as a person is told it."""


class OperatorInfo(NamedTuple):
    """One key of a condition."""

    meaning: str
    example: str
    """A fact and its condition, as a line of a rule book."""
    kinds: frozenset[Kind] = ALL
    over_several: bool = False
    """Whether it compares several outputs or tracks: in scope group or job, or of a fact like audio[*].language."""

    @property
    def fits(self) -> str:
        """Which facts it goes with."""
        return FITS[self.kinds] + (", over several outputs or tracks" if self.over_several else "")

    @property
    def description(self) -> str:
        """What an editor shows."""
        several = "Over several outputs: " if self.over_several else ""
        return f"{several}{self.meaning} Example: {self.example}"


EXPLAINED = {
    "equals": OperatorInfo("Exactly this, or within the tolerance.", "duration: {equals: 60s, tolerance: 1s}"),
    "not": OperatorInfo("Anything but this.", "video.codec: {not: mpeg4}"),
    "min": OperatorInfo("At least this.", "height: {min: 720}", ORDERED),
    "max": OperatorInfo("At most this.", "bitrate: {max: 6M}", ORDERED),
    "above": OperatorInfo("More than this.", "duration: {above: 10m}", ORDERED),
    "below": OperatorInfo("Less than this.", "size: {below: 2GB}", ORDERED),
    "one_of": OperatorInfo("One of these; a plain list says the same.", "video.codec: {one_of: [h264, hevc]}"),
    "none_of": OperatorInfo("None of these.", "video.profile: {none_of: [Baseline, Constrained Baseline]}"),
    "glob": OperatorInfo(
        "A pattern for the whole text: * is any text, ? any sign. Of a list, any.",
        'output.name: {glob: "*720*"}',
        TEXTS,
    ),
    "regex": OperatorInfo(
        "A regular expression for the whole text (Rust's syntax: no look-around, no backreferences).",
        "output.name: {regex: 'v[0-9]+-720p'}",
        TEXTS,
    ),
    "multiple_of": OperatorInfo(
        "A whole number of times this: 2 for an even width.", "width: {multiple_of: 2}", NUMBERS
    ),
    "exists": OperatorInfo("true: there must be a value; false: there must be none.", "audio.codec: {exists: false}"),
    "tolerance": OperatorInfo(
        "How far off is still right: 0.5s, 2%, 2 frames, a number, or a list (the widest).",
        "bitrate: {min: 3M, max: 6M, tolerance: 5%}",
        MEASURED,
    ),
    "on_missing": OperatorInfo(
        "What this check says when its fact is absent.", "video.bit_depth: {max: 8, on_missing: pass}"
    ),
    "spread": OperatorInfo(
        "The largest minus the smallest.", "duration: {spread: {max: 0.5s}}", NUMBERS, over_several=True
    ),
    "step": OperatorInfo(
        "In rising order, each over the one before.", "bitrate: {step: {min: 1.5, max: 2}}", NUMBERS, over_several=True
    ),
    "same": OperatorInfo("All alike.", "video.fps: {same: true}", over_several=True),
    "increases_with": OperatorInfo(
        "Rises as that fact rises.", "bitrate: {increases_with: height}", NUMBERS, over_several=True
    ),
    "pairs": OperatorInfo(
        "Of every two, the larger over the smaller.", "bitrate: {pairs: {min: 1.2}}", NUMBERS, over_several=True
    ),
    "count_of_largest": OperatorInfo(
        "How many have the largest.", "height: {count_of_largest: 1}", NUMBERS, over_several=True
    ),
    "by": OperatorInfo(
        "Facts by which outputs are told apart: only those that are alike in all of them are compared.",
        "bitrate: {increases_with: height, by: video.codec}",
        over_several=True,
    ),
    "includes": OperatorInfo(
        "Each of these values is there.", "height: {includes: [360, 720, 1080]}", over_several=True
    ),
    "every": OperatorInfo("Each of them.", '"audio[*].language": {every: [zh, en]}', over_several=True),
    "some": OperatorInfo("At least one of them.", '"audio[*].channels": {some: {min: 6}}', over_several=True),
}
"""By the key, in the order in which they are listed."""
