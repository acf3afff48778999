"""SMQ's requests and answers: which queue and what is asked of it; creating, dropping and describing queues."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

from alicloud_emulator.answers import Answer, Fault
from alicloud_emulator.smq_messages import answer_messages, refuse_longest, take_half
from alicloud_emulator.smq_refusals import XML, RefusedError, parse, refuse, whole
from mediaverdict.cloud.smq_xml import write_xml
from mediaverdict.message_size import MAX_ENCODED

if TYPE_CHECKING:
    from alicloud_emulator.state import EmulatorState
    from mediaverdict.cloud.sqlite_queue import SqliteQueue

__all__ = ["answer_in_part", "answer_smq", "refuse"]

_QUEUE = re.compile(r"/queues/([A-Za-z0-9][A-Za-z0-9_-]{0,255})\Z")
_MESSAGES = re.compile(r"/queues/([A-Za-z0-9][A-Za-z0-9_-]{0,255})/messages\Z")


def answer_smq(state: EmulatorState, method: str, target: str, body: bytes, endpoint: str) -> Answer:
    """The answer to a request whose signature was right."""
    try:
        return _route(state, method, target, body, endpoint)
    except RefusedError as refused:
        return refuse(refused.status, refused.code, refused.message)


def _route(state: EmulatorState, method: str, target: str, body: bytes, endpoint: str) -> Answer:
    path, _, query = target.partition("?")
    named = _QUEUE.match(path)
    if named is not None:
        return _manage(state, method, named[1], body, endpoint)
    messages = _MESSAGES.match(path)
    if messages is None:
        raise RefusedError(400, "InvalidRequestURL", f"The requested URL is not valid: {path}")
    queue = state.queue(messages[1])
    if queue is None:
        raise RefusedError(404, "QueueNotExist", "The queue name you provided is not exist.")
    return answer_messages(queue, method, _parameters(query), body)


def _parameters(query: str) -> dict[str, str]:
    """Not `parse_qsl`: a ReceiptHandle stands there unescaped, and its plus signs are plus signs."""
    pairs = (part.partition("=") for part in query.split("&") if part)
    return {name: unquote(value) for name, _, value in pairs}


def _manage(state: EmulatorState, method: str, name: str, body: bytes, endpoint: str) -> Answer:
    if method == "PUT":
        visibility = whole(parse(body).get("VisibilityTimeout"), 30, 1, 43_200, "VisibilityTimeout") if body else 30
        created = state.create(name, visibility)
        return Answer(201 if created else 204, headers={"Location": f"{endpoint}/queues/{name}"})
    if method == "DELETE":
        state.drop(name)
        return Answer(204)
    if method == "GET":
        queue = state.queue(name)
        if queue is None:
            raise RefusedError(404, "QueueNotExist", "The queue name you provided is not exist.")
        return Answer(200, write_xml("Queue", _attributes(queue)), XML)
    raise RefusedError(405, "InvalidArgument", f"{method} is not supported for a queue.")


def _attributes(queue: SqliteQueue) -> list[tuple[str, str]]:
    active, inactive, delayed = queue.sizes()
    return [
        ("QueueName", queue.name), ("CreateTime", "0"), ("LastModifyTime", "0"),
        ("VisibilityTimeout", f"{queue.visibility:g}"), ("MaximumMessageSize", str(MAX_ENCODED)),
        ("MessageRetentionPeriod", "345600"), ("DelaySeconds", "0"), ("PollingWaitSeconds", "0"),
        ("ActiveMessages", str(active)), ("InactiveMessages", str(inactive)), ("DelayMessages", str(delayed)),
        ("LoggingEnabled", "False"),
    ]  # fmt: skip


def answer_in_part(state: EmulatorState, fault: Fault, target: str, body: bytes) -> Answer:
    """To a request whose messages are taken in part: `Fault.HALF` and `Fault.TOO_LONG`."""
    named = _MESSAGES.match(target.partition("?")[0])
    queue = state.queue(named[1]) if named is not None else None
    if queue is None:
        return refuse(500, "InternalError", "Internal error.")
    return take_half(queue, body) if fault is Fault.HALF else refuse_longest(queue, body)
