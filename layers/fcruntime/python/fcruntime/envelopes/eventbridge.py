"""A CloudEvent from EventBridge whose `data` is the message itself."""

from __future__ import annotations

from fcruntime.envelopes.bodies import read_body
from fcruntime.envelopes.records import Record, Trigger
from fcruntime.envelopes.tracing import traceparent_in


def parse(event: object) -> list[Record] | None:
    """The one record of a CloudEvent; None when `event` is none."""
    if not isinstance(event, dict) or "specversion" not in event:
        return None
    event_id = str(event.get("id") or "")
    if "data" in event:
        body, problem = read_body(event["data"])
    else:  # CloudEvents 1.0 carries binary data as data_base64
        body, problem = read_body(event.get("data_base64"))
    if problem is not None:
        return [Record.unreadable(event, f"a CloudEvent whose data is {problem}", Trigger.EVENTBRIDGE, event_id)]
    return [Record(body, event, Trigger.EVENTBRIDGE, event_id, traceparent=traceparent_in(event, body))]
