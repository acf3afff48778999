from __future__ import annotations

import base64
import json
import random
import string
import zlib

import pytest

from fcruntime.envelopes import open_event
from mediaverdict.message_size import MAX_BODY
from mediaverdict.notifications import Broken, Ignored, Incoming, JobFinished, Notification, Reject, read_record
from mediaverdict.processing.dead_letters import DeadLetter, LetterKind, RetryHistory


def callback(body: object, event_type: str = "MediaConvertComplete") -> dict[str, object]:
    return {"EventType": event_type, "UserId": 1, "EventTime": "2026-11-23T12:00:00Z", "MessageBody": body}


def read(event: object) -> list[Incoming]:
    return [one for record in open_event(json.dumps(event).encode()).records for one in read_record(record)]


@pytest.mark.parametrize(
    ("event", "notification"),
    [
        (callback({"JobId": "j-1"}), JobFinished("j-1")),
        (callback({"Job": {"JobId": "j-1"}}), JobFinished("j-1")),
        (callback({"a": [{"b": {"JobId": " j-1\n"}}]}), JobFinished("j-1")),
        (callback({"x": {"JobId": "deep"}, "JobId": "shallow"}), JobFinished("shallow")),
        (callback(json.dumps({"JobId": "j-1"})), JobFinished("j-1")),
        ({"JobId": "j-1"}, JobFinished("j-1")),
        (callback({"JobId": "j-1"}, "MediaConvertOutputComplete"), Ignored("MediaConvertOutputComplete")),
        (callback({"JobId": "j-1"}, "MediaConvertOutputGroupComplete"), Ignored("MediaConvertOutputGroupComplete")),
        (callback({}, "UploadMediaComplete"), Ignored("UploadMediaComplete")),
        (callback({}), Reject("the callback's MessageBody has no JobId")),
        (callback(None), Reject("the callback's MessageBody has no JobId")),
        (
            callback("{"),
            Reject(
                "the callback's MessageBody is no JSON: Expecting property name enclosed in double quotes at line 1, column 2"
            ),
        ),
        (callback({"JobId": 7}), Reject("JobId is a number: expected text")),
        (callback({"JobId": " "}), Reject("JobId is empty text: expected text")),
        ({"JobId": "x" * 200}, Reject("JobId is no ID: expected up to 128 printable characters")),
        ({"JobId": "a\u001b[2Jb"}, Reject("JobId is no ID: expected up to 128 printable characters")),
        ({}, Reject('the record has neither EventType nor JobId: expected an IMS callback or {"JobId": "..."}')),
        (3, Reject("the record is a number: expected a callback with EventType, or a JobId")),
    ],
)
def test_what_a_record_says(event: object, notification: Notification) -> None:
    assert [one.notification for one in read(event)] == [notification]


def test_a_list_of_job_ids_is_a_record_each() -> None:
    assert [(one.notification, one.original) for one in read([{"JobId": "a"}, {"JobId": "b"}])] == [
        (JobFinished("a"), {"JobId": "a"}),
        (JobFinished("b"), {"JobId": "b"}),
    ]


def test_a_retry_letter_is_opened_and_its_story_goes_on() -> None:
    original = {"id": "e", "specversion": "1.0", "data": {"messageBody": json.dumps(callback({"JobId": "j-1"}))}}
    history = RetryHistory(3, "2026-11-23T11:00:00Z", 2)
    letter = DeadLetter(LetterKind.RETRY, original, "not finished", "not-finished", "j-1", history)
    wrapped = {"id": "e2", "specversion": "1.0", "data": {"messageBody": letter.to_bytes().decode()}}
    assert read(wrapped) == [Incoming(JobFinished("j-1"), original, history)]


def test_a_list_in_a_record_is_taken_apart_and_each_element_stands_for_itself() -> None:
    one, two = callback({"JobId": "a"}), {"JobId": "b"}
    found = read(queued([one, [two, 7], json.dumps([two])]))
    assert [(incoming.notification, incoming.original) for incoming in found] == [
        (JobFinished("a"), one),
        (JobFinished("b"), two),
        (Reject("the record is a number: expected a callback with EventType, or a JobId"), 7),
        (JobFinished("b"), two),
    ]


def test_a_letter_that_holds_a_list_is_taken_apart_too_and_its_history_goes_on() -> None:
    history = RetryHistory(2, "2026-11-23T00:00:00Z")
    letter = DeadLetter(LetterKind.RETRY, queued([{"JobId": "a"}, {"JobId": "b"}]), "r", "c", None, history)
    assert read(json.loads(letter.to_bytes())) == [
        Incoming(JobFinished("a"), {"JobId": "a"}, history),
        Incoming(JobFinished("b"), {"JobId": "b"}, history),
    ]


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ([], "the record is an empty list: expected a callback or a JobId"),
        ([1] * 1001, "the record is a list of over 1000 elements"),
        ([[1] * 600] * 2, "the record is a list of over 1000 elements"),
    ],
)
def test_a_list_that_is_none_of_callbacks_is_one_reject(body: list[object], reason: str) -> None:
    (one,) = read(queued(body))
    assert one == Incoming(Reject(reason), queued(body))


def test_an_undeclared_exception_is_its_own_records(monkeypatch: pytest.MonkeyPatch) -> None:
    fault = KeyError("a slip of ours")

    def read_letter(body: object) -> None:
        if body == {"JobId": "b"}:
            raise fault

    monkeypatch.setattr("mediaverdict.notifications.read_letter", read_letter)
    assert read([{"JobId": "a"}, {"JobId": "b"}]) == [
        Incoming(JobFinished("a"), {"JobId": "a"}),
        Incoming(Broken(fault), {"JobId": "b"}),
    ]


def queued(body: object) -> dict[str, object]:
    return {"id": "e", "specversion": "1.0", "data": {"messageId": "m", "messageBody": json.dumps(body)}}


def test_a_letter_in_a_letter_is_not_followed() -> None:
    inner = {"mediaverdict": "retry", "record": {"JobId": "j"}}
    (one,) = read({"mediaverdict": "retry", "record": inner})
    assert isinstance(one.notification, Reject)


def big_record(body: str) -> dict[str, object]:
    return {"id": "e", "specversion": "1.0", "data": {"messageBody": body, "note": "x" * 50_000}}


def test_a_record_that_leaves_no_room_is_packed_and_comes_back_untouched() -> None:
    original = big_record(json.dumps(callback({"JobId": "j-1"})))
    history = RetryHistory(1, "2026-11-23T00:00:00Z")
    body = DeadLetter(LetterKind.RETRY, original, "r", "c", "j-1", history).to_bytes()
    assert len(body) <= MAX_BODY
    assert "record_zlib" in json.loads(body)
    assert read(json.loads(body)) == [Incoming(JobFinished("j-1"), original, history)]


def test_a_record_that_cant_even_be_packed_keeps_what_a_retry_needs() -> None:
    noise = "".join(random.Random(1).choices(string.ascii_letters + string.digits, k=200_000))
    retry = DeadLetter(LetterKind.RETRY, {"noise": noise}, "r", "c", "j-1").to_bytes()
    buried = DeadLetter(LetterKind.DEAD, noise, "r", "c").to_bytes()
    assert (json.loads(retry)["record"], json.loads(retry)["cut"]) == ({"JobId": "j-1"}, True)
    assert json.loads(buried)["record"] == f'"{noise}'[: MAX_BODY // 8]
    assert max(len(retry), len(buried)) <= MAX_BODY


@pytest.mark.parametrize(
    "packed",
    [
        "%%%",
        "AAAA",
        base64.b64encode(zlib.compress(b"{")).decode(),
        base64.b64encode(zlib.compress(b" " * 90_000_000)).decode(),
    ],
)
def test_a_packed_record_that_is_broken_is_a_reject(packed: str) -> None:
    (one,) = read({"mediaverdict": "retry", "record": None, "record_zlib": packed})
    assert isinstance(one.notification, Reject)
