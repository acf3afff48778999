"""A message with no wrapper: RawData, an SMQ topic in STREAM format, or a person at a keyboard."""

from __future__ import annotations

from fcruntime.envelopes.records import Record, Trigger
from fcruntime.envelopes.tracing import traceparent_in


def parse(event: object) -> list[Record] | None:
    """The event as its own one record, whatever it is."""
    return [Record(event, event, Trigger.BARE, traceparent=traceparent_in(event))]
