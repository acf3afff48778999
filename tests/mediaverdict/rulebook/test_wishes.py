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
