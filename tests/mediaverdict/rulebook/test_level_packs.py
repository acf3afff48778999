"""The packs of levels: each number of the tables from both sides, and random streams against the standards' formulas."""

from __future__ import annotations

from collections import Counter
from itertools import islice
from typing import Any

import pytest

from corpus import levels
from mediaverdict.judging import judge, judge_evidence
from mediaverdict.rulebook import read_rulebook
from mediaverdict_cli.rules.examples import evidence_of

BOOKS = {pack: read_rulebook(f"version: 1\ninclude: [{{pack: {pack}}}]\n") for pack in ("h264-levels", "hevc-levels")}
PACK_OF = {"h264": "h264-levels", "hevc": "hevc-levels"}


def found(pack: str, **facts: Any) -> dict[str, str]:
    """Rule (without the pack's name) to severity, for an output that has just these facts (`__` is a dot)."""
    named = {name.replace("__", "."): value for name, value in facts.items()}
    findings = judge_evidence(evidence_of([named], "x"), BOOKS[pack]).findings
    return {finding.rule.partition("/")[2]: str(finding.severity) for finding in findings}


def name_of(codec: str, number: int) -> str:
    """A level's name from the number in the stream."""
    if codec == "h264":
        return "1b" if number == 9 else f"{number / 10:g}"
    return f"{number / 30:g}"


@pytest.mark.parametrize("number", levels.AVC)
def test_each_number_of_table_a_1(number: int) -> None:
    per_second, per_picture, kbit = levels.AVC[number]
    name = name_of("h264", number)
    edge = next(edge for edge in range(2000, 0, -1) if edge**2 <= 8 * per_picture)
    base = {
        "video__codec": "h264", "video__level": "0.9" if name == "1b" else name, "video__macroblocks": 1, "video__macroblock_rate": 1,
        "video__macroblock_edge": 1, "video__bitrate": 1, "video__fps": 1,
    }  # fmt: skip
    for fact, most in (
        ("video__macroblocks", per_picture), ("video__macroblock_rate", per_second), ("video__macroblock_edge", edge),
        ("video__fps", 300 if number >= 60 else 172),
    ):  # fmt: skip
        assert found("h264-levels", **{**base, fact: most}) == {}
        assert found("h264-levels", **{**base, fact: most + 1}) == {name: "fail"}
    for profile, (vcl, nal) in levels.AVC_UNITS.items():
        rates = {
            vcl * kbit: {},
            vcl * kbit + 1: {f"{name}-bitrate-vcl": "warn"},
            nal * kbit: {f"{name}-bitrate-vcl": "warn"},
        }
        rates[nal * kbit + 1] = {f"{name}-bitrate-vcl": "warn", f"{name}-bitrate": "fail"}
        for rate, told in rates.items():
            assert found("h264-levels", **{**base, "video__profile": profile, "video__bitrate": rate}) == told, rate


@pytest.mark.parametrize("number", levels.HEVC)
def test_each_number_of_tables_a_8_and_a_9(number: int) -> None:
    per_picture, per_second, main, high = levels.HEVC[number]
    name, severity = name_of("hevc", number), "warn" if number in levels.UNSOURCED else "fail"
    edge = next(edge for edge in range(40000, 0, -1) if edge**2 <= 8 * per_picture)
    base = {
        "video__codec": "hevc", "video__level": name, "video__luma_samples": 1, "video__luma_rate": 1, "video__luma_edge": 1,
        "video__bitrate": 1, "video__fps": 1,
    }  # fmt: skip
    for fact, most in (
        ("video__luma_samples", per_picture), ("video__luma_rate", per_second), ("video__luma_edge", edge), ("video__fps", 300),
    ):  # fmt: skip
        assert found("hevc-levels", **{**base, fact: most}) == {}
        assert found("hevc-levels", **{**base, fact: most + 1}) == {name: severity}
    for (profile, pixels), (vcl, nal) in levels.HEVC_UNITS.items():
        facts = {**base, "video__profile": profile, "video__pixel_format": pixels}
        most = nal * (high or main) * (2 if profile == "Rext" else 1)
        warned = {f"{name}-bitrate-main": "warn"}
        assert found("hevc-levels", **{**facts, "video__bitrate": vcl * main}) == {}
        assert found("hevc-levels", **{**facts, "video__bitrate": vcl * main + 1}) == warned
        assert found("hevc-levels", **{**facts, "video__bitrate": most}) == warned
        assert found("hevc-levels", **{**facts, "video__bitrate": most + 1}) == {**warned, f"{name}-bitrate": severity}


@pytest.mark.parametrize("codec", PACK_OF)
def test_random_streams_are_judged_as_the_standards_own_formulas_have_it(codec: str) -> None:
    outcomes: Counter[str] = Counter()
    for stream in islice(levels.streams(codec, seed=1), 1500):
        _, told = levels.differences(stream)
        outcome = judge(levels.answer(stream), BOOKS[PACK_OF[codec]]).outcome
        assert outcome == levels.verdict(told), stream
        outcomes[outcome] += 1
    assert min(outcomes[outcome] for outcome in ("fail", "warn", "pass")) > 50


@pytest.mark.parametrize("codec", PACK_OF)
def test_each_difference_from_the_truth_has_a_name(codec: str) -> None:
    reasons = {levels.differences(stream)[0] for stream in islice(levels.streams(codec, seed=2), 20000)} - {""}
    names = {name for reason in reasons for part in reason.split(" together with ") for name in part.split(" and ")}
    pieces = {piece for name in levels.HIDDEN for piece in name.split(" and ")}
    assert names
    assert names <= pieces


@pytest.mark.parametrize(
    ("width", "height", "fps", "needs", "below"),
    [
        (1280, 720, 30, "3.1", "3"), (1280, 720, 60, "3.2", "3.1"), (1920, 1080, 30, "4", "3.2"), (1920, 1080, 60, "4.2", "4.1"),
        (3840, 2160, 30, "5.1", "5"), (3840, 2160, 60, "5.2", "5.1"), (854, 480, 30, "3.1", "3"),
    ],
)  # fmt: skip
def test_the_levels_that_common_pictures_need(width: int, height: int, fps: int, needs: str, below: str) -> None:
    facts = {
        "video__codec": "h264", "video__coded_width": width, "video__coded_height": height, "video__fps": fps, "video__bitrate": 1,
    }  # fmt: skip
    assert found("h264-levels", **facts, video__level=needs) == {}
    assert found("h264-levels", **facts, video__level=below) == {below: "fail"}


def test_a_time_base_of_milliseconds_is_no_other_rate() -> None:
    facts = {"video__codec": "h264", "video__coded_width": 1280, "video__coded_height": 720, "video__level": "3.1"}
    assert found("h264-levels", **facts, video__fps="30.0049", video__nominal_fps=30) == {}
    assert found("h264-levels", **facts, video__fps="30.07", video__nominal_fps=30) == {"3.1": "fail"}
    assert found("h264-levels", **facts, video__fps="30.0049") == {"3.1": "fail"}


def test_a_bit_rate_that_is_not_told_passes() -> None:
    for pack, codec in (("h264-levels", "h264"), ("hevc-levels", "hevc")):
        facts = {"video__codec": codec, "video__coded_width": 640, "video__coded_height": 360, "video__fps": 25}
        assert found(pack, **facts, video__level="4", video__profile="Main") == {}


def test_a_figure_that_was_not_seen_in_the_standard_never_fails_a_job() -> None:
    unseen = [
        rule
        for rule in BOOKS["hevc-levels"].rules
        if "not the standard itself" in (rule.source or "") or "from memory" in (rule.source or "")
    ]
    assert {rule.id.partition("/")[2].partition("-")[0] for rule in unseen} == {"6.3", "7", "7.1", "7.2"}
    assert {str(rule.severity) for rule in unseen} == {"warn"}


def test_a_level_that_is_none() -> None:
    assert found("h264-levels", video__codec="h264", video__level="7") == {"known": "fail"}
    assert found("hevc-levels", video__codec="hevc", video__level="3.3") == {"known": "fail"}
    assert found("hevc-levels", video__codec="hevc", video__level="8.5") == {}
