"""A timer's event: its name, when it fired, and the text that it was given.

Source: Function Compute's page on the formats of events.
"""

from __future__ import annotations

from fcruntime.envelopes.bodies import read_text
from fcruntime.envelopes.records import Record, Trigger


def parse(event: object) -> list[Record] | None:
    """The one record, whose body is the payload: JSON where it is JSON, else text. None when `event` is no timer's."""
    if not isinstance(event, dict) or not {"triggerTime", "triggerName", "payload"} <= event.keys():
        return None
    event_id = f"{event['triggerName']}/{event['triggerTime']}"
    return [Record(read_text(event["payload"]), event, Trigger.TIMER, event_id)]
