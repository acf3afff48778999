"""Which addresses a service or a queue may have."""

from __future__ import annotations

import pytest

from mediaverdict.cloud.queues import fault_of_endpoint

NOT_ACCEPTED = "a URL with a user, a password, a query or a fragment is not accepted"


@pytest.mark.parametrize(
    ("address", "fault"),
    [
        ("https://ice.cn-shanghai.aliyuncs.com", ""),
        ("http://127.0.0.1:8080", ""),
        ("https://user@ice.cn-shanghai.aliyuncs.com", NOT_ACCEPTED),
        ("https://:secret@ice.cn-shanghai.aliyuncs.com", NOT_ACCEPTED),
        ("https://user:secret@ice.cn-shanghai.aliyuncs.com", NOT_ACCEPTED),
        ("https://ice.cn-shanghai.aliyuncs.com/?a=b", NOT_ACCEPTED),
        ("https://ice.cn-shanghai.aliyuncs.com/#a", NOT_ACCEPTED),
    ],
)
def test_an_address_carries_nothing_but_where_it_is(address: str, fault: str) -> None:
    assert str(fault_of_endpoint(address)) == fault
