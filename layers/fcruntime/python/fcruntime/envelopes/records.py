"""What an envelope holds."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


class Trigger(Enum):
    """How an event reached the function, told by its shape."""

    SMQ_QUEUE = "smq-queue"
    SMQ_TOPIC = "smq-topic"
    ROCKETMQ = "rocketmq"
    KAFKA = "kafka"
    EVENTBRIDGE = "eventbridge"
    OSS = "oss"
    SLS = "sls"
    TIMER = "timer"
    HTTP = "http"
    BARE = "bare"


@dataclass(frozen=True, slots=True)
class Record:
    """One message of an event."""

    body: object
    """The innermost body as a JSON value; None where `problem` is set."""
    original: object
    """The record untouched, as a JSON value: what a retry or dead letter queue gets. Of an HTTP request its body."""
    trigger: Trigger
    event_id: str = ""
    """The CloudEvent's ID or the message's; empty where the wrapper has none."""
    problem: str | None = None
    """Why the body could not be read, in words that follow "the record is"."""
    traceparent: str = ""
    """The W3C trace that the message is part of; empty where it has none."""

    @classmethod
    def unreadable(cls, original: object, problem: str, trigger: Trigger = Trigger.BARE, event_id: str = "") -> Record:
        """A record whose body could not be read."""
        return cls(None, original, trigger, event_id, problem)

    def came_as(self, original: object) -> Record:
        """The same record, remembered in the form in which it came."""
        return replace(self, original=original)


@dataclass(frozen=True, slots=True)
class HttpRequest:
    """An HTTP trigger's request, without its body."""

    method: str
    path: str
    headers: Mapping[str, str]
    """Names in lower case: Function Compute hands them over in any."""
    source_ip: str
    request_id: str
    query: Mapping[str, str] = field(default_factory=dict)
    """The query's parameters; of several of one name the first."""


@dataclass(frozen=True, slots=True)
class Envelope:
    """An event, opened."""

    records: tuple[Record, ...]
    http: HttpRequest | None = None
    """Set when the event came through an HTTP trigger and an HTTP answer is expected."""

    @property
    def event_id(self) -> str:
        """The first one of its records' that there is; else empty."""
        return next((record.event_id for record in self.records if record.event_id), "")

    @property
    def traceparent(self) -> str:
        """The trace of all its records; empty where they are parts of several."""
        found = {record.traceparent for record in self.records}
        return found.pop() if len(found) == 1 else ""
