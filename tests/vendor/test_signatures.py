"""For random requests our signatures are those of the vendor's signing functions."""

from __future__ import annotations

import string

from alibabacloud_tea_openapi.utils import Utils
from darabonba.request import DaraRequest
from hypothesis import given
from hypothesis import strategies as st
from mns.auth import StaticCredentialsProvider
from mns.mns_client import MNSClient

from fcruntime.credentials import Credentials
from mediaverdict.cloud.signing import ACS3, acs3_authorization, mns_authorization

HASH = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
NAMES = st.text(string.ascii_letters + string.digits, min_size=1, max_size=12)
VALUES = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=1, max_size=20)
TOKENS = st.text(string.ascii_letters + string.digits + "-_./:;=+", min_size=1, max_size=20)
SECRETS = st.text(string.ascii_letters + string.digits, min_size=1, max_size=40)


@given(
    st.sampled_from(["GET", "POST"]),
    st.dictionaries(NAMES, VALUES, max_size=5),
    st.dictionaries(NAMES.map(str.lower), TOKENS, max_size=4),
    SECRETS,
)
def test_acs3(method: str, query: dict[str, str], extra: dict[str, str], secret: str) -> None:
    headers = {
        "host": "ice.cn-shanghai.aliyuncs.com",
        "x-acs-content-sha256": HASH,
        **{f"x-acs-{name}": value for name, value in extra.items()},
    }
    request = DaraRequest()
    request.method, request.pathname, request.query, request.headers = method, "/", query, headers
    theirs = Utils.get_authorization(request, ACS3, HASH, "key", secret)
    assert acs3_authorization(method, "/", query.items(), headers, Credentials("key", secret)) == theirs


@given(
    st.sampled_from(["GET", "POST", "PUT", "DELETE"]), TOKENS, st.dictionaries(NAMES.map(str.lower), TOKENS, max_size=4),
    st.sampled_from(["", "text/xml;charset=UTF-8"]), SECRETS,
)  # fmt: skip
def test_mns(method: str, handle: str, extra: dict[str, str], content_type: str, secret: str) -> None:
    resource = f"/queues/q/messages?ReceiptHandle={handle}"
    headers = {
        "x-mns-version": "2015-06-06",
        "date": "Mon, 23 Nov 2026 12:00:00 GMT",
        **{f"x-mns-{name}": value for name, value in extra.items()},
    }
    if content_type:
        headers["content-type"] = content_type
    credential = StaticCredentialsProvider("key", secret, "").get_credentials()
    theirs = MNSClient("http://127.0.0.1", "key", secret).get_signature(method, headers, resource, credential)
    assert mns_authorization(method, resource, headers, Credentials("key", secret)) == theirs
