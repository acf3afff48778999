"""A drafted rule book: its own jobs pass it, and what depends on the content is left out."""

from __future__ import annotations

from typing import Any

import pytest

from command import ROOT, run
from mediaverdict.judging import judge
from mediaverdict.rulebook import read_rulebook
from mediaverdict_cli.rules.drafting import draft
from samples import audio, job_of, ladder, output, rung, video


@pytest.mark.parametrize(
    "jobs",
    [
        [job_of(output())],
        [job_of(output()), job_of(output(audios=[audio(Bitrate="0.f")]))],
        [job_of(output("HD", videos=[video(Avg_fps="30000/1001")])), job_of(output("HD", videos=[video(Avg_fps="25")]))],
        [job_of(*(output(f"title-{number}") for number in range(60)))],
        [job_of(output('na"me: [x]\n\\ #'))],
        [job_of(output(""))],
        [job_of(groups=[{"Name": "hls", "Outputs": ladder()}])],
        [job_of(output(videos=[]), output("b", audios=[]))],
        [job_of(rung("r", 640, 360, 700), output("gone", Status="Failed", Result=None))],
    ],
)  # fmt: skip
def test_a_draft_is_a_rule_book_that_its_own_jobs_pass(jobs: list[Any]) -> None:
    drafted = read_rulebook(draft(jobs), "draft.yml", ROOT)
    for job in jobs:
        bad = [
            finding for finding in judge(job, drafted).findings if finding.counts and finding.rule.startswith("draft/")
        ]
        assert bad == []


def test_a_draft_leaves_out_what_depends_on_the_content_and_comments_each_line() -> None:
    text = draft([job_of(output()), job_of(output(videos=[video(Profile="Main", Bit_rate="3000")]))])
    lines = [line for line in text.splitlines() if line.startswith("      ")]
    assert all("   # " in line for line in lines)
    assert "      height: 720   # the same in all 2" in lines
    assert '      video.profile: ["High", "Main"]   # all that were seen' in lines
    assert "      video.bitrate: {min: 2100k, max: 3750k}   # 2800k to 3000k were seen; 25 % to either side" in lines
    assert not any(line.strip().startswith(("duration", "size", "video.frames", "output.url")) for line in lines)


def test_a_draft_speaks_the_language_of_the_run() -> None:
    job = ROOT / "events" / "jobs" / "ladder-good.json"
    lines = run("rules", "draft", job, MEDIAVERDICT_LANG="zh").stdout.splitlines()
    assert lines[0] == "# 根据 1 个已知没有问题的任务起草。"
    assert "      width: 640   # 与所见相同" in lines
    assert '    description: "与没有问题的任务里的 1 个输出相同。"' in lines
    bitrate = next(line for line in lines if line.startswith("      bitrate: "))
    assert bitrate.startswith("      bitrate: {min: 621k, max: 1036k}   # 所见为 828k")
    assert bitrate.endswith("上下各放宽 25 %")
