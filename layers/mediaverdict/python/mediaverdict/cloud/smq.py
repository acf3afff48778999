"""A queue of Simple Message Queue (formerly MNS), API version 2015-06-06."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import httpx

from mediaverdict.cloud.budget import UNLIMITED
from mediaverdict.cloud.messages import MAX_BATCH, Message, Sent, batches, decode_body, delay_of_each, encode_body
from mediaverdict.cloud.signing import MnsAuth
from mediaverdict.cloud.smq_xml import Element, XmlError, read_xml, write_xml
from mediaverdict.errors import (
    AccessRefusedError,
    CloudError,
    RequestRefusedError,
    RetryLaterError,
    ThrottledError,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fcruntime.credentials import CredentialsProvider
    from mediaverdict.cloud.budget import TimeBudget
    from mediaverdict.cloud.http import Answer, HttpClient

SERVICE = "SMQ"
VERSION = "2015-06-06"
MAX_ANSWER = 4 * 1024 * 1024
EMPTY = "MessageNotExist"
EXISTS = "QueueAlreadyExist"
"""With other attributes: it is somebody's, and left as it is."""
_THROTTLED = frozenset({"TooManyRequests", "QpsLimitExceeded"})
_RETRIED = frozenset({"InternalError", "ServiceUnavailable", "InternalServerError", "TimeExpired"})
_OF_THIS_REQUEST = frozenset(
    {"InvalidArgument", "MalformedXML", "InvalidDegist", "MessageBodyTooLarge", "EntityTooLarge", "MessageNotExist",
     "ReceiptHandleError"}
)  # fmt: skip
_LONGEST_WAIT = 30


class SmqQueue:
    """One queue, by its URL (`https://<account>.mns.<region>.aliyuncs.com/queues/<name>`)."""

    def __init__(self, url: str, client: HttpClient, credentials: CredentialsProvider) -> None:
        self.name = url.rstrip("/").rpartition("/")[2]
        self._url = url.rstrip("/")
        self._messages = httpx.URL(f"{self._url}/messages")  # parsed once
        self._client = client
        self._auth = MnsAuth(credentials)

    def send(
        self, bodies: Sequence[bytes], delay: int | Sequence[int] = 0, budget: TimeBudget = UNLIMITED
    ) -> list[Sent]:
        """See `Queue.send`."""
        each = delay_of_each(delay, len(bodies))
        sent: dict[int, Sent] = {}
        for batch in batches(bodies):
            entries = [(bodies[index], each[index]) for index in batch]
            sent.update(zip(batch, self._send_batch(entries, budget), strict=True))
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
        answer, root = self._call("DELETE", f"{self._messages}?ReceiptHandle={receipt}")
        if answer.status >= 300 or (root is not None and root.tag == "Error"):
            raise refusal(answer, root)

    def close(self) -> None:
        """See `Queue.close`: the connections are the client's."""

    def create(self, *, visibility: int, retention: int) -> bool:
        """Makes the queue; whether it was not there before. Both in seconds. Raises CloudError."""
        content = write_xml(
            "Queue", [("VisibilityTimeout", str(visibility)), ("MessageRetentionPeriod", str(retention))]
        )
        answer, root = self._call("PUT", self._url, content)
        if answer.status >= 300 and not (root is not None and root.get("Code") == EXISTS):
            raise refusal(answer, root)
        return answer.status == 201

    def _send_batch(self, entries: list[tuple[bytes, int]], budget: TimeBudget) -> list[Sent]:
        try:
            return self._post(entries, budget)
        except RequestRefusedError as error:
            if len(entries) == 1:
                return [Sent(error=error)]
        except CloudError as error:  # the other batches must not be forgotten
            return [Sent(error=error)] * len(entries)
        # One message of it is refused: which, its neighbours must not suffer for.
        return [sent for entry in entries for sent in self._send_batch([entry], budget)]

    def _post(self, entries: list[tuple[bytes, int]], budget: TimeBudget) -> list[Sent]:
        """One request. A batch that was taken in part is answered with an error's status, and an entry for each."""
        elements = [[("MessageBody", encode_body(body)), ("DelaySeconds", str(delay))] for body, delay in entries]
        if len(elements) == 1:
            content = write_xml("Message", elements[0])
        else:
            content = write_xml("Messages", [("Message", one) for one in elements])
        answer, root = self._call("POST", self._messages, content, budget=budget)
        if root is None or root.tag != ("Message" if len(elements) == 1 else "Messages"):
            raise refusal(answer, root)
        confirmed = [root] if len(elements) == 1 else root.all("Message")
        if len(confirmed) != len(elements):
            raise _broken(answer, f"{len(confirmed)} results for {len(elements)} messages")
        found = [_sent(one, answer) for one in confirmed]
        in_part = answer.status >= 400 and any(sent.error is not None for sent in found)
        if answer.status >= 300 and not in_part:
            raise _broken(answer, "message IDs beside a refusal")
        named = {sent.message_id: index for index, sent in enumerate(found) if sent.error is None}

        def is_of_its_body(name: str) -> bool:
            index = named[name]
            return _is_digest(confirmed[index].get("MessageBodyMD5"), entries[index][0], elements[index][0][1])

        # An ID that came before may be another message's; where the digest is this body's, it is this one's.
        twice = len(named) < sum(sent.error is None for sent in found)
        if twice or not self._client.named.are_new(list(named), is_of_its_body):
            raise _broken(answer, "one message ID for several messages")
        return found

    def _take(self, query: str, wait: int) -> list[Message]:
        answer, root = self._call("GET", f"{self._messages}?{query}", wait=wait)
        if root is not None and root.tag == "Error" and root.get("Code") == EMPTY:
            return []
        if answer.status >= 300 or root is None or root.tag not in ("Message", "Messages"):
            raise refusal(answer, root)
        return [_message(entry) for entry in ([root] if root.tag == "Message" else root.all("Message"))]

    def _call(
        self,
        method: str,
        url: str | httpx.URL,
        content: bytes | None = None,
        wait: int = 0,
        budget: TimeBudget = UNLIMITED,
    ) -> tuple[Answer, Element | None]:
        headers = {"x-mns-version": VERSION}
        if content is not None:
            headers["Content-Type"] = "text/xml;charset=UTF-8"
        outgoing = httpx.Request(method, url, content=content, headers=headers)
        try:
            answer = self._client.send(outgoing, self._auth, SERVICE, MAX_ANSWER, budget, wait)
        except RequestRefusedError as error:  # too large an answer says nothing of the message
            raise RetryLaterError(SERVICE, "broken-answer", error.message, status=error.status) from error
        if not answer.body:
            return answer, None
        try:
            return answer, read_xml(answer.body)
        except XmlError as error:
            if answer.status in (401, 403):  # a proxy's page
                raise refusal(answer, None) from error
            raise _broken(answer, answer.cleaned(str(error))) from error


def _within_batch(most: int) -> int:
    return max(1, min(most, MAX_BATCH))


def _sent(entry: Element, answer: Answer) -> Sent:
    message_id, code = entry.get("MessageId").strip(), entry.get("ErrorCode").strip()
    if message_id and not code:
        return Sent(message_id[:128])
    if code:
        return Sent(error=_error(answer, code, entry.get("ErrorMessage"), ""))
    return Sent(error=_broken(answer, "no message ID"))


def _is_digest(told: str, body: bytes, text: str) -> bool:
    """Whether it is the MD5 of the body, or of the text that it was sent as: which one is not documented."""
    return told.strip().lower() in {hashlib.md5(form).hexdigest() for form in (body, text.encode("ascii"))}


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


def refusal(answer: Answer, root: Element | None) -> CloudError:
    """The error behind an answer."""
    if root is None or root.tag != "Error":
        status = answer.status
        kind = RetryLaterError if status >= 500 or status < 300 or status in (408, 429) else AccessRefusedError
        return kind(SERVICE, "broken-answer", f"HTTP {status} without an answer that is SMQ's", status=status)
    error = _error(answer, root.get("Code"), root.get("Message"), root.get("RequestId"))
    if answer.status < 300 and not isinstance(error, RetryLaterError):  # no service of SMQ's refuses so
        return RetryLaterError(SERVICE, error.code, error.message, request_id=error.request_id, status=answer.status)
    return error


def _error(answer: Answer, code: str, message: str, request_id: str) -> CloudError:
    code = answer.cleaned(code, 200) or f"http-{answer.status}"
    return _kind_of(code, answer.status)(
        SERVICE, code, answer.cleaned(message) or "no message", request_id=answer.cleaned(request_id, 100),
        status=answer.status,
    )  # fmt: skip


def _kind_of(code: str, status: int) -> type[CloudError]:
    """The code decides: a batch that was taken in part is answered with 500, whatever its entries lack."""
    if code in _THROTTLED or status == 429:
        return ThrottledError
    if code in _RETRIED or status == 408:
        return RetryLaterError
    if code in _OF_THIS_REQUEST:
        return RequestRefusedError
    if status >= 500 and code not in ("AccessDenied", "QueueNotExist"):
        return RetryLaterError
    return RequestRefusedError if status == 413 else AccessRefusedError


def _broken(answer: Answer, what: str) -> RetryLaterError:
    return RetryLaterError(SERVICE, "broken-answer", f"HTTP {answer.status}: {what}", status=answer.status)
