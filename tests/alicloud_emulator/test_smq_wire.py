"""The local SMQ: its limits, its errors, which queues exist."""

from __future__ import annotations

import pytest

from alicloud_emulator import Emulator, EmulatorState
from asking import ask_smq
from mediaverdict.cloud.smq_xml import Element, read_xml, write_xml


def message(body: str = "eA==", **fields: object) -> bytes:
    return write_xml("Message", [("MessageBody", body), *((name, str(value)) for name, value in fields.items())])


@pytest.mark.parametrize(
    ("method", "path", "content", "status", "code"),
    [
        ("POST", "/queues/q/messages", b"<Message", 400, "MalformedXML"),
        ("POST", "/queues/q/messages", write_xml("Other", []), 400, "MalformedXML"),
        ("POST", "/queues/q/messages", b'<!DOCTYPE m [<!ENTITY a "b">]><Message/>', 400, "MalformedXML"),
        ("POST", "/queues/q/messages", message(""), 400, "InvalidArgument"),
        ("POST", "/queues/q/messages", message("x" * 65_537), 400, "InvalidArgument"),
        ("POST", "/queues/q/messages", message(DelaySeconds=604_801), 400, "InvalidArgument"),
        ("POST", "/queues/q/messages", message(Priority=17), 400, "InvalidArgument"),
        (
            "POST",
            "/queues/q/messages",
            write_xml("Messages", [("Message", [("MessageBody", "eA==")])] * 17),
            400,
            "InvalidArgument",
        ),
        (
            "POST",
            "/queues/q/messages",
            write_xml("Messages", [("Message", [("MessageBody", "x" * 40_000)])] * 2),
            400,
            "InvalidArgument",
        ),
        ("GET", "/queues/q/messages?numOfMessages=17", b"", 400, "InvalidArgument"),
        ("GET", "/queues/q/messages?waitseconds=31", b"", 400, "InvalidArgument"),
        ("GET", "/queues/q/messages", b"", 404, "MessageNotExist"),
        ("DELETE", "/queues/q/messages?ReceiptHandle=none", b"", 404, "MessageNotExist"),
        ("PUT", "/queues/q/messages?ReceiptHandle=none&VisibilityTimeout=5", b"", 404, "MessageNotExist"),
        ("GET", "/queues/q/else", b"", 400, "InvalidRequestURL"),
        ("POST", "/queues/q", b"", 405, "InvalidArgument"),
        ("PUT", "/queues/q", write_xml("Queue", [("VisibilityTimeout", "0")]), 400, "InvalidArgument"),
    ],
)
def test_smqs_limits_and_errors(
    cloud: Emulator, method: str, path: str, content: bytes, status: int, code: str
) -> None:
    answer = ask_smq(cloud, method, path, content)
    error: Element = read_xml(answer.content)
    assert (answer.status_code, error.tag, error.get("Code")) == (status, "Error", code)
    assert all(error.get(name) for name in ("Message", "RequestId", "HostId"))


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/queues/a"),
        ("GET", "/queues/a/messages"),
        ("GET", "/queues/a/messages?peekonly=true"),
        ("POST", "/queues/a/messages"),
        ("DELETE", "/queues/a/messages?ReceiptHandle=x"),
    ],
)
def test_a_queue_exists_once_it_was_made_and_until_it_is_dropped(method: str, path: str) -> None:
    def code() -> str:
        answer = ask_smq(cloud, method, path, message() if method == "POST" else b"")
        return "" if answer.status_code < 300 else read_xml(answer.content).get("Code")

    with Emulator(EmulatorState(create_queues=False)) as cloud:
        assert code() == "QueueNotExist"
        assert ask_smq(cloud, "PUT", "/queues/a", write_xml("Queue", [])).status_code == 201
        assert code() != "QueueNotExist"
        assert ask_smq(cloud, "DELETE", "/queues/a").status_code == 204
        assert code() == "QueueNotExist"


def test_of_a_batch_each_message_is_answered_by_itself(cloud: Emulator) -> None:
    bodies = [("Message", [("MessageBody", "eA==")]), ("Message", [("MessageBody", "")])]
    answer = ask_smq(cloud, "POST", "/queues/q/messages", write_xml("Messages", bodies))
    first, second = read_xml(answer.content).all("Message")
    assert (answer.status_code, len(first.get("MessageId")), first.get("ErrorCode")) == (500, 32, "")
    assert (second.get("ErrorCode"), second.get("ErrorMessage")) == ("InvalidArgument", "MessageBody is missing.")
