"""What the HTTP client makes of an answer: its size, its encoding, and the secrets that it may repeat."""

from __future__ import annotations

import gzip
import tracemalloc
import zlib
from collections.abc import Callable, Iterator

import httpx
import pytest

from fakes import Clock
from fcruntime.credentials import Credentials, CredentialsProvider, FixedCredentials
from mediaverdict.cloud.budget import UNLIMITED, TimeBudget
from mediaverdict.cloud.http import Answer, HttpClient
from mediaverdict.cloud.signing import MnsAuth
from mediaverdict.errors import AccessRefusedError, CloudError, RequestRefusedError, RetryLaterError

KEYS = FixedCredentials(Credentials("key", "secret", "THE-TOKEN"))
LIMIT = 1000


class Saying(httpx.BaseTransport):
    """One answer after the other."""

    def __init__(self, *answers: httpx.Response | Exception) -> None:
        self._answers = list(answers)
        self.tokens: list[str | None] = []

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self.tokens.append(request.headers.get("security-token"))
        answer = self._answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


def said(body: bytes, encoding: str = "", status: int = 200) -> httpx.Response:
    headers = {"content-encoding": encoding} if encoding else {}
    return httpx.Response(status, headers=headers, stream=httpx.ByteStream(body))


def ask(transport: Saying, keys: CredentialsProvider = KEYS, limit: int = LIMIT) -> Answer:
    request = httpx.Request("GET", "http://127.0.0.1:1/q", headers={"x-mns-version": "1"})
    return HttpClient([], transport).send(request, MnsAuth(keys), "S", limit)


@pytest.mark.parametrize("limit", [1, 2, 7, 8])
def test_the_limit_is_exact_and_is_on_what_is_decoded(limit: int) -> None:
    assert ask(Saying(said(gzip.compress(b"a" * limit), "gzip")), limit=limit).body == b"a" * limit
    with pytest.raises(RequestRefusedError, match=rf"answer-too-large: the answer has over {limit} bytes"):
        ask(Saying(said(gzip.compress(b"a" * (limit + 1)), "gzip")), limit=limit)


@pytest.mark.parametrize("body", [b"", b"a", b"a" * LIMIT])
@pytest.mark.parametrize("encoding", ["", "identity", "gzip", "GZIP ", "deflate"])
def test_a_body_within_the_limit_is_decoded(body: bytes, encoding: str) -> None:
    encoders: dict[str, Callable[[bytes], bytes]] = {"g": gzip.compress, "d": zlib.compress}
    sent = encoders.get(encoding.lower()[:1], bytes)(body)
    answer = ask(Saying(said(sent, encoding)))
    assert (answer.status, answer.body) == (200, body)


@pytest.mark.parametrize(
    ("response", "kind", "code"),
    [
        (said(b"a" * (LIMIT + 1)), RequestRefusedError, "answer-too-large"),
        (said(gzip.compress(b"a" * (LIMIT + 1)), "gzip"), RequestRefusedError, "answer-too-large"),
        (said(gzip.compress(bytes(50_000_000)), "gzip"), RequestRefusedError, "answer-too-large"),
        (said(gzip.compress(b"a")[:-1], "gzip"), RetryLaterError, "broken-answer"),
        (said(gzip.compress(b"a") + b"more", "gzip"), RetryLaterError, "broken-answer"),
        (said(b"plain", "gzip"), RetryLaterError, "broken-answer"),
        (said(b"x", "br"), RetryLaterError, "broken-answer"),
        (said(b"x", "gzip, gzip"), RetryLaterError, "broken-answer"),
        (httpx.ReadTimeout("x"), RetryLaterError, "timeout"),
        (httpx.ConnectError("x"), RetryLaterError, "unreachable"),
        (httpx.RemoteProtocolError("x"), RetryLaterError, "unreachable"),
    ],
)  # fmt: skip
def test_any_other_is_told_by_its_kind(response: httpx.Response | Exception, kind: type[CloudError], code: str) -> None:
    with pytest.raises(CloudError) as raised:
        ask(Saying(response))
    assert (raised.type, raised.value.code) == (kind, code)


class Pieces(httpx.SyncByteStream):
    """A body that comes in these pieces."""

    def __init__(self, *pieces: bytes) -> None:
        self._left = list(pieces)

    def __iter__(self) -> Iterator[bytes]:
        while self._left:
            yield self._left.pop(0)


def test_a_bomb_is_not_inflated_once_the_limit_is_reached() -> None:
    packer = zlib.compressobj()
    first = packer.compress(b"a" * LIMIT) + packer.flush(zlib.Z_SYNC_FLUSH)
    rest = packer.compress(bytes(50_000_000)) + packer.flush()
    answer = httpx.Response(200, headers={"content-encoding": "deflate"}, stream=Pieces(first, rest))
    tracemalloc.start()
    try:
        with pytest.raises(RequestRefusedError, match="answer-too-large"):
            ask(Saying(answer))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 5_000_000


def test_what_comes_after_a_packed_body_is_not_kept() -> None:
    pieces = Pieces(gzip.compress(b"a"), *[b"x" * 1000] * 3)
    with pytest.raises(RetryLaterError, match="broken-answer"):
        ask(Saying(httpx.Response(200, headers={"content-encoding": "gzip"}, stream=pieces)))
    assert len(list(pieces)) == 2


@pytest.mark.parametrize(
    ("budget", "wait", "ends_at"),
    [
        (UNLIMITED, 0, 1010.0),
        (UNLIMITED, 30, 1040.0),
        (TimeBudget(1004.0), 30, 1004.0),
        (TimeBudget(1900.0), 0, 1010.0),
    ],
)
def test_a_call_has_ten_seconds_and_what_it_is_told_to_wait(
    monkeypatch: pytest.MonkeyPatch, budget: TimeBudget, wait: float, ends_at: float
) -> None:
    Clock(monkeypatch, "cloud.budget")
    request = httpx.Request("GET", "http://127.0.0.1:1/q", headers={"x-mns-version": "1"})
    HttpClient([], Saying(said(b""))).send(request, MnsAuth(KEYS), "S", LIMIT, budget, wait)
    assert request.extensions["budget"] == TimeBudget(ends_at)


def test_a_call_that_is_told_nothing_of_time_has_ten_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    Clock(monkeypatch, "cloud.budget")
    request = httpx.Request("GET", "http://127.0.0.1:1/q", headers={"x-mns-version": "1"})
    HttpClient([], Saying(said(b""))).send(request, MnsAuth(KEYS), "S", LIMIT)
    assert request.extensions["budget"] == TimeBudget(1010.0)


def test_the_encoding_of_an_answer_is_not_told_of_the_decoded_body() -> None:
    headers = {"Content-Encoding": "gzip", "X-A": "b"}
    answer = ask(Saying(httpx.Response(200, headers=headers, stream=httpx.ByteStream(gzip.compress(b"a")))))
    assert (answer.body, answer.headers.get("x-a"), answer.headers.get("content-encoding")) == (b"a", "b", None)


class Changing(CredentialsProvider):
    """Others, each time that they are renewed."""

    def __init__(self) -> None:
        super().__init__({})
        self.number = 0

    def current(self) -> Credentials:
        return Credentials("key", "secret", f"token-{self.number}")

    def renewed(self, refused: Credentials) -> Credentials | None:
        self.number += 1
        return self.current() if refused != self.current() else None


def test_a_refused_credential_is_renewed_once() -> None:
    transport = Saying(said(b"", status=403), said(b"yes"))
    assert ask(transport, Changing()).body == b"yes"
    assert transport.tokens == ["token-0", "token-1"]
    transport = Saying(said(b"", status=403), said(b"", status=403))
    assert ask(transport, Changing()).status == 403
    transport = Saying(said(b"", status=403))
    assert ask(transport).status == 403


@pytest.mark.parametrize(
    ("status", "body", "asked"),
    [
        (401, b"", 2), (403, b"", 2), (400, b"", 1), (402, b"", 1), (404, b"", 1), (500, b"", 1),
        (400, b"<Code>InvalidAccessKeyId</Code>", 2), (400, b"InvalidSecurityToken.Expired", 2),
        (404, b"InvalidAccessKeyId.NotFound", 2), (500, b"SignatureDoesNotMatch", 2), (400, b"IncompleteSignature", 2),
        (200, b"InvalidAccessKeyId", 1), (399, b"InvalidAccessKeyId", 1), (400, b" " * 4096 + b"AccessKey", 1),
    ],
)  # fmt: skip
def test_what_refuses_a_credential(status: int, body: bytes, asked: int) -> None:
    transport = Saying(said(gzip.compress(body), "gzip", status), said(b"yes"))
    with_room = ask(transport, Changing(), limit=10_000)
    assert (len(transport.tokens), with_room.body) == (asked, b"yes" if asked == 2 else body)


def test_without_credentials_access_is_refused() -> None:
    with pytest.raises(AccessRefusedError, match="S: no-credentials"):
        ask(Saying(), CredentialsProvider({}))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("nothing of it", "nothing of it"),
        ("it was <CAISyAJ1q6Ft5B2yfSjIr5bYEtTSr+Qw==>!", "it was <***>!"),
        ("escaped CAISyAJ1q6Ft5B2yfSjIr5bYEtTSr%2BQw%3D%3D", "escaped ***%2BQw%3D%3D"),
        ("a piece of it: yAJ1q6Ft5B2yfSjIr", "a piece of it: ***"),
        ("sixteen at the end: yAJ1q6Ft5B2yfSjI", "sixteen at the end: ***"),
        ("too little to know: yAJ1q6Ft5B2yfSj", "too little to know: yAJ1q6Ft5B2yfSj"),
        ("short short", "*** ***"),
        ("x" * 501, "x" * 499 + "…"),
        ("x" * 500, "x" * 500),
    ],
)
def test_what_repeats_a_secret_is_struck_out(text: str, told: str) -> None:
    answer = Answer(400, httpx.Headers(), b"", ("CAISyAJ1q6Ft5B2yfSjIr5bYEtTSr+Qw==", "short"))
    assert answer.cleaned(text) == told


@pytest.mark.parametrize(
    ("body", "secrets", "shown"),
    [
        (b"a-token-of-16-ch", ("a-token-of-16-ch",), True),
        (b"<a-token/of-16-ch>", ("a-token/of-16-ch",), True),
        (b"<a-token\\/of-16-ch>", ("a-token/of-16-ch",), True),
        (b"<a-token-of-16-c>", ("a-token-of-16-ch",), False),
        (b"a word of fifte", ("a word of fifte",), False),
        (b"Signature=0123456789abcdef", ("ACS3 Credential=k,Signature=0123456789abcdef",), True),
        (b"ACS3 Credential=k,", ("ACS3 Credential=k,Signature=0123456789abcdef",), False),
        (b"the second-token-here", ("the first-token-here", "second-token-here"), True),
        (b"anything", (), False),
    ],
)
def test_a_body_shows_a_secret_that_is_long_enough_to_be_one(
    body: bytes, secrets: tuple[str, ...], shown: bool
) -> None:
    assert Answer(200, httpx.Headers(), body, secrets).shows_secret() is shown
