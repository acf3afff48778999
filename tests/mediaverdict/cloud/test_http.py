"""What the HTTP client makes of an answer: its size, its encoding, and the secrets that it may repeat."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable

import httpx
import pytest

from fcruntime.credentials import Credentials, CredentialsProvider, FixedCredentials
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


def ask(transport: Saying, keys: CredentialsProvider = KEYS) -> Answer:
    request = httpx.Request("GET", "http://127.0.0.1:1/q", headers={"x-mns-version": "1"})
    return HttpClient([], transport).send(request, MnsAuth(keys), "S", LIMIT)


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
        ("too little to know: yAJ1q6Ft5B2yfSj", "too little to know: yAJ1q6Ft5B2yfSj"),
        ("short short", "*** ***"),
        ("x" * 501, "x" * 499 + "…"),
        ("x" * 500, "x" * 500),
    ],
)
def test_what_repeats_a_secret_is_struck_out(text: str, told: str) -> None:
    answer = Answer(400, httpx.Headers(), b"", ("CAISyAJ1q6Ft5B2yfSjIr5bYEtTSr+Qw==", "short"))
    assert answer.cleaned(text) == told
