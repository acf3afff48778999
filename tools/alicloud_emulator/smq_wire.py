"""SMQ's requests and answers: queues, messages one by one and in batches, long polling."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

from alicloud_emulator.answers import Answer, request_id
from mediaverdict.cloud.messages import MAX_BATCH, MAX_DELAY, Message
from mediaverdict.cloud.smq_xml import Element, XmlError, read_xml, write_xml
from mediaverdict.errors import CloudError
from mediaverdict.message_size import MAX_ENCODED

if TYPE_CHECKING:
    from alicloud_emulator.state import EmulatorState
    from mediaverdict.cloud.sqlite_queue import SqliteQueue

XML = "text/xml;charset=utf-8"
_QUEUE = re.compile(r"/queues/([A-Za-z0-9][A-Za-z0-9_-]{0,255})\Z")
_MESSAGES = re.compile(r"/queues/([A-Za-z0-9][A-Za-z0-9_-]{0,255})/messages\Z")
_PRIORITY = 8

Fields = list[tuple[str, str]]


class _Refused(Exception):  # noqa: N818 - it never leaves this module
    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.answer = refuse(status, code, message)


def refuse(status: int, code: str, message: str) -> Answer:
    """SMQ's error, with all four of its fields."""
    fields = [
        ("Code", code),
        ("Message", message),
        ("RequestId", request_id()),
        ("HostId", "http://127.0.0.1"),
    ]
    return Answer(status, write_xml("Error", fields), XML)


def answer_smq(state: EmulatorState, method: str, target: str, body: bytes, endpoint: str) -> Answer:
    """The answer to a request whose signature was right."""
    try:
        return _route(state, method, target, body, endpoint)
    except _Refused as refused:
        return refused.answer


def _route(state: EmulatorState, method: str, target: str, body: bytes, endpoint: str) -> Answer:
    path, _, query = target.partition("?")
    named = _QUEUE.match(path)
    if named is not None:
        return _manage(state, method, named[1], body, endpoint)
    messages = _MESSAGES.match(path)
    if messages is None:
        raise _Refused(400, "InvalidRequestURL", f"The requested URL is not valid: {path}")
    queue = state.queue(messages[1])
    if queue is None:
        raise _Refused(404, "QueueNotExist", "The queue name you provided is not exist.")
    return _on_messages(queue, method, _parameters(query), body)


def _parameters(query: str) -> dict[str, str]:
    """Not `parse_qsl`: a ReceiptHandle stands there unescaped, and its plus signs are plus signs."""
    pairs = (part.partition("=") for part in query.split("&") if part)
    return {name: unquote(value) for name, _, value in pairs}


def _manage(state: EmulatorState, method: str, name: str, body: bytes, endpoint: str) -> Answer:
    if method == "PUT":
        visibility = _whole(_parse(body).get("VisibilityTimeout"), 30, 1, 43_200, "VisibilityTimeout") if body else 30
        created = state.create(name, visibility)
        return Answer(201 if created else 204, headers={"Location": f"{endpoint}/queues/{name}"})
    if method == "DELETE":
        state.drop(name)
        return Answer(204)
    if method == "GET":
        queue = state.queue(name)
        if queue is None:
            raise _Refused(404, "QueueNotExist", "The queue name you provided is not exist.")
        return Answer(200, write_xml("Queue", _attributes(queue)), XML)
    raise _Refused(405, "InvalidArgument", f"{method} is not supported for a queue.")


def _attributes(queue: SqliteQueue) -> Fields:
    active, inactive, delayed = queue.sizes()
    return [
        ("QueueName", queue.name), ("CreateTime", "0"), ("LastModifyTime", "0"),
        ("VisibilityTimeout", f"{queue.visibility:g}"), ("MaximumMessageSize", str(MAX_ENCODED)),
        ("MessageRetentionPeriod", "345600"), ("DelaySeconds", "0"), ("PollingWaitSeconds", "0"),
        ("ActiveMessages", str(active)), ("InactiveMessages", str(inactive)), ("DelayMessages", str(delayed)),
        ("LoggingEnabled", "False"),
    ]  # fmt: skip


def _on_messages(queue: SqliteQueue, method: str, parameters: dict[str, str], body: bytes) -> Answer:
    if method == "POST":
        root = _parse(body)
        if root.tag == "Message":
            return _send_one(queue, root)
        if root.tag == "Messages":
            return _send_batch(queue, root.all("Message"))
        raise _Refused(400, "MalformedXML", f"The XML you provided was not well-formed: {root.tag}.")
    if method == "GET":
        most = _whole(parameters.get("numOfMessages", ""), 1, 1, MAX_BATCH, "numOfMessages")
        peek = parameters.get("peekonly") == "true"
        wait = _whole(parameters.get("waitseconds", ""), 0, 0, 30, "waitseconds")
        found = queue.peek(most) if peek else queue.receive(most, wait)
        if not found:
            raise _Refused(404, "MessageNotExist", "Message not exist.")
        many = "numOfMessages" in parameters
        return _received(queue, found, peek=peek, many=many)
    if method == "DELETE":
        return _delete(queue, parameters, body)
    if method == "PUT":
        return _change_visibility(queue, parameters)
    raise _Refused(405, "InvalidArgument", f"{method} is not supported for messages.")


def _send_one(queue: SqliteQueue, message: Element) -> Answer:
    return Answer(201, write_xml("Message", _put(queue, message)), XML)


def _send_batch(queue: SqliteQueue, messages: list[Element]) -> Answer:
    if not 1 <= len(messages) <= MAX_BATCH:
        raise _Refused(400, "InvalidArgument", f"A batch has 1 to {MAX_BATCH} messages, this one {len(messages)}.")
    if sum(len(message.get("MessageBody")) for message in messages) > MAX_ENCODED:
        raise _Refused(400, "InvalidArgument", f"The batch's bodies have over {MAX_ENCODED} bytes together.")
    entries: list[tuple[str, Fields]] = []
    failed = False
    for message in messages:
        try:
            entries.append(("Message", _put(queue, message)))
        except _Refused as refused:
            failed = True
            error = read_xml(refused.answer.body)
            entries.append(("Message", [("ErrorCode", error.get("Code")), ("ErrorMessage", error.get("Message"))]))
    return Answer(500 if failed else 201, write_xml("Messages", entries), XML)


def _put(queue: SqliteQueue, message: Element) -> Fields:
    text = message.get("MessageBody")
    if not text:
        raise _Refused(400, "InvalidArgument", "MessageBody is missing.")
    if len(text) > MAX_ENCODED:
        raise _Refused(400, "InvalidArgument", f"MessageBody has over {MAX_ENCODED} bytes.")
    delay = _whole(message.get("DelaySeconds"), 0, 0, MAX_DELAY, "DelaySeconds")
    priority = _whole(message.get("Priority"), _PRIORITY, 1, 16, "Priority")
    # The text is kept as it came: whether it is base64 is its sender's and receiver's business.
    message_id = queue.put(text.encode(), delay=delay, priority=priority)
    return [("MessageId", message_id), ("MessageBodyMD5", _md5(text))]


def answer_half(state: EmulatorState, target: str, body: bytes) -> Answer:
    """Takes every second message of a batch and fails the others, as an overloaded service does."""
    named = _MESSAGES.match(target.partition("?")[0])
    queue = state.queue(named[1]) if named is not None else None
    messages = read_xml(body).all("Message") if body else []
    if queue is None or not messages:
        return refuse(500, "InternalError", "Internal error.")
    failed: Fields = [("ErrorCode", "InternalError"), ("ErrorMessage", "Internal error.")]
    entries = [("Message", failed if index % 2 else _put(queue, message)) for index, message in enumerate(messages)]
    return Answer(500, write_xml("Messages", entries), XML)


def _received(queue: SqliteQueue, found: list[Message], *, peek: bool, many: bool) -> Answer:
    entries = [("Message", _fields(queue, message, peek=peek)) for message in found]
    return Answer(200, write_xml("Messages", entries) if many else write_xml("Message", entries[0][1]), XML)


def _fields(queue: SqliteQueue, message: Message, *, peek: bool) -> Fields:
    stored = queue.stored(message.id)
    body = message.body.decode()
    fields = [
        ("MessageId", message.id),
        ("MessageBodyMD5", _md5(body)),
        ("MessageBody", body),
        ("EnqueueTime", str(int(message.enqueued_at * 1000))),
        ("FirstDequeueTime", str(int(stored.first_dequeued_at * 1000))),
        ("DequeueCount", str(message.dequeue_count)),
        ("Priority", str(stored.priority)),
    ]
    if not peek:
        fields += [
            ("ReceiptHandle", message.receipt),
            ("NextVisibleTime", str(int(stored.visible_at * 1000))),
        ]
    return fields


def _delete(queue: SqliteQueue, parameters: dict[str, str], body: bytes) -> Answer:
    if "ReceiptHandle" in parameters:
        try:
            queue.delete(parameters["ReceiptHandle"])
        except CloudError as error:
            raise _Refused(404, "MessageNotExist", error.message) from error
        return Answer(204)
    root = _parse(body)
    errors: list[tuple[str, Fields]] = []
    for handle in root.all("ReceiptHandle"):
        try:
            queue.delete(handle.text)
        except CloudError as error:
            told = [
                ("ErrorCode", "MessageNotExist"),
                ("ErrorMessage", error.message),
                ("ReceiptHandle", handle.text),
            ]
            errors.append(("Error", told))
    return Answer(404, write_xml("Errors", errors), XML) if errors else Answer(204)


def _change_visibility(queue: SqliteQueue, parameters: dict[str, str]) -> Answer:
    seconds = _whole(parameters.get("VisibilityTimeout", ""), 30, 1, 43_200, "VisibilityTimeout")
    try:
        receipt, visible_at = queue.change_visibility(parameters.get("ReceiptHandle", ""), seconds)
    except CloudError as error:
        raise _Refused(404, "MessageNotExist", error.message) from error
    fields = [("ReceiptHandle", receipt), ("NextVisibleTime", str(int(visible_at * 1000)))]
    return Answer(200, write_xml("ChangeVisibility", fields), XML)


def _parse(body: bytes) -> Element:
    try:
        return read_xml(body)
    except XmlError as error:
        raise _Refused(400, "MalformedXML", f"The XML you provided was not well-formed: {error}.") from error


def _whole(text: str, default: int, least: int, most: int, name: str) -> int:
    if text == "":
        return default
    if not text.isdecimal() or not least <= int(text) <= most:
        raise _Refused(400, "InvalidArgument", f"{name} must be a number from {least} to {most}.")
    return int(text)


def _md5(text: str) -> str:
    return hashlib.md5(text.encode()).hexdigest().upper()
