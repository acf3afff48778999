"""verdicts and redrive, on the embedded queue and over HTTP."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from alicloud_emulator import Emulator
from mediaverdict.cloud.smq import SmqQueue
from mediaverdict.cloud.sqlite_queue import SqliteQueue
from mediaverdict_cli.app import app, guarded

VERDICT = Path(__file__).parents[3] / "tests" / "golden" / "verdicts" / "cut-off-audio.json"


@pytest.fixture(autouse=True)
def keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALIBABA_CLOUD_ACCESS_KEY_ID", "local")
    monkeypatch.setenv("ALIBABA_CLOUD_ACCESS_KEY_SECRET", "local")
    monkeypatch.setenv("COLUMNS", "160")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


def letter(job_id: str) -> bytes:
    record = {"EventType": "MediaConvertComplete", "MessageBody": {"JobId": job_id}}
    told = {
        "mediaverdict": "dead-letter",
        "version": 1,
        "job_id": job_id,
        "reason": "ICE does not know it",
        "code": "JobNotFound",
        "attempts": 12,
        "record": record,
    }
    return json.dumps(told).encode()


def test_verdicts_peeks_unless_told_to_delete(tmp_path: Path, sqlite_queue: Callable[..., SqliteQueue]) -> None:
    queue = sqlite_queue(tmp_path / "v.sqlite")
    queue.send([json.dumps(json.loads(VERDICT.read_text(encoding="utf-8"))).encode()])
    address = f"sqlite:{tmp_path}/v.sqlite"
    for _ in range(2):
        assert " FAIL  Concert, part 1" in run("verdicts", address).stdout
    assert json.loads(run("verdicts", address, "--delete", "--json").stdout)["data"]["outcome"] == "fail"
    assert queue.all() == []


def test_verdicts_over_http_from_the_variable(
    cloud: Emulator, queue: SmqQueue, monkeypatch: pytest.MonkeyPatch
) -> None:
    queue.send([VERDICT.read_bytes()])
    monkeypatch.setenv("MEDIAVERDICT_VERDICT_QUEUE", cloud.queue_url("a-queue"))
    assert " FAIL  Concert, part 1" in run("verdicts").stdout


def test_redrive_lists_first_and_sends_when_told(tmp_path: Path, sqlite_queue: Callable[..., SqliteQueue]) -> None:
    dead, back = sqlite_queue(tmp_path / "d.sqlite"), sqlite_queue(tmp_path / "r.sqlite")
    dead.send([letter(f"job-{number}") for number in range(20)])
    where = (f"sqlite:{tmp_path}/d.sqlite", "--to", f"sqlite:{tmp_path}/r.sqlite")
    listed = run("redrive", *where)
    assert " DEAD-LETTER  job job-0\n ICE does not know it" in listed.stdout
    assert "nothing was sent: add --yes" in listed.stdout
    assert " DEAD-LETTER  job job-0" in run("verdicts", where[0]).stdout
    assert (len(dead.all()), back.all()) == (20, [])
    assert "20 sent back" in run("redrive", *where, "--yes").stdout
    assert dead.all() == []
    told = [json.loads(message.body) for message in back.all()]
    assert [(one["mediaverdict"], one["job_id"], one["attempts"], one["record"]["MessageBody"]) for one in told] == [
        ("retry", f"job-{number}", 0, {"JobId": f"job-{number}"}) for number in range(20)
    ]


def test_a_letter_that_cant_be_sent_back_stays(
    tmp_path: Path, sqlite_queue: Callable[..., SqliteQueue], cloud: Emulator
) -> None:
    dead = sqlite_queue(tmp_path / "d.sqlite")
    dead.send([letter("j")])
    cloud.state.create_queues = False
    command = ["redrive", f"sqlite:{tmp_path}/d.sqlite", "--to", cloud.queue_url("none"), "--yes"]
    assert guarded(lambda: app(command, standalone_mode=False)) == 3
    assert len(dead.all()) == 1


def test_a_foreign_message_among_the_letters_is_sent_back_as_it_is(
    tmp_path: Path, sqlite_queue: Callable[..., SqliteQueue]
) -> None:
    dead, back = sqlite_queue(tmp_path / "d.sqlite"), sqlite_queue(tmp_path / "r.sqlite")
    dead.send([b"{hello"])
    run("redrive", f"sqlite:{tmp_path}/d.sqlite", "--to", f"sqlite:{tmp_path}/r.sqlite", "--yes")
    assert "{hello" in json.dumps(json.loads(back.all()[0].body)["record"])


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["verdicts"], "name a queue as QUEUE, or set MEDIAVERDICT_VERDICT_QUEUE"),
        (["verdicts", "http://example.com/queues/q"], "is plain HTTP to a public host"),
        (["redrive", "sqlite:x.sqlite", "--yes"], "name a queue as --to, or set MEDIAVERDICT_RETRY_QUEUE"),
    ],
)
def test_a_queue_must_be_named(
    arguments: list[str], says: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    for variable in ("VERDICT", "RETRY", "DEAD_LETTER"):
        monkeypatch.delenv(f"MEDIAVERDICT_{variable}_QUEUE", raising=False)
    done = run(*arguments)
    assert (done.exit_code, says in done.stderr) == (2, True)
