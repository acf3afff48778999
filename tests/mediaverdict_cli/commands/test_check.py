"""`check`: saved jobs, judged without any network."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from command import JOBS, ROOT, book, run, saved
from samples import output, video


@pytest.fixture(autouse=True)
def in_the_projects_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


def test_check_judges_saved_jobs_and_tells_by_its_exit_code() -> None:
    passing = run("check", "events/jobs/mp4-good.json")
    failing = run("check", "events/jobs/mp4-good.json", "events/jobs/cut-off-audio.json", "--json")
    assert (passing.exit_code, failing.exit_code) == (0, 1)
    assert " PASS  Weather report" in passing.stdout
    assert [json.loads(line)["data"]["outcome"] for line in failing.stdout.splitlines()] == ["pass", "fail"]


def test_several_end_with_totals_and_one_does_not() -> None:
    jobs = [JOBS / f"{name}.json" for name in ("mp4-good", "cut-off-audio", "audio-only", "job-error", "failed-output")]
    assert run("check", *jobs).stdout.endswith("\n\n5 jobs: 3 fail, 1 warn, 1 pass\n")
    assert "1 jobs" not in run("check", jobs[0]).stdout


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("failed-output", " 2 outputs, 36 checks, 36 passed, 26 skipped, 1 output not made"),
        ("job-error", " 0 outputs, 1 check, 1 missing, the job itself did not complete"),
        ("mp4-good", " 1 output, 37 checks, 37 passed, 25 skipped"),
    ],
)
def test_the_counts_tell_what_no_check_counts(name: str, line: str) -> None:
    assert line in run("check", JOBS / f"{name}.json").stdout.splitlines()


@pytest.mark.parametrize("options", [[], ["--json"], ["--format", "junit"], ["--format", "html"]])
def test_without_a_rule_book_the_built_in_packs_judge_and_that_is_told(
    options: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = run("check", JOBS / "ladder-wrong-rung.json", *options)
    assert done.exit_code == 1
    assert "there is no functions/judge/rules.yml here: judged by the built-in packs sane, as-requested, ladder" in (
        done.stderr
    )
    assert "as-requested/width" in done.stdout
    assert run("check", JOBS / "mp4-good.json").exit_code == 0


def test_a_rule_book_that_is_named_is_taken_and_nothing_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    rules = book(tmp_path, "version: 1\nrules: [{id: tall, require: {height: {min: 5000}}}]\n")
    done = run("check", JOBS / "mp4-good.json", "--rules", rules)
    assert (done.exit_code, done.stderr, "tall" in done.stdout) == (1, "", True)


def test_check_reads_standard_input() -> None:
    content = (ROOT / "events/jobs/mp4-good.json").read_text(encoding="utf-8")
    assert run("check", "-", text=content).exit_code == 0


def test_a_name_from_outside_cant_move_the_cursor(tmp_path: Path) -> None:
    job = json.loads((ROOT / "events/jobs/cut-off-audio.json").read_text(encoding="utf-8"))
    job["Job"]["Config"]["JobName"] = "\x1b[2J[red]evil[/red]\nFAKE"
    (tmp_path / "job.json").write_text(json.dumps(job), encoding="utf-8")
    shown = run("check", tmp_path / "job.json", TTY_COMPATIBLE="1", FORCE_COLOR="1").stdout
    assert "\x1b[2J" not in shown
    assert "[red]evil[/red]" in shown
    assert "\nFAKE" not in shown


@pytest.mark.parametrize("columns", [40, 60, 80, 160])
def test_every_line_fits_the_terminal(columns: int) -> None:
    done = run("check", "events/jobs/ladder-wrong-rung.json", COLUMNS=str(columns))
    assert max(map(len, done.stdout.splitlines())) <= columns
    assert "width is 848 px" in done.stdout
    assert "\x1b" not in done.stdout


def test_colour_only_where_it_is_wanted() -> None:
    coloured = run("check", "events/jobs/ladder-wrong-rung.json", FORCE_COLOR="1")
    assert "\x1b[" in coloured.stdout
    plain = run("check", "events/jobs/ladder-wrong-rung.json", NO_COLOR="1", FORCE_COLOR="1")
    assert "\x1b[3" not in plain.stdout


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


def test_html_is_the_page_of_report() -> None:
    job = JOBS / "mp4-good.json"
    verdict = json.loads(run("check", job, "--json").stdout)
    page = run("check", job, "--format", "html").stdout
    data = json.loads(page.partition('id="data">')[2].partition("</script>")[0])
    assert data == [{**verdict, "time": data[0]["time"]}]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["check", "events/bare.json"], "holds no job: expected a GetMediaConvertJob answer"),
        (["check", "README.md"], "README.md is no JSON"),
        (["check", "events/jobs/mp4-good.json", "--rules", "none.yml"], "none.yml: can't be read"),
    ],
)  # fmt: skip
def test_bad_input_is_a_line_that_says_what_to_do(arguments: list[str], says: str) -> None:
    done = run(*arguments)
    assert (done.exit_code, done.stdout) == (2, "")
    assert says in done.stderr
