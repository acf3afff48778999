"""A RocketMQ message through EventBridge: a CloudEvent around it, or the RawData format's message alone.

Source: Function Compute's page on the RocketMQ trigger.
"""

from __future__ import annotations

from fcruntime.envelopes.bodies import read_text
from fcruntime.envelopes.records import Record, Trigger
from fcruntime.envelopes.tracing import traceparent_in


def parse(event: object) -> list[Record] | None:
    """The one record, whose body is JSON where it is JSON, else text; None when `event` is no such message."""
    if not isinstance(event, dict):
        return None
    data = event.get("data") if "specversion" in event else event
    if not isinstance(data, dict) or not {"topic", "systemProperties", "body"} <= data.keys():
        return None
    properties = data["systemProperties"]
    key = properties.get("UNIQ_KEY") if isinstance(properties, dict) else None
    event_id = str(event.get("id") or data.get("msgId") or key or "")
    trace = traceparent_in(data.get("userProperties"), event)
    return [Record(read_text(data["body"]), event, Trigger.ROCKETMQ, event_id, traceparent=trace)]
