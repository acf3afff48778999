"""Event records -> job IDs: which job a record is about, or why it is about none.

Source: the IMS callback's documented body `{EventType, UserId, EventTime, MessageBody}`. The job's ID is
all that is taken from it: a callback's signature does not cover its body, so only the API is believed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from fcruntime.envelopes import open_value, read_body
from mediaverdict.processing.dead_letters import Story, read_letter

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fcruntime.envelopes import Record

JOB_FINISHED = "MediaConvertComplete"
MAX_JOB_ID = 128
"""ICE's IDs have 32 characters; what is far longer is no ID and must not get into a URL or a log."""


class JobFinished(NamedTuple):
    """A record that names a job to judge."""

    job_id: str


class Ignored(NamedTuple):
    """A record that is none of ours: another event of the same callback address."""

    event_type: str


class Reject(NamedTuple):
    """A record that can't be read; it goes to the dead letter queue with this reason."""

    reason: str


Notification = JobFinished | Ignored | Reject


class Incoming(NamedTuple):
    """One thing that a record says, with the record as it came and what is known of it from before."""

    notification: Notification
    original: object
    story: Story


def read_record(record: Record) -> list[Incoming]:
    """What one record says. Never raises.

    More than one thing only for a message that holds a list: several callbacks, or people's JobIds. A
    retry letter is opened: what it carries is read, and its story goes on.
    """
    letter = read_letter(record.body)
    if letter is None:
        return _read_plain(record, Story())
    inner, story = letter
    return [incoming for carried in open_value(inner) for incoming in _read_plain(carried, story)]


def _read_plain(record: Record, story: Story) -> list[Incoming]:
    if record.problem is not None:
        return [Incoming(Reject(f"the record is {record.problem}"), record.original, story)]
    bodies = record.body if isinstance(record.body, list) else [record.body]
    if not bodies:
        return [Incoming(Reject("the record is an empty list: expected a callback or a JobId"), record.original, story)]
    return [Incoming(_read_body(body), record.original, story) for body in bodies]


def _read_body(body: object) -> Notification:
    if isinstance(body, str):
        body, problem = read_body(body)
        if problem is not None:
            return Reject(f"the record is {problem}")
    if not isinstance(body, dict):
        return Reject(f"the record is {_named(body)}: expected a callback with EventType, or a JobId")
    if "EventType" in body:
        event_type = body["EventType"]
        if event_type != JOB_FINISHED:
            return Ignored(str(event_type)[:128])
        return _read_callback(body.get("MessageBody"))
    if "JobId" in body:
        return _job(body["JobId"])
    return Reject('the record has neither EventType nor JobId: expected an IMS callback or {"JobId": "..."}')


def _read_callback(message: object) -> Notification:
    message, problem = read_body(message)
    if problem is not None:
        return Reject(f"the callback's MessageBody is {problem}")
    for job_id in _job_ids(message):
        return _job(job_id)
    return Reject("the callback's MessageBody has no JobId")


def _job_ids(message: object) -> Iterator[object]:
    """`JobId`, wherever in the body it stands, the shallowest first."""
    level: list[object] = [message]
    while level:
        deeper: list[object] = []
        for value in level:
            if isinstance(value, dict):
                if "JobId" in value:
                    yield value["JobId"]
                deeper.extend(value.values())
            elif isinstance(value, list):
                deeper.extend(value)
        level = deeper


def _job(job_id: object) -> Notification:
    if not isinstance(job_id, str) or not job_id.strip():
        return Reject(f"JobId is {_named(job_id)}: expected text")
    job_id = job_id.strip()
    if len(job_id) > MAX_JOB_ID or not job_id.isprintable():
        return Reject(f"JobId is no ID: expected up to {MAX_JOB_ID} printable characters")
    return JobFinished(job_id)


def _named(value: object) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool | int | float):
        return "a number" if not isinstance(value, bool) else "true or false"
    return {"str": "empty text", "list": "a list", "dict": "an object"}[type(value).__name__]
