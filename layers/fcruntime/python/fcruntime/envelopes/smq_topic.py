"""An SMQ topic trigger's message in JSON format (`notifyContentFormat: JSON`).

In STREAM format the message arrives alone and is the `bare` parser's. Source: Function Compute's page
on the SMQ topic trigger.
"""

from __future__ import annotations

from fcruntime.envelopes.bodies import read_body
from fcruntime.envelopes.records import Record, Trigger
from fcruntime.envelopes.tracing import traceparent_in


def parse(event: object) -> list[Record] | None:
    """The one record of a topic message; None when `event` is none."""
    if not isinstance(event, dict) or "TopicName" not in event or "Message" not in event:
        return None
    event_id = str(event.get("MessageId") or "")
    body, problem = read_body(event["Message"])
    if problem is not None:
        return [Record.unreadable(event, f"a topic message that is {problem}", Trigger.SMQ_TOPIC, event_id)]
    return [Record(body, event, Trigger.SMQ_TOPIC, event_id, traceparent=traceparent_in(body))]
