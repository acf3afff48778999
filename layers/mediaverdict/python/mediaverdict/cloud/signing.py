"""Alibaba Cloud's two signatures, each a pure function and an httpx.Auth around it.

Sources: the V3 request signature (ACS3-HMAC-SHA256) page; SMQ's "sign requests" page (MNS, HMAC-SHA1).
Both are held against the vendor's own packages in the tests.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import time
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, quote
from uuid import uuid4

import httpx

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Mapping

    from fcruntime.credentials import Credentials, CredentialsProvider

ACS3 = "ACS3-HMAC-SHA256"
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def acs3_authorization(
    method: str,
    path: str,
    query: Iterable[tuple[str, str]],
    headers: Mapping[str, str],
    credentials: Credentials,
) -> str:
    """The Authorization of an ACS3 request. Every header given is signed; names in lower case.

    `headers` must hold `host` and the `x-acs-*` ones, `x-acs-content-sha256` among them.
    """
    canonical_query = "&".join(f"{_encode(name)}={_encode(value)}" for name, value in sorted(query))
    names = sorted(headers)
    canonical_headers = "".join(f"{name}:{headers[name].strip()}\n" for name in names)
    signed = ";".join(names)
    payload = headers["x-acs-content-sha256"]
    canonical = f"{method}\n{path}\n{canonical_query}\n{canonical_headers}\n{signed}\n{payload}"
    digest = hashlib.sha256(canonical.encode()).hexdigest()
    key = credentials.access_key_secret.encode()
    signature = hmac.new(key, f"{ACS3}\n{digest}".encode(), hashlib.sha256).hexdigest()
    return f"{ACS3} Credential={credentials.access_key_id},SignedHeaders={signed},Signature={signature}"


def mns_authorization(method: str, resource: str, headers: Mapping[str, str], credentials: Credentials) -> str:
    """The Authorization of an SMQ request. `resource` is the raw path and query, exactly as sent.

    Of `headers` (names in lower case) content-md5, content-type, date and every x-mns-* are signed;
    `security-token` never is.
    """
    own = "".join(f"{name}:{headers[name]}\n" for name in sorted(headers) if name.startswith("x-mns-"))
    parts = (method, headers.get("content-md5", ""), headers.get("content-type", ""), headers.get("date", ""))
    text = "\n".join((*parts, own + resource))
    digest = hmac.new(credentials.access_key_secret.encode(), text.encode(), hashlib.sha1).digest()
    return f"MNS {credentials.access_key_id}:{base64.b64encode(digest).decode()}"


class _Signing(httpx.Auth):
    """Signs a request; one whose credentials were refused is signed once more where there are others by now."""

    requires_request_body = True
    requires_response_body = True

    def __init__(self, credentials: CredentialsProvider, clock: Callable[[], float] = time.time) -> None:
        self._credentials = credentials
        self._clock = clock

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Adds the date, the STS token where there is one, and the signature."""
        keys = self._credentials.current()
        self.sign(request, keys)
        response = yield request
        if not _refuses_credentials(response):
            return
        fresh = self._credentials.renewed(keys)
        if fresh is not None:
            self.sign(request, fresh)
            yield request

    def sign(self, request: httpx.Request, keys: Credentials) -> None:
        """Puts the signature, and what it covers, into the request's headers."""
        raise NotImplementedError


class Acs3Auth(_Signing):
    """Signs requests to ICE; the request must carry x-acs-action and x-acs-version."""

    def __init__(
        self,
        credentials: CredentialsProvider,
        clock: Callable[[], float] = time.time,
        nonce: Callable[[], str] = lambda: uuid4().hex,
    ) -> None:
        super().__init__(credentials, clock)
        self._nonce = nonce

    def sign(self, request: httpx.Request, keys: Credentials) -> None:
        """With a nonce of its own and the body's hash."""
        headers = {
            "x-acs-date": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(self._clock())),
            "x-acs-signature-nonce": self._nonce(),
            "x-acs-content-sha256": hashlib.sha256(request.content).hexdigest(),
        }
        if keys.security_token:
            headers["x-acs-accesskey-id"] = keys.access_key_id
            headers["x-acs-security-token"] = keys.security_token
        sent = {**request.headers, **headers}
        signed = {name: value for name, value in sent.items() if name == "host" or name.startswith("x-acs-")}
        query = parse_qsl(request.url.query.decode("ascii"), keep_blank_values=True)
        path = request.url.raw_path.partition(b"?")[0].decode("ascii")
        headers["Authorization"] = acs3_authorization(request.method, path, query, signed, keys)
        request.headers.update(headers)  # all at once: httpx looks through the whole list for each


class MnsAuth(_Signing):
    """Signs requests to SMQ; the request must carry x-mns-version."""

    def sign(self, request: httpx.Request, keys: Credentials) -> None:
        """The STS token travels beside the signature, which never covers it."""
        headers = {"date": rfc1123(self._clock())}
        if keys.security_token:
            headers["security-token"] = keys.security_token
        resource = request.url.raw_path.decode("ascii")
        signed = {**request.headers, **headers}
        headers["Authorization"] = mns_authorization(request.method, resource, signed, keys)
        request.headers.update(headers)


_CREDENTIALS_REFUSED = (b"AccessKey", b"SecurityToken", b"SignatureDoesNotMatch", b"IncompleteSignature")
"""Of both services' codes; SMQ's for an expired token is not documented, so any 403 counts."""


def _refuses_credentials(response: httpx.Response) -> bool:
    if response.status_code in (401, 403):
        return True
    return response.status_code >= 400 and any(code in response.content[:4096] for code in _CREDENTIALS_REFUSED)


def rfc1123(seconds: float) -> str:
    """`Mon, 23 Nov 2026 12:00:00 GMT`; strftime's names would follow the locale."""
    at = time.gmtime(seconds)
    day = f"{_DAYS[at.tm_wday]}, {at.tm_mday:02d} {_MONTHS[at.tm_mon - 1]} {at.tm_year}"
    return f"{day} {time.strftime('%H:%M:%S', at)} GMT"


def _encode(text: str) -> str:
    """RFC 3986: `~` stays, a space is %20, `*` is %2A."""
    return quote(text, safe="~")
