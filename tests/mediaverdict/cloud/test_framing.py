"""Where one answer ends, whatever pieces it comes in; what can be taken in two ways is no answer."""

from __future__ import annotations

import http.client
import io
from collections.abc import Callable
from typing import cast

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediaverdict.cloud.framing import MAX_HEAD, MOST_HEADERS, AnswerReader, Head


def in_pieces(data: bytes, size: int) -> Callable[[], bytes]:
    pieces = iter([data[at : at + size] for at in range(0, len(data), size)])
    return lambda: next(pieces, b"")


def read(data: bytes, method: str = "GET", size: int = 1 << 20) -> tuple[Head, bytes, bool]:
    """The head, the body, and whether the connection may carry another answer."""
    reader = AnswerReader(in_pieces(data, size))
    head = reader.head()
    body = b"".join(reader.body(head, method))
    return head, body, reader.reusable


def answer(*headers: str, body: bytes = b"", status: str = "HTTP/1.1 200 OK") -> bytes:
    return "\r\n".join([status, *headers, "", ""]).encode() + body


CHUNKED = "Transfer-Encoding: chunked"


@pytest.mark.parametrize("size", [1, 2, 3, 7, 1 << 20])
@pytest.mark.parametrize(
    ("data", "body", "reusable"),
    [
        (answer("Content-Length: 2", body=b"ok"), b"ok", True),
        (answer("content-length:2", body=b"ok"), b"ok", True),
        (answer("Content-Length: 2, 2", body=b"ok"), b"ok", True),
        (answer("Content-Length: 2", "Content-Length: 2", body=b"ok"), b"ok", True),
        (answer("Content-Length: 0"), b"", True),
        (answer("Content-Length: 2", "Connection: close", body=b"ok"), b"ok", False),
        (answer("Content-Length: 2", "Connection: Keep-Alive, Close", body=b"ok"), b"ok", False),
        (answer("Content-Length: 2", body=b"ok", status="HTTP/1.0 200 OK"), b"ok", False),
        (answer("Content-Length: 2", "Connection: keep-alive", body=b"ok", status="HTTP/1.0 200 OK"), b"ok", True),
        (answer(CHUNKED, body=b"1\r\no\r\n1;x=y\r\nk\r\n0\r\n\r\n"), b"ok", True),
        (answer("transfer-encoding: Chunked", body=b"A\r\n0123456789\r\n0\r\nX: y\r\n\r\n"), b"0123456789", True),
        (answer(CHUNKED, "Content-Length: 9", body=b"2\r\nok\r\n0\r\n\r\n"), b"ok", False),
        (answer(body=b"until the end"), b"until the end", False),
        (answer(status="HTTP/1.1 204"), b"", True),
        (answer("Content-Length: 7", status="HTTP/1.1 304 Not Modified"), b"", True),
        (b"HTTP/1.1 200 OK\nContent-Length: 2\n\nok", b"ok", True),
        (answer(status="HTTP/1.1 103 Early Hints") + answer("Content-Length: 2", body=b"ok"), b"ok", True),
    ],
)
def test_a_body_ends_where_its_head_says(data: bytes, body: bytes, reusable: bool, size: int) -> None:
    _, found, again = read(data, size=size)
    assert (found, again) == (body, reusable)


def test_what_comes_after_an_answer_spoils_its_connection() -> None:
    assert read(answer("Content-Length: 2", body=b"okHTTP/1.1 200 OK"))[1:] == (b"ok", False)
    assert read(answer(CHUNKED, body=b"0\r\n\r\n0"))[1:] == (b"", False)


def test_an_answer_to_head_has_no_body() -> None:
    assert read(answer("Content-Length: 200"), "HEAD")[1:] == (b"", True)


def test_headers_are_told_as_they_are() -> None:
    head, _, _ = read(answer("X-One: a: b ", "X-Two:", "x-folded: a", "\t b", "Content-Length: 0"))
    assert head.status == 200
    assert head.headers[:3] == [(b"x-one", b"a: b"), (b"x-two", b""), (b"x-folded", b"a b")]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"SSH-2.0-OpenSSH\r\n\r\n", "no answer of HTTP/1: b'SSH"),
        (b"HTTP/2 200\r\n\r\n", "no answer of HTTP/1"),
        (b"HTTP/1.1 20 OK\r\n\r\n", "no answer of HTTP/1"),
        (b"HTTP/1.1 200 OK\r\nContent-", "ended within its head"),
        (answer("no colon"), "no header: b'no colon'"),
        (answer("Bad Name: x"), "no header: b'Bad Name: x'"),
        (answer(" folded: first"), "no header"),
        (answer(*["X: y"] * (MOST_HEADERS + 1)), "over 100 headers"),
        (answer("X: " + "y" * MAX_HEAD), "over 65536 bytes"),
        (b"HTTP/1.1 200 OK\r\nX: " + b"y" * (MAX_HEAD + 1), "over 65536 bytes"),
        (answer("Content-Length: 3", body=b"ok"), "1 bytes of the answer did not come"),
        (answer("Content-Length: 2", "Content-Length: 3", body=b"ok"), "length is not one number"),
        (answer("Content-Length: -2"), "length is not one number"),
        (answer("Content-Length: +2"), "length is not one number"),
        (answer("Content-Length: " + "9" * 400), "length is not one number"),
        (answer("Transfer-Encoding: gzip, chunked"), "transfer coding"),
        (answer("Transfer-Encoding: br"), "transfer coding [b'br']"),
        (answer(CHUNKED, CHUNKED), "transfer coding"),
        (b"x" * 61 + b"\r\n\r\n", "no answer of HTTP/1: b'" + "x" * 60 + "'"),
        (answer("x" * 61), "no header: b'" + "x" * 60 + "'"),
        (answer(CHUNKED, body=b"xyz\r\n"), "a chunk's length is no number"),
        (answer(CHUNKED, body=b"-1\r\n"), "a chunk's length is no number"),
        (answer(CHUNKED, body=b"fffffffff\r\n"), "a chunk's length is no number"),
        (answer(CHUNKED, body=b"5\r\nok"), "3 bytes of the answer did not come"),
        (answer(CHUNKED, body=b"1\r\nok\r\n"), "a chunk is longer than it says"),
        (answer(CHUNKED, body=b"2\r\nok\r\n"), "ended within a chunk"),
        (answer(CHUNKED, body=b"1" * 5000), "a line without an end"),
        (answer(CHUNKED, body=b"0\r\n" + b"X: y\r\n" * 200), "over 100 trailers"),
    ],
)
@pytest.mark.parametrize("size", [512, 1 << 20])
def test_what_is_no_answer_is_told(data: bytes, words: str, size: int) -> None:
    with pytest.raises(httpx.RemoteProtocolError) as raised:
        read(data, size=size)
    assert words in str(raised.value)


def test_a_connection_that_ends_before_an_answer_is_a_read_error() -> None:
    with pytest.raises(httpx.ReadError, match="closed before an answer came"):
        read(b"")


def told_of(data: bytes) -> str:
    with pytest.raises(httpx.RemoteProtocolError) as raised:
        read(data, size=1)
    return str(raised.value)


def test_the_limits_are_exact() -> None:
    fill = MAX_HEAD - len(answer("X: ", "Content-Length: 0")) + len("\r\n\r\n")
    assert read(answer("X: " + "y" * fill, "Content-Length: 0"), size=4096)[1:] == (b"", True)
    assert "over 65536 bytes" in told_of(answer("X: " + "y" * (fill + 1), "Content-Length: 0"))
    assert len(read(answer(*["X: y"] * (MOST_HEADERS - 1), "Content-Length: 0"))[0].headers) == MOST_HEADERS
    assert read(answer(CHUNKED, body=b"0\r\n" + b"X: y\r\n" * MOST_HEADERS + b"\r\n"))[1:] == (b"", True)
    assert "over 100 trailers" in told_of(answer(CHUNKED, body=b"0\r\n" + b"X: y\r\n" * (MOST_HEADERS + 1) + b"\r\n"))
    assert read(answer(CHUNKED, body=b"0;" + b"x" * 1022 + b"\n\n"), size=1)[1:] == (b"", True)
    assert "a line without an end" in told_of(answer(CHUNKED, body=b"0;" + b"x" * 1023 + b"\n\n"))
    assert "bytes of the answer did not come" in told_of(answer("Content-Length: " + "9" * 18))
    assert "not one number" in told_of(answer("Content-Length: " + "9" * 19))
    assert "bytes of the answer did not come" in told_of(answer(CHUNKED, body=b"ffffffff\r\n"))


@pytest.mark.parametrize(("status", "found"), [("100", 200), ("199", 200), ("200", 200), ("600", 600)])
def test_what_comes_before_the_answer_is_no_answer(status: str, found: int) -> None:
    data = answer("Content-Length: 0", status=f"HTTP/1.1 {status} X") + answer("Content-Length: 0")
    assert read(data)[0].status == found


def test_an_empty_answer_of_the_next_message_spoils_the_connection_too() -> None:
    for status in ("204", "304"):
        assert read(answer(status=f"HTTP/1.1 {status} X") + b"x")[1:] == (b"", False)


TOKENS = st.text("abcXYZ09-", min_size=1, max_size=12)
VALUES = st.text("abc ,:;=/\u00e9", max_size=20).map(str.strip)


@given(
    headers=st.lists(st.tuples(TOKENS.map("X-{}".format), VALUES), max_size=8),
    chunks=st.lists(st.binary(min_size=1, max_size=300), max_size=6),
    chunked=st.booleans(),
    size=st.integers(1, 400),
)
def test_it_reads_what_the_standard_library_reads(
    headers: list[tuple[str, str]], chunks: list[bytes], *, chunked: bool, size: int
) -> None:
    body = b"".join(chunks)
    lines = [f"{name}: {value}" for name, value in headers]
    if chunked:
        sent = b"".join(b"%x\r\n%s\r\n" % (len(one), one) for one in chunks) + b"0\r\n\r\n"
        data = "\r\n".join(["HTTP/1.1 200 OK", *lines, CHUNKED, "", ""]).encode("latin-1") + sent
    else:
        data = "\r\n".join(["HTTP/1.1 200 OK", *lines, f"Content-Length: {len(body)}", "", ""]).encode("latin-1") + body

    class Socket:
        def makefile(self, _mode: str) -> io.BytesIO:
            return io.BytesIO(data)

    other = http.client.HTTPResponse(cast("None", Socket()))  # type: ignore[arg-type]
    other.begin()
    head, found, reusable = read(data, size=size)
    assert found == other.read() == body
    assert reusable
    told = [(name.lower().encode("latin-1"), value.strip().encode("latin-1")) for name, value in other.getheaders()]
    assert head.headers == told
