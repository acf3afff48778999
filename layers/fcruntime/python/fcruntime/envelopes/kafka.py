"""A Kafka message through EventBridge: a CloudEvent around it, or the RawData format's message alone.

Source: Function Compute's page on the Kafka trigger.
"""

from __future__ import annotations

from fcruntime.envelopes.bodies import read_text
from fcruntime.envelopes.records import Record, Trigger
from fcruntime.envelopes.tracing import traceparent_in


def parse(event: object) -> list[Record] | None:
    """The one record, whose body is the value: JSON where it is JSON, else text; None when `event` is no message."""
    if not isinstance(event, dict):
        return None
    data = event.get("data") if "specversion" in event else event
    if not isinstance(data, dict) or not {"topic", "partition", "offset", "value"} <= data.keys():
        return None
    event_id = str(event.get("id") or f"{data['topic']}/{data['partition']}/{data['offset']}")
    trace = traceparent_in(_headers(data.get("headers")), event)
    return [Record(read_text(data["value"]), event, Trigger.KAFKA, event_id, traceparent=trace)]


def _headers(headers: object) -> dict[str, object]:
    """`{"headers": [{"key": ..., "value": text or bytes as numbers}]}`, a list of these, or a plain mapping."""
    if isinstance(headers, dict) and isinstance(headers.get("headers"), list):
        headers = headers["headers"]
    if isinstance(headers, dict):
        return headers
    if not isinstance(headers, list):
        return {}
    return {str(one.get("key")): _text(one.get("value")) for one in headers if isinstance(one, dict)}


def _text(value: object) -> object:
    if isinstance(value, list) and all(type(byte) is int and 0 <= byte < 256 for byte in value):
        return bytes(value).decode("utf-8", "replace")
    return value
