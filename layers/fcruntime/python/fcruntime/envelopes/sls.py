"""An SLS trigger's event: which lines of a logstore are to be read, from one cursor to another.

Source: Function Compute's page on the SLS trigger. The lines themselves are not in it.
"""

from __future__ import annotations

from fcruntime.envelopes.records import Record, Trigger


def parse(event: object) -> list[Record] | None:
    """The one record, whose body is the whole event; None when it is none of SLS."""
    if not isinstance(event, dict) or not isinstance(event.get("source"), dict) or "cursorTime" not in event:
        return None
    if not {"logstoreName", "beginCursor", "endCursor"} <= event["source"].keys():
        return None
    return [Record(event, event, Trigger.SLS, str(event.get("taskId") or ""))]
