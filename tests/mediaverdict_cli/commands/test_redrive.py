"""`redrive`: what it lists, what it sends back, what it leaves."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from alicloud_emulator import Emulator
from command import bodies, fill, letter, lines_of, run
from mediaverdict.cloud.smq import SmqQueue

KEYS = {"ALIBABA_CLOUD_ACCESS_KEY_ID": "local", "ALIBABA_CLOUD_ACCESS_KEY_SECRET": "local"}


@pytest.fixture
def target(tmp_path: Path) -> str:
    return fill(tmp_path / "r.sqlite")


def test_it_lists_each_letter_with_its_history_and_its_record_and_sends_nothing(tmp_path: Path) -> None:
    dead = fill(tmp_path / "d.sqlite", *(letter(f"job-{number}") for number in range(20)))
    listed = run("redrive", dead)
    assert (
        " DEAD-LETTER  job job-19\n ICE does not know it\n 12 tries, 2026-11-23T12:00:00Z to 2026-11-23T17:00:00Z\n"
        ' record: {"EventType": "MediaConvertComplete", "MessageBody": {"JobId": "job-19"}}\n'
    ) in listed.stdout
    assert listed.stdout.endswith("nothing was sent: add --yes to send these, and all behind them, back\n")
    assert (listed.exit_code, listed.stderr, len(bodies(dead))) == (0, "", 20)


def test_yes_sends_each_back_with_a_fresh_count(tmp_path: Path, target: str) -> None:
    dead = fill(tmp_path / "d.sqlite", *(letter(f"job-{number}") for number in range(40)))
    done = run("redrive", dead, "--to", target, "--yes")
    assert (done.exit_code, done.stdout.endswith("40 sent back\n"), bodies(dead)) == (0, True, [])
    sent = [json.loads(body) for body in bodies(target)]
    assert [(one["mediaverdict"], one["job_id"], one["attempts"], one["record"]["MessageBody"]) for one in sent] == [
        ("retry", f"job-{number}", 0, {"JobId": f"job-{number}"}) for number in range(40)
    ]


@pytest.mark.parametrize(
    ("options", "sent"),
    [
        (["--job", "a-*"], ["a-1", "a-2"]),
        (["--job", "a-1"], ["a-1"]),
        (["--reason", "too LARGE"], ["a-2"]),
        (["--reason", "jobnotfound"], ["a-1", "b-1"]),
        (["--job", "a-*", "--reason", "know*it"], ["a-1"]),
        (["--job", "nothing"], []),
    ],
)
def test_the_filters(tmp_path: Path, target: str, options: list[str], sent: list[str]) -> None:
    large = letter("a-2", reason="the answer is too large", code="answer-too-large")
    dead = fill(tmp_path / "d.sqlite", letter("a-1"), large, letter("b-1"))
    assert [one["job_id"] for one in lines_of(run("redrive", dead, *options, "--json"))] == sent
    done = run("redrive", dead, "--to", target, "--yes", *options, "--json")
    assert [json.loads(body)["job_id"] for body in bodies(target)] == sent
    assert len(bodies(dead)) == 3 - len(sent)
    assert f"left: {3 - len(sent)} that were not asked for" in done.stderr


@pytest.mark.parametrize(
    ("message", "says"),
    [
        (b"{hello", "it is no letter that can be read"),
        ({"mediaverdict": "dead-letter", "job_id": "j"}, "it is no letter that can be read"),
        (letter("j", record=None), "the letter of job j holds nothing to send back"),
        (letter("j", record=None, record_zlib="broken"), "the letter of job j holds nothing to send back"),
        (letter(None, record="the beginn", cut=True), "the letter of a record without a job holds nothing to send back"),
    ],
)  # fmt: skip
def test_what_can_not_be_sent_stays_is_told_and_stops_nothing(
    tmp_path: Path, target: str, message: object, says: str
) -> None:
    dead = fill(tmp_path / "d.sqlite", message, letter("good"))
    before = bodies(dead)
    done = run("redrive", dead, "--to", target, "--yes")
    assert (done.exit_code, f"left: {says}" in done.stderr, "1 sent back" in done.stdout) == (0, True, True)
    assert bodies(dead) == before[:1]
    assert [json.loads(body)["job_id"] for body in bodies(target)] == ["good"]


def test_a_part_of_a_record_that_names_its_job_is_sent(tmp_path: Path, target: str) -> None:
    dead = fill(tmp_path / "d.sqlite", letter("j", record={"JobId": "j"}, cut=True))
    assert "1 sent back" in run("redrive", dead, "--to", target, "--yes").stdout
    assert json.loads(bodies(target)[0])["record"] == {"JobId": "j"}


def test_a_queue_is_never_sent_to_itself(tmp_path: Path, cloud: Emulator) -> None:
    dead = fill(tmp_path / "d.sqlite", letter("j"))
    other_way = f"sqlite:{tmp_path}/../{tmp_path.name}/d.sqlite#verdicts"
    for one, other in ((dead, other_way), (cloud.queue_url("q"), cloud.queue_url("q") + "/")):
        done = run("redrive", one, "--to", other, "--yes", **KEYS)
        assert (done.exit_code, "the letters would be sent to the queue that they come from" in done.stderr) == (
            2,
            True,
        )
    assert len(bodies(dead)) == 1


def test_a_letter_stays_whose_target_is_not_there(tmp_path: Path, cloud: Emulator) -> None:
    dead = fill(tmp_path / "d.sqlite", letter("j"))
    cloud.state.create_queues = False
    done = run("redrive", dead, "--to", cloud.queue_url("none"), "--yes", **KEYS)
    assert (done.exit_code, "0 sent back" in done.stdout, len(bodies(dead))) == (3, True, 1)
    assert "QueueNotExist" in done.stderr


def test_over_smq_it_says_how_many_lie_behind_the_first_16(cloud: Emulator, queue: SmqQueue) -> None:
    queue.send([json.dumps(letter(f"j-{number}")).encode() for number in range(20)])
    listed = run("redrive", cloud.queue_url("a-queue"), "--json", **KEYS)
    assert len(lines_of(listed)) == 16
    assert "these are of the first 16: 20 are there, and SMQ shows no further; --yes reaches all" in listed.stderr
    done = run("redrive", cloud.queue_url("a-queue"), "--to", cloud.queue_url("back"), "--yes", **KEYS)
    assert done.stdout.endswith("20 sent back\n")


def test_an_empty_queue_says_so(tmp_path: Path) -> None:
    assert "mediaverdict: the queue is empty\n" in run("redrive", fill(tmp_path / "d.sqlite")).stderr


def test_json_keeps_its_value_and_moves_no_cursor(tmp_path: Path) -> None:
    hostile = letter("j", reason="\x9b31m \u202egnp.exe \u2066x")
    listed = run("redrive", fill(tmp_path / "d.sqlite", json.dumps(hostile, ensure_ascii=False).encode()), "--json")
    assert lines_of(listed) == [hostile]
    assert listed.stdout.rstrip("\n").isprintable()
    assert r"\u009b31m \u202egnp.exe \u2066x" in listed.stdout


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["redrive"], "name a queue as QUEUE, or set MEDIAVERDICT_DEAD_LETTER_QUEUE"),
        (["redrive", "sqlite:/tmp/x.sqlite", "--yes"], "name a queue as --to, or set MEDIAVERDICT_RETRY_QUEUE"),
        (["redrive", "http://example.com/queues/q"], "is plain HTTP to a public host"),
    ],
)
def test_a_queue_must_be_named(arguments: list[str], says: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("RETRY", "DEAD_LETTER"):
        monkeypatch.delenv(f"MEDIAVERDICT_{variable}_QUEUE", raising=False)
    done = run(*arguments)
    assert (done.exit_code, says in done.stderr) == (2, True)
