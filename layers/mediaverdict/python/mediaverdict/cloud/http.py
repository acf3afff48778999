"""HTTP for every service: signed, within a budget of time, answers bounded, no redirects.

An answer's text may repeat what we sent, the STS token among it: `Answer.cleaned` takes that out before
anybody is told.
"""

from __future__ import annotations

import ssl
import threading
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

import httpx

from fcruntime.errors import CredentialsError
from mediaverdict.cloud.budget import UNLIMITED
from mediaverdict.cloud.transport import SocketTransport
from mediaverdict.errors import AccessRefusedError, RequestRefusedError, RetryLaterError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from mediaverdict.cloud.budget import TimeBudget

CALL_SECONDS = 10.0
"""The longest that one call takes, all of its reads together."""
_SECRET_HEADERS = ("authorization", "x-acs-security-token", "security-token")
_WINDOW = 16
"""Signs of a secret in a row that are as bad as all of it."""
MAX_TEXT = 500
REMEMBERED_NAMES = 1024
"""Far more than what can be on its way when an answer comes twice."""
_SYSTEM_CERTIFICATES = Path("/etc/ssl/certs")


class Answer(NamedTuple):
    """A service's answer, its body decoded."""

    status: int
    headers: httpx.Headers
    body: bytes
    secrets: tuple[str, ...] = ()
    """What the request carried and nobody may see."""

    def shows_secret(self) -> bool:
        """Whether the body repeats a token or a signature, as it was or with its slashes escaped."""
        for secret in self.secrets:
            part = secret.rpartition("Signature=")[2]
            if len(part) >= _WINDOW and any(form.encode() in self.body for form in (part, part.replace("/", "\\/"))):
                return True
        return False

    def cleaned(self, text: str, most: int = MAX_TEXT) -> str:
        """A text of the answer, cut, and without whatever repeats a secret of the request."""
        text = text[: most * 4]
        for secret in self.secrets:
            text = _without(text, secret)
        return text if len(text) <= most else text[: most - 1] + "…"


class GivenNames:
    """What answers named lately: messages, and requests that were refused. One that comes once more is about those.

    All queues share it, since they share connections.
    """

    def __init__(self) -> None:
        self._given: dict[str, None] = {}
        self._lock = threading.Lock()

    def are_new(self, names: Sequence[str], is_sure: Callable[[str], bool] = lambda _: False) -> bool:
        """Whether each name differs from those before, or `is_sure` speaks for it all the same; they are remembered."""
        with self._lock:
            if not all(map(is_sure, [name for name in names if name in self._given])):
                return False
            self._given.update(dict.fromkeys(names))
            while len(self._given) > REMEMBERED_NAMES:
                del self._given[next(iter(self._given))]
        return True


class HttpClient:
    """Requests to services; safe to share between threads."""

    def __init__(self, addresses: Iterable[str], transport: httpx.BaseTransport | None = None) -> None:
        """The TLS context is made only where one of the addresses needs one: it can take a cold start's 30 ms."""
        self.named = GivenNames()
        secure = any(address.startswith("https:") for address in addresses)
        self._transport = transport or SocketTransport(_tls_context() if secure else _no_tls_context())

    def __enter__(self) -> HttpClient:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Closes the connections."""
        self._transport.close()

    def send(
        self,
        outgoing: httpx.Request,
        auth: httpx.Auth,
        service: str,
        limit: int,
        budget: TimeBudget = UNLIMITED,
        wait: float = 0,
    ) -> Answer:
        """Signs and sends a request, and reads an answer of at most `limit` bytes, decoded.

        `wait` is how many seconds longer than usual the answer may take. Where the signature asks for it, the
        request is sent once more, signed anew. Raises RetryLaterError for timeouts and broken connections or
        answers, RequestRefusedError for an answer over the limit, AccessRefusedError without credentials.
        """
        outgoing.extensions["budget"] = budget.within(CALL_SECONDS + wait)
        try:
            flow = auth.auth_flow(outgoing)
            signed = next(flow)
            while True:
                response = self._exchange(signed, service, limit)
                try:
                    signed = flow.send(response)
                except StopIteration:
                    return Answer(response.status_code, response.headers, response.content, _secrets_of(signed))
        except CredentialsError as error:
            raise AccessRefusedError(service, "no-credentials", str(error)) from error

    def _exchange(self, outgoing: httpx.Request, service: str, limit: int) -> httpx.Response:
        host = outgoing.url.netloc.decode("ascii")
        try:
            response = self._transport.handle_request(outgoing)
            try:
                body = _read(response, service, limit)
            finally:
                response.close()
        except httpx.TimeoutException as error:
            raise RetryLaterError(service, "timeout", f"{host} did not answer in time") from error
        except httpx.TransportError as error:
            reason = Answer(0, httpx.Headers(), b"", _secrets_of(outgoing)).cleaned(str(error) or type(error).__name__)
            raise RetryLaterError(service, "unreachable", f"{host}: {reason}") from error
        except zlib.error as error:
            raise RetryLaterError(service, "broken-answer", f"{host}: a body that is no gzip") from error
        headers = httpx.Headers([pair for pair in response.headers.raw if pair[0].lower() != b"content-encoding"])
        return httpx.Response(response.status_code, headers=headers, content=body)


def _read(response: httpx.Response, service: str, limit: int) -> bytes:
    encoding = response.headers.get("content-encoding", "").strip().lower()
    if encoding in ("", "identity"):
        inflate = None
    elif encoding in ("gzip", "deflate"):
        inflate = zlib.decompressobj(zlib.MAX_WBITS | 32)  # either head, told by itself
    else:
        raise RetryLaterError(service, "broken-answer", "an answer in an encoding that is neither gzip nor deflate")
    body = bytearray()
    for chunk in response.iter_raw():
        # Never more at once than the limit: a kilobyte can hold gigabytes.
        body += chunk if inflate is None else inflate.decompress(chunk, limit + 1 - len(body))
        if len(body) > limit or (inflate is not None and inflate.unconsumed_tail):
            raise RequestRefusedError(
                service, "answer-too-large", f"the answer has over {limit} bytes", status=response.status_code
            )
        if inflate is not None and inflate.unused_data:  # zlib would keep all that comes after the end
            raise zlib.error
    if inflate is not None and not inflate.eof:
        raise zlib.error
    return bytes(body)


def _secrets_of(request: httpx.Request) -> tuple[str, ...]:
    return tuple(value for name in _SECRET_HEADERS if (value := request.headers.get(name)))


def _without(text: str, secret: str) -> str:
    """The text with every stretch that it shares with the secret struck out, escaped ones too."""
    for form in dict.fromkeys((secret, quote(secret, safe=""))):
        if len(form) < _WINDOW:
            text = text.replace(form, "***")
            continue
        kept: list[str] = []
        at = 0
        while at < len(text):
            end = at + _WINDOW
            if end > len(text) or text[at:end] not in form:
                kept.append(text[at])
                at += 1
                continue
            while end < len(text) and text[at : end + 1] in form:
                end += 1
            kept.append("***")
            at = end
        text = "".join(kept)
    return text


def _tls_context() -> ssl.SSLContext:
    """Reading a bundle of certificates takes 30 ms; a folder of hashed ones is read when it is needed."""
    if any(_SYSTEM_CERTIFICATES.glob("*.0")):
        return ssl.create_default_context(capath=str(_SYSTEM_CERTIFICATES))
    return httpx.create_ssl_context(trust_env=False)


def _no_tls_context() -> ssl.SSLContext:
    """A context without certificates: no https address is verified by it, so none gets through."""
    return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
