"""HTTP for every service: kept-alive connections, one TLS context, timeouts, bounded answers, no redirects."""

from __future__ import annotations

import ssl
from pathlib import Path
from typing import TYPE_CHECKING

import httpx

from mediaverdict.errors import CloudError, RetryLaterError

if TYPE_CHECKING:
    from collections.abc import Iterable

CONNECT_SECONDS = 5.0
READ_SECONDS = 10.0
MAX_CONNECTIONS = 16
"""A shared httpx client gets slower, not faster, with more requests under way than about this."""

_SYSTEM_CERTIFICATES = Path("/etc/ssl/certs")


class HttpClient:
    """Requests to services, over httpx's transport; safe to share between threads.

    The transport alone, without httpx.Client around it: that costs twice the CPU a request, for redirects,
    cookies, proxies and an environment that must not be followed here anyway.
    """

    def __init__(self, addresses: Iterable[str], transport: httpx.BaseTransport | None = None) -> None:
        """The TLS context is made only where one of the addresses needs one: it can take a cold start's 30 ms."""
        secure = any(address.startswith("https:") for address in addresses)
        self.read_seconds = READ_SECONDS
        self._transport = transport or httpx.HTTPTransport(
            verify=_tls_context() if secure else _no_tls_context(),
            limits=httpx.Limits(
                max_connections=MAX_CONNECTIONS, max_keepalive_connections=MAX_CONNECTIONS, keepalive_expiry=60
            ),
            trust_env=False,
        )

    def __enter__(self) -> HttpClient:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Closes the connections."""
        self._transport.close()

    def send(
        self, outgoing: httpx.Request, auth: httpx.Auth, service: str, limit: int, wait: float = 0
    ) -> tuple[int, httpx.Headers, bytes]:
        """Signs and sends a request, and reads an answer of at most `limit` bytes: (status, headers, body).

        `wait` is how many seconds longer than usual the answer may take. Raises RetryLaterError for timeouts
        and broken connections, CloudError for what no repetition mends.
        """
        outgoing.extensions["timeout"] = {
            "connect": CONNECT_SECONDS, "read": self.read_seconds + wait, "write": READ_SECONDS, "pool": READ_SECONDS,
        }  # fmt: skip
        try:
            response = self._transport.handle_request(next(auth.auth_flow(outgoing)))
            try:
                return response.status_code, response.headers, _read(response, service, limit)
            finally:
                response.close()
        except httpx.TimeoutException as error:
            raise RetryLaterError(service, "timeout", f"{_host(outgoing)} did not answer in time") from error
        except httpx.TransportError as error:
            told = f"{_host(outgoing)}: {error or type(error).__name__}"
            raise RetryLaterError(service, "unreachable", told) from error
        except httpx.HTTPError as error:  # a broken content encoding
            raise RetryLaterError(service, "broken-answer", f"{_host(outgoing)}: {type(error).__name__}") from error


def _read(response: httpx.Response, service: str, limit: int) -> bytes:
    body = bytearray()
    for chunk in response.iter_bytes():
        body += chunk
        if len(body) > limit:
            raise CloudError(
                service, "answer-too-large", f"the answer has over {limit} bytes", status=response.status_code
            )
    return bytes(body)


def _host(outgoing: httpx.Request) -> str:
    return outgoing.url.netloc.decode("ascii")


def _tls_context() -> ssl.SSLContext:
    """Reading a bundle of certificates takes 30 ms; a folder of hashed ones is read when it is needed."""
    if any(_SYSTEM_CERTIFICATES.glob("*.0")):
        return ssl.create_default_context(capath=str(_SYSTEM_CERTIFICATES))
    return httpx.create_ssl_context(trust_env=False)


def _no_tls_context() -> ssl.SSLContext:
    """A context without certificates: no https address is verified by it, so none gets through."""
    return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
