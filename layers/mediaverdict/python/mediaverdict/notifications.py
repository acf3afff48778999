"""Event records -> job IDs: which job a record is about, or why it is about none.

Source: the IMS callback's documented body `{EventType, UserId, EventTime, MessageBody}`. The job's ID is
all that is taken from it: a callback's signature does not cover its body, so only the API is believed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from fcruntime.envelopes import open_value, read_body
from mediaverdict.processing.dead_letters import RetryHistory, read_letter

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fcruntime.envelopes import Record

JOB_FINISHED = "MediaConvertComplete"
MAX_JOB_ID = 128
"""ICE's IDs have 32 characters; what is far longer is no ID and must not get into a URL or a log."""
MOST_ELEMENTS = 1000
"""Of a list in one record: more is no list of callbacks, and would make a letter of each."""


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


class Broken(NamedTuple):
    """A record whose reading ended in an exception that nobody declared."""

    error: Exception


class Incoming(NamedTuple):
    """One thing that an event says, with what it came as and what is known of it from before."""

    notification: Notification | Broken
    original: object
    """That thing alone, as a JSON value: of a list, this element."""
    history: RetryHistory = RetryHistory()
    traceparent: str = ""
    """The W3C trace that it is part of; empty where it has none."""

    @property
    def job_id(self) -> str | None:
        """The job that it names."""
        return self.notification.job_id if isinstance(self.notification, JobFinished) else None


def read_record(record: Record) -> list[Incoming]:
    """What one record says. Never raises.

    A record that holds a list (several callbacks, or people's JobIds) is taken apart: each element is from
    then on a record of its own. A retry letter is opened: what it carries is read, and its history goes on.
    """
    try:
        letter = read_letter(record.body)
        if letter is None:
            return _take_apart(record, RetryHistory())
        if letter.problem and letter.job_id is None:
            return [Incoming(Reject(f"the letter's record is {letter.problem}"), record.body, letter.history)]
        opened = open_value(letter.record)
        found = [incoming for carried in opened for incoming in _take_apart(carried, letter.history)]
        if letter.job_id is not None and all(isinstance(one.notification, Reject) for one in found):
            # Its record is not what it was; the job that it was about is known all the same.
            named = _job(letter.job_id)
            if isinstance(named, JobFinished):
                found = [
                    Incoming(named, {"JobId": named.job_id}, letter.history, found[0].traceparent if found else "")
                ]
    except Exception as error:  # noqa: BLE001 - whatever it is, it must not stop the other records
        return [Incoming(Broken(error), record.original)]
    return found


def _take_apart(record: Record, history: RetryHistory) -> list[Incoming]:
    if record.problem is not None:
        return [Incoming(Reject(f"the record is {record.problem}"), record.original, history)]
    if not isinstance(record.body, list):
        return [Incoming(_read_body(record.body), record.original, history, record.traceparent)]
    if not record.body:
        return [
            Incoming(Reject("the record is an empty list: expected a callback or a JobId"), record.original, history)
        ]
    found: list[Incoming] = []
    left: list[object] = record.body[::-1]
    while left:
        if len(left) + len(found) > MOST_ELEMENTS:
            reason = f"the record is a list of over {MOST_ELEMENTS} elements"
            return [Incoming(Reject(reason), record.original, history)]
        element = left.pop()
        for inner in open_value(element):
            if inner.problem is None and isinstance(inner.body, list) and inner.body:
                left.extend(inner.body[::-1])
            else:
                trace = inner.traceparent or record.traceparent
                found.extend(one._replace(traceparent=one.traceparent or trace) for one in _take_apart(inner, history))
    return found


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
