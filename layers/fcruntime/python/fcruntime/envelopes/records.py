"""What an envelope holds."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


class Trigger(Enum):
    """How an event reached the function, told by its shape."""

    SMQ_QUEUE = "smq-queue"
    SMQ_TOPIC = "smq-topic"
    EVENTBRIDGE = "eventbridge"
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


@dataclass(frozen=True, slots=True)
class Envelope:
    """An event, opened."""

    records: tuple[Record, ...]
    http: HttpRequest | None = None
    """Set when the event came through an HTTP trigger and an HTTP answer is expected."""
