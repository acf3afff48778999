"""What was asked, in the tools: `check`, `explain`, `replay`, `invoke` and `emulate` with templates."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import samples
from alicloud_emulator import Emulator, EmulatorState, ice_wire
from alicloud_emulator.answers import Fault
from command import ROOT, lines_of, run
from templates import CUSTOM, SYSTEM, config, counting, template

SAMPLE = ROOT / "events" / "jobs" / "less-than-the-template.json"
BOOK = "version: 1\ninclude: [{pack: as-requested}]\nrules:\n  - {id: any, require: {height: {min: 1}}}\n"
PLAIN = "version: 1\nrules:\n  - {id: any, require: {height: {min: 1}}}\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of its own to run in: a job that is smaller than its template asks, that template, a book."""
    monkeypatch.chdir(tmp_path)
    small = samples.output(videos=[samples.video(Width="640", Height="360")])
    for name, entry in (("small", small), ("good", samples.output())):
        answer = samples.answer(entry, config=config(), JobId=name)
        (tmp_path / f"{name}.json").write_text(json.dumps(answer))
    (tmp_path / "given").mkdir()
    (tmp_path / "given" / "hd.json").write_text(json.dumps({"CustomTemplate": template()}))
    (tmp_path / "rules.yml").write_text(BOOK)
    (tmp_path / "plain.yml").write_text(PLAIN)
    return tmp_path


def outcomes(*arguments: str) -> dict[str, str]:
    done = run("check", "small.json", "good.json", "--rules", "rules.yml", "--json", *arguments)
    return {verdict["subject"]: verdict["data"]["outcome"] for verdict in lines_of(done)}


def test_check_takes_a_folder_that_is_named_or_the_one_that_is_there(folder: Path) -> None:
    assert outcomes() == {"small": "pass", "good": "pass"}
    assert outcomes("--templates", "given") == {"small": "fail", "good": "pass"}
    (folder / "events").mkdir()
    (folder / "given").rename(folder / "events" / "templates")
    assert outcomes() == {"small": "fail", "good": "pass"}


def test_a_folder_that_is_none_is_told_and_one_that_nobody_asks_for_is_not_read(folder: Path) -> None:
    done = run("check", "good.json", "--rules", "rules.yml", "--templates", "nowhere")
    assert (done.exit_code, done.stdout) == (2, "")
    assert "nowhere is no folder: expected one with GetSystemTemplate and GetCustomTemplate answers" in done.stderr
    (folder / "events" / "templates").mkdir(parents=True)
    (folder / "events" / "templates" / "broken.json").write_text("{")
    assert run("check", "good.json", "--rules", "plain.yml").exit_code == 0
    assert run("check", "good.json", "--rules", "rules.yml").exit_code == 2


@pytest.mark.usefixtures("folder")
def test_the_table_the_page_and_junit_say_where_it_was_asked() -> None:
    options = ("check", "small.json", "--rules", "rules.yml", "--templates", "given")
    assert f"asked: requested.width 1280 in template {CUSTOM}" in run(*options).stdout
    assert f"asked: requested.width 1280 in template {CUSTOM}" in run(*options, "--format", "junit").stdout
    assert f'"origin":"template {CUSTOM}"' in run(*options, "--format", "html").stdout


def test_the_reports_page_names_the_template_that_asked(folder: Path) -> None:
    done = run("check", "small.json", "--rules", "rules.yml", "--templates", "given", "--json")
    (folder / "verdicts.jsonl").write_text(done.stdout)
    run("report", "verdicts.jsonl", "-o", "plain.html")
    run("report", "verdicts.jsonl", "-o", "named.html", "--templates", "given")
    assert f'"origin":"template {CUSTOM}"' in (folder / "plain.html").read_text()
    assert f'"origin":"template {CUSTOM}, hd"' in (folder / "named.html").read_text()


@pytest.mark.usefixtures("folder")
def test_explain_says_where_it_was_asked_and_why_it_is_not_known() -> None:
    options = ("explain", "small.json", "--rules", "rules.yml", "--rule", "as-requested/width")
    assert f"      requested.width 1280 in template {CUSTOM}" in run(*options, "--templates", "given").stdout
    text = " ".join(run(*options).stdout.split())
    assert (
        "web-720p is not asked: when requested.width present, but requested.width is absent "
        f"(template {CUSTOM} is not known: no folder was named (--templates DIR))" in text
    )
    (told,) = lines_of(run(*options, "--templates", "given", "--json"))
    assert told["looks"][-1]["requested"] == [
        {"fact": "requested.width", "raw": "1280", "path": "/Job/Config/Outputs/0/TemplateId", "origin": f"template {CUSTOM}"}
    ]  # fmt: skip


@pytest.mark.usefixtures("folder")
def test_replay_judges_both_sides_by_what_was_asked() -> None:
    done = run(
        "replay", "small.json", "good.json", "--rules", "rules.yml", "--against", "plain.yml", "--templates", "given"
    )
    assert "1  + as-requested/width" in done.stdout
    assert done.stdout.endswith("2 jobs, 1 verdict changes\n")
    same = run("replay", "small.json", "--rules", "rules.yml", "--against", "rules.yml", "--templates", "given")
    assert same.stdout.endswith("1 job, no verdict changes\n")


class PastJobs:
    """A cloud with past jobs whose templates are asked for."""

    def __init__(self, cloud: Emulator, folder: Path) -> None:
        self.cloud = cloud
        self.folder = folder
        self.calls: list[str] = []
        self.then: Any = lambda _: None
        cloud.state.intercept = counting(self.calls, lambda target: self.then(target))  # noqa: PLW0108 - it changes

    def replay(self, *more: str) -> Any:
        return run(
            "replay", "--rules", "rules.yml", "--against", "plain.yml", "--since", "2026-11-01", "--qps", "999",
            "--keep", str(self.folder / "kept.sqlite"), *more,
            MEDIAVERDICT_ICE_ENDPOINT=self.cloud.endpoint, ALIBABA_CLOUD_ACCESS_KEY_ID="local",
            ALIBABA_CLOUD_ACCESS_KEY_SECRET="local",
        )  # fmt: skip


@pytest.fixture
def past(folder: Path) -> Iterator[PastJobs]:
    jobs = {name: json.loads((folder / f"{name}.json").read_text())["Job"] for name in ("small", "good")}
    with Emulator(EmulatorState(jobs=jobs, templates={CUSTOM: template()})) as cloud:
        yield PastJobs(cloud, folder)


def test_replay_since_fetches_templates_once_and_keeps_them_beside_the_jobs(past: PastJobs) -> None:
    assert past.replay().stdout.endswith("2 jobs, 1 verdict changes\n")
    assert past.calls == [f"/?TemplateId={CUSTOM}"]
    assert past.replay().stdout.endswith("2 jobs, 1 verdict changes\n")
    assert len(past.calls) == 1
    with sqlite3.connect(past.folder / "kept.sqlite") as kept:
        assert kept.execute("SELECT id FROM templates").fetchall() == [(CUSTOM,)]
    kept.close()


def test_a_kept_template_is_fetched_again_for_a_job_that_was_made_after(past: PastJobs) -> None:
    past.replay()
    with sqlite3.connect(past.folder / "kept.sqlite") as kept:
        kept.execute("UPDATE templates SET kept_at = '2026-11-20T07:59:59Z'")
    kept.close()
    past.replay()
    assert len(past.calls) == 2


def test_templates_that_do_not_come_are_told_and_end_nothing(past: PastJobs) -> None:
    past.then = lambda _: ice_wire.refuse(403, "Forbidden.RAM", "no")
    done = past.replay()
    assert (done.exit_code, done.stdout.endswith("2 jobs, no verdict changes\n")) == (0, True)
    assert f"since ICE did not give them: {CUSTOM} (Forbidden.RAM)" in done.stderr
    past.then = lambda _: None
    assert past.replay().stdout.endswith("2 jobs, 1 verdict changes\n")


def test_where_none_is_asked_for_or_a_folder_is_named_none_is_fetched(past: PastJobs) -> None:
    assert past.replay("--templates", "given").stdout.endswith("2 jobs, 1 verdict changes\n")
    (past.folder / "rules.yml").write_text(PLAIN)
    assert past.replay().stdout.endswith("2 jobs, no verdict changes\n")
    assert past.calls == []


def test_after_one_that_the_cloud_does_not_answer_the_others_are_not_tried(
    past: PastJobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mediaverdict_cli.replay.past_jobs.PATIENCE", 0.0)
    past.cloud.state.jobs["good"]["Config"]["Outputs"][0]["TemplateId"] = SYSTEM
    past.then = lambda _: Fault.RESET
    assert "(unreachable)" in past.replay().stderr
    assert len(past.calls) == 1


def test_the_sample_shows_a_job_whose_template_asked_for_more_than_came(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    (verdict,) = lines_of(run("check", SAMPLE, "--json"))
    findings = [one for one in verdict["data"]["findings"] if one["rule"].startswith("as-requested/")]
    assert {(one["rule"], one["requested"][0]["origin"]) for one in findings if one["severity"] == "fail"} == {
        ("as-requested/width", "template b7f3c1d09e2a4458a1c6e5d472930f18"),
        ("as-requested/height", "template b7f3c1d09e2a4458a1c6e5d472930f18"),
    }


def test_invoke_serves_them_to_the_real_handler(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    jobs = folder / "jobs"
    jobs.mkdir()
    (folder / "small.json").rename(jobs / "small.json")
    (folder / "event.json").write_text('{"JobId": "small"}')
    book, given = folder / "rules.yml", folder / "given"
    monkeypatch.chdir(ROOT)
    options = ("invoke", folder / "event.json", "--jobs", jobs, "--rules", book, "--json")
    assert [one["data"]["outcome"] for one in lines_of(run(*options))] == ["pass"]
    (judged,) = lines_of(run(*options, "--templates", given))
    assert judged["data"]["outcome"] == "fail"
    (off,) = lines_of(run(*options, "--templates", given, MEDIAVERDICT_TEMPLATES="off"))
    assert off["data"]["outcome"] == "pass"


def test_what_made_a_rule_ask_is_told_with_its_template_in_groups_too(tmp_path: Path) -> None:
    settings = {"Video": {"Width": "1920"}, "Audio": {"Remove": "true"}}
    (tmp_path / "t").mkdir()
    (tmp_path / "t" / "t.json").write_text(json.dumps({"CustomTemplate": template(settings)}))
    job = tmp_path / "job.json"
    job.write_text(json.dumps(samples.answer(samples.output(), config=config())))
    rules = tmp_path / "rules.yml"
    every = "{id: wide, scope: job, require: {width: {every: {equals: {fact: requested.width}}}}}"
    rules.write_text(f"version: 1\ninclude: [{{pack: as-requested}}]\nrules:\n  - {every}\n")
    said = " ".join(run("check", str(job), "--rules", str(rules), "--templates", str(tmp_path / "t")).stdout.split())
    assert f"requested.audio false (Remove: true) in template {CUSTOM}" in said
    assert said.count(f"asked: requested.width 1920 in template {CUSTOM}") == 2
