"""Who may talk to the studio: the browser that was opened with its address, and nobody else.

The studio reads a folder and writes a file for whoever reaches it, so three things are asked of every request, over
HTTP and WebSocket alike, before anything else is looked at:

- its `Host` is ours: a name that somebody bound to 127.0.0.1 is another host;
- its `Origin`, where there is one, is ours: no other page may reach us through the person's browser;
- it brings the token: once in the address that the terminal printed, from then on in a cookie that no script reads.

Plain ASGI, so that nothing of the framework behind it runs for a request that is refused.
"""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable, MutableMapping
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qs

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

TOKEN = "token"  # noqa: S105 - a parameter's name
"""The query parameter that carries the token in the address."""
POLICY_VIOLATION = 1008
"""RFC 6455, 7.4.1: how a WebSocket is closed that is not wanted."""


class Guard:
    """An ASGI app that hands on what may pass. `port` is the one that is served on 127.0.0.1."""

    def __init__(self, app: App, port: int, token: str) -> None:
        self.app = app  # by this name the framework finds itself behind it
        self._token = token
        self._hosts = {f"127.0.0.1:{port}", f"localhost:{port}"}
        self._origins = {f"http://{host}" for host in self._hosts}
        # A cookie is sent to every port of a host: two studios must not take each other's.
        self._cookie = f"mediaverdict-studio-{port}"
        self._headers = _safety_headers(port)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuses with 403 (WebSocket: before it is opened), else hands on."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
        if self._is_foreign(headers):
            await _refuse(scope, send, "This request comes from elsewhere: the studio answers its own page only.")
        elif scope["type"] == "http" and self._brings_token(scope):
            await self._let_in(scope, send)
        elif not self._is(self._token_in(headers.get("cookie", ""))):
            await _refuse(scope, send, "Open the address that `mediaverdict studio` printed, with its token.")
        else:
            await self.app(scope, receive, self._with_safety_headers(send) if scope["type"] == "http" else send)

    def _is_foreign(self, headers: MutableMapping[str, str]) -> bool:
        origin = headers.get("origin")
        return headers.get("host", "").lower() not in self._hosts or (
            origin is not None and origin.lower() not in self._origins
        )

    def _brings_token(self, scope: Scope) -> bool:
        given = parse_qs(scope.get("query_string", b"").decode("latin-1")).get(TOKEN, [])
        return scope.get("method") == "GET" and len(given) == 1 and self._is(given[0])

    def _is(self, given: str) -> bool:
        return secrets.compare_digest(given.encode(), self._token.encode())

    def _token_in(self, cookies: str) -> str:
        try:
            found = SimpleCookie(cookies).get(self._cookie)
        except CookieError:
            return ""
        return found.value if found is not None else ""

    async def _let_in(self, scope: Scope, send: Send) -> None:
        """The token goes from the address, which histories keep, into a cookie."""
        cookie = f"{self._cookie}={self._token}; Path=/; HttpOnly; SameSite=Strict"
        location = scope["path"].encode("ascii", "ignore") if not scope["path"].startswith("//") else b"/"
        await self._with_safety_headers(send)(
            {
                "type": "http.response.start",
                "status": 303,
                "headers": [
                    (b"location", location),
                    (b"set-cookie", cookie.encode("ascii")),
                    (b"content-length", b"0"),
                ],
            }
        )
        await send({"type": "http.response.body", "body": b""})

    def _with_safety_headers(self, send: Send) -> Send:
        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": [*message.get("headers", ()), *self._headers]}
            await send(message)

        return sending


def _safety_headers(port: int) -> list[tuple[bytes, bytes]]:
    """What the browser itself is to hold to: nothing is fetched from elsewhere, nobody frames the page.

    The framework compiles its templates in the page, hence `unsafe-eval`.
    """
    policy = (
        "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
        f"img-src 'self' data:; font-src 'self' data:; connect-src 'self' ws://127.0.0.1:{port} ws://localhost:{port}; "
        "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    )
    return [
        (b"content-security-policy", policy.encode("ascii")),
        (b"referrer-policy", b"no-referrer"),
        (b"x-content-type-options", b"nosniff"),
        (b"cross-origin-opener-policy", b"same-origin"),
        (b"cross-origin-resource-policy", b"same-origin"),
    ]


async def _refuse(scope: Scope, send: Send, why: str) -> None:
    if scope["type"] == "websocket":  # closed before it is accepted: the server answers 403
        await send({"type": "websocket.close", "code": POLICY_VIOLATION, "reason": why})
        return
    body = f"{why}\n".encode()
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(body)).encode("ascii"))]
    await send({"type": "http.response.start", "status": 403, "headers": headers})
    await send({"type": "http.response.body", "body": body})
