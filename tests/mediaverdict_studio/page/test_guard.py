"""Who may talk to the studio: over HTTP and WebSocket alike."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from mediaverdict_studio.page.guard import Guard

PORT, TOKEN = 4711, "s3cret"
OWN = {"host": "127.0.0.1:4711"}
COOKIE = {"cookie": f"other=1; mediaverdict-studio-4711={TOKEN}"}


async def inner(scope: dict[str, Any], receive: Any, send: Any) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.accept"})
        return
    await send({"type": "http.response.start", "status": 200, "headers": [(b"x-inner", b"1")]})
    await send({"type": "http.response.body", "body": b"inner"})


def answer(kind: str, headers: dict[str, str], query: str = "", method: str = "GET", path: str = "/en") -> list[Any]:
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    async def receive() -> Any:
        raise AssertionError("nothing is read of a request")

    scope = {
        "type": kind, "method": method, "path": path, "query_string": query.encode(),
        "headers": [(name.encode(), value.encode("latin-1")) for name, value in headers.items()],
    }  # fmt: skip
    asyncio.run(Guard(inner, PORT, TOKEN)(scope, receive, send))  # type: ignore[arg-type]
    return sent


ALLOWED = [
    ("its cookie", OWN | COOKIE),
    ("by the other name", {"host": "LocalHost:4711"} | COOKIE),
    ("from its own page", OWN | COOKIE | {"origin": "http://127.0.0.1:4711"}),
]
REFUSED = [
    ("nothing", OWN),
    ("no host", COOKIE),
    ("a name that was bound to 127.0.0.1", {"host": "evil.example:4711"} | COOKIE),
    ("another port's host", {"host": "127.0.0.1:80"} | COOKIE),
    ("no port", {"host": "127.0.0.1"} | COOKIE),
    ("another page", OWN | COOKIE | {"origin": "http://evil.example"}),
    ("a page on another port", OWN | COOKIE | {"origin": "http://127.0.0.1:8000"}),
    ("a page of nowhere", OWN | COOKIE | {"origin": "null"}),
    ("its host over TLS", OWN | COOKIE | {"origin": "https://127.0.0.1:4711"}),
    ("another token", OWN | {"cookie": "mediaverdict-studio-4711=guessed"}),
    ("another studio's cookie", OWN | {"cookie": f"mediaverdict-studio-4712={TOKEN}"}),
    ("a cookie that is none", OWN | {"cookie": "\xff;;=,[]"}),
    ("an empty cookie", OWN | {"cookie": "mediaverdict-studio-4711="}),
]


@pytest.mark.parametrize("headers", [headers for _, headers in ALLOWED], ids=[name for name, _ in ALLOWED])
def test_what_brings_the_token_passes(headers: dict[str, str]) -> None:
    start, body = answer("http", headers)
    assert (start["status"], body["body"]) == (200, b"inner")
    assert answer("websocket", headers) == [{"type": "websocket.accept"}]


@pytest.mark.parametrize("headers", [headers for _, headers in REFUSED], ids=[name for name, _ in REFUSED])
def test_all_else_is_refused(headers: dict[str, str]) -> None:
    start, body = answer("http", headers)
    assert start["status"] == 403
    assert TOKEN.encode() not in body["body"]
    (closed,) = answer("websocket", headers)
    assert (closed["type"], closed["code"]) == ("websocket.close", 1008)


def test_the_token_goes_from_the_address_into_a_cookie() -> None:
    start, _ = answer("http", OWN, query=f"token={TOKEN}", path="/")
    headers = dict(start["headers"])
    assert start["status"] == 303
    assert headers[b"location"] == b"/"
    assert headers[b"set-cookie"] == b"mediaverdict-studio-4711=s3cret; Path=/; HttpOnly; SameSite=Strict"
    assert headers[b"referrer-policy"] == b"no-referrer"


@pytest.mark.parametrize(
    ("query", "method"),
    [("token=guessed", "GET"), ("token=", "GET"), (f"token=a&token={TOKEN}", "GET"), (f"token={TOKEN}", "POST")],
)
def test_a_token_in_the_address_counts_once_and_in_a_get(query: str, method: str) -> None:
    assert answer("http", OWN, query=query, method=method)[0]["status"] == 403


def test_a_token_in_the_address_opens_no_socket() -> None:
    (closed,) = answer("websocket", OWN, query=f"token={TOKEN}")
    assert closed["type"] == "websocket.close"


def test_no_redirect_leaves_the_studio() -> None:
    start, _ = answer("http", OWN, query=f"token={TOKEN}", path="//evil.example")
    assert dict(start["headers"])[b"location"] == b"/"


def test_the_browser_is_told_to_fetch_nothing_from_elsewhere() -> None:
    start, _ = answer("http", OWN | COOKIE)
    headers = dict(start["headers"])
    assert headers[b"x-inner"] == b"1"
    policy = dict(part.split(" ", 1) for part in headers[b"content-security-policy"].decode().split("; "))
    assert policy["default-src"] == "'self'"
    assert policy["connect-src"] == "'self' ws://127.0.0.1:4711 ws://localhost:4711"
    assert policy["frame-ancestors"] == policy["object-src"] == policy["base-uri"] == "'none'"
    assert not any("http" in value or "*" in value for value in policy.values())
