"""`invoke`: the real handler in a process of its own, as Function Compute runs it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from command import ROOT, bodies, run


@pytest.fixture(autouse=True)
def in_the_projects_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


def test_invoke_prints_each_verdict_with_its_reasons() -> None:
    done = run("invoke", "events/smq-queue.json")
    assert done.exit_code == 0, done.stderr
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
    assert done.exit_code == 0
    assert " RETRY  job 8b51a74daa7680ebb4dde3bc9294b2f3\n the job is not finished: its state is Running" in done.stdout
    assert " DEAD-LETTER  a record\n the record is a queue message whose body is no JSON" in done.stdout


@pytest.mark.parametrize("event", sorted((ROOT / "events").glob("*.json")), ids=lambda path: path.stem)
def test_every_sample_event_is_handled(event: Path) -> None:
    done = run("invoke", event, "--json")
    assert done.exit_code == 0, done.stderr
    assert len(done.stdout.splitlines()) >= 1


def test_an_http_event_shows_what_its_caller_gets() -> None:
    done = run("invoke", "events/http.json")
    told = done.stderr.partition("the caller gets:\n")[2].splitlines()
    assert told[:2] == ["  HTTP/1.1 200 OK", "  Content-Type: application/json"]
    assert json.loads(told[3])["published"] == 1


def test_a_trace_that_came_with_the_message_goes_on_with_the_verdict() -> None:
    (verdict,) = run("invoke", "events/rocketmq.json", "--json").stdout.splitlines()
    assert json.loads(verdict)["traceparent"] == "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"


@pytest.mark.parametrize("address", ["sqlite:{}/v.sqlite", "sqlite:v.sqlite"])
def test_invoke_keeps_the_verdicts_in_a_file(tmp_path: Path, address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A relative address means the caller's folder, not the function's."""
    monkeypatch.chdir(tmp_path)
    queue = address.format(tmp_path)
    options = ("--function", ROOT / "functions/judge", "--jobs", ROOT / "events/jobs", "--verdicts", queue, "--json")
    first = run("invoke", ROOT / "events/bare.json", *options)
    second = run("invoke", ROOT / "events/smq-event.json", *options)
    kept = bodies(f"sqlite:{tmp_path}/v.sqlite")
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
    assert done.exit_code == 2
    assert "the handler raised (InitializationError)" in done.stderr
    assert "did you mean height?" in done.stderr


def test_a_wrong_variable_is_told() -> None:
    done = run("invoke", "events/bare.json", MEDIAVERDICT_CONCURRENCY="lots")
    assert done.exit_code == 2
    assert "MEDIAVERDICT_CONCURRENCY is 'lots': expected a whole number from 1 to 64" in done.stderr


HANDLER = """
import json, os, sys
import httpx, pydantic, structlog, yaml, fcruntime
from mediaverdict.facts import find_fact

def {initialize}(context):
    print("started \\x9b31m\\u202e")

def work(event, context):
    return {{"unit": find_fact("height").kind.name, "extras": "rich" in sys.modules or any("site-packages" in p for p in sys.path)}}
"""


@pytest.mark.parametrize("initialize", ["initialize", "something_else"])
def test_any_folder_with_a_handler_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, initialize: str) -> None:
    """Outside a clone, with the installed packages and what they need under /opt, and nothing else."""
    folder = tmp_path / "my-function"
    folder.mkdir()
    (folder / "index.py").write_text(HANDLER.format(initialize=initialize), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    done = run("invoke", "-", "--function", "my-function", "--handler", "index.work", text="{}")
    assert done.exit_code == 0, done.stderr
    assert 'the handler returned: {"unit": "PIXELS", "extras": false}' in done.stderr
    assert "there is no events/jobs here: ICE knows no job" in done.stderr
    assert ("started \ufffd31m\ufffd" in done.stderr) == (initialize == "initialize")


def test_what_the_function_prints_moves_no_cursor(tmp_path: Path) -> None:
    (tmp_path / "handler.py").write_text(
        "import sys\ndef handler(event, context):\n    print('\\x1b[2J\\tx')\n    print('err\\r', file=sys.stderr)\n",
        encoding="utf-8",
    )
    lines = run("invoke", "events/bare.json", "--function", tmp_path).stderr.splitlines()
    assert "\ufffd[2J    x" in lines
    assert "err" in lines


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["invoke", "none.json"], "none.json can't be read: No such file or directory"),
        (["invoke", "events/bare.json", "--jobs", "nowhere"], "nowhere is no folder: expected one with GetMediaConvertJob answers"),
        (["invoke", "events/bare.json", "--jobs", "events"], "is no GetMediaConvertJob answer: it has no Job.JobId"),
        (["invoke", "events/bare.json", "--function", "tests"], "there is no tests/handler.py: --function names the folder with the handler's module"),
        (["invoke", "events/bare.json", "--runtime", "python2.7"], "unknown runtime 'python2.7': expected one of python3.12, python3.10"),
        (["invoke", "events/bare.json", "--python", "/nowhere/python"], "can't start /nowhere/python"),
        (["invoke", "events/bare.json", "--verdicts", "https://x/queues/y"], "expected sqlite:PATH"),
        (["invoke", "events/bare.json", "--handler", "handler"], "--handler is 'handler': expected MODULE.FUNCTION, as in handler.handler"),
    ],
)  # fmt: skip
def test_bad_input_is_a_line_that_says_what_to_do(arguments: list[str], says: str) -> None:
    done = run(*arguments)
    assert (done.exit_code, done.stdout) == (2, "")
    assert says in done.stderr
