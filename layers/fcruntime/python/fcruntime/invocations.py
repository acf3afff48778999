"""One invocation of a handler: what it is given, and what is done around it."""

from __future__ import annotations

import os
import time
from functools import wraps
from typing import TYPE_CHECKING, Any, NamedTuple

from fcruntime import logs
from fcruntime.context import Context, Deadline, read_context
from fcruntime.envelopes import Envelope, HttpResponse, open_event
from fcruntime.logs.keys import current
from fcruntime.logs.options import YES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Handler = Callable[[Envelope, "Invocation"], object]


class Invocation(NamedTuple):
    """What a handler knows of its invocation."""

    context: Context
    platform: object
    """The platform's own context; `CredentialsProvider.begin` takes it."""
    deadline: Deadline
    """On the monotonic clock."""
    correlation_id: str
    """The event's ID where the trigger has one, else the request's."""
    traceparent: str
    """The trace that the whole event is part of; empty where there is none, or several."""
    cold_start: bool

    def remaining(self) -> float | None:
        """Seconds left, 0.0 when there are none, None when the timeout is not known."""
        return self.deadline.remaining(time.monotonic())


def invoke(handler: Handler, event: bytes, context: object, environ: Mapping[str, str]) -> Any:
    """One call of a handler: the event opened, its log lines with the invocation's keys, its HttpResponse mapped.

    Lines that were kept for an error are written when the handler raises.
    """
    started = time.monotonic()
    known = read_context(context, environ)
    envelope = open_event(event)
    correlation_id, traceparent = envelope.event_id or known.request_id, envelope.traceparent
    with logs.invocation(known, correlation_id, traceparent=traceparent):
        if environ.get("POWERTOOLS_LOGGER_LOG_EVENT", "").lower() in YES:
            logs.log_event(event)
        invocation = Invocation(
            context=known,
            platform=context,
            deadline=Deadline.after(started, known.function.timeout),
            correlation_id=correlation_id,
            traceparent=traceparent,
            cold_start=bool(current().keys.get("cold_start")),
        )
        try:
            answer = handler(envelope, invocation)
        except BaseException:
            logs.flush_buffer()
            raise
        return answer.as_answer() if isinstance(answer, HttpResponse) else answer


def handler(function: Handler) -> Callable[[bytes, object], object]:
    """What Function Compute calls, of a function that takes an event's records and the invocation.

    @fcruntime.handler
    def handler(event: fcruntime.Envelope, invocation: fcruntime.Invocation) -> object:
        ...
    """

    @wraps(function)
    def run(event: bytes, context: object) -> object:
        return invoke(function, event, context, os.environ)

    return run
