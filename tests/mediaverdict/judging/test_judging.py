"""What rules make of facts: bounds, tolerances, absence, scopes, combinations."""

from __future__ import annotations

from typing import Any

import pytest

from mediaverdict.judging import Finding, Judgement, judge
from mediaverdict.rulebook import read_rulebook
from mediaverdict.severity import Severity
from samples import audio, file_info, hls, job_of, judge_by, ladder, output, rung, video


def messages(judgement: Judgement) -> list[str]:
    return [f"{finding.severity} {finding.rule}: {finding.message}" for finding in judgement.findings]


def require(conditions: str, entry: dict[str, Any] | None = None, **more: object) -> Judgement:
    return judge_by(f"  - id: r\n    require: {{{conditions}}}\n", job_of(entry or output(), **more))


HOLDS = [
    "height: 720", "height: [480, 720]", "height: {min: 720}", "height: {max: 720}", "height: {above: 719, below: 721}", "height: {not: 480}",
    "height: {none_of: [480, 1080]}", "height: {one_of: [720, 1080]}", "height: {exists: true}", '"audio[1].channels": {exists: false}',
    "video.codec: H264", "video.codec: {glob: 'h26?'}", "video.codec: {regex: 'h26[45]'}", "video.codec: {glob: ['vp*', 'h*']}",
    "container: mp4", "container: [ts, mov]", "container: {glob: 'm4*'}", "container: {not: hls}", "aspect_ratio: 16:9", "video.level: {max: 4.1}",
    "video.level: 3.1", "duration: 2m", "bitrate: {min: 2.9M, max: 2931k}", "size: {below: 44MB}", "audio.sample_rate: 48kHz",
    "height: {equals: {fact: video.coded_height}}", "width: {min: {fact: height, times: 1.5, plus: 100}}", "job.created: {min: 2026-11-01}",
    "video.frames: {equals: {fact: duration, times: 25}}", "user_data.videoId: v-7", "user_data.seconds: {min: 119}", "user_data.live: false",
    "duration: {equals: {fact: user_data.seconds}}", "output.name: {glob: '*720*'}", "job.pipeline: prod-vod", "user_data.videoId: {not: v-8}",
]  # fmt: skip
FAILS = [
    ("height: 480", "height is 720 px, expected 480 px"),
    ("height: [480, 1080]", "height is 720 px, expected 480 px or 1080 px"),
    ("height: {min: 721}", "height is 720 px, expected at least 721 px"),
    ("height: {above: 720}", "height is 720 px, expected above 720 px"),
    ("height: {below: 720}", "height is 720 px, expected below 720 px"),
    ("height: {max: 719}", "height is 720 px, expected at most 719 px"),
    ("height: {not: 720}", "height is 720 px, expected not 720 px"),
    ("height: {none_of: [480, 720]}", "height is 720 px, expected none of 480 px or 720 px"),
    ("height: {min: 1, max: 5}", "height is 720 px, expected at least 1 px and at most 5 px"),
    ("height: {exists: false}", "height is 720 px, expected absent"),
    ('"audio[1].channels": {exists: true}', "audio[1].channels is absent, expected present"),
    ("video.codec: hevc", "video.codec is h264, expected hevc"),
    ("video.codec: {glob: 'vp*'}", "video.codec is h264, expected like vp*"),
    ("video.codec: {regex: 'h2'}", "video.codec is h264, expected matching /h2/"),
    ("container: ts", "container is 3g2, 3gp, m4a, mj2, mov, mp4, expected mpegts"),
    ("aspect_ratio: 4:3", "aspect_ratio is 16:9, expected 4:3"),
    ("bitrate: {max: 2.5M}", "bitrate is 2930.2 kbit/s, expected at most 2.5 Mbit/s"),
    ("video.fps: 30000/1001", "video.fps is 25 fps, expected 30000/1001 (29.970) fps"),
    ("job.created: {max: 2026-11-01}", "job.created is 2026-11-20T08:00:00Z, expected at most 2026-11-01"),
    ("user_data.videoId: v-8", "user_data.videoId is v-7, expected v-8"),
    ("user_data.seconds: {max: 3}", "user_data.seconds is 120, expected at most 3"),
    ("width: {equals: {fact: height}}", "width is 1280 px, expected 720 px (height)"),
    ("width: {max: {fact: height, times: 1.5}}", "width is 1280 px, expected at most 1080 px (height times 1.5)"),
]  # fmt: skip
USER = {"videoId": "v-7", "seconds": "120", "live": False}


@pytest.mark.parametrize("conditions", HOLDS)
def test_conditions_that_hold(conditions: str) -> None:
    judgement = require(conditions, user_data=USER)
    assert (judgement.outcome, messages(judgement)) == ("pass", [])


@pytest.mark.parametrize(("conditions", "message"), FAILS)
def test_conditions_that_fail_say_why(conditions: str, message: str) -> None:
    judgement = require(conditions, user_data=USER)
    assert (judgement.outcome, messages(judgement)) == ("fail", [f"fail r: {message}"])


def test_a_finding_tells_all_of_it() -> None:
    (finding,) = judge_by(
        "  - {id: hd, require: {height: 720}, why: W., fix: F., source: S.}\n",
        job_of(output(videos=[video(Height="478")])),
    ).findings
    assert finding == Finding(
        "hd", Severity.FAIL, "height is 478 px, expected 720 px", output="web-720p", group=None, at="/Job/OutputDetails/0", fact="height",
        expected="720", actual=478, raw="478", path="/Job/OutputDetails/0/Result/OutFileMeta/VideoStreamInfoList/0/Height",
        why="W.", fix="F.", source="S.",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("conditions", "raw", "outcome", "within"),
    [
        # No float surprise at a bound.
        ("av.start_gap: {max: 0.1}", "0.1", "pass", False),
        ("av.start_gap: {max: 0.1}", "0.1000000001", "fail", False),
        ("av.start_gap: {max: 0.1, tolerance: 0.2s}", "0.3", "pass", True),
        ("av.start_gap: {max: 0.1, tolerance: 0.2s}", "0.3000000001", "fail", False),
        ("av.start_gap: {below: 0.1, tolerance: 0.2s}", "0.3", "fail", False),
        ("av.start_gap: {equals: 0.3, tolerance: 0.1s}", "0.2", "pass", True),
        ("av.start_gap: {equals: 0.3, tolerance: 0.1s}", "0.3", "pass", False),
        ("av.start_gap: {equals: 2, tolerance: 10%}", "1.8", "pass", True),
        ("av.start_gap: {equals: 2, tolerance: 10%}", "1.79", "fail", False),
        ("av.start_gap: {equals: 0, tolerance: 2 frames}", "0.08", "pass", True),
        ("av.start_gap: {equals: 0, tolerance: 2 frames}", "0.0800001", "fail", False),
        ("av.start_gap: {equals: 1, tolerance: [0.01s, 1%, 3 frames]}", "1.12", "pass", True),
        ("av.start_gap: {one_of: [1, 2], tolerance: 0.1s}", "2.1", "pass", True),
        ("av.start_gap: {none_of: [1, 2], tolerance: 0.1s}", "2.1", "fail", False),
        ("av.start_gap: {not: 1, tolerance: 0.1s}", "1.05", "fail", False),
        ("av.start_gap: {not: 1, tolerance: 0.1s}", "1.2", "pass", False),
    ],
)
def test_bounds_and_tolerances_are_exact(conditions: str, raw: str, outcome: str, within: bool) -> None:
    judgement = require(conditions, output(audios=[audio(StartTime=raw)]))
    assert judgement.outcome == outcome
    assert [finding.within_tolerance for finding in judgement.findings] == (
        [within] if within or outcome == "fail" else []
    )


@pytest.mark.parametrize(
    ("raw", "outcome"),
    [("29.97", "pass"), ("30000/1001", "pass"), ("29.96", "fail"), ("29.98", "fail"), ("30", "fail")],
)
def test_29_97_is_30000_1001_within_its_tolerance_and_nothing_else(raw: str, outcome: str) -> None:
    assert (
        require("video.fps: {equals: 29.97, tolerance: 0.001}", output(videos=[video(Avg_fps=raw)])).outcome == outcome
    )
    exact = require("video.fps: 30000/1001", output(videos=[video(Avg_fps=raw)])).outcome
    assert exact == ("pass" if raw == "30000/1001" else "fail")


def test_a_pass_by_tolerance_alone_is_told() -> None:
    judgement = require("duration: {equals: 120.4, tolerance: 0.5s}")
    assert judgement.outcome == "pass"
    assert messages(judgement) == [
        "info r: duration is 120 s, expected 120.4 s ± 0.5 s: only the tolerance lets it pass"
    ]
    assert judgement.counts.passed == judgement.counts.checks == 1


ABSENT = output(audios=[audio(Bitrate="0.f")])


@pytest.mark.parametrize(
    ("rule", "outcome", "severities"),
    [
        ("require: {audio.bitrate: {min: 1}}", "inconclusive", ["inconclusive"]),
        ("on_missing: fail\n    require: {audio.bitrate: {min: 1}}", "fail", ["fail"]),
        ("on_missing: warn\n    require: {audio.bitrate: {min: 1}}", "warn", ["warn"]),
        ("on_missing: pass\n    require: {audio.bitrate: {min: 1}}", "inconclusive", ["inconclusive"]),
        ("on_missing: fail\n    require: {audio.bitrate: {min: 1, on_missing: warn}}", "warn", ["warn"]),
        ("on_missing: fail\n    severity: warn\n    require: {audio.bitrate: {min: 1}}", "warn", ["warn"]),
        ("severity: warn\n    require: {audio.bitrate: {min: 1}}", "warn", ["warn"]),
        ("severity: info\n    on_missing: fail\n    require: {audio.bitrate: {min: 1}, height: 720}", "pass", ["info"]),
    ],
)
def test_what_an_absent_fact_comes_to(rule: str, outcome: str, severities: list[str]) -> None:
    judgement = judge_by(f"  - id: r\n    {rule}\n", job_of(ABSENT))
    assert (judgement.outcome, [finding.severity for finding in judgement.findings]) == (outcome, severities)


def test_an_absent_fact_shows_its_raw_text() -> None:
    (finding,) = require("audio.bitrate: {min: 32k}", ABSENT).findings
    assert finding.message == "audio.bitrate is absent (the answer has '0.f'), expected at least 32 kbit/s"
    assert (finding.actual, finding.raw, finding.missing) == (None, "0.f", True)


def test_an_absent_right_side_is_missing_too() -> None:
    (finding,) = require("duration: {equals: {fact: user_data.seconds}}").findings
    assert finding.severity == "inconclusive"
    assert finding.message == "duration is 120 s, expected user_data.seconds, but user_data.seconds is absent"
    (unusable,) = require("duration: {equals: {fact: user_data.seconds}}", user_data={"seconds": "long"}).findings
    assert unusable.message == "duration is 120 s, expected user_data.seconds, but user_data.seconds is 'long'"


def test_nothing_checked_is_inconclusive() -> None:
    judgement = judge_by("  - {id: r, match: {height: 1}, require: {width: 1}}\n")
    assert (judgement.outcome, messages(judgement)) == (
        "inconclusive",
        ["inconclusive nothing-checked: no check of any rule applied to this job"],
    )
    assert [outcome for _, outcome in judgement.outputs] == ["unchecked"]


def test_no_output_is_inconclusive() -> None:
    assert messages(judge_by("  - {id: r, require: {width: 1}}\n", job_of())) == [
        "inconclusive no-outputs: the job has no output to judge"
    ]


def test_a_failed_job_fails_with_its_code_and_message() -> None:
    job = job_of(State="Error", Code="InvalidParameter.ResourceContentBad", Message="The input is bad\n")
    assert messages(judge_by("  - {id: r, require: {width: 1}}\n", job)) == [
        "fail job-state: the job ended as Error: InvalidParameter.ResourceContentBad: The input is bad"
    ]


def test_complete_beside_a_code_is_complete() -> None:
    job = job_of(output(), Code="InvalidParameter.ResourceContentBad", Message="bad")
    assert judge_by("  - {id: r, require: {height: 720}}\n", job).outcome == "pass"


def test_failed_and_skipped_outputs_are_told_and_not_measured() -> None:
    job = job_of(
        output(),
        output("a", Status="Failed", Code="X", Message="no", Result=None),
        output("b", Status="Skipped", Result=None),
    )
    judgement = judge_by("  - {id: r, require: {height: 720}}\n", job)
    assert messages(judgement) == [
        "fail output-status: the output was not made: X: no",
        "warn output-status: the output was skipped",
    ]
    assert [outcome for _, outcome in judgement.outputs] == ["pass", "fail", "warn"]


def test_a_job_that_runs_is_inconclusive() -> None:
    assert messages(judge_by("  - {id: r, require: {height: 720}}\n", job_of(output(), State="Running"))) == [
        "inconclusive job-state: the job is not finished: its state is Running"
    ]


def test_match_selects_by_globs_lists_and_conditions() -> None:
    outputs = job_of(output("web-480p"), output("web-720p"), output("tv-720p"))
    for match, names in [
        ("output.name: '*720*'", ["web-720p", "tv-720p"]),
        ("output.name: [web-480p, 'tv*']", ["web-480p", "tv-720p"]),
        ("output.name: {regex: 'web-.*'}", ["web-480p", "web-720p"]),
        ("output.name: '*720*', height: {min: 1080}", []),
        ("output.group: '*'", []),
    ]:
        judgement = judge_by(f"  - {{id: r, match: {{{match}}}, require: {{height: 1}}}}\n", outputs)
        assert [finding.output for finding in judgement.findings if finding.rule == "r"] == names


def test_must_match_fails_when_nothing_does() -> None:
    judgement = judge_by("  - {id: r, match: {height: {min: 1080}}, must_match: true}\n")
    assert messages(judgement) == ["fail r: no output has height at least 1080 px"]
    assert judge_by("  - {id: r, match: {height: {min: 720}}, must_match: true}\n").outcome == "pass"


def test_when_guards_the_question() -> None:
    rule = "  - {id: r, when: {video.fps: {one_of: [25, 29.97], tolerance: 0.01}}, require: {video.codec: hevc, height: 1}}\n"
    guarded = judge_by(rule, job_of(output(videos=[video(Avg_fps="50")])))
    assert (guarded.outcome, guarded.counts.skipped, guarded.counts.checks) == ("inconclusive", 2, 0)
    asked = judge_by(rule)
    assert (asked.outcome, asked.counts.failed) == ("fail", 2)


ANY = "  - id: r\n    any_of:\n      - {video.codec: h264, video.profile: [High, Main]}\n      - {video.codec: hevc}\n"


def test_any_of_that_holds_shows_no_failure_of_its_other_branch() -> None:
    judgement = judge_by(ANY)
    assert (judgement.outcome, messages(judgement), judgement.counts.checks) == ("pass", [], 1)


def test_any_of_is_one_finding_with_what_each_branch_lacked() -> None:
    judgement = judge_by(ANY, job_of(output(videos=[video(Profile="Baseline")])))
    (finding,) = judgement.findings
    assert finding.branches == (
        ("video.profile is Baseline, expected High or Main",),
        ("video.codec is h264, expected hevc",),
    )
    assert finding.message == (
        "none of 2 alternatives holds: (1) video.profile is Baseline, expected High or Main; (2) video.codec is h264, expected hevc"
    )
    assert finding.expected == "video.codec h264 and video.profile High or Main or video.codec hevc"
    assert (judgement.counts.checks, judgement.counts.failed) == (1, 1)


def test_any_of_over_three_values() -> None:
    absent = judge_by(ANY, job_of(output(videos=[video(Profile=None)])))
    assert (absent.outcome, absent.findings[0].missing) == ("inconclusive", True)
    by_tolerance = judge_by("  - id: r\n    any_of: [{height: 1}, {duration: {equals: 121, tolerance: 1s}}]\n")
    assert messages(by_tolerance) == [
        "info r: duration is 120 s, expected 121 s ± 1 s: only the tolerance lets it pass"
    ]


def test_none_of() -> None:
    rule = "  - id: r\n    none_of: [{video.codec: h264, video.profile: Baseline}, {video.codec: mpeg2video}]\n"
    assert judge_by(rule).outcome == "pass"
    failed = judge_by(rule, job_of(output(videos=[video(Profile="Baseline")])))
    assert messages(failed) == ["fail r: it is video.codec h264 and video.profile Baseline, which must not be"]
    unknown = judge_by(rule, job_of(output(videos=[video(Profile=None)])))
    assert messages(unknown) == [
        "inconclusive r: it can't be told that it is not video.codec h264 and video.profile Baseline: video.profile is absent, expected Baseline"
    ]


LADDER = """  - id: l
    scope: group
    match: {output.group_type: hls}
    require:
      count: {min: 3}
      duration: {spread: {max: 0.5s}}
      audio.sample_rate: {same: true}
      bitrate: {increases_with: height}
"""


def group_job(*rungs: dict[str, Any], **more: Any) -> Any:
    return job_of(groups=[hls(*rungs)], **more)


def with_meta(entry: dict[str, Any], key: str, **changes: object) -> dict[str, Any]:
    meta = {**entry["Result"]["OutFileMeta"]}
    meta[key] = {**meta[key], **changes} if isinstance(meta[key], dict) else [{**meta[key][0], **changes}]
    return {**entry, "Result": {**entry["Result"], "OutFileMeta": meta}}


def test_a_good_ladder_passes() -> None:
    judgement = judge_by(LADDER, group_job(*ladder()))
    assert (judgement.outcome, judgement.counts.checks, [outcome for _, outcome in judgement.outputs]) == (
        "pass",
        4,
        ["pass"] * 3,
    )


def test_a_ladders_faults_name_the_rung() -> None:
    low, middle, high = ladder()
    job = group_job(
        with_meta(low, "FileBasicInfo", Duration="119.2"), with_meta(middle, "AudioStreamInfoList", SampleRate="44100"),
        with_meta(high, "FileBasicInfo", Bitrate="900"),
    )  # fmt: skip
    judgement = judge_by(LADDER, job)
    assert [(finding.output, finding.message) for finding in judgement.findings] == [
        (
            "360p",
            "duration is expected a spread of at most 0.5 s, but is 119.2 s in 360p, 120 s in 720p, 120 s in 1080p",
        ),
        (
            "720p",
            "audio.sample_rate is expected the same in all outputs, but is 48000 Hz in 360p, 44100 Hz in 720p, 48000 Hz in 1080p",
        ),
        (
            "1080p",
            "bitrate is expected increasing with height, but is 828 kbit/s in 360p, 2.928 Mbit/s in 720p, 900 kbit/s in 1080p",
        ),
    ]
    assert judgement.findings[2].path == "/Job/OutputGroupDetails/0/Outputs/2/Result/OutFileMeta/FileBasicInfo/Bitrate"


def test_a_count_is_the_groups() -> None:
    (finding,) = judge_by(LADDER, group_job(*ladder()[:2])).findings
    assert (finding.message, finding.output, finding.group, finding.at) == (
        "count is 2, expected at least 3",
        None,
        "hls",
        "/Job/OutputGroupDetails/0",
    )


def test_each_group_is_judged_by_itself_and_single_files_are_in_none() -> None:
    job = job_of(output(), groups=[hls(*ladder(), name="a"), hls(*ladder()[:1], name="b")])
    rule = "  - {id: l, scope: group, require: {count: {min: 2}}}\n"
    assert [(finding.group, finding.actual) for finding in judge_by(rule, job).findings] == [("b", 1)]


def test_a_jobs_scope_takes_all_outputs() -> None:
    job = job_of(output(), groups=[hls(*ladder())])
    rule = "  - {id: l, scope: job, require: {count: 4, job.outputs: 4, height: {some: 1080}, video.codec: {every: h264}, width: {some: {min: 4000}}}}\n"
    assert messages(judge_by(rule, job)) == [
        "fail l: width is expected in some output at least 4000 px, but is 1280 px in web-720p, 640 px in 360p, 1280 px in 720p, 1920 px in 1080p"
    ]


def test_every_names_the_output_at_fault() -> None:
    rule = "  - {id: l, scope: group, require: {height: {every: {min: 400}}}}\n"
    (finding,) = judge_by(rule, group_job(*ladder())).findings
    assert (finding.output, finding.actual) == ("360p", 360)


def test_an_absent_fact_in_one_rung_is_missing_in_the_group() -> None:
    low, middle, high = ladder()
    job = group_job(low, with_meta(middle, "FileBasicInfo", Bitrate="N/A"), high)
    (finding,) = judge_by("  - {id: l, scope: group, require: {bitrate: {increases_with: height}}}\n", job).findings
    assert (finding.severity, finding.output, finding.message) == (
        "inconclusive", "720p", "bitrate of 720p is absent (the answer has 'N/A'), expected increasing with height",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("kbps", "tolerance", "outcome"),
    [((700, 2800, 5200), "", "pass"), ((700, 700, 5200), "", "fail"), ((700, 2800, 2700), ", tolerance: 5%", "pass"), ((700, 2800, 2600), ", tolerance: 5%", "fail")],
)  # fmt: skip
def test_increases_with_tolerates_a_small_inversion(kbps: tuple[int, int, int], tolerance: str, outcome: str) -> None:
    rungs = [
        rung(f"{height}p", height * 16 // 9, height, rate) for height, rate in zip((360, 720, 1080), kbps, strict=True)
    ]
    rule = f"  - {{id: l, scope: group, require: {{bitrate: {{increases_with: height{tolerance}}}}}}}\n"
    assert judge_by(rule, group_job(*rungs)).outcome == outcome


def test_same_within_a_tolerance() -> None:
    low, middle, high = ladder()
    job = group_job(low, with_meta(middle, "FileBasicInfo", Duration="120.3"), high)
    assert judge_by("  - {id: l, scope: group, require: {duration: {same: true}}}\n", job).outcome == "fail"
    assert (
        judge_by("  - {id: l, scope: group, require: {duration: {same: true, tolerance: 0.5s}}}\n", job).outcome
        == "pass"
    )
    assert judge_by("  - {id: l, scope: group, require: {duration: {same: false}}}\n", job).outcome == "pass"


def test_enforce_from_is_judged_by_the_jobs_finish_time() -> None:
    rule = "  - {id: r, enforce_from: 2026-11-21, require: {height: 1, width: 1280}}\n"
    early = judge_by(rule)
    assert (early.outcome, early.counts.info, [finding.severity for finding in early.findings]) == ("pass", 1, ["info"])
    assert judge_by(rule, job_of(output(), FinishTime="2026-11-21T00:00:00Z")).outcome == "fail"


def test_a_waived_finding_stays_and_does_not_count() -> None:
    text = """version: 1
rules: [{id: r, require: {height: 1}}]
waive: [{rule: r, match: {output.name: "old*"}, until: 2026-11-20, reason: "ticket 12"}]
"""
    job = job_of(output("old-one"), output("new-one"))
    judgement = judge(job, read_rulebook(text))
    assert [(finding.output, finding.waived, finding.counts) for finding in judgement.findings] == [
        ("old-one", "ticket 12", False),
        ("new-one", "", True),
    ]
    assert (judgement.outcome, judgement.counts.failed, judgement.counts.info) == ("fail", 1, 1)
    assert [outcome for _, outcome in judgement.outputs] == ["pass", "fail"]
    late = judge(job_of(output("old-one"), FinishTime="2026-11-21T00:00:00Z"), read_rulebook(text))
    assert late.outcome == "fail"


def test_a_pattern_that_would_hang_elsewhere_is_told_in_linear_time() -> None:
    (finding,) = require("output.name: {regex: '(a|aa)+b'}", output("a" * 50_000)).findings
    assert finding.severity == "fail"


def test_a_glob_with_many_stars_does_not_hang() -> None:
    assert require(f"output.name: {{glob: '{'*a' * 30}b'}}", output("a" * 5000)).outcome == "fail"


def test_text_from_outside_cant_move_a_cursor() -> None:
    (finding,) = require("output.name: x", output("\u001b[2Jred\n")).findings
    assert finding.message == "output.name is \ufffd[2Jred, expected x"


def test_a_trace_has_every_check() -> None:
    judgement = judge_by(
        "  - {id: r, match: {height: 720}, when: {video.codec: h264}, require: {width: 1280, height: 1}, any_of: [{height: 720}]}\n",
        trace=True,
    )
    assert [(entry.part, entry.spec.name, entry.status.value, entry.expected) for entry in judgement.trace] == [
        ("match", "height", "yes", "720 px"), ("when", "video.codec", "yes", "h264"), ("require", "width", "yes", "1280 px"),
        ("require", "height", "no", "1 px"), ("any_of", "height", "yes", "720 px"),
    ]  # fmt: skip


def test_counts_add_up() -> None:
    rules = """  - {id: a, require: {height: 720, width: 1, audio.bitrate: {min: 1}}}
  - {id: b, severity: warn, require: {width: 2}}
  - {id: c, severity: info, require: {width: 3}}
  - {id: d, when: {height: 1}, require: {width: 4}}
"""
    counts = judge_by(rules, job_of(ABSENT)).counts
    assert (counts.passed, counts.failed, counts.missing, counts.warned, counts.info, counts.skipped) == (
        1,
        1,
        1,
        1,
        1,
        1,
    )
    assert counts.checks == counts.passed + counts.failed + counts.missing + counts.warned + counts.info


def test_an_output_is_told_by_where_it_stands_when_names_repeat() -> None:
    job = job_of(output("same"), output("same", videos=[video(Height="1")]), config={})
    judgement = judge_by("  - {id: r, require: {height: 720}}\n", job)
    assert [finding.at for finding in judgement.findings] == ["/Job/OutputDetails/1"]
    assert [outcome for _, outcome in judgement.outputs] == ["pass", "fail"]


def test_a_file_without_a_duration_is_inconclusive_for_a_needed_one() -> None:
    job = job_of(output(info=file_info(Duration="N/A"), videos=[video(Duration=None)], audios=[]))
    assert judge_by("  - {id: r, require: {duration: {above: 0s}}}\n", job).outcome == "inconclusive"
