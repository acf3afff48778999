"""The command as a person runs it: a process, its stdout, its stderr, its exit code."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from mediaverdict.cloud.sqlite_queue import SqliteQueue

ROOT = Path(__file__).parents[2]


def run(
    *arguments: str | Path, cwd: Path = ROOT, text: str | None = None, **environ: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(Path(sys.executable).with_name("mediaverdict")), *map(str, arguments)], cwd=cwd, capture_output=True, text=True, check=False,
        input=text, env={**os.environ, "COLUMNS": "160", **environ}, timeout=120,
    )  # fmt: skip


def test_invoke_prints_each_verdict_with_its_reasons() -> None:
    done = run("invoke", "events/smq-queue.json")
    assert done.returncode == 0, done.stderr
    for line in (
        " FAIL  The Lighthouse, episode 2  job 95084675004b4286a9a0af810801c230",
        " PASS  Street interview  job f7194478404931d842f0146dd6f81337",
        "width is 848 px, expected 1280 px, height is 478 px",
        "The resource operated InputFile is bad",
        "av.duration_gap is 12.693333 s, expected at most 0.5 s",
    ):
        assert line in done.stdout
    assert "\x1b" not in done.stdout
    assert "FC Initialize Start RequestId: " in done.stderr
    assert "FC Invoke End RequestId: " in done.stderr
    assert '"records": 10, "jobs": 7, "published": 7, "ignored": 2' in done.stderr


def test_invoke_json_prints_the_queue_messages_themselves() -> None:
    done = run("invoke", "events/smq-queue.json", "--json")
    verdicts = [json.loads(line) for line in done.stdout.splitlines()]
    assert [verdict["data"]["outcome"] for verdict in verdicts] == [
        "pass",
        "fail",
        "pass",
        "warn",
        "fail",
        "fail",
        "warn",
    ]
    assert {verdict["type"] for verdict in verdicts} == {"mediaverdict.verdict.v1"}


def test_invoke_shows_what_was_retried_and_dead_lettered() -> None:
    done = run("invoke", "events/smq-queue-troubled.json")
    assert done.returncode == 0
    assert " RETRY  job 8b51a74daa7680ebb4dde3bc9294b2f3\n the job is not finished: its state is Running" in done.stdout
    assert " DEAD-LETTER  a record\n the record is a queue message whose body is no JSON" in done.stdout


@pytest.mark.parametrize("event", sorted((ROOT / "events").glob("*.json")), ids=lambda path: path.stem)
def test_every_sample_event_is_handled(event: Path) -> None:
    done = run("invoke", event, "--json")
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) >= 1


@pytest.mark.parametrize("address", ["sqlite:{}/v.sqlite", "sqlite:v.sqlite"])
def test_invoke_keeps_the_verdicts_in_a_file(tmp_path: Path, address: str) -> None:
    events = ROOT / "events"
    function = ("--function", ROOT / "functions" / "judge", "--jobs", events / "jobs")
    where = (*function, "--verdicts", address.format(tmp_path), "--json")
    first = run("invoke", events / "bare.json", *where, cwd=tmp_path)
    second = run("invoke", events / "smq-event.json", *where, cwd=tmp_path)
    with SqliteQueue(str(tmp_path / "v.sqlite")) as queue:
        kept = [message.body.decode() for message in queue.all()]
    assert kept == [*first.stdout.splitlines(), *second.stdout.splitlines()]
    assert len(kept) == 2


def test_invoke_with_another_rule_book_and_python310s_context(tmp_path: Path) -> None:
    (tmp_path / "mine.yml").write_text(
        "version: 1\nrules: [{id: tall, require: {height: {min: 5000}}}]\n", encoding="utf-8"
    )
    done = run("invoke", "events/bare.json", "--rules", tmp_path / "mine.yml", "--runtime", "python3.10", "--json")
    assert {finding["rule"] for finding in json.loads(done.stdout)["data"]["findings"]} == {"tall"}


def test_a_rule_book_with_an_error_is_an_initialization_error(tmp_path: Path) -> None:
    (tmp_path / "bad.yml").write_text("version: 1\nrules: [{id: a, require: {hight: 1}}]\n", encoding="utf-8")
    done = run("invoke", "events/bare.json", "--rules", tmp_path / "bad.yml")
    assert done.returncode == 2
    assert "the handler raised (InitializationError)" in done.stderr
    assert "did you mean height?" in done.stderr


def test_a_wrong_variable_is_told() -> None:
    done = run("invoke", "events/bare.json", MEDIAVERDICT_CONCURRENCY="lots")
    assert done.returncode == 2
    assert "MEDIAVERDICT_CONCURRENCY is 'lots': expected a whole number from 1 to 64" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["invoke", "none.json"], "none.json can't be read: No such file or directory"),
        (["invoke", "events/bare.json", "--jobs", "nowhere"], "nowhere is no folder: expected one with GetMediaConvertJob answers"),
        (["invoke", "events/bare.json", "--jobs", "events"], "is no GetMediaConvertJob answer: it has no Job.JobId"),
        (["invoke", "events/bare.json", "--function", "tests"], "--function must be a folder of a mediaverdict project"),
        (["invoke", "events/bare.json", "--runtime", "python2.7"], "unknown runtime 'python2.7': expected one of python3.12, python3.10"),
        (["invoke", "events/bare.json", "--python", "/nowhere/python"], "can't start /nowhere/python"),
        (["invoke", "events/bare.json", "--verdicts", "https://x/queues/y"], "expected sqlite:PATH"),
        (["check", "events/bare.json"], "holds no job: expected a GetMediaConvertJob answer"),
        (["check", "README.md"], "README.md is no JSON"),
        (["check", "events/jobs/mp4-good.json", "--rules", "none.yml"], "none.yml: can't be read"),
        (["emulate", "--port", "1"], "port 1 can't be used"),
        (["frobnicate"], "No such command"),
    ],
)  # fmt: skip
def test_bad_input_is_a_line_that_says_what_to_do(arguments: list[str], says: str) -> None:
    if arguments[0] == "emulate" and os.geteuid() == 0:
        arguments, says = ["emulate", "--jobs", "nowhere"], "nowhere is no folder"
    done = run(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert says in done.stderr
    assert "Traceback" not in done.stderr


def test_check_judges_saved_jobs_and_tells_by_its_exit_code() -> None:
    passing = run("check", "events/jobs/mp4-good.json")
    failing = run("check", "events/jobs/mp4-good.json", "events/jobs/cut-off-audio.json", "--json")
    assert (passing.returncode, failing.returncode) == (0, 1)
    assert " PASS  Weather report" in passing.stdout
    assert [json.loads(line)["data"]["outcome"] for line in failing.stdout.splitlines()] == ["pass", "fail"]


def test_check_reads_standard_input() -> None:
    content = (ROOT / "events/jobs/mp4-good.json").read_text(encoding="utf-8")
    assert run("check", "-", text=content).returncode == 0


def test_a_name_from_outside_cant_move_the_cursor(tmp_path: Path) -> None:
    job = json.loads((ROOT / "events/jobs/cut-off-audio.json").read_text(encoding="utf-8"))
    job["Job"]["Config"]["JobName"] = "\x1b[2J[red]evil[/red]\nFAKE"
    (tmp_path / "job.json").write_text(json.dumps(job), encoding="utf-8")
    shown = run("check", tmp_path / "job.json", TTY_COMPATIBLE="1", FORCE_COLOR="1").stdout
    assert "\x1b[2J" not in shown
    assert "[red]evil[/red]" in shown
    assert "\nFAKE" not in shown


def test_rules_check() -> None:
    assert (
        run("rules", "check", "functions/judge/rules.yml").stdout == "functions/judge/rules.yml: 53 rules, no errors\n"
    )


def test_emulate_prints_its_endpoint_and_serves_until_it_is_ended() -> None:
    import httpx

    process = subprocess.Popen(
        [str(Path(sys.executable).with_name("mediaverdict")), "emulate", "--jobs", "events/jobs"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        endpoint = json.loads(process.stdout.readline())["endpoint"]
        assert endpoint.startswith("http://127.0.0.1:")
        assert httpx.get(endpoint).json()["Code"] == "MissingSignature"
    finally:
        process.terminate()
        started = time.monotonic()
        assert process.wait(timeout=10) == 0
        assert time.monotonic() - started < 10
        if process.stdout is not None:
            process.stdout.close()


def test_every_command_has_an_example_in_its_help() -> None:
    for command in (["invoke"], ["check"], ["emulate"], ["rules", "check"]):
        done = run(*command, "--help")
        assert done.returncode == 0
        assert f"Example: mediaverdict {' '.join(command)}" in done.stdout


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


@pytest.mark.parametrize(
    "command", ["invoke", "check", "explain", "replay", "verdicts", "report", "redrive", "emulate"]
)
def test_every_commands_help_has_an_example(command: str) -> None:
    assert f"Example: mediaverdict {command}" in run(command, "--help").stdout


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_there_is_a_completion_for_each_shell(shell: str) -> None:
    done = run(_MEDIAVERDICT_COMPLETE=f"source_{shell}")
    assert "mediaverdict" in done.stdout
