"""Event bytes -> records: what a trigger wrapped is unwrapped, and nothing is dropped.

One file a trigger, each with one verb, `parse`: it returns the records of an event of its shape, or
None when the shape is another's. They are asked in the order of `ENVELOPES`; `bare` takes what is left.
A record that can't be read is a record with a `problem`: it never stops its neighbours.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fcruntime.envelopes import bare, eventbridge, http, kafka, oss, rocketmq, sls, smq_queue, smq_topic, timer
from fcruntime.envelopes.bodies import MAX_BODY_BYTES, read_body, read_json, read_text
from fcruntime.envelopes.http import HttpResponse
from fcruntime.envelopes.records import Envelope, HttpRequest, Record, Trigger

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = [
    "ENVELOPES",
    "MAX_BODY_BYTES",
    "Envelope",
    "HttpRequest",
    "HttpResponse",
    "Record",
    "Trigger",
    "open_event",
    "open_value",
    "read_body",
    "read_json",
    "read_text",
]

ENVELOPES: tuple[Callable[[object], list[Record] | None], ...] = (
    http.parse,
    smq_queue.parse,
    smq_topic.parse,
    rocketmq.parse,
    kafka.parse,
    eventbridge.parse,
    oss.parse,
    sls.parse,
    timer.parse,
    bare.parse,
)


MAX_EVENT_BYTES = 64 * 1024 * 1024
"""Twice what a synchronous call of the platform may bring."""


def open_event(event: bytes) -> Envelope:
    """What an event says, record by record. Never raises.

    An SMQ queue trigger's array may mix elements: each is opened by itself. An event that is no JSON
    at all is one record with a problem (an SMQ topic in STREAM format may send base64: that is tried).
    """
    if not event.strip():
        return Envelope((Record.unreadable("", "the event is empty: expected JSON"),))
    if len(event) > MAX_EVENT_BYTES:
        reason = f"the event is over the size limit: {len(event)} bytes, at most {MAX_EVENT_BYTES}"
        return Envelope((Record.unreadable(event[:1000].decode("utf-8", "replace"), reason),))
    value, problem = read_json(event)
    if problem is not None:
        text = event.decode("utf-8", "replace")
        value, body_problem = read_body(text)
        if body_problem is not None:
            return Envelope((Record.unreadable(text, f"the event is {problem}"),))
    if isinstance(value, list):
        return Envelope(tuple(record for element in value for record in open_value(element)))
    request = http.read_request(value)
    return Envelope(tuple(_open(value)), request)


def open_value(element: object) -> list[Record]:
    """The records of one value: an array's element, or a record that was kept for later.

    An object, or a string that is JSON or base64 of it (RawData). Never raises.
    """
    if not isinstance(element, str):
        return _open(element)
    value, problem = read_body(element)
    if problem is not None:
        return [Record.unreadable(element, f"the array's element is {problem}")]
    return [record.came_as(element) for record in _open(value)]


def _open(value: object) -> list[Record]:
    for parse in ENVELOPES:
        records = parse(value)
        if records is not None:
            return records
    raise AssertionError("bare.parse takes everything")  # pragma: no cover
