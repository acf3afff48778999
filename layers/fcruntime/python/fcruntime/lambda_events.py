"""What a handler that was written for AWS Lambda is given: an event as JSON, and a context with Lambda's names."""

from __future__ import annotations

import json
import re
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fcruntime.context import Context

_STEP = re.compile(r'(?:^|\.)(?:"((?:[^"\\]|\\.)*)"|([A-Za-z_]\w*))|\[(-?\d+)\]')


@dataclass(frozen=True, slots=True)
class LambdaContext:
    """Function Compute's context under Lambda's names."""

    function_name: str
    function_version: str
    invoked_function_arn: str
    memory_limit_in_mb: int
    aws_request_id: str
    log_group_name: str
    log_stream_name: str
    ends_at: float = field(default=0.0, repr=False)
    """On the monotonic clock."""
    identity: None = None
    client_context: None = None

    @classmethod
    def of(cls, context: Context) -> LambdaContext:
        """Of an invocation that begins now."""
        function = context.function
        return cls(
            function.name, function.version or function.qualifier or "LATEST", context.function_arn, function.memory,
            context.request_id, context.log_project, context.log_store, time.monotonic() + (function.timeout or 0),
        )  # fmt: skip

    def get_remaining_time_in_millis(self) -> int:
        """What is left of the function's timeout; 0 where the runtime does not tell it."""
        return max(0, int((self.ends_at - time.monotonic()) * 1000))


def read_event(event: object) -> object:
    """Bytes as JSON, as Lambda hands an event over; text where they are none. Anything else stays."""
    if not isinstance(event, bytes | bytearray):
        return event
    text = bytes(event).decode("utf-8", "replace")
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text


def find(value: object, path: str) -> object:
    """What stands at `requestContext.requestId`, `headers."x-id"` or `records[0].id`; None where nothing does.

    These are the paths that correlation IDs have; of JMESPath's other forms ValueError is raised.
    """
    position = 0
    while position < len(path):
        step = _STEP.match(path, position)
        if step is None or step.end() == position:
            raise ValueError(f'the path {path!r} is none of names, "quoted names" and [numbers]')
        position = step.end()
        if step[3] is not None:
            index = int(step[3])
            value = value[index] if isinstance(value, list) and -len(value) <= index < len(value) else None
        else:
            name = step[2] if step[1] is None else json.loads(f'"{step[1]}"')
            value = value.get(name) if isinstance(value, dict) else None
    return value
