"""Why less than asked is no fault: what the request itself lets through, and what needs no more.

Each is there only where less came, and says what allows it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediaverdict.facts.asking import asked_of, computed, request
from mediaverdict.facts.requested_values import SILENT, STILL, is_far_under
from mediaverdict.jobs import usable_text
from mediaverdict.quantities import Kind

if TYPE_CHECKING:
    from mediaverdict.facts.fact import Value
    from mediaverdict.facts.values import OutputFacts

AS_ASKED = 2
"""Pixels that an edge may differ: sizes are rounded to even numbers."""


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


ALLOWED = (
    request(
        "smaller_allowed_by", Kind.TEXT, "what lets a smaller picture through than was asked for, where one came",
        computed(_smaller, "TransConfig", "IsCheckReso"),
    ),
    request(
        "lower_video_allowed_by", Kind.TEXT, "why a lower video bit rate than asked is no fault, where one came",
        computed(_lower_video, "TransConfig", "IsCheckVideoBitrate"),
    ),
    request(
        "lower_audio_allowed_by", Kind.TEXT, "why a lower audio bit rate than asked is no fault, where one came",
        computed(_lower_audio, "TransConfig", "IsCheckAudioBitrate"),
    ),
)  # fmt: skip
