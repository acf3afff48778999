"""explain, check --format, and what `rules` does; in this process, through the command's own entry."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from typer.testing import CliRunner, Result

from mediaverdict.judging import judge
from mediaverdict.rulebook import read_rulebook
from mediaverdict_cli.app import app, guarded
from mediaverdict_cli.rules.drafting import draft
from mediaverdict_cli.rules.examples import ExampleError, run_examples
from samples import answer, audio, job_of, ladder, output, rung, video

ROOT = Path(__file__).parents[3]
JOBS = ROOT / "events" / "jobs"


@pytest.fixture(autouse=True)
def in_the_projects_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("COLUMNS", "160")


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments], catch_exceptions=True)


def book(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "rules.yml"
    path.write_text(text, encoding="utf-8")
    return path


def saved(tmp_path: Path, *outputs: dict[str, Any], name: str = "job.json", **more: Any) -> Path:
    path = tmp_path / name
    path.write_text(json.dumps(answer(*outputs, **more)), encoding="utf-8")
    return path


def test_explain_shows_what_matched_what_did_not_and_where_a_value_came_from() -> None:
    shown = run("explain", JOBS / "ladder-wrong-rung.json", "--rule", "hd-is-720p").stdout.splitlines()
    meta = "/Job/OutputGroupDetails/0/Outputs/1/Result/OutFileMeta/VideoStreamInfoList/0"
    assert shown == [
        "hd-is-720p  fail, output", "  What is called 720p is 720p, upright or not.",
        "  - hls / 360p is not meant: output.name is 360p, wanted like *720*", "  - hls / 1080p is not meant: output.name is 1080p, wanted like *720*",
        "  ✗ hls / 720p (any of 1): width is 848 px, expected 1280 px", f"      {meta}/Width '848'",
        "  ✗ hls / 720p (any of 1): height is 478 px, expected 720 px", f"      {meta}/Height '478'",
        "  ✗ hls / 720p (any of 2): width is 848 px, expected 720 px", f"      {meta}/Width '848'",
        "  ✗ hls / 720p (any of 2): height is 478 px, expected 1280 px", f"      {meta}/Height '478'",
        "", "outcome: fail",
    ]  # fmt: skip


def test_explain_shows_checks_that_passed_guards_and_absent_facts(tmp_path: Path) -> None:
    rules = book(tmp_path, """version: 1
rules:
  - {id: a, source: "X 1", require: {height: 720, duration: {equals: 120.4, tolerance: 0.5s}, audio.bitrate: {min: 1}}}
  - {id: b, when: {height: 1}, require: {width: 1}}
  - {id: c, match: {height: 1}, require: {width: 1}}
  - {id: d, match: {height: 720}, must_match: true}
  - {id: e, scope: group, require: {count: 1}}
""")  # fmt: skip
    job = saved(tmp_path, output(audios=[audio(Bitrate="0.f")]))
    text = run("explain", job, "--rules", rules).stdout
    for line in (
        "  source: X 1", "  ✓ web-720p: height is 720 px, expected 720 px",
        "  ✓ web-720p: duration is 120 s, expected 120.4 s ± 0.5 s, by its tolerance alone",
        "  ? web-720p: audio.bitrate is absent, expected at least 1 bit/s", "AudioStreamInfoList/0/Bitrate '0.f'",
        "  - web-720p is not asked: when height 1 px, but height is 720 px", "  - web-720p is not meant: height is 720 px, wanted 1 px",
        "  must match at least one output", "  nothing was checked by this rule",
    ):  # fmt: skip
        assert line in text


def test_explain_as_json_is_an_object_a_rule() -> None:
    lines = [json.loads(line) for line in run("explain", JOBS / "mp4-good.json", "--json").stdout.splitlines()]
    assert len(lines) == 53
    full_length = next(line for line in lines if line["rule"] == "full-length")
    assert full_length["looks"][-1] == {
        "part": "require", "branch": None, "output": "/Job/OutputDetails/0", "fact": "av.duration_gap", "expected": "at most 0.5 s", "actual": 0,
        "raw": "video 61.000000, audio 61.000000", "path": "/Job/OutputDetails/0/Result/OutFileMeta/AudioStreamInfoList/0/Duration",
        "held": "yes", "missing": False,
    }  # fmt: skip


def test_explain_of_an_unknown_rule() -> None:
    done = run("explain", JOBS / "mp4-good.json", "--rule", "hd-is-720")
    assert done.exit_code == 2
    assert "there is no rule 'hd-is-720' (did you mean 'hd-is-720p'?)" in done.stderr


def test_junit_as_ci_servers_read_it(tmp_path: Path) -> None:
    rules = book(tmp_path, """version: 1
rules:
  - {id: tall, require: {height: 1080}, why: Because., fix: Do.}
  - {id: wide, severity: warn, require: {width: 1}}
  - {id: loud, require: {audio.bitrate: {min: 1}}}
  - {id: odd, when: {height: 1}, require: {width: 1}}
  - {id: fine, require: {video.codec: h264}}
  - {id: known, require: {video.profile: Main}}
waive: [{rule: known, reason: ticket 7}]
""")  # fmt: skip
    job = saved(tmp_path, output("a<b>&\x1b", audios=[audio(Bitrate="0.f")]))
    done = run("check", job, "--rules", rules, "--format", "junit")
    root = ET.fromstring(done.stdout)
    assert done.exit_code == 1
    assert root.attrib == {"name": "mediaverdict", "tests": "6", "failures": "1", "errors": "1", "skipped": "1"}
    told = {
        case.attrib["classname"]: [(child.tag, child.attrib.get("message", child.text)) for child in case]
        for case in root.iter("testcase")
    }
    assert told == {
        "tall": [("failure", "height is 720 px, expected 1080 px")], "wide": [("system-out", "warn: width is 1280 px, expected 1 px")],
        "loud": [("error", "audio.bitrate is absent (the answer has '0.f'), expected at least 1 bit/s")], "odd": [("skipped", "when did not hold")],
        "fine": [], "known": [("system-out", "fail: video.profile is High, expected Main (waived: ticket 7)")],
    }  # fmt: skip
    failure = next(root.iter("failure"))
    assert (failure.text or "").splitlines()[-2:] == ["why: Because.", "fix: Do."]
    assert next(root.iter("testcase")).attrib["name"] == "tall a<b>&\ufffd"


def test_html_is_self_contained_and_hostile_names_stay_text(tmp_path: Path) -> None:
    job = saved(
        tmp_path,
        output("<script>alert(1)</script>", videos=[video(Height="1")]),
        config={"JobName": "</title><img src=x onerror=1>"},
    )
    done = run(
        "check",
        job,
        "--rules",
        book(tmp_path, "version: 1\nrules: [{id: tall, require: {height: 720}}]\n"),
        "--format",
        "html",
    )
    assert done.exit_code == 1
    assert "<script>alert" not in done.stdout
    assert "<img" not in done.stdout
    assert "\\u003cscript\\u003ealert(1)\\u003c/script\\u003e" in done.stdout
    assert "height is 1 px, expected 720 px" in done.stdout
    assert "http://" not in done.stdout.replace("http://films", "").replace("http://www.w3.org/2000/svg", "")


def test_a_job_that_the_book_leaves_out_is_ignored_as_in_the_cloud(tmp_path: Path) -> None:
    rules = book(tmp_path, "version: 1\njobs: {job.pipeline: 'test-*'}\nrules: [{id: tall, require: {height: 1}}]\n")
    done = run("check", saved(tmp_path, output()), "--rules", rules, "--json")
    assert (done.exit_code, done.stdout) == (0, "")
    assert "is ignored: the rule book's jobs leaves it out" in done.stderr


def test_rules_schema_prints_both() -> None:
    assert json.loads(run("rules", "schema").stdout)["title"] == "mediaverdict rule book, version 1"
    assert json.loads(run("rules", "schema", "--verdict").stdout)["title"] == "mediaverdict.verdict.v1"


def test_rules_packs_lists_them_with_what_they_dont_cover() -> None:
    listed = run("rules", "packs").stdout
    assert "h264-levels@1  An H.264 stream stays within the level that it declares. (61 rules)" in listed
    shown = run("rules", "packs", "sane").stdout
    assert "  warn  sane/audio-not-short: The audio ends no earlier" in shown
    assert "not covered, since metadata can't decide it:\n    - black or frozen pictures" in shown
    told = json.loads(run("rules", "packs", "ladder", "--json").stdout)
    assert (told["name"], told["version"], len(told["rules"])) == ("ladder", 1, 9)
    assert "there is no pack 'sain' (did you mean 'sane'?)" in run("rules", "packs", "sain").stderr


EXAMPLES = """version: 1
rules:
  - {id: tall, require: {height: {min: 720}}}
  - {id: ladder, scope: group, require: {count: {min: 2}}}
  - {id: never, match: {height: 99}, require: {width: 1}}
examples:
  - {name: tall enough, facts: {height: 720}, outcome: pass, findings: []}
  - {name: too low, facts: {height: 480, output.name: low}, outcome: fail, findings: [tall]}
  - name: a lonely rung
    outputs: [{height: 720}, {output.group: g, height: 720}]
    outcome: fail
    findings: [ladder]
  - {name: from a file, job: job.json, outcome: pass}
"""


def test_a_rule_books_own_tests_run_like_tests(tmp_path: Path) -> None:
    saved(tmp_path, output())
    done = run("rules", "test", book(tmp_path, EXAMPLES))
    assert (done.exit_code, done.stdout.splitlines()) == (
        0,
        [
            "ok     tall enough",
            "ok     too low",
            "ok     a lonely rung",
            "ok     from a file",
            "dead   no example makes never fail",
            "4 passed, 0 failed, 1 dead rules",
        ],
    )


def test_an_example_that_fails_says_how(tmp_path: Path) -> None:
    text = EXAMPLES.replace("outcome: pass, findings: []", "outcome: warn, findings: [ladder]").replace(
        "job: job.json", "facts: {height: 1}"
    )
    done = run("rules", "test", book(tmp_path, text))
    assert done.exit_code == 1
    assert done.stdout.splitlines()[:4] == [
        "FAILED tall enough", "       expected the outcome warn, got pass", "       expected a finding of ladder, got none", "ok     too low",
    ]  # fmt: skip
    assert (
        "       expected the outcome pass, got fail\n       found: height is 1 px, expected at least 720 px"
        in done.stdout
    )


@pytest.mark.parametrize(
    ("example", "says"),
    [
        ("{name: x, facts: {hight: 1}, outcome: pass}", "example 'x': unknown fact 'hight': did you mean height?"),
        ("{name: x, facts: {height: tall}, outcome: pass}", "example 'x': height: 'tall' is not a length in pixels"),
        ("{name: x, job: none.json, outcome: pass}", "none.json can't be read: No such file or directory"),
    ],
)
def test_an_example_that_cant_be_run(tmp_path: Path, example: str, says: str) -> None:
    path = book(tmp_path, f"version: 1\nrules: [{{id: a, require: {{height: 1}}}}]\nexamples: [{example}]\n")
    with pytest.raises(ExampleError) as raised:
        run_examples(path)
    assert says in str(raised.value)
    assert guarded(lambda: run_examples(path)) == 2


@pytest.mark.parametrize(
    ("example", "says"),
    [
        ("{name: x, outcome: pass}", "an example has one of job, facts and outputs"),
        (
            "{name: x, facts: {height: 1}, outcome: good}",
            "outcome is 'good': expected fail, inconclusive, warn or pass",
        ),
        ("{name: x, facts: {height: 1}, outcome: pass, findings: [b]}", "there is no rule 'b'"),
    ],
)
def test_an_example_with_a_slip_is_an_error_of_the_book(tmp_path: Path, example: str, says: str) -> None:
    from mediaverdict.errors import RulebookError

    with pytest.raises(RulebookError) as raised:
        run_examples(book(tmp_path, f"version: 1\nrules: [{{id: a, require: {{height: 1}}}}]\nexamples: [{example}]\n"))
    assert says in str(raised.value)


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


def test_a_drafted_book_finds_the_wrong_rung(tmp_path: Path) -> None:
    drafted = book(tmp_path, run("rules", "draft", JOBS / "ladder-good.json").stdout)
    assert run("check", JOBS / "ladder-good.json", "--rules", drafted).exit_code == 0
    assert run("check", JOBS / "ladder-wrong-rung.json", "--rules", drafted).exit_code == 1
