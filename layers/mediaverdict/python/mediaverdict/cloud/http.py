"""One HTTP client for every service: kept-alive connections, one TLS context, timeouts, bounded answers."""

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


def make_client(addresses: Iterable[str], transport: httpx.BaseTransport | None = None) -> httpx.Client:
    """A client for services at these addresses. Redirects are not followed, proxies of the environment not used.

    The TLS context is made only where an address needs one; it costs a cold start tens of milliseconds
    where no folder of hashed certificates is at hand.
    """
    secure = any(address.startswith("https:") for address in addresses)
    return httpx.Client(
        verify=_tls_context() if secure else _no_tls_context(),
        timeout=httpx.Timeout(READ_SECONDS, connect=CONNECT_SECONDS),
        limits=httpx.Limits(
            max_connections=MAX_CONNECTIONS, max_keepalive_connections=MAX_CONNECTIONS, keepalive_expiry=60
        ),
        follow_redirects=False,
        trust_env=False,
        transport=transport,
        headers={"User-Agent": "mediaverdict"},
    )


def request(
    client: httpx.Client, outgoing: httpx.Request, auth: httpx.Auth, service: str, limit: int
) -> tuple[int, httpx.Headers, bytes]:
    """Sends a request and reads an answer of at most `limit` bytes: (status, headers, body).

    Raises RetryLaterError for timeouts and broken connections, CloudError for what no repetition mends.
    """
    try:
        response = client.send(outgoing, auth=auth, stream=True)
        try:
            body = bytearray()
            for chunk in response.iter_bytes():
                body += chunk
                if len(body) > limit:
                    raise CloudError(
                        service,
                        "answer-too-large",
                        f"the answer has over {limit} bytes",
                        status=response.status_code,
                    )
        finally:
            response.close()
    except httpx.TimeoutException as error:
        raise RetryLaterError(service, "timeout", f"{_host(outgoing)} did not answer in time") from error
    except httpx.TransportError as error:
        raise RetryLaterError(service, "unreachable", f"{_host(outgoing)}: {error or type(error).__name__}") from error
    except httpx.HTTPError as error:  # a broken content encoding
        raise RetryLaterError(service, "broken-answer", f"{_host(outgoing)}: {type(error).__name__}") from error
    return response.status_code, response.headers, bytes(body)


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
