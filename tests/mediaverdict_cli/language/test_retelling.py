"""A finding's JSON -> what it says: in English what the verdict has, letter by letter; in Chinese nothing of English."""

# ruff: noqa: RUF001 - Chinese punctuation

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from books import BOOKS, OUTPUTS, judged
from corpus.faults import FAULTS, GOOD
from corpus.judges import BOOK
from mediaverdict.jobs import read_job
from mediaverdict.judging import Finding as Found
from mediaverdict.judging import judge
from mediaverdict.verdict import json_value
from mediaverdict_cli.language import translator
from mediaverdict_cli.language.retelling import retold, retold_finding

VERDICTS = sorted((Path(__file__).parents[2] / "golden" / "verdicts").glob("*.json"))
ENGLISH = re.compile(
    r"(?<![\w.])(?:is|are|was|expected|absent|at (?:least|most)|above|below|and|or|none|not|in|times|the|of|it|which)(?![\w.])"
)
"""Words that stand in no name and no value of these jobs."""
JOBS = {**GOOD, **{f"{fault.name} ({fault.on})": fault.job() for fault in FAULTS}}


def as_json(finding: Found) -> dict[str, Any]:
    """The parts that a verdict carries, as it carries them."""
    return {
        "rule": finding.rule, "message": finding.message, "fact": finding.fact, "missing": finding.missing,
        "actual": None if finding.actual is None else json_value(finding.actual),
        "branches": [list(branch) for branch in finding.branches] or None,
        "within_tolerance": finding.within_tolerance,
    }  # fmt: skip


def assert_told(finding: dict[str, Any]) -> None:
    """Both languages are made of the finding's parts."""
    message = retold(finding)
    assert message is not None, finding
    assert message == finding["message"]
    assert translator("en").finding(finding) == finding["message"]
    chinese = translator("zh").finding(finding)
    assert not ENGLISH.search(chinese), chinese


@pytest.mark.parametrize("path", VERDICTS, ids=lambda path: path.stem)
def test_the_golden_verdicts_findings(path: Path) -> None:
    for finding in json.loads(path.read_text(encoding="utf-8"))["data"]["findings"]:
        if finding["rule"] in ("job-state", "output-status"):  # they quote the service
            assert retold(finding) == finding["message"]
        else:
            assert_told(finding)


@pytest.mark.parametrize("name", JOBS)
def test_the_corpus_findings(name: str) -> None:
    job = read_job(JOBS[name])
    assert job is not None
    for finding in judge(job, BOOK).findings:
        message = retold(as_json(finding))
        assert message == finding.message == retold_finding(finding)


@given(BOOKS, OUTPUTS)
@settings(max_examples=60)
def test_what_any_rule_finds(entries: list[dict[str, Any]], outputs: list[dict[str, Any]]) -> None:
    for finding in judged(entries, outputs).findings:
        assert_told(as_json(finding))


def finding(message: str, **parts: object) -> dict[str, Any]:
    """A finding with these parts."""
    return {"rule": "r", "fact": None, "actual": None, "message": message, **parts}


TOLD = [
    (finding("the job ended as Error: X: no file", rule="job-state"), "任务以 Error 结束：X: no file"),
    (finding("the job ended as Error: no reason given", rule="job-state"), "任务以 Error 结束：没有给出原因"),
    (finding("the job is not finished: its state is absent", rule="job-state"), "任务尚未结束：没有状态"),
    (finding("the output was not made: X", rule="output-status"), "输出没有生成：X"),
    (finding("the output was skipped", rule="output-status"), "输出被跳过"),
    (finding("the job has no output to judge", rule="no-outputs"), "任务没有可判定的输出"),
    (finding("no check of any rule applied to this job", rule="nothing-checked"), "没有任何规则的检查适用于这个任务"),
    (finding("no output has height at least 1080 px"), "没有输出满足：height 至少 1080 px"),
    (finding("no output was delivered"), "没有交付任何输出"),
    (finding("height is 478 px, expected 720 px", fact="height", actual=478), "height 为 478 px，期望：720 px"),
    (
        finding("duration is 60.4 s, expected 60 s ± 0.5 s: only the tolerance lets it pass", fact="duration", actual=60.4, within_tolerance=True),
        "duration 为 60.4 s，期望：60 s ± 0.5 s：仅因容差而通过",
    ),
    (
        finding("height is 478 px, expected 720 px (counts as warn: the job finished 2026-11-01, before enforce_from 2027-01-01)", fact="height", actual=478),
        "height 为 478 px，期望：720 px（计为 warn：任务于 2026-11-01 结束，早于 enforce_from 2027-01-01）",
    ),
    (
        finding("bitrate is absent (the answer has '0.f'), expected at least 1 bit/s", fact="bitrate", missing=True),
        "bitrate 不存在（应答中是 '0.f'），期望：至少 1 bit/s",
    ),
    (
        finding("size of 720p is absent (the answer has '31737': a manifest's own, which says nothing of the media's), expected above 0 bytes", fact="size", missing=True),
        "720p 的 size 不存在（应答中是 '31737'：那是播放列表文件自身的值，说明不了媒体），期望：大于 0 bytes",
    ),
    (
        finding("requested.width is absent: template t-1 was refused (Forbidden.RAM), expected 1280 px", fact="requested.width", missing=True),
        "requested.width 不存在：获取模板 t-1 被拒绝（Forbidden.RAM），期望：1280 px",
    ),
    (
        finding("width is 848 px, expected requested.width, but requested.width is absent: template t-1 is not known: it was not looked up", fact="width", actual=848, missing=True),
        "width 为 848 px，期望：requested.width，但 requested.width 不存在：模板 t-1 的内容未知：没有查询",
    ),
    (
        finding("output.name is a, expected b, c, expected *720*", fact="output.name", actual="a, expected b, c"),
        "output.name 为 a, expected b, c，期望：*720*",
    ),
    (
        finding("bitrate is expected increasing with height, but is 828.12 kbit/s in 360p, absent in 720p and 3 more", fact="bitrate"),
        "bitrate 期望：随 height 递增；实际：360p：828.12 kbit/s、720p：不存在，另有 3 个",
    ),
    (
        finding("audio[*].language is expected to include en and zh, but is de in audio[0] of 720p: en and zh are missing", fact="audio[*].language"),
        "audio[*].language 期望：包含 en 和 zh；实际：720p 的 audio[0]：de；缺少 en 和 zh",
    ),
    (
        finding("none of 2 alternatives holds: (1) width is 848 px, expected 1280 px, height is 478 px, expected 720 px; (2) width is absent, expected 720 px",
            branches=[["width is 848 px, expected 1280 px", "height is 478 px, expected 720 px"], ["width is absent, expected 720 px"]]),
        "2 个选项都不成立：(1) width 为 848 px，期望：1280 px；height 为 478 px，期望：720 px；(2) width 不存在，期望：720 px",
    ),
    (finding("it is video.codec av1, which must not be", fact="video.codec"), "出现了不允许的情况：video.codec av1"),
    (
        finding("it can't be told that it is not video.codec av1: video.codec is absent, expected av1", fact="video.codec", missing=True),
        "无法判断是否出现了不允许的情况（video.codec av1）：video.codec 不存在，期望：av1",
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    ("told", "chinese"), TOLD, ids=lambda one: one["message"][:40] if isinstance(one, dict) else ""
)
def test_every_sort_of_finding(told: dict[str, Any], chinese: str) -> None:
    assert retold(told) == told["message"]
    assert translator("zh").finding(told) == chinese


def test_what_another_release_said_stays_english() -> None:
    assert translator("zh").finding(finding("a text of tomorrow", fact="height")) == "a text of tomorrow"
    assert translator("zh").finding(finding("the job exploded", rule="job-state")) == "the job exploded"


def test_a_text_that_was_cut_is_told_whole_where_its_branches_tell_it() -> None:
    lacks = [[f"width is {number} px, expected 1280 px"] for number in range(30)]
    whole = "; ".join(f"({index}) {lack}" for index, (lack,) in enumerate(lacks, 1))
    cut = f"none of 30 alternatives holds: {whole}"[:511] + "…"
    assert translator("zh").finding(finding(cut, branches=lacks)).endswith("(30) width 为 29 px，期望：1280 px")
    assert translator("zh").finding(finding(cut, branches=lacks[:3])) == cut
