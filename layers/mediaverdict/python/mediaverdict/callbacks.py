"""Whether an HTTP callback is from IMS: `X-ICE-SIGNATURE` is the hex MD5 of `URL|timestamp|key`.

The signature does not cover the body, so nothing but the job's ID is ever taken from one.
Source: IMS's page on HTTP callback authentication.
"""

from __future__ import annotations

import hashlib
import hmac
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fcruntime.envelopes import HttpRequest

MAX_AGE = 300
"""Seconds that a timestamp may be off, as the vendor suggests."""


class Denied(NamedTuple):
    """Why a callback is refused, and with which HTTP status."""

    status: int
    reason: str


def callback_signature(url: str, timestamp: str, key: str) -> str:
    """What IMS puts into X-ICE-SIGNATURE."""
    return hashlib.md5(f"{url}|{timestamp}|{key}".encode()).hexdigest()


def check_callback(request: HttpRequest, url: str, keys: Sequence[str], now: float) -> Denied | None:
    """None for a callback signed with one of the keys (during a change of keys there are two) within 5 minutes.

    Compares in constant time, and says nothing of what the right signature would have been.
    """
    if not keys:
        return Denied(403, "HTTP events are refused: MEDIAVERDICT_CALLBACK_KEYS is not set")
    timestamp = request.headers.get("x-ice-timestamp", "")
    signature = request.headers.get("x-ice-signature", "")
    if not timestamp or not signature:
        return Denied(401, "X-ICE-TIMESTAMP or X-ICE-SIGNATURE is missing")
    expected = [callback_signature(url, timestamp, key) for key in keys]
    signed = [
        hmac.compare_digest(one, signature.strip().lower().encode("ascii", "replace").decode()) for one in expected
    ]
    if not any(signed):
        return Denied(401, "the signature is not ours: check the callback URL and key")
    if not (timestamp.isascii() and timestamp.isdecimal() and abs(now - int(timestamp)) <= MAX_AGE):
        return Denied(401, f"the timestamp is more than {MAX_AGE} s off")
    return None
