"""An SMQ queue trigger's message: a CloudEvent around `messageBody`, or the RawData format's payload alone.

Source: Function Compute's page on the SMQ (MNS) queue trigger. `messageBody` is JSON text, base64 of it
(IsBase64Decode off), or an object (IsBase64Decode on and a JSON body).
"""

from __future__ import annotations

from fcruntime.envelopes.bodies import read_body
from fcruntime.envelopes.records import Record, Trigger
from fcruntime.envelopes.tracing import traceparent_in


def parse(event: object) -> list[Record] | None:
    """The one record of a queue message; None when `event` is none."""
    if not isinstance(event, dict):
        return None
    data = event.get("data") if "specversion" in event else event
    if not isinstance(data, dict) or "messageBody" not in data:
        return None
    event_id = str(event.get("id") or data.get("messageId") or "")
    body, problem = read_body(data["messageBody"])
    if problem is not None:
        return [Record.unreadable(event, f"a queue message whose body is {problem}", Trigger.SMQ_QUEUE, event_id)]
    trace = traceparent_in(event, data.get("userProperties"), body)
    return [Record(body, event, Trigger.SMQ_QUEUE, event_id, traceparent=trace)]
