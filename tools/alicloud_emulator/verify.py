"""Signatures, checked as strictly as in the cloud: every part that is signed, the clock, the token."""

from __future__ import annotations

import calendar
import hashlib
import hmac
import re
import time
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import parse_qsl

from fcruntime.credentials import Credentials
from mediaverdict.cloud.signing import ACS3, acs3_authorization, mns_authorization

if TYPE_CHECKING:
    from collections.abc import Mapping

    from alicloud_emulator.state import EmulatorState

CLOCK_SKEW = 15 * 60
"""Seconds that a request's date may be off."""

_ACS3 = re.compile(rf"{ACS3} Credential=([^,]+),SignedHeaders=([^,]+),Signature=([0-9a-f]{{64}})\Z")
_MNS = re.compile(r"MNS ([^:]+):(\S+)\Z")


class Refusal(NamedTuple):
    """What a service answers to a request that it does not trust."""

    status: int
    code: str
    message: str


def verify_acs3(
    state: EmulatorState, method: str, target: str, headers: Mapping[str, str], body: bytes
) -> Refusal | None:
    """None for a request that is signed right. Header names in lower case."""
    match = _ACS3.match(headers.get("authorization", ""))
    if match is None:
        return Refusal(400, "MissingSignature", "The Authorization header is missing or is not ACS3-HMAC-SHA256.")
    key, signed, _ = match.groups()
    secret = state.keys.get(key)
    if secret is None:
        return Refusal(404, "InvalidAccessKeyId.NotFound", "Specified access key is not found.")
    names = signed.split(";")
    must = {"host", *(name for name in headers if name.startswith("x-acs-"))}
    if not must <= set(names) or any(name not in headers for name in names):
        return Refusal(400, "SignatureDoesNotMatch", "Every x-acs-* header and the host must be signed.")
    if headers.get("x-acs-content-sha256") != hashlib.sha256(body).hexdigest():
        return Refusal(400, "SignatureDoesNotMatch", "x-acs-content-sha256 is not the body's hash.")
    path, _, query = target.partition("?")
    ours = acs3_authorization(
        method,
        path,
        parse_qsl(query, keep_blank_values=True),
        {name: headers[name] for name in names},
        Credentials(key, secret),
    )
    if not hmac.compare_digest(ours, headers["authorization"]):
        return Refusal(400, "SignatureDoesNotMatch", "Specified signature is not matched with our calculation.")
    if not headers.get("x-acs-signature-nonce"):
        return Refusal(400, "MissingSignatureNonce", "x-acs-signature-nonce is missing.")
    try:
        at = calendar.timegm(time.strptime(headers.get("x-acs-date", ""), "%Y-%m-%dT%H:%M:%SZ"))
    except ValueError:
        return Refusal(400, "InvalidTimeStamp.Format", "x-acs-date is not in UTC, as in 2026-11-23T12:00:00Z.")
    if abs(state.clock() - at) > CLOCK_SKEW:
        return Refusal(400, "InvalidTimeStamp.Expired", "Specified time stamp or date value is expired.")
    return _check_token(state, key, headers.get("x-acs-security-token", ""), "InvalidSecurityToken.Expired", 400)


def verify_mns(state: EmulatorState, method: str, target: str, headers: Mapping[str, str]) -> Refusal | None:
    """None for a request that is signed right. `target` is the raw path and query, as sent."""
    match = _MNS.match(headers.get("authorization", ""))
    if match is None:
        return Refusal(403, "AccessDenied", "The Authorization header is missing or malformed.")
    key, _ = match.groups()
    secret = state.keys.get(key)
    if secret is None:
        return Refusal(403, "InvalidAccessKeyId", "The AccessKey Id you provided does not exist.")
    if not headers.get("x-mns-version"):
        return Refusal(400, "MissingVersion", "x-mns-version is missing.")
    ours = mns_authorization(method, target, headers, Credentials(key, secret))
    if not hmac.compare_digest(ours, headers["authorization"]):
        return Refusal(403, "SignatureDoesNotMatch", "The request signature we calculated does not match.")
    try:
        at = parsedate_to_datetime(headers.get("date", "")).timestamp()
    except (ValueError, TypeError):
        return Refusal(400, "InvalidArgument", "Date is not as in Mon, 23 Nov 2026 12:00:00 GMT.")
    if abs(state.clock() - at) > CLOCK_SKEW:
        return Refusal(408, "TimeExpired", "The http request you sent is expired.")
    return _check_token(state, key, headers.get("security-token", ""), "AccessDenied", 403)


def _check_token(state: EmulatorState, key: str, token: str, code: str, status: int) -> Refusal | None:
    wanted = state.tokens.get(key, "")
    if hmac.compare_digest(wanted, token):
        return None
    return Refusal(status, code, "Specified SecurityToken is expired or missing.")
