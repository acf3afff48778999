"""by, pairs and count_of_largest as a rule book has them; and a fact's old name."""

from __future__ import annotations

import pytest

from mediaverdict.errors import RulebookError
from mediaverdict.judging import judge_evidence
from mediaverdict.rulebook import read_rulebook
from mediaverdict_cli.rules.examples import evidence_of
from samples import assert_valid_book


def outcome(require: str, *outputs: dict[str, object]) -> str:
    text = f"version: 1\nrules:\n  - id: r\n    scope: group\n    require: {require}\n"
    assert_valid_book(text)
    made = [{"output.group": "g", "output.name": str(number), **one} for number, one in enumerate(outputs)]
    return str(judge_evidence(evidence_of(made, "x"), read_rulebook(text)).outcome)


H264 = [{"video.codec": "h264", "bitrate": rate, "height": height} for rate, height in ((100, 1), (200, 2))]
HEVC = [{"video.codec": "HEVC", "bitrate": rate, "height": height} for rate, height in ((50, 1), (90, 2))]


@pytest.mark.parametrize(
    ("require", "expected"),
    [
        ("{bitrate: {increases_with: height}}", "fail"),
        ("{bitrate: {increases_with: height, by: video.codec}}", "pass"),
        ("{height: {same: true}}", "fail"),
        ("{bitrate: {same: true, by: [video.codec, height]}}", "pass"),
        ("{bitrate: {same: true, by: [video.codec]}}", "fail"),
        ("{bitrate: {pairs: {above: 1.7}}}", "fail"),
        ("{bitrate: {pairs: {above: 1.7}, by: video.codec}}", "pass"),
        ("{bitrate: {pairs: {above: 1.9}, by: video.codec}}", "fail"),
        ("{bitrate: {step: {max: 2}, by: video.codec}}", "pass"),
        ("{bitrate: {spread: {max: 100}, by: video.codec}}", "pass"),
        ("{height: {count_of_largest: 2}}", "pass"),
        ("{height: {count_of_largest: {min: 2}, by: video.codec}}", "fail"),
    ],
)
def test_outputs_that_are_alike_are_compared(require: str, expected: str) -> None:
    mixed = [H264[0], HEVC[1], HEVC[0], H264[1]]
    assert outcome(require, *mixed) == expected


def test_the_finding_names_the_output_at_fault_among_all() -> None:
    text = (
        "version: 1\nrules:\n  - {id: r, scope: group, require: {bitrate: {increases_with: height, by: video.codec}}}\n"
    )
    outputs = [H264[0], HEVC[0], {**HEVC[1], "bitrate": 40}, H264[1]]
    made = [{"output.group": "g", "output.name": f"n{number}", **one} for number, one in enumerate(outputs)]
    (finding,) = judge_evidence(evidence_of(made, "x"), read_rulebook(text)).findings
    assert finding.actual == 40
    assert "increasing with height, by video.codec" in finding.message


@pytest.mark.parametrize(
    ("require", "message"),
    [
        (
            "{bitrate: {same: true, by: video.codek}}",
            "by names 'video.codek', which is no fact (did you mean video.codec",
        ),
        ("{bitrate: {same: true, by: [job.id]}}", "job.id is the job's, so all outputs are alike in it"),
        ("{bitrate: {same: true, by: 3}}", "by takes the name of a fact, or a list of names"),
        ("{bitrate: {same: true, by: []}}", "by takes the name of a fact, or a list of names"),
        ("{bitrate: {min: 3, by: video.codec}}", "by goes with a condition over several outputs"),
        ("{video.codec: {pairs: {above: 1}}}", "video.codec is text, so pairs makes no sense for it"),
        ("{bitrate: {every: {min: 1, by: video.codec}}}", "by can't stand inside every"),
        ("{bitrate: {same: true, by: video.b_frames}}", "it is now video.reorder_depth"),
    ],
)
def test_what_is_wrong_with_it_is_told(require: str, message: str) -> None:
    with pytest.raises(RulebookError) as raised:
        read_rulebook(f"version: 1\nrules:\n  - id: r\n    scope: group\n    require: {require}\n")
    assert message in str(raised.value)


@pytest.mark.parametrize(
    "rule",
    [
        "require: {video.b_frames: 2}",
        "require: {video.fps: {max: {fact: video.b_frames, times: 1}}}",
        "match: {'video[1].b_frames': 2}, must_match: true",
    ],
)
def test_the_old_name_of_the_reorder_depth_teaches_the_new_one(rule: str) -> None:
    with pytest.raises(RulebookError) as raised:
        read_rulebook(f"version: 1\nrules:\n  - {{id: r, {rule}}}\n")
    new = "video[1].reorder_depth" if "[1]" in rule else "video.reorder_depth"
    assert f"it is now {new}, which it always was: how far pictures are reordered" in str(raised.value)
