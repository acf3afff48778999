"""The recipes of docs/rules.md: each is one rule of at most six lines, finds what it is for, and lets the rest pass."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from mediaverdict.judging import judge_evidence
from mediaverdict.rulebook import read_rulebook
from mediaverdict_cli.rules.examples import evidence_of

DOC = Path(__file__).parents[3] / "docs" / "rules.md"
RECIPES = re.findall(r"## (.+?)\n+.*?```yaml\n(.+?)```", DOC.read_text(encoding="utf-8"), re.DOTALL)
Outputs = list[dict[str, Any]]


def rungs(*heights: int) -> Outputs:
    return [
        {"output.group": "hls", "output.group_type": "hls", "output.name": str(one), "height": one} for one in heights
    ]


SOUND = {"audio.channels": 2, "audio.codec": "aac", "audio.sample_rate": 48000, "video.count": 1}
ASKED = {"requested.width": 1280, "requested.height": 720}
CASES: list[tuple[Outputs, Outputs]] = [
    (rungs(360, 720, 1080, 2160), rungs(360, 1080)),
    ([{"height": 2160, "video.codec": "hevc"}], [{"height": 2160, "video.codec": "h264"}]),
    ([{**SOUND, "video.count": 0, "audio.channels": 1}], [{**SOUND, "audio.channels": 1}]),
    ([{"width": 1280, "height": 720, **ASKED}], [{"width": 1920, "height": 720, **ASKED}]),
    ([{"video.fps": "30000/1001", "user_data.fps": 29.97}], [{"video.fps": 25, "user_data.fps": 29.97}]),
    ([{"size": "1.9GB", "output.group_type": "file"}], [{"size": "2GB", "output.group_type": "file"}]),
    ([{"height": 1080, "bitrate": "6.2M"}], [{"height": 1080, "bitrate": "7M"}]),
    ([{"duration": 700, "user_data.durationSeconds": 700.5}], [{"duration": 700, "user_data.durationSeconds": 705}]),
    ([{"audio[0].language": "chi", "audio[1].language": "eng"}], [{"audio[0].language": "chi", "audio[1].language": "fre"}]),
    ([{"video.profile": "High"}], [{"video.profile": "Main", "job.finished": "2026-12-31"}]),
]  # fmt: skip


def test_there_are_ten_wishes_and_each_is_six_lines_at_most() -> None:
    assert len(RECIPES) == len(CASES) == 10
    assert [title for title, rule in RECIPES if len(rule.strip().splitlines()) > 6] == []


@pytest.mark.parametrize(
    ("recipe", "case"), list(zip(RECIPES, CASES, strict=True)), ids=[title for title, _ in RECIPES]
)
def test_a_wish_is_one_rule(recipe: tuple[str, str], case: tuple[Outputs, Outputs]) -> None:
    book = read_rulebook("version: 1\nrules:\n" + recipe[1])
    assert len(book.rules) == 1
    good, bad = (judge_evidence(evidence_of(outputs, "x"), book) for outputs in case)
    assert good.outcome == "pass"
    assert bad.outcome == ("warn" if "until_then" in recipe[1] else "fail")


LADDER = [
    {"output.group": "hls", "output.name": str(height), "height": height, "bitrate": rate}
    for height, rate in ((360, "800k"), (720, "2M"), (1080, "4M"))
]
FURTHER: dict[str, tuple[str, Outputs, Outputs]] = {
    "no output is upscaled": (
        "require: {height: {max: {fact: requested.height}}}",
        [{"height": 720, "requested.height": 720}], [{"height": 1080, "requested.height": 720}],
    ),
    "the higher, the more bits": (
        "scope: group\n    require: {bitrate: {increases_with: height}}", LADDER, [*LADDER[:2], {**LADDER[2], "bitrate": "1M"}],
    ),
    "every rung is as long as the others within half a second": (
        "scope: group\n    require: {duration: {spread: {max: 0.5s}}}",
        [{**one, "duration": 60} for one in LADDER], [{**LADDER[0], "duration": 62}, {**LADDER[1], "duration": 60}],
    ),
    "six channels where the name says 5.1": (
        'match: {output.name: "*5.1*"}\n    require: {audio.channels: 6, audio.codec: [ac3, eac3]}',
        [{"output.name": "a-5.1", "audio.channels": 6, "audio.codec": "eac3"}],
        [{"output.name": "a-5.1", "audio.channels": 2, "audio.codec": "eac3"}],
    ),
    "ten bits are HEVC": (
        "match: {video.pixel_format: yuv420p10}\n    require: {video.codec: H.265}",
        [{"video.pixel_format": "yuv420p10le", "video.codec": "hevc"}], [{"video.pixel_format": "yuv420p10le", "video.codec": "h264"}],
    ),
    "a portrait clip stays upright": (
        "match: {output.name: '*portrait*'}\n    require: {height: {above: {fact: width}}}",
        [{"output.name": "x-portrait", "width": 720, "height": 1280}], [{"output.name": "x-portrait", "width": 1280, "height": 720}],
    ),
    "a Chinese or an English track among others": (
        'require: {"audio[*].language": {some: {one_of: [zh, en]}}}',
        [{"audio[0].language": "fre", "audio[1].language": "chi"}], [{"audio[0].language": "fre", "audio[1].language": "ger"}],
    ),
    "AAC or Opus, at 48 kHz": (
        "any_of:\n      - {audio.codec: aac, audio.sample_rate: 48kHz}\n      - {audio.codec: opus, audio.sample_rate: 48kHz}",
        [{"audio.codec": "opus", "audio.sample_rate": 48000}], [{"audio.codec": "aac", "audio.sample_rate": 44100}],
    ),
    "sound ends with the picture": (
        "require: {audio.duration: {equals: {fact: video.duration}, tolerance: 0.1s}}",
        [{"audio.duration": 60, "video.duration": "60.05"}], [{"audio.duration": 58, "video.duration": 60}],
    ),
    "at least three rungs, one of them 4K": (
        "scope: group\n    require: {count: {min: 3}, height: {some: {min: 2160}}}", [*LADDER, {**LADDER[0], "height": 2160}], LADDER,
    ),
}  # fmt: skip


@pytest.mark.parametrize("wish", FURTHER)
def test_a_further_wish_is_one_rule(wish: str) -> None:
    rule, good, bad = FURTHER[wish]
    book = read_rulebook(f"version: 1\nrules:\n  - id: a\n    {rule}\n")
    assert len(rule.splitlines()) < 6
    assert [judge_evidence(evidence_of(one, "x"), book).outcome for one in (good, bad)] == ["pass", "fail"]
