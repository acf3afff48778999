"""A queue of Simple Message Queue (formerly MNS), API version 2015-06-06."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx

from mediaverdict.cloud.messages import MAX_BATCH, Message, Sent, batches, decode_body, encode_body
from mediaverdict.cloud.signing import MnsAuth
from mediaverdict.cloud.smq_xml import Element, XmlError, read_xml, write_xml
from mediaverdict.errors import CloudError, RetryLaterError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from fcruntime.credentials import Credentials
    from mediaverdict.cloud.http import HttpClient

SERVICE = "SMQ"
VERSION = "2015-06-06"
MAX_ANSWER = 4 * 1024 * 1024
EMPTY = "MessageNotExist"
EXISTS = "QueueAlreadyExist"
"""With other attributes: it is somebody's, and left as it is."""
_RETRIED = frozenset(
    {"TooManyRequests", "QpsLimitExceeded", "InternalError", "ServiceUnavailable", "InternalServerError"}
)
_LONGEST_WAIT = 30


class SmqQueue:
    """One queue, by its URL (`https://<account>.mns.<region>.aliyuncs.com/queues/<name>`)."""

    def __init__(self, url: str, client: HttpClient, credentials: Callable[[], Credentials]) -> None:
        self.name = url.rstrip("/").rpartition("/")[2]
        self._url = url.rstrip("/")
        self._messages = httpx.URL(f"{self._url}/messages")  # parsed once
        self._client = client
        self._auth = MnsAuth(credentials)

    def send(self, bodies: Sequence[bytes], delay: int = 0) -> list[Sent]:
        """See `Queue.send`."""
        sent: dict[int, Sent] = {}
        for batch in batches(bodies):
            try:
                results = self._send_batch([bodies[index] for index in batch], delay)
            except CloudError as error:  # the other batches must not be forgotten
                results = [Sent(error=error)] * len(batch)
            sent.update(zip(batch, results, strict=True))
        return [sent[index] for index in range(len(bodies))]

    def receive(self, most: int = 1, wait: int = 0) -> list[Message]:
        """See `Queue.receive`."""
        wait = max(0, min(wait, _LONGEST_WAIT))
        return self._take(f"numOfMessages={_within_batch(most)}&waitseconds={wait}", wait)

    def peek(self, most: int = 1) -> list[Message]:
        """See `Queue.peek`."""
        return self._take(f"peekonly=true&numOfMessages={_within_batch(most)}", 0)

    def delete(self, receipt: str) -> None:
        """See `Queue.delete`."""
        status, root = self._call("DELETE", f"{self._messages}?ReceiptHandle={receipt}")
        if status >= 300:
            raise refusal(status, root)

    def close(self) -> None:
        """See `Queue.close`: the connections are the client's."""

    def create(self, *, visibility: int, retention: int) -> bool:
        """Makes the queue; whether it was not there before. Both in seconds. Raises CloudError."""
        content = write_xml(
            "Queue", [("VisibilityTimeout", str(visibility)), ("MessageRetentionPeriod", str(retention))]
        )
        status, root = self._call("PUT", self._url, content)
        if status >= 300 and not (root is not None and root.get("Code") == EXISTS):
            raise refusal(status, root)
        return status == 201

    def _send_batch(self, bodies: list[bytes], delay: int) -> list[Sent]:
        entries = [[("MessageBody", encode_body(body)), ("DelaySeconds", str(delay))] for body in bodies]
        if len(entries) == 1:
            status, root = self._call("POST", self._messages, write_xml("Message", entries[0]))
            if status >= 300 or root is None:
                raise refusal(status, root)
            return [Sent(root.get("MessageId"))]
        status, root = self._call("POST", self._messages, write_xml("Messages", [("Message", one) for one in entries]))
        # A batch that was taken in part is answered with an error's status, and an entry for each message.
        if root is None or root.tag != "Messages":
            raise refusal(status, root)
        answers = root.all("Message")
        if len(answers) != len(bodies):
            raise RetryLaterError(
                SERVICE, "broken-answer", f"{len(answers)} results for {len(bodies)} messages", status=status
            )
        return [_sent(answer, status) for answer in answers]

    def _take(self, query: str, wait: int) -> list[Message]:
        status, root = self._call("GET", f"{self._messages}?{query}", wait=wait)
        if root is not None and root.tag == "Error" and root.get("Code") == EMPTY:
            return []
        if status >= 300 or root is None:
            raise refusal(status, root)
        return [_message(entry) for entry in ([root] if root.tag == "Message" else root.all("Message"))]

    def _call(
        self, method: str, url: str | httpx.URL, content: bytes | None = None, wait: int = 0
    ) -> tuple[int, Element | None]:
        headers = {"x-mns-version": VERSION}
        if content is not None:
            headers["Content-Type"] = "text/xml;charset=UTF-8"
        outgoing = httpx.Request(method, url, content=content, headers=headers)
        status, _, body = self._client.send(outgoing, self._auth, SERVICE, MAX_ANSWER, wait)
        if not body:
            return status, None
        try:
            return status, read_xml(body)
        except XmlError as error:
            raise RetryLaterError(SERVICE, "broken-answer", f"HTTP {status}: {error}", status=status) from error


def _within_batch(most: int) -> int:
    return max(1, min(most, MAX_BATCH))


def _sent(answer: Element, status: int) -> Sent:
    code = answer.get("ErrorCode")
    if not code:
        return Sent(answer.get("MessageId"))
    return Sent(error=_error(status, code, answer.get("ErrorMessage"), ""))


def _message(entry: Element) -> Message:
    return Message(
        id=entry.get("MessageId"),
        body=decode_body(entry.get("MessageBody")),
        receipt=entry.get("ReceiptHandle"),
        dequeue_count=_whole(entry.get("DequeueCount")),
        enqueued_at=_whole(entry.get("EnqueueTime")) / 1000,
    )


def _whole(text: str) -> int:
    return int(text) if text.isdecimal() else 0


def refusal(status: int, root: Element | None) -> CloudError:
    """The error behind an answer."""
    if root is None or root.tag != "Error":
        kind = RetryLaterError if status >= 500 or status < 300 else CloudError
        return kind(SERVICE, "broken-answer", f"HTTP {status} without an answer that is SMQ's", status=status)
    return _error(status, root.get("Code") or f"http-{status}", root.get("Message"), root.get("RequestId"))


def _error(status: int, code: str, message: str, request_id: str) -> CloudError:
    kind = (
        RetryLaterError
        if code in _RETRIED or status in (408, 429) or (status >= 500 and code not in _FINAL)
        else CloudError
    )
    return kind(SERVICE, code[:200], message[:500] or "no message", request_id=request_id, status=status)


# What a batch's answer, whose status is 500, can name without being worth a repetition.
_FINAL = frozenset({"InvalidArgument", "MalformedXML", "AccessDenied", "QueueNotExist"})
