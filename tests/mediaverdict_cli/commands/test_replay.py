"""`replay`: what would change, from saved jobs and from the cloud's past ones."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest
from typer.testing import Result

import command
import samples
from alicloud_emulator import Emulator, EmulatorState, ice_wire
from alicloud_emulator.answers import Answer, Fault

OLD = "version: 1\nrules: [{id: tall, require: {height: {min: 100}}}]\n"
NEW = "version: 1\nrules: [{id: taller, require: {height: {min: 800}}}]\n"


def job(job_id: str, height: int = 720, state: str = "Complete") -> dict[str, Any]:
    details: dict[str, Any] = samples.answer(samples.output(videos=[samples.video(Height=str(height))]))["Job"]
    return {**details, "JobId": job_id, "State": state, "Config": {"JobName": f"film {job_id}"}}


@pytest.fixture
def books(tmp_path: Path) -> tuple[str, str]:
    (tmp_path / "old.yml").write_text(OLD)
    (tmp_path / "new.yml").write_text(NEW)
    return str(tmp_path / "old.yml"), str(tmp_path / "new.yml")


@pytest.fixture
def saved(tmp_path: Path) -> list[str]:
    paths = []
    for name, height in (("low", 720), ("high", 1080)):
        (tmp_path / f"{name}.json").write_text(json.dumps({"Job": job(name, height)}))
        paths.append(str(tmp_path / f"{name}.json"))
    return paths


def run(*arguments: str, **environ: str) -> Result:
    return command.run("replay", *arguments, **environ)


def test_what_changes_is_told_with_the_rules_behind_it(books: tuple[str, str], saved: list[str]) -> None:
    done = run(*saved, "--rules", books[1], "--against", books[0])
    assert done.exit_code == 0
    assert [line.split() for line in done.stdout.splitlines()] == [
        ["old", "new", "job", "rules", "behind", "it"], ["pass", "fail", "film", "low", "+", "taller"], [],
        ["1", "pass", "->", "fail"], ["1", "+", "taller"], ["2", "jobs,", "1", "verdict", "changes"],
    ]  # fmt: skip


@pytest.mark.parametrize(("new", "code"), [(1, 1), (0, 0)])
def test_a_change_is_a_failure_only_where_it_is_asked_for(
    books: tuple[str, str], saved: list[str], new: int, code: int
) -> None:
    for form in ([], ["--json"]):
        assert run(*saved, "--rules", books[new], "--against", books[0], *form, "--fail-on-change").exit_code == code


def test_without_rules_it_is_the_book_of_the_folder_or_the_packs(
    saved: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, root: Path
) -> None:
    monkeypatch.chdir(root)
    assert run(*saved).stdout == "2 jobs, no verdict changes\n"
    monkeypatch.chdir(tmp_path)
    done = run(*saved)
    assert (done.exit_code, done.stderr.count("judged by the built-in packs sane, as-requested, ladder")) == (0, 1)


def test_json_has_one_change_a_line(books: tuple[str, str], saved: list[str]) -> None:
    done = run(*saved, "--rules", books[1], "--against", books[0], "--json")
    assert json.loads(done.stdout) == {
        "job": "low", "name": "film low", "old": "pass", "new": "fail", "added": ["taller"], "gone": [],
    }  # fmt: skip


def test_the_same_rules_change_nothing(books: tuple[str, str], saved: list[str]) -> None:
    done = run(*saved, "--rules", books[0], "--against", books[0])
    assert (done.exit_code, done.stdout) == (0, "2 jobs, no verdict changes\n")


def test_against_what_was_published(books: tuple[str, str], saved: list[str], tmp_path: Path) -> None:
    published = command.run("check", saved[0], "--rules", books[1], "--json").stdout
    (tmp_path / "published.jsonl").write_text(published)
    done = run(*saved, "--rules", books[0], "--against", str(tmp_path / "published.jsonl"), "--json")
    changes = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(one["job"], one["old"], one["new"], one["gone"]) for one in changes] == [
        ("low", "fail", "pass", ["taller"]), ("high", "none", "pass", []),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ([], "name saved jobs, or fetch past ones with --since 7d"),
        (["--since", "soon"], "--since is 'soon': write 24h, 7d, 2w, or a day as 2026-11-01"),
    ],
)
def test_wrong_usage_is_told(books: tuple[str, str], arguments: list[str], told: str) -> None:
    done = run(
        *arguments, "--rules", books[1], ALIBABA_CLOUD_ACCESS_KEY_ID="local", ALIBABA_CLOUD_ACCESS_KEY_SECRET="local"
    )
    assert done.exit_code == 2
    assert told in done.stderr


def test_past_jobs_are_fetched_page_by_page_kept_and_not_fetched_again(books: tuple[str, str], tmp_path: Path) -> None:
    jobs = {f"j-{number:03}": job(f"j-{number:03}", 720 if number % 2 else 1080) for number in range(250)}
    jobs["running"] = job("running", state="Running")
    asked: list[str] = []
    state = EmulatorState(jobs=jobs, intercept=lambda _method, target: asked.append(target))
    with Emulator(state) as cloud:
        environ = {
            "MEDIAVERDICT_ICE_ENDPOINT": cloud.endpoint, "ALIBABA_CLOUD_ACCESS_KEY_ID": "local",
            "ALIBABA_CLOUD_ACCESS_KEY_SECRET": "local",
        }  # fmt: skip
        options = (
            "--rules",
            books[1],
            "--against",
            books[0],
            "--since",
            "2026-11-01",
            "--qps",
            "1000",
            "--keep",
            str(tmp_path / "kept.sqlite"),
        )
        first = run(*options, **environ)
        assert first.stdout.endswith("250 jobs, 125 verdicts change\n")
        assert len([target for target in asked if "PageSize" in target]) == 3
        assert len([target for target in asked if "PageSize" not in target]) == 250
        asked.clear()
        assert run(*options, **environ).stdout == first.stdout
        assert [target for target in asked if "PageSize" not in target] == []


def test_a_list_that_never_ends_is_told(books: tuple[str, str], tmp_path: Path) -> None:
    page = json.dumps({"RequestId": "R", "Jobs": [{"JobId": "j", "State": "Success"}], "NextPageToken": "again\x9b"})
    answer = Answer(200, page.encode(), "application/json")
    with Emulator(EmulatorState(intercept=lambda _method, target: answer if "PageSize" in target else None)) as cloud:
        done = run(
            "--rules", books[1], "--against", books[0], "--since", "7d", "--keep", str(tmp_path / "kept"), "--qps", "999",
            MEDIAVERDICT_ICE_ENDPOINT=cloud.endpoint, ALIBABA_CLOUD_ACCESS_KEY_ID="local",
            ALIBABA_CLOUD_ACCESS_KEY_SECRET="local",
        )  # fmt: skip
    assert done.exit_code == 3
    assert (
        done.stderr
        == "mediaverdict: ICE: broken-answer: the list of jobs does not end: page 'again\\x9b' comes again\n"
    )


def test_what_ice_says_moves_no_cursor(books: tuple[str, str], tmp_path: Path) -> None:
    refusal = ice_wire.refuse(403, "Forbidden.RAM", "no \x1b[2J\x9b31m \u202egnp")
    with Emulator(EmulatorState(intercept=lambda _method, _target: refusal)) as cloud:
        done = run(
            "--rules", books[1], "--against", books[0], "--since", "7d", "--keep", str(tmp_path / "kept"),
            MEDIAVERDICT_ICE_ENDPOINT=cloud.endpoint, ALIBABA_CLOUD_ACCESS_KEY_ID="local",
            ALIBABA_CLOUD_ACCESS_KEY_SECRET="local",
        )  # fmt: skip
    assert done.exit_code == 3
    assert "Forbidden.RAM: no \ufffd[2J\ufffd31m \ufffdgnp" in done.stderr
    assert done.stderr.rstrip("\n").isprintable()


def test_ctrl_c_says_at_once_that_it_stops_and_what_is_kept(tmp_path: Path) -> None:
    """One job is fetched, the others hang, as they do behind a service that does not answer."""
    jobs = {f"j-{number}": job(f"j-{number}") for number in range(6)}
    answered = threading.Event()

    def intercept(_method: str, target: str) -> Fault | None:
        if "PageSize" in target:
            return None
        if not answered.is_set():
            answered.set()
            return None
        process.send_signal(signal.SIGINT)
        return Fault.HANG

    with Emulator(EmulatorState(jobs=jobs, intercept=intercept)) as cloud:
        keys = {"ALIBABA_CLOUD_ACCESS_KEY_ID": "local", "ALIBABA_CLOUD_ACCESS_KEY_SECRET": "local"}
        process = subprocess.Popen(
            [sys.executable, "-m", "mediaverdict_cli", "replay", "--since", "2026-11-01", "--concurrency", "1"],
            cwd=command.ROOT, stderr=subprocess.PIPE, text=True,
            env={**os.environ, **keys, "MEDIAVERDICT_ICE_ENDPOINT": cloud.endpoint, "XDG_CACHE_HOME": str(tmp_path)},
        )  # fmt: skip
        assert process.stderr is not None
        said = process.stderr.readline()  # comes while the calls still hang
        assert said == "mediaverdict: stopping: 1 fetched jobs are kept, and the same command goes on there\n"
    _, rest = process.communicate(timeout=60)
    assert (process.returncode, rest) == (130, "")
