"""What lies on a queue: a verdict, a letter (to retry, or dead) or something foreign. Decided here alone."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mediaverdict.cloud.messages import decode_body
from mediaverdict.processing.dead_letters import KEY, DeadLetter, LetterKind, RetryHistory, read_letter, stamp
from mediaverdict.verdict import TYPE

if TYPE_CHECKING:
    from datetime import datetime

    from mediaverdict.cloud.messages import Message

OUTCOMES = ("fail", "inconclusive", "warn", "pass")
_SEVERITIES = ("fail", "inconclusive", "warn", "info")

JsonObject = dict[str, Any]


@dataclass(frozen=True, slots=True)
class PublishedVerdict:
    """A verdict as it was published: a CloudEvent of our type, with all that a reader needs."""

    value: JsonObject
    text: str
    """The message itself."""

    @property
    def id(self) -> str:
        """The same for the same verdict, however often it was sent."""
        return str(self.value.get("id") or "")

    @property
    def data(self) -> JsonObject:
        """What was found."""
        data: JsonObject = self.value["data"]
        return data


@dataclass(frozen=True, slots=True)
class Letter:
    """A record that is to be tried again, or that was given up, and its history."""

    kind: str
    """`retry` or `dead-letter`."""
    job_id: str | None
    reason: str
    code: str
    attempts: int
    first_at: str
    last_at: str
    record: object
    """The record as it came; None where the letter holds none that can be read."""
    cut: bool
    """Whether the record was too long for a letter, and only a part of it is here."""
    text: str

    @property
    def sendable(self) -> bool:
        """Whether there is something to send back: of a cut record, only what names its job."""
        if self.cut:
            return isinstance(self.record, dict) and bool(self.record)
        return self.record not in (None, "", {}, [])


@dataclass(frozen=True, slots=True)
class Foreign:
    """Neither: somebody else's message, or one of ours that is broken."""

    text: str


QueueMessage = PublishedVerdict | Letter | Foreign


def read_message(message: Message) -> QueueMessage:
    """What a queue's message is. Never raises."""
    body = message.body
    # The local cloud's queues keep bodies as they were sent, in base64.
    decoded = body if body.lstrip().startswith(b"{") else decode_body(body.decode("utf-8", "replace"))
    return read_text(decoded.decode("utf-8", "replace"))


def read_text(text: str) -> QueueMessage:
    """What a message's text is. Never raises."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return Foreign(text)
    if not isinstance(value, dict):
        return Foreign(text)
    if KEY in value:
        return _letter(value, text)
    return PublishedVerdict(value, text) if _is_verdict(value) else Foreign(text)


def redriven(letter: Letter, now: datetime) -> bytes:
    """A letter's record as a retry letter with a fresh count."""
    history = RetryHistory(0, stamp(now))
    return DeadLetter(
        LetterKind.RETRY, letter.record, "redriven by hand", "redriven", letter.job_id, history, stamp(now)
    ).to_bytes()


def _letter(value: JsonObject, text: str) -> Letter | Foreign:
    inner = read_letter(value)
    if inner is None:
        return Foreign(text)
    return Letter(
        kind=inner.kind.value,
        job_id=inner.job_id,
        reason=inner.reason or "no reason was given",
        code=inner.code,
        attempts=inner.history.attempts,
        first_at=inner.history.first_at,
        last_at=inner.last_at,
        record=inner.record,
        cut=bool(value.get("cut")),
        text=text,
    )


def _is_verdict(value: JsonObject) -> bool:
    data = value.get("data")
    if value.get("type") != TYPE or not isinstance(data, dict):
        return False
    job, findings = data.get("job"), data.get("findings")
    if not isinstance(findings, list):
        return False
    return (
        data.get("outcome") in OUTCOMES
        and isinstance(job, dict)
        and isinstance(job.get("id"), str)
        and isinstance(data.get("counts"), dict)
        and _all_objects(data.get("outputs"))
        and all(map(_is_finding, findings))
    )


def _all_objects(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(one, dict) for one in value)


def _is_finding(value: object) -> bool:
    if not isinstance(value, dict) or value.get("severity") not in _SEVERITIES:
        return False
    asked = value.get("requested")
    return (
        isinstance(value.get("rule"), str)
        and isinstance(value.get("message"), str)
        and (asked is None or (isinstance(asked, list) and all(map(_is_request, asked))))
    )


def _is_request(value: object) -> bool:
    return isinstance(value, dict) and isinstance(value.get("fact"), str) and isinstance(value.get("origin"), str)
