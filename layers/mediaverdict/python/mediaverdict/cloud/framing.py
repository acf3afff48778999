"""One HTTP/1.1 answer out of a stream of bytes: its head, and where its body ends (RFC 9112).

The standard library's reader gives each head to its parser of mail, which took a twelfth of an event's CPU. Whatever
can be taken in two ways is refused here: then nobody can tell where the next answer begins.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import httpx

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MAX_HEAD = 64 * 1024
MOST_HEADERS = 100
_MAX_LINE = 1024
"""Of a chunk's length, and of a trailer."""
_HEAD_END = re.compile(rb"\r?\n\r?\n")
_LINE_END = re.compile(rb"\r?\n")
_STATUS = re.compile(rb"HTTP/1\.(\d) +(\d{3})(?: .*)?")
_NAME = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_CHUNK = re.compile(rb"([0-9A-Fa-f]{1,8})[ \t]*(?:;.*)?")

Header = tuple[bytes, bytes]


class Head(NamedTuple):
    """What an answer begins with."""

    status: int
    headers: list[Header]
    """Names in lower case."""
    persistent: bool
    """Whether the connection may carry another answer after this one, as far as the head tells."""


class AnswerReader:
    """Reads one answer, its head first. Raises httpx.RemoteProtocolError for what is no answer."""

    def __init__(self, receive: Callable[[], bytes]) -> None:
        """`receive` gives the bytes that come next, b"" at the end."""
        self._receive = receive
        self._read = b""
        self.reusable = False
        """Whether the answer was read to its end, and its end was the last that came."""

    def head(self) -> Head:
        """The answer's head; hints that come before it (1xx) are left out."""
        while True:
            head = _head_of(self._head_text())
            if not 100 <= head.status < 200:
                return head

    def body(self, head: Head, method: str) -> Iterator[bytes]:
        """The body as it comes, not decoded."""
        persistent = head.persistent
        codings = _values(head.headers, b"transfer-encoding")
        lengths = set(_values(head.headers, b"content-length"))
        if method == "HEAD" or head.status in (204, 304):
            pass
        elif codings:
            if codings != [b"chunked"]:
                raise httpx.RemoteProtocolError(f"an answer in transfer coding {codings!r}")
            persistent = persistent and not lengths
            yield from self._chunks()
        elif lengths:
            length = lengths.pop()
            if lengths or not length.isdigit() or len(length) > 18:
                raise httpx.RemoteProtocolError("the answer's length is not one number")
            yield from self._exactly(int(length))
        else:
            persistent = False
            while chunk := self._next():
                yield chunk
        self.reusable = persistent and not self._read

    def _head_text(self) -> bytes:
        searched = 0
        while True:
            # Only where the end may newly be: a head that comes byte by byte takes linear time.
            end = _HEAD_END.search(self._read, searched)
            searched = max(0, len(self._read) - 3)
            if (end.start() if end else len(self._read)) > MAX_HEAD:
                raise httpx.RemoteProtocolError(f"the answer's head has over {MAX_HEAD} bytes")
            if end:
                break
            if not (received := self._receive()):
                if self._read:
                    raise httpx.RemoteProtocolError("the answer ended within its head")
                raise httpx.ReadError("the connection was closed before an answer came")
            self._read += received
        text, self._read = self._read[: end.start()], self._read[end.end() :]
        return text

    def _next(self, most: int | None = None) -> bytes:
        taken = self._read or self._receive()
        end = len(taken) if most is None else most
        self._read = taken[end:]
        return taken[:end]

    def _exactly(self, length: int) -> Iterator[bytes]:
        while length:
            chunk = self._next(length)
            if not chunk:
                raise httpx.RemoteProtocolError(f"{length} bytes of the answer did not come")
            length -= len(chunk)
            yield chunk

    def _chunks(self) -> Iterator[bytes]:
        while True:
            size = _CHUNK.fullmatch(self._line())
            if size is None:
                raise httpx.RemoteProtocolError("a chunk's length is no number")
            length = int(size[1], 16)
            if not length:
                break
            yield from self._exactly(length)
            if self._line():
                raise httpx.RemoteProtocolError("a chunk is longer than it says")
        for _ in range(MOST_HEADERS + 1):
            if not self._line():
                return
        raise httpx.RemoteProtocolError(f"the answer has over {MOST_HEADERS} trailers")

    def _line(self) -> bytes:
        while b"\n" not in self._read:
            received = self._receive()
            if not received or len(self._read) > _MAX_LINE:
                raise httpx.RemoteProtocolError("the answer ended within a chunk, or has a line without an end")
            self._read += received
        line, _, self._read = self._read.partition(b"\n")
        return line.removesuffix(b"\r")


def _head_of(text: bytes) -> Head:
    first, *lines = _LINE_END.split(text)
    status = _STATUS.fullmatch(first)
    if status is None:
        raise httpx.RemoteProtocolError(f"no answer of HTTP/1: {first[:60]!r}")
    if len(lines) > MOST_HEADERS:
        raise httpx.RemoteProtocolError(f"the answer has over {MOST_HEADERS} headers")
    headers: list[Header] = []
    for line in lines:
        name, colon, value = line.partition(b":")
        if line[:1] in (b" ", b"\t") and headers:  # the value before goes on, as was allowed once
            headers[-1] = headers[-1][0], headers[-1][1] + b" " + line.strip()
        elif colon and _NAME.fullmatch(name):
            headers.append((name.lower(), value.strip()))
        else:
            raise httpx.RemoteProtocolError(f"no header: {line[:60]!r}")
    told = _values(headers, b"connection")
    persistent = b"close" not in told and (status[1] != b"0" or b"keep-alive" in told)
    return Head(int(status[2]), headers, persistent)


def _values(headers: list[Header], name: bytes) -> list[bytes]:
    """Of a header that may hold several, with commas between."""
    return [one.strip() for key, value in headers if key == name for one in value.lower().split(b",")]
