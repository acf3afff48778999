from __future__ import annotations

import base64
import json
import random
import string
import zlib
from datetime import datetime, timezone

import pytest

from fcruntime.envelopes import open_event
from mediaverdict.message_size import MAX_BODY
from mediaverdict.notifications import Ignored, Incoming, JobFinished, Notification, Reject, read_record
from mediaverdict.processing.dead_letters import Story, write_letter


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
    now = datetime(2026, 11, 23, 12, 0, 0, tzinfo=timezone.utc)
    letter = write_letter(
        "retry", original, "not finished", "not-finished", "j-1", Story(2, "2026-11-23T11:00:00Z"), now
    )
    wrapped = {"id": "e2", "specversion": "1.0", "data": {"messageBody": letter.decode()}}
    assert read(wrapped) == [Incoming(JobFinished("j-1"), original, Story(3, "2026-11-23T11:00:00Z"))]


def test_a_letter_in_a_letter_is_not_followed() -> None:
    inner = {"mediaverdict": "retry", "record": {"JobId": "j"}}
    (one,) = read({"mediaverdict": "retry", "record": inner})
    assert isinstance(one.notification, Reject)


def big_record(body: str) -> dict[str, object]:
    return {"id": "e", "specversion": "1.0", "data": {"messageBody": body, "note": "x" * 50_000}}


def test_a_record_that_leaves_no_room_is_packed_and_comes_back_untouched() -> None:
    original = big_record(json.dumps(callback({"JobId": "j-1"})))
    body = write_letter("retry", original, "r", "c", "j-1", Story(), datetime(2026, 11, 23, tzinfo=timezone.utc))
    assert len(body) <= MAX_BODY
    assert "record_zlib" in json.loads(body)
    assert read(json.loads(body)) == [Incoming(JobFinished("j-1"), original, Story(1, "2026-11-23T00:00:00Z"))]


def test_a_record_that_cant_even_be_packed_keeps_what_a_retry_needs() -> None:
    noise = "".join(random.Random(1).choices(string.ascii_letters + string.digits, k=200_000))
    now = datetime(2026, 11, 23, tzinfo=timezone.utc)
    retry = write_letter("retry", {"noise": noise}, "r", "c", "j-1", Story(), now)
    buried = write_letter("dead-letter", noise, "r", "c", None, Story(), now)
    assert (json.loads(retry)["record"], json.loads(retry)["cut"]) == ({"JobId": "j-1"}, True)
    assert json.loads(buried)["record"] == f'"{noise}'[: MAX_BODY // 8]
    assert max(len(retry), len(buried)) <= MAX_BODY


@pytest.mark.parametrize(
    "packed",
    [
        "%%%",
        "AAAA",
        base64.b64encode(zlib.compress(b"{")).decode(),
        base64.b64encode(zlib.compress(b" " * 9_000_000)).decode(),
    ],
)
def test_a_packed_record_that_is_broken_is_a_reject(packed: str) -> None:
    (one,) = read({"mediaverdict": "retry", "record": None, "record_zlib": packed})
    assert isinstance(one.notification, Reject)
