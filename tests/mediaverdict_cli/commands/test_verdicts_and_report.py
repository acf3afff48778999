"""`verdicts` with its filters, and `report`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from mediaverdict.cloud.sqlite_queue import SqliteQueue
from mediaverdict.processing.dead_letters import DeadLetter, LetterKind
from mediaverdict_cli.app import app
from mediaverdict_cli.output.page import html_page


def run(*arguments: str) -> Any:
    return CliRunner().invoke(app, list(arguments))


@pytest.fixture
def queue(root: Path, tmp_path: Path) -> str:
    """Two verdicts (a fail, a pass) and a letter."""

    address = f"sqlite:{tmp_path / 'q.sqlite'}"
    jobs = [str(root / "events" / "jobs" / f"{name}.json") for name in ("ladder-wrong-rung", "mp4-good")]
    told = run("check", *jobs, "--rules", str(root / "functions" / "judge" / "rules.yml"), "--json").stdout
    source = SqliteQueue.at(address)
    source.send([line.encode() for line in told.splitlines()])
    source.send([DeadLetter(LetterKind.DEAD, {"a": 1}, "no such job", "x", "j").to_bytes()])
    source.close()
    return address


@pytest.mark.parametrize(
    ("options", "count"),
    [
        ([], 3),
        (["--outcome", "fail"], 1),
        (["--outcome", "fail,pass,warn"], 2),
        (["--rule", "ladder/*"], 1),
        (["--rule", "nothing"], 0),
        (["--pipeline", "*"], 2),
        (["--pipeline", "nowhere-*"], 0),
    ],
)
def test_the_filters(queue: str, options: list[str], count: int) -> None:
    assert len(run("verdicts", queue, *options, "--json").stdout.splitlines()) == count


def test_they_are_peeked_at_unless_told_to_delete(queue: str) -> None:
    assert len(run("verdicts", queue, "--json").stdout.splitlines()) == 3
    assert len(run("verdicts", queue, "--json", "--delete").stdout.splitlines()) == 3
    assert run("verdicts", queue, "--json").stdout == ""


def test_an_unknown_outcome_is_told(queue: str) -> None:
    done = run("verdicts", queue, "--outcome", "bad")
    assert (done.exit_code, "expected fail, inconclusive, warn, pass" in done.stderr) == (2, True)


def test_a_report_of_a_queue_and_of_files(queue: str, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    assert run("report", queue, "-o", str(page)).exit_code == 0
    (tmp_path / "v.jsonl").write_text(run("verdicts", queue, "--json").stdout)
    again = run("report", str(tmp_path / "v.jsonl"), "-o", "-").stdout
    assert again.strip() == page.read_text().strip()
    data = json.loads(again.partition('id="data">')[2].partition("</script>")[0])
    assert [one["data"]["outcome"] for one in data] == ["fail", "pass"]
    assert "<title>mediaverdict: 2 verdicts</title>" in again


def test_check_makes_the_same_page(root: Path) -> None:
    options = ("--rules", str(root / "functions" / "judge" / "rules.yml"))
    job = str(root / "events" / "jobs" / "mp4-good.json")
    verdict = json.loads(run("check", job, *options, "--json").stdout)
    page = run("check", job, *options, "--format", "html").stdout
    data = json.loads(page.partition('id="data">')[2].partition("</script>")[0])
    assert data == [{**verdict, "time": data[0]["time"]}]


@pytest.mark.parametrize(
    "name", ["</script><script>alert(1)</script>", "<!--", "\u2028", "&lt;", "\x1b[31m", "\u202etxt", "@DATA@"]
)
def test_no_name_can_leave_the_data(name: str) -> None:
    page = html_page([{"id": "x", "data": {"job": {"name": name}}}])
    inside = page.partition('id="data">')[2].partition("</script>")[0]
    assert not set("<>&\u2028\x1b\u202e") & set(inside)
    assert page.count("</script>") == 2
    assert json.loads(inside)[0]["data"]["job"]["name"] == "".join(c if c.isprintable() else "\ufffd" for c in name)


@pytest.mark.parametrize(
    ("text", "told"),
    [("no json\n", "v.jsonl:1: no verdict"), ('{"type": "other"}\n', "v.jsonl:1: no verdict"), (None, "can't be read")],
)
def test_what_holds_no_verdicts_is_told(tmp_path: Path, text: str | None, told: str) -> None:
    if text is not None:
        (tmp_path / "v.jsonl").write_text(text)
    done = run("report", str(tmp_path / "v.jsonl"), "-o", str(tmp_path / "x.html"))
    assert told in str(done.exception) + done.output


def test_a_page_that_can_not_be_written_is_told(queue: str, tmp_path: Path) -> None:
    done = run("report", queue, "-o", str(tmp_path / "nowhere" / "x.html"))
    assert (done.exit_code, "can't be written: No such file or directory" in done.stderr) == (2, True)


def test_follow_shows_each_message_once_and_deletes_only_when_told(
    queue: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    trace: list[float] = []

    def sleep(seconds: float) -> None:
        trace.append(seconds)
        if len(trace) == 3:
            raise KeyboardInterrupt

    monkeypatch.setattr("time.sleep", sleep)
    assert len(run("verdicts", queue, "--follow", "--json").stdout.splitlines()) == 3
    with SqliteQueue.at(queue) as source:
        assert len(source.all()) == 3


def test_the_live_table_has_a_line_for_each(queue: str) -> None:
    from collections import deque

    from mediaverdict_cli.commands.verdicts import _read, _table
    from mediaverdict_cli.output import tables

    texts = [*run("verdicts", queue, "--json").stdout.splitlines(), "something foreign"]
    out = tables.console()
    with out.capture() as captured:
        out.print(_table(deque(_read(text) for text in texts)))
    shown = captured.get()
    for part in ("fail", "The Lighthouse", "dead-letter", "no such job", "foreign message"):
        assert part in shown
