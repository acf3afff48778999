"""Golden signatures: computed by the vendor's own packages, and printed on the vendor's own pages."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import httpx
import pytest

from fcruntime.credentials import Credentials, FixedCredentials
from mediaverdict.cloud.signing import Acs3Auth, MnsAuth, acs3_authorization, mns_authorization, rfc1123

VECTORS = json.loads(Path(__file__).with_name("signatures.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("vector", VECTORS["acs3"], ids=lambda vector: vector["name"])
def test_acs3_equals_the_vendors(vector: dict[str, Any]) -> None:
    keys = Credentials(vector["key"], vector["secret"])
    assert (
        acs3_authorization(vector["method"], "/", vector["query"].items(), vector["headers"], keys)
        == vector["authorization"]
    )


@pytest.mark.parametrize("vector", VECTORS["mns"], ids=lambda vector: vector["resource"])
def test_mns_equals_the_vendors(vector: dict[str, Any]) -> None:
    keys = Credentials(vector["key"], vector["secret"])
    assert mns_authorization(vector["method"], vector["resource"], vector["headers"], keys) == vector["authorization"]


def flow(auth: httpx.Auth, request: httpx.Request) -> httpx.Request:
    return next(auth.sync_auth_flow(request))


def test_the_acs3_auth_adds_all_that_is_signed() -> None:
    request = httpx.Request(
        "GET",
        "https://ice.cn-shanghai.aliyuncs.com/",
        params={"JobId": "a b*~"},
        headers={"x-acs-action": "A", "x-acs-version": "V", "Accept": "x", "User-Agent": "u", "X-Other": "o"},
    )
    signed = flow(
        Acs3Auth(FixedCredentials(Credentials("STS.k", "s", "tok")), lambda: 1795435200.0, lambda: "n-1"), request
    )
    own = {name: value for name, value in signed.headers.items() if name.startswith("x-acs-")}
    assert own == {
        "x-acs-action": "A", "x-acs-version": "V", "x-acs-date": "2026-11-23T12:00:00Z", "x-acs-signature-nonce": "n-1",
        "x-acs-content-sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "x-acs-accesskey-id": "STS.k", "x-acs-security-token": "tok",
    }  # fmt: skip
    told = signed.headers["authorization"].partition("SignedHeaders=")[2].partition(",")[0]
    assert told.split(";") == ["host", *sorted(own)]


def test_the_mns_auth_signs_the_raw_path_and_never_the_token() -> None:
    url = "https://1.mns.cn-shanghai.aliyuncs.com/queues/q/messages?ReceiptHandle=1-ODU4=="
    request = httpx.Request("DELETE", url, headers={"x-mns-version": "2015-06-06"})
    signed = flow(MnsAuth(FixedCredentials(Credentials("k", "s", "tok")), lambda: 1795435200.0), request)
    assert request.url.raw_path == b"/queues/q/messages?ReceiptHandle=1-ODU4=="
    headers = {"date": "Mon, 23 Nov 2026 12:00:00 GMT", "x-mns-version": "2015-06-06"}
    wanted = mns_authorization("DELETE", "/queues/q/messages?ReceiptHandle=1-ODU4==", headers, Credentials("k", "s"))
    assert signed.headers["authorization"] == wanted
    assert signed.headers["security-token"] == "tok"


def test_dates_do_not_follow_the_locale() -> None:
    assert rfc1123(1795435200.0) == "Mon, 23 Nov 2026 12:00:00 GMT"
    assert rfc1123(0.0) == "Thu, 01 Jan 1970 00:00:00 GMT"


def test_a_secret_that_is_no_ascii_is_signed_as_utf8() -> None:
    signature = mns_authorization("GET", "/queues", {}, Credentials("k", "schlüssel")).partition(":")[2]
    assert len(base64.b64decode(signature)) == 20
