"""`verdicts`: what lies on a queue, with its filters, once or as it comes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from alicloud_emulator import Emulator
from command import bodies, fill, letter, lines_of, run, verdict
from mediaverdict.cloud.smq import SmqQueue

KEYS = {"ALIBABA_CLOUD_ACCESS_KEY_ID": "local", "ALIBABA_CLOUD_ACCESS_KEY_SECRET": "local"}


@pytest.fixture
def queue_file(tmp_path: Path) -> str:
    """Two verdicts (a fail, a pass) and a letter."""
    return fill(tmp_path / "q.sqlite", verdict("ladder-wrong-rung"), verdict("mp4-good"), letter("j"))


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
def test_the_filters(queue_file: str, options: list[str], count: int) -> None:
    assert len(run("verdicts", queue_file, *options, "--json").stdout.splitlines()) == count


def test_they_are_looked_at_unless_told_to_delete(queue_file: str) -> None:
    for _ in range(2):
        shown = run("verdicts", queue_file).stdout
        assert " FAIL  The Lighthouse" in shown
        assert " DEAD-LETTER  job j\n ICE does not know it\n" in shown
    assert len(lines_of(run("verdicts", queue_file, "--json", "--delete"))) == 3
    done = run("verdicts", queue_file, "--json")
    assert (done.stdout, done.stderr) == ("", "mediaverdict: the queue is empty\n")


def test_a_file_has_no_first_16(tmp_path: Path) -> None:
    many = [{**verdict("mp4-good"), "id": f"id-{number}"} for number in range(40)]
    done = run("verdicts", fill(tmp_path / "q.sqlite", *many), "--json")
    assert (len(lines_of(done)), done.stderr) == (40, "")


def test_over_http_from_the_variable(cloud: Emulator, queue: SmqQueue) -> None:
    queue.send([json.dumps(verdict()).encode()])
    done = run("verdicts", MEDIAVERDICT_VERDICT_QUEUE=cloud.queue_url("a-queue"), **KEYS)
    assert " FAIL  Concert, part 1" in done.stdout


def test_a_verdict_that_came_twice_is_shown_once(tmp_path: Path) -> None:
    address = fill(tmp_path / "q.sqlite", verdict(), verdict(), verdict("mp4-good"))
    done = run("verdicts", address, "--delete", "--json")
    assert [one["data"]["outcome"] for one in lines_of(done)] == ["fail", "pass"]
    assert "1 verdicts that came again, under the same id, were left out" in done.stderr
    assert bodies(address) == []


def test_what_smq_does_not_show_is_counted_and_a_way_is_told(cloud: Emulator, queue: SmqQueue) -> None:
    queue.send([json.dumps({**verdict("mp4-good"), "id": f"id-{number}"}).encode() for number in range(20)])
    done = run("verdicts", cloud.queue_url("a-queue"), "--json", **KEYS)
    assert len(lines_of(done)) == 16
    assert "the first 16 messages are all that SMQ shows of a queue; 4 more wait behind them. --delete" in done.stderr
    assert len(lines_of(run("verdicts", cloud.queue_url("a-queue"), "--json", "--delete", **KEYS))) == 20


def test_an_unknown_outcome_is_told(queue_file: str) -> None:
    done = run("verdicts", queue_file, "--outcome", "bad")
    assert (done.exit_code, "expected fail, inconclusive, warn, pass" in done.stderr) == (2, True)


def test_reading_makes_no_queue(tmp_path: Path) -> None:
    done = run("verdicts", f"sqlite:{tmp_path}/misspelt.sqlite")
    assert (done.exit_code, done.stdout, list(tmp_path.iterdir())) == (2, "", [])
    assert f"there is no file {tmp_path}/misspelt.sqlite: no queue was read, and none was made" in done.stderr
    (tmp_path / "text").write_text("not a database, but a text that is long enough to be told from one")
    done = run("verdicts", f"sqlite:{tmp_path}/text")
    assert (done.exit_code, f"{tmp_path}/text holds no queue: file is not a database" in done.stderr) == (2, True)


def test_a_name_that_the_file_lacks_is_told_with_those_it_has(queue_file: str) -> None:
    done = run("verdicts", f"{queue_file}#verdict")
    assert (done.exit_code, "the queue is empty; the same file has verdicts (sqlite:FILE#NAME)" in done.stderr) == (
        0, True,
    )  # fmt: skip


def test_nothing_that_is_asked_for_is_told(queue_file: str) -> None:
    assert "none of 3 messages is asked for" in run("verdicts", queue_file, "--rule", "nothing").stderr


@pytest.mark.parametrize(
    "body", [b"something foreign", b"\xff\xfe", b'["a"]', b'{"type": "mediaverdict.verdict.v1", "data": 7}', b"[" * 40_000]
)  # fmt: skip
def test_a_foreign_message_is_shown_as_one(tmp_path: Path, body: bytes) -> None:
    address = fill(tmp_path / "q.sqlite", body)
    assert " FOREIGN MESSAGE " in run("verdicts", address).stdout
    (one,) = lines_of(run("verdicts", address, "--json"))
    assert one == {"foreign": body.decode("utf-8", "replace")}


def test_json_keeps_its_value_and_moves_no_cursor(tmp_path: Path) -> None:
    hostile = verdict()
    hostile["data"]["job"]["name"] = "\x1b[2J \x9b31m \u202egnp.exe \u2066x \u00e9"
    raw = json.dumps(hostile, ensure_ascii=False, indent=1)
    shown = run("verdicts", fill(tmp_path / "q.sqlite", raw.encode()), "--json")
    assert lines_of(shown) == [hostile]
    assert shown.stdout.rstrip("\n").isprintable()
    assert "\u00e9" in shown.stdout


def test_follow_shows_each_message_once_and_deletes_only_when_told(
    queue_file: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    slept: list[float] = []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        if len(slept) == 3:
            raise KeyboardInterrupt

    monkeypatch.setattr("time.sleep", sleep)
    done = run("verdicts", queue_file, "--follow", "--json")
    assert (done.exit_code, len(lines_of(done)), len(bodies(queue_file))) == (0, 3, 3)


def test_follow_says_that_it_waits_and_what_it_can_not_show(
    cloud: Emulator, queue: SmqQueue, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks = 0

    def sleep(_seconds: float) -> None:
        nonlocal looks
        looks += 1
        if looks == 1:
            queue.send([json.dumps({**verdict("mp4-good"), "id": f"id-{number}"}).encode() for number in range(20)])
        if looks == 4:
            raise KeyboardInterrupt

    monkeypatch.setattr("time.sleep", sleep)
    done = run("verdicts", cloud.queue_url("a-queue"), "--follow", "--json", **KEYS)
    assert len(lines_of(done)) == 16
    assert done.stderr == (
        "mediaverdict: nothing is there yet: waiting, until Ctrl-C\n"
        "mediaverdict: the first 16 messages are all that SMQ shows of a queue; 4 more wait behind them. "
        "--follow --delete takes them off the queue and shows all (with --json > FILE they are kept)\n"
    )


def test_a_queue_must_be_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MEDIAVERDICT_VERDICT_QUEUE", raising=False)
    done = run("verdicts")
    assert (done.exit_code, "name a queue as QUEUE, or set MEDIAVERDICT_VERDICT_QUEUE" in done.stderr) == (2, True)
