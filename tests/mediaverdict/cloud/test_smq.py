from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable

import httpx
import pytest

from alicloud_emulator import Emulator
from fcruntime.credentials import Credentials, FixedCredentials
from mediaverdict.cloud.http import HttpClient
from mediaverdict.cloud.messages import MAX_DELAY, Message, batches, delay_of_each
from mediaverdict.cloud.smq import SmqQueue
from mediaverdict.cloud.smq_xml import XmlError, read_xml, write_xml
from mediaverdict.errors import AccessRefusedError, CloudError, RequestRefusedError, RetryLaterError, ThrottledError
from servers import RawServer, http

KEYS = Credentials("local", "local")


def test_send_receive_peek_delete(queue: SmqQueue) -> None:
    (sent,) = queue.send(['{"a": "é & <b>"}'.encode()])
    assert sent.error is None
    (peeked,) = queue.peek()
    assert (peeked.id, peeked.body, peeked.receipt, peeked.dequeue_count) == (
        sent.message_id,
        '{"a": "é & <b>"}'.encode(),
        "",
        0,
    )
    (received,) = queue.receive()
    assert (received.id, received.body, received.dequeue_count) == (sent.message_id, peeked.body, 1)
    assert received.enqueued_at > 0
    assert queue.receive() == []
    queue.delete(received.receipt)
    with pytest.raises(CloudError, match="SMQ: MessageNotExist"):
        queue.delete(received.receipt)


def test_many_messages_go_in_batches_within_the_limits(queue: SmqQueue) -> None:
    bodies = [f"message {number}".encode() for number in range(40)]
    assert [sent.error for sent in queue.send(bodies)] == [None] * 40
    received = [message for _ in range(3) for message in queue.receive(16)]
    assert [message.body for message in received] == bodies


def test_batches_hold_16_messages_and_64_kb_encoded() -> None:
    assert [len(batch) for batch in batches([b"x"] * 40)] == [16, 16, 8]
    third = b"x" * 16384  # 21848 encoded: two fit into 65536, three do not
    assert batches([third] * 5) == [[0, 1], [2, 3], [4]]
    assert batches([b"x" * 60_000, b"y"]) == [[0], [1]]
    assert batches([b"x" * 49_149, b"y"]) == [[0, 1]]  # 65532 and 4
    assert batches([b"x" * 49_150, b"y"]) == [[0], [1]]
    assert batches([]) == []


def test_a_batch_that_is_taken_in_part_says_which(queue: SmqQueue) -> None:
    sent = queue.send([b"good", b"", b"good too"])
    assert [one.error is None for one in sent] == [True, False, True]
    assert sent[1].error is not None
    assert (sent[1].error.code, isinstance(sent[1].error, RetryLaterError)) == ("InvalidArgument", False)
    assert [message.body for message in queue.receive(16)] == [b"good", b"good too"]


def test_a_body_over_the_limit_is_refused_without_its_neighbours(queue: SmqQueue) -> None:
    sent = queue.send([b"x" * 50_000, b"y"])
    assert [one.error.code if one.error else None for one in sent] == ["InvalidArgument", None]


def test_a_delay_hides_a_message(cloud: Emulator, client: HttpClient) -> None:
    now = [1000.0]
    cloud.state.clock = lambda: now[0]
    queue = SmqQueue(cloud.queue_url("delayed"), client, FixedCredentials(KEYS))
    from mediaverdict.cloud.signing import MnsAuth

    queue._auth = MnsAuth(FixedCredentials(KEYS), lambda: now[0])
    queue.send([b"later"], delay=60)
    assert queue.receive() == []
    now[0] += 61
    (message,) = queue.receive()
    assert (message.body, message.enqueued_at) == (b"later", 1000.0)
    now[0] += 31  # the visibility timeout has passed
    (again,) = queue.receive()
    assert (again.id, again.dequeue_count) == (message.id, 2)
    with pytest.raises(CloudError):
        queue.delete(message.receipt)


@pytest.mark.parametrize(
    ("delay", "count", "each"),
    [
        (0, 2, [0, 0]), (5, 1, [5]), (-1, 1, [0]), (MAX_DELAY, 1, [MAX_DELAY]), (MAX_DELAY + 1, 1, [MAX_DELAY]),
        ([-5, 3, 10**9], 3, [0, 3, MAX_DELAY]), ([], 0, []),
    ],
)  # fmt: skip
def test_a_delay_is_one_that_a_queue_takes(delay: int | list[int], count: int, each: list[int]) -> None:
    assert delay_of_each(delay, count) == each


def test_a_queue_is_made_once(cloud: Emulator, client: HttpClient) -> None:
    cloud.state.create_queues = False
    queue = SmqQueue(cloud.queue_url("new"), client, FixedCredentials(KEYS))
    assert queue.create(visibility=45, retention=3600) is True
    assert queue.create(visibility=45, retention=3600) is False
    assert queue.send([b"x"])[0].error is None
    made = cloud.state.queue("new")
    assert made is not None
    assert made.visibility == 45


@pytest.mark.parametrize(
    ("answer", "made"),
    [
        (http(201, b""), True),
        (http(204, b""), False),
        (http(409, write_xml("Error", [("Code", "QueueAlreadyExist")])), False),
    ],
)
def test_a_queue_that_is_there_is_left_as_it_is(client: HttpClient, answer: bytes, made: bool) -> None:
    with RawServer(answer) as server:
        queue = SmqQueue(f"{server.url}/queues/q", client, FixedCredentials(KEYS))
        assert queue.create(visibility=45, retention=3600) is made
    assert b"<VisibilityTimeout>45</VisibilityTimeout><MessageRetentionPeriod>3600<" in server.requests[0]


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (http(403, write_xml("Error", [("Code", "AccessDenied")])), "AccessDenied"),
        (http(300, b""), "broken-answer"),
        (http(404, write_xml("Message", [("Code", "x")])), "broken-answer"),
    ],
)
def test_a_queue_that_cant_be_made_is_told(client: HttpClient, answer: bytes, code: str) -> None:
    with RawServer(answer) as server, pytest.raises(CloudError) as raised:
        SmqQueue(f"{server.url}/queues/q", client, FixedCredentials(KEYS)).create(visibility=45, retention=3600)
    assert raised.value.code == code


def test_long_polling_waits_for_a_message(queue: SmqQueue) -> None:
    import threading

    threading.Timer(0.2, lambda: queue.send([b"late"])).start()
    assert [message.body for message in queue.receive(1, wait=5)] == [b"late"]


def test_a_sender_that_does_not_encode_is_read(cloud: Emulator, queue: SmqQueue) -> None:
    made = cloud.state.queue("a-queue")
    assert made is not None
    made.put(b'{"JobId": "j"}')
    assert queue.receive()[0].body == b'{"JobId": "j"}'


@pytest.mark.parametrize(
    ("keys", "code"),
    [
        (Credentials("local", "wrong"), "SignatureDoesNotMatch"),
        (Credentials("nobody", "local"), "InvalidAccessKeyId"),
        (Credentials("local", "local", "stale"), "AccessDenied"),
    ],
)
def test_a_wrong_key_is_refused(cloud: Emulator, client: HttpClient, keys: Credentials, code: str) -> None:
    queue = SmqQueue(cloud.queue_url("q"), client, FixedCredentials(keys))
    (sent,) = queue.send([b"x"])
    assert sent.error is not None
    assert (sent.error.code, type(sent.error)) == (code, AccessRefusedError)
    with pytest.raises(CloudError, match=code):
        queue.receive()


def test_a_queue_that_does_not_exist(cloud: Emulator, queue: SmqQueue) -> None:
    cloud.state.create_queues = False
    (sent,) = queue.send([b"x"])
    assert str(sent.error).startswith("SMQ: QueueNotExist: The queue name you provided is not exist. (request ")


def error_xml(code: str) -> bytes:
    return write_xml("Error", [("Code", code), ("Message", "m"), ("RequestId", "R-1"), ("HostId", "h")])


@pytest.mark.parametrize(
    ("answer", "kind", "code"),
    [
        (http(429, error_xml("TooManyRequests")), ThrottledError, "TooManyRequests"),
        (http(403, error_xml("QpsLimitExceeded")), ThrottledError, "QpsLimitExceeded"),
        (http(500, error_xml("InternalError")), RetryLaterError, "InternalError"),
        (http(408, error_xml("TimeExpired")), RetryLaterError, "TimeExpired"),
        (http(400, error_xml("MalformedXML")), RequestRefusedError, "MalformedXML"),
        (http(412, error_xml("X")), AccessRefusedError, "X"),
        (http(499, error_xml("X")), AccessRefusedError, "X"),
        (http(503, error_xml("X")), RetryLaterError, "X"),
        (http(413, error_xml("X")), RequestRefusedError, "X"),
        (http(414, error_xml("X")), AccessRefusedError, "X"),
        (http(503, b""), RetryLaterError, "broken-answer"),
        (http(408, b""), RetryLaterError, "broken-answer"),
        (http(408, error_xml("X")), RetryLaterError, "X"),
        (http(429, b""), RetryLaterError, "broken-answer"),
        (http(300, b""), AccessRefusedError, "broken-answer"),
        (http(409, b""), AccessRefusedError, "broken-answer"),
        (http(300, write_xml("Message", [("MessageId", "1")])), RetryLaterError, "broken-answer"),
        (http(200, b"<Messages"), RetryLaterError, "broken-answer"),
        (http(200, b'<!DOCTYPE x [<!ENTITY a "b">]><Message>&a;</Message>'), RetryLaterError, "broken-answer"),
        (b"", RetryLaterError, "unreachable"),
    ],
)
def test_each_answer_has_its_error(client: HttpClient, answer: bytes, kind: type[CloudError], code: str) -> None:
    with RawServer(answer) as server:
        (sent,) = SmqQueue(f"{server.url}/queues/q", client, FixedCredentials(KEYS)).send([b"x"])
    assert sent.error is not None
    assert (type(sent.error), sent.error.code) == (kind, code)


@pytest.mark.parametrize("results", [0, 1, 3])
def test_a_batchs_answer_of_the_wrong_length_is_not_trusted(results: int, client: HttpClient) -> None:
    told = write_xml("Messages", [("Message", [("MessageId", str(number))]) for number in range(results)])
    with RawServer(http(201, told)) as server:
        sent = SmqQueue(f"{server.url}/queues/q", client, FixedCredentials(KEYS)).send([b"a", b"b"])
    assert [one.error.code for one in sent if one.error] == ["broken-answer", "broken-answer"]


def test_an_answer_that_comes_once_more_confirms_nothing(client: HttpClient) -> None:
    first, second = (http(201, write_xml("Message", [("MessageId", one)])) for one in ("m-1", "m-2"))
    with RawServer(first, first, second, first) as server:
        # What comes over one queue's connection can be another's.
        queues = [SmqQueue(f"{server.url}/queues/{name}", client, FixedCredentials(KEYS)) for name in "aabb"]
        sent = [one for queue in queues for one in queue.send([b"x"])]
    assert [one.message_id for one in sent] == ["m-1", "", "m-2", ""]
    assert [one.error.code if one.error else None for one in sent] == [None, "broken-answer", None, "broken-answer"]


@pytest.mark.parametrize("form", [bytes, base64.b64encode], ids=["of the body", "of the text that is sent"])
def test_with_its_bodys_digest_an_id_that_came_before_is_this_messages(
    form: Callable[[bytes], bytes], client: HttpClient
) -> None:
    def confirmed(body: bytes) -> bytes:
        digest = hashlib.md5(form(body)).hexdigest().upper()
        return http(201, write_xml("Message", [("MessageId", "one for all"), ("MessageBodyMD5", digest)]))

    with RawServer(confirmed(b"a"), confirmed(b"b"), confirmed(b"b")) as server:
        queue = SmqQueue(f"{server.url}/queues/q", client, FixedCredentials(KEYS))
        found = [queue.send([body])[0] for body in (b"a", b"b", b"c")]
    assert [sent.message_id for sent in found] == ["one for all", "one for all", ""]
    assert isinstance(found[2].error, RetryLaterError)


def test_a_queues_oldest_ids_are_forgotten(client: HttpClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mediaverdict.cloud.http.REMEMBERED_NAMES", 2)
    answers = [http(201, write_xml("Message", [("MessageId", one)])) for one in ("m-1", "m-2", "m-3", "m-1", "m-3")]
    with RawServer(*answers) as server:
        queue = SmqQueue(f"{server.url}/queues/q", client, FixedCredentials(KEYS))
        sent = [one for _ in answers for one in queue.send([b"x"])]
    assert [one.message_id for one in sent] == ["m-1", "m-2", "m-3", "m-1", ""]


def test_one_batch_that_fails_does_not_hide_the_others(client: HttpClient) -> None:
    taken = write_xml(
        "Messages", [("Message", [("MessageId", str(number)), ("MessageBodyMD5", "x")]) for number in range(16)]
    )
    with RawServer(http(201, taken), http(503, b"")) as server:
        sent = SmqQueue(f"{server.url}/queues/q", client, FixedCredentials(KEYS)).send([b"a"] * 20)
    assert [one.error is None for one in sent] == [True] * 16 + [False] * 4


@pytest.mark.parametrize(
    "document",
    [
        b"",
        b"<a>",
        b"<a></b>",
        b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
        b"<a>" * 50 + b"</a>" * 50,
        b"\xff",
    ],
)
def test_xml_that_is_not_smqs_is_refused(document: bytes) -> None:
    with pytest.raises(XmlError):
        read_xml(document)


def test_xml_is_written_and_read_back() -> None:
    root = read_xml(write_xml("Messages", [("Message", [("MessageBody", "<&>\x00é")]), ("Empty", "")]))
    assert (root.tag, root.all("Message")[0].get("MessageBody"), root.get("Empty"), root.get("None", "x")) == (
        "Messages",
        "<&>é",
        "",
        "x",
    )


class Saying(httpx.BaseTransport):
    """Answers each request with these bytes; notes what was asked for, and for how long it was waited."""

    def __init__(self, body: bytes, status: int = 200) -> None:
        self._body = body
        self._status = status
        self.asked: list[str] = []
        self.seconds: list[float] = []

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request.url.raw_path.decode())
        self.seconds.append(round(request.extensions["budget"].remaining()))
        return httpx.Response(self._status, stream=httpx.ByteStream(self._body))


@pytest.mark.parametrize(("more", "code"), [(0, ""), (1, "broken-answer")])
def test_how_long_an_answer_may_be(more: int, code: str) -> None:
    head, tail = b"<Message><MessageId>m-1</MessageId><X>", b"</X></Message>"
    body = head + b"x" * (4 * 1024 * 1024 + more - len(head) - len(tail)) + tail
    queue = SmqQueue("http://127.0.0.1:1/queues/q", HttpClient([], Saying(body, 201)), FixedCredentials(KEYS))
    (sent,) = queue.send([b"x"])
    assert (sent.error.code if sent.error else "") == code


@pytest.mark.parametrize(
    ("most", "wait", "asked", "seconds"),
    [
        (1, 0, "numOfMessages=1&waitseconds=0", 10), (16, 30, "numOfMessages=16&waitseconds=30", 40),
        (17, 31, "numOfMessages=16&waitseconds=30", 40), (0, -1, "numOfMessages=1&waitseconds=0", 10),
    ],
)  # fmt: skip
def test_what_a_reader_asks_for_is_within_the_limits(most: int, wait: int, asked: str, seconds: int) -> None:
    said = Saying(b"<Error><Code>MessageNotExist</Code></Error>", 404)
    queue = SmqQueue("http://127.0.0.1:1/queues/q", HttpClient([], said), FixedCredentials(KEYS))
    assert queue.receive(most, wait) == []
    assert queue.peek(most) == []
    peeked = asked.partition("&")[0]
    assert said.asked == [f"/queues/q/messages?{asked}", f"/queues/q/messages?peekonly=true&{peeked}"]
    assert said.seconds == [seconds, 10]


def test_a_message_says_when_it_came_to_the_millisecond() -> None:
    fields = [("MessageId", "m"), ("MessageBody", "eA=="), ("EnqueueTime", "1500"), ("DequeueCount", "3")]
    said = Saying(write_xml("Messages", [("Message", fields), ("Message", [])]))
    queue = SmqQueue("http://127.0.0.1:1/queues/q", HttpClient([], said), FixedCredentials(KEYS))
    assert queue.peek(2) == [Message("m", b"x", "", 3, 1.5), Message("", b"", "", 0, 0.0)]


@pytest.mark.parametrize(
    ("status", "body", "deleted"),
    [
        (204, b"", True), (200, b"<Queue/>", True), (200, error_xml("MessageNotExist"), False),
        (404, error_xml("MessageNotExist"), False), (300, b"", False), (500, b"<Queue/>", False),
    ],
)  # fmt: skip
def test_a_message_is_deleted_where_the_queue_does_not_object(status: int, body: bytes, deleted: bool) -> None:
    queue = SmqQueue("http://127.0.0.1:1/queues/q", HttpClient([], Saying(body, status)), FixedCredentials(KEYS))
    if deleted:
        queue.delete("r")
        return
    with pytest.raises(CloudError):
        queue.delete("r")


@pytest.mark.parametrize(
    ("status", "body"),
    [(200, b""), (200, b"<Queue/>"), (200, error_xml("InternalError")), (300, b"<Messages/>")],
    ids=["nothing", "a queue", "an error", "a redirect"],
)
def test_what_is_no_message_is_not_taken_for_an_empty_queue(status: int, body: bytes) -> None:
    queue = SmqQueue("http://127.0.0.1:1/queues/q", HttpClient([], Saying(body, status)), FixedCredentials(KEYS))
    with pytest.raises((RetryLaterError, AccessRefusedError)):
        queue.receive()


def test_what_is_sent_says_that_it_is_xml(client: HttpClient) -> None:
    with RawServer(b"", b"") as server:
        queue = SmqQueue(f"{server.url}/queues/q", client, FixedCredentials(KEYS))
        queue.send([b"x"])
        with pytest.raises(RetryLaterError):
            queue.receive()
    assert [b"\r\ncontent-type: text/xml;charset=utf-8\r\n" in one.lower() for one in server.requests] == [True, False]
