"""Rule books and outputs as Hypothesis makes them: every operator, scope and part of a rule."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import strategies as st

from mediaverdict.judging import Judgement, judge_evidence
from mediaverdict.rulebook import Rulebook, read_rulebook
from mediaverdict_cli.rules.examples import evidence_of
from samples import assert_valid_book

NUMBERS = st.sampled_from([0, 1, 24, 25, 720, 1080, 48000, 2_000_000]) | st.integers(0, 5_000_000)
FACTS = {
    "height": NUMBERS, "width": NUMBERS, "duration": NUMBERS, "bitrate": NUMBERS, "video.fps": st.sampled_from([24, 25, 30, 60]),
    "audio.channels": st.sampled_from([1, 2, 6]), "video.codec": st.sampled_from(["h264", "hevc", "av1"]),
    "output.name": st.sampled_from(["360p", "720p", "web-720p"]), "video.profile": st.sampled_from(["High", "Main"]),
}  # fmt: skip
NUMERIC = ["height", "width", "duration", "bitrate", "video.fps", "audio.channels"]
TEXT = ["video.codec", "output.name", "video.profile"]

OUTPUTS = st.lists(
    st.fixed_dictionaries({}, optional={**FACTS, "output.group": st.sampled_from(["a", "b"]), "output.status": st.sampled_from(["Success", "Failed", "Skipped"])}),
    max_size=5,
)  # fmt: skip


@st.composite
def bounds(draw: st.DrawFn) -> dict[str, Any]:
    """A condition on a number that doesn't contradict itself."""
    kind = draw(
        st.sampled_from(
            ["equals", "not", "min", "max", "above", "below", "one_of", "none_of", "range", "reference", "exists"]
        )
    )
    if kind == "range":
        low, high = sorted((draw(NUMBERS), draw(NUMBERS)))
        condition: dict[str, Any] = {"min": low, "max": high}
    elif kind in ("one_of", "none_of"):
        condition = {kind: draw(st.lists(NUMBERS, min_size=1, max_size=3))}
    elif kind == "reference":
        condition = {"max": {"fact": "user_data.n", "times": draw(st.integers(1, 3))}}
    elif kind == "exists":
        return {"exists": draw(st.booleans())}
    else:
        condition = {kind: draw(NUMBERS)}
    if draw(st.booleans()):
        condition["tolerance"] = draw(st.sampled_from([1, "5%", [1, "1%"]]))
    if draw(st.integers(0, 4)) == 0:
        condition["on_missing"] = draw(st.sampled_from(["pass", "warn", "fail", "inconclusive"]))
    return condition


TEXT_VALUES = {
    "video.codec": ["h264", ["h264", "hevc"], {"not": "av1"}],
    "output.name": ["h264", ["High", "Main"], {"not": "av1"}],
    "video.profile": ["High", ["High", "Main"], {"not": "Main 10"}],
}


def text_conditions(fact: str) -> st.SearchStrategy[Any]:
    """A condition on a text, of what the fact can be."""
    return st.sampled_from([*TEXT_VALUES[fact], {"glob": "*720*"}, {"regex": "h.*"}, {"exists": True}])


@st.composite
def conditions(draw: st.DrawFn) -> dict[str, Any]:
    """A map of facts and conditions on one output."""
    facts = draw(st.lists(st.sampled_from([*NUMERIC, *TEXT]), min_size=1, max_size=3, unique=True))
    return {fact: draw(bounds() if fact in NUMERIC else text_conditions(fact)) for fact in facts}


@st.composite
def across(draw: st.DrawFn) -> dict[str, Any]:
    """A map of facts and conditions over several outputs."""
    facts = draw(st.lists(st.sampled_from(["count", *NUMERIC]), min_size=1, max_size=2, unique=True))
    made: dict[str, Any] = {}
    for fact in facts:
        if fact == "count":
            made[fact] = {"min": draw(st.integers(0, 4))}
            continue
        key = draw(st.sampled_from(["spread", "step", "same", "increases_with", "every", "some"]))
        made[fact] = {key: {"same": True, "increases_with": "height"}.get(key) or draw(bounds())}
    return made


@st.composite
def rules(draw: st.DrawFn, rule_id: str = "") -> dict[str, Any]:
    """A rule."""
    scope = draw(st.sampled_from(["output", "output", "group", "job"]))
    asked = conditions() if scope == "output" else across()
    rule: dict[str, Any] = {
        "id": rule_id or draw(st.uuids().map(str)),
        "scope": scope,
        "severity": draw(st.sampled_from(["fail", "warn", "info"])),
    }
    if draw(st.booleans()):
        rule["match"] = draw(conditions())
    if scope == "output" and draw(st.integers(0, 2)) == 0:
        rule["when"] = draw(conditions())
    part = draw(st.sampled_from(["require", "any_of", "none_of", "must_match"]))
    rule[part] = (
        draw(asked)
        if part == "require"
        else True
        if part == "must_match"
        else draw(st.lists(asked, min_size=1, max_size=2))
    )
    if draw(st.booleans()):
        rule["on_missing"] = draw(st.sampled_from(["pass", "warn", "fail", "inconclusive"]))
    return rule


def book_of(entries: list[dict[str, Any]]) -> Rulebook:
    """The book with these rules."""
    text = json.dumps({"version": 1, "rules": entries})
    assert_valid_book(text)
    return read_rulebook(text)


def judged(entries: list[dict[str, Any]], outputs: list[dict[str, Any]]) -> Judgement:
    """What a job with these outputs comes to."""
    return judge_evidence(evidence_of(outputs, "x"), book_of(entries))


BOOKS = st.lists(rules(), max_size=4)
