"""What MediaConch's users ask for, as one rule book each."""

from __future__ import annotations

import pytest

from samples import job_of, judge_by, output, video

SCAN = """  - id: allowed-rates
    require: {video.fps: {one_of: [23.976, 29.97, 25], tolerance: 0.001}}

  - id: depth-where-the-rate-is-allowed
    when: {video.fps: {one_of: [23.976, 29.97, 25], tolerance: 0.001}}
    require: {video.reorder_depth: {max: 2}}
"""


@pytest.mark.parametrize(
    ("fps", "depth", "failed", "skipped"),
    [
        ("24000/1001", "2", [], 0), ("29.97", "2", [], 0), ("25.0", "2", [], 0), ("25.0", "3", ["depth-where-the-rate-is-allowed"], 0),
        ("50.0", "3", ["allowed-rates"], 1), ("30", "3", ["allowed-rates"], 1),
    ],
)  # fmt: skip
def test_a_second_condition_only_where_one_of_the_rates_holds(
    fps: str, depth: str, failed: list[str], skipped: int
) -> None:
    judgement = judge_by(SCAN, job_of(output(videos=[video(Avg_fps=fps, Has_b_frames=depth)])))
    assert [finding.rule for finding in judgement.findings if finding.counts] == failed
    assert judgement.counts.skipped == skipped


def test_a_bound_whose_report_says_that_only_the_tolerance_let_it_pass() -> None:
    judgement = judge_by("  - {id: rate, require: {video.bitrate: {max: 2.8M, tolerance: 1%}}}\n")
    (finding,) = judgement.findings
    assert judgement.outcome == "pass"
    assert (finding.severity, finding.within_tolerance) == ("info", True)
    assert (
        finding.message
        == "video.bitrate is 2800.5 kbit/s, expected at most 2.8 Mbit/s ± 1 %: only the tolerance lets it pass"
    )


def test_an_or_that_passed_shows_no_failures_of_its_other_branch() -> None:
    rule = "  - {id: either, any_of: [{video.codec: hevc, video.level: {min: 4}}, {video.codec: h264}]}\n"
    judgement = judge_by(rule)
    assert (judgement.outcome, judgement.findings, judgement.counts.failed, judgement.counts.checks) == (
        "pass",
        (),
        0,
        1,
    )
