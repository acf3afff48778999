"""A native OSS trigger's event: `{"events": [...]}`, each about one object.

Source: Function Compute's page on the formats of events. Through EventBridge it is a CloudEvent like any other.
"""

from __future__ import annotations

from fcruntime.envelopes.records import Record, Trigger


def parse(event: object) -> list[Record] | None:
    """A record for each object; None when `event` is none of OSS."""
    if not isinstance(event, dict) or not isinstance(event.get("events"), list) or not event["events"]:
        return None
    elements = event["events"]
    if not all(isinstance(one, dict) and one.get("eventSource") == "acs:oss" and "oss" in one for one in elements):
        return None
    return [Record(one, {"events": [one]}, Trigger.OSS, _event_id(one)) for one in elements]


def _event_id(element: dict[str, object]) -> str:
    answered = element.get("responseElements")
    return str(answered.get("requestId") or "") if isinstance(answered, dict) else ""
