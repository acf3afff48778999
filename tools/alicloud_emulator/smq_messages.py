"""SMQ's messages: sent one by one and in batches, received, peeked at, deleted, hidden for longer."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from alicloud_emulator.answers import Answer
from alicloud_emulator.smq_refusals import XML, RefusedError, parse, refuse, whole
from mediaverdict.cloud.messages import MAX_BATCH, MAX_DELAY, Message
from mediaverdict.cloud.smq_xml import Element, read_xml, write_xml
from mediaverdict.errors import CloudError
from mediaverdict.message_size import MAX_ENCODED

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from mediaverdict.cloud.sqlite_queue import SqliteQueue

_PRIORITY = 8

Fields = list[tuple[str, str]]


def answer_messages(queue: SqliteQueue, method: str, parameters: Mapping[str, str], body: bytes) -> Answer:
    """The answer to a request for a queue's messages. Raises RefusedError."""
    if method == "POST":
        root = parse(body)
        if root.tag == "Message":
            return _send_one(queue, root)
        if root.tag == "Messages":
            return _send_batch(queue, root.all("Message"))
        raise RefusedError(400, "MalformedXML", f"The XML you provided was not well-formed: {root.tag}.")
    if method == "GET":
        most = whole(parameters.get("numOfMessages", ""), 1, 1, MAX_BATCH, "numOfMessages")
        peek = parameters.get("peekonly") == "true"
        wait = whole(parameters.get("waitseconds", ""), 0, 0, 30, "waitseconds")
        found = queue.peek(most) if peek else queue.receive(most, wait)
        if not found:
            raise RefusedError(404, "MessageNotExist", "Message not exist.")
        many = "numOfMessages" in parameters
        return _received(queue, found, peek=peek, many=many)
    if method == "DELETE":
        return _delete(queue, parameters, body)
    if method == "PUT":
        return _change_visibility(queue, parameters)
    raise RefusedError(405, "InvalidArgument", f"{method} is not supported for messages.")


def _send_one(queue: SqliteQueue, message: Element) -> Answer:
    return Answer(201, write_xml("Message", _put(queue, message)), XML)


def _send_batch(queue: SqliteQueue, messages: list[Element]) -> Answer:
    if not 1 <= len(messages) <= MAX_BATCH:
        raise RefusedError(400, "InvalidArgument", f"A batch has 1 to {MAX_BATCH} messages, this one {len(messages)}.")
    if sum(len(message.get("MessageBody")) for message in messages) > MAX_ENCODED:
        raise RefusedError(400, "InvalidArgument", f"The batch's bodies have over {MAX_ENCODED} bytes together.")
    entries: list[tuple[str, Fields]] = []
    failed = False
    for message in messages:
        try:
            entries.append(("Message", _put(queue, message)))
        except RefusedError as refused:
            failed = True
            entries.append(("Message", _failed(refused.code, refused.message)))
    return Answer(500 if failed else 201, write_xml("Messages", entries), XML)


def _put(queue: SqliteQueue, message: Element) -> Fields:
    text = message.get("MessageBody")
    if not text:
        raise RefusedError(400, "InvalidArgument", "MessageBody is missing.")
    if len(text) > MAX_ENCODED:
        raise RefusedError(400, "InvalidArgument", f"MessageBody has over {MAX_ENCODED} bytes.")
    delay = whole(message.get("DelaySeconds"), 0, 0, MAX_DELAY, "DelaySeconds")
    priority = whole(message.get("Priority"), _PRIORITY, 1, 16, "Priority")
    # The text is kept as it came: whether it is base64 is its sender's and receiver's business.
    message_id = queue.put(text.encode(), delay=delay, priority=priority)
    return [("MessageId", message_id), ("MessageBodyMD5", _md5(text))]


def take_half(queue: SqliteQueue, body: bytes) -> Answer:
    """Takes every second message of a batch and fails the others, as an overloaded service does; nothing else."""
    messages = _batch(body)
    return _take_but(queue, messages, range(1, len(messages), 2), 500, ("InternalError", "Internal error."))


def refuse_longest(queue: SqliteQueue, body: bytes) -> Answer:
    """Refuses the longest message for its size, as a queue with a smaller MaximumMessageSize does; takes the others."""
    messages = _batch(body)
    longest = max(range(len(messages)), key=lambda index: len(messages[index].get("MessageBody")), default=0)
    return _take_but(queue, messages, [longest], 400, ("MessageBodyTooLarge", "The message body is too large."))


def _batch(body: bytes) -> list[Element]:
    return read_xml(body).all("Message") if body else []


def _take_but(
    queue: SqliteQueue, messages: list[Element], failing: Collection[int], status: int, error: tuple[str, str]
) -> Answer:
    """The answer to a batch of which some fail; to anything else, the error with its status."""
    if not messages:
        return refuse(status, *error)
    entries = [
        ("Message", _failed(*error) if index in failing else _put(queue, message))
        for index, message in enumerate(messages)
    ]
    return Answer(500, write_xml("Messages", entries), XML)


def _failed(code: str, message: str) -> Fields:
    return [("ErrorCode", code), ("ErrorMessage", message)]


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


def _delete(queue: SqliteQueue, parameters: Mapping[str, str], body: bytes) -> Answer:
    if "ReceiptHandle" in parameters:
        try:
            queue.delete(parameters["ReceiptHandle"])
        except CloudError as error:
            raise RefusedError(404, "MessageNotExist", error.message) from error
        return Answer(204)
    root = parse(body)
    errors: list[tuple[str, Fields]] = []
    for handle in root.all("ReceiptHandle"):
        try:
            queue.delete(handle.text)
        except CloudError as error:
            entry = _failed("MessageNotExist", error.message)
            errors.append(("Error", [*entry, ("ReceiptHandle", handle.text)]))
    return Answer(404, write_xml("Errors", errors), XML) if errors else Answer(204)


def _change_visibility(queue: SqliteQueue, parameters: Mapping[str, str]) -> Answer:
    seconds = whole(parameters.get("VisibilityTimeout", ""), 30, 1, 43_200, "VisibilityTimeout")
    try:
        receipt, visible_at = queue.change_visibility(parameters.get("ReceiptHandle", ""), seconds)
    except CloudError as error:
        raise RefusedError(404, "MessageNotExist", error.message) from error
    fields = [("ReceiptHandle", receipt), ("NextVisibleTime", str(int(visible_at * 1000)))]
    return Answer(200, write_xml("ChangeVisibility", fields), XML)


def _md5(text: str) -> str:
    return hashlib.md5(text.encode()).hexdigest().upper()
