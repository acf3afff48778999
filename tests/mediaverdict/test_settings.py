from __future__ import annotations

from pathlib import Path

import pytest

from mediaverdict.errors import SettingsError
from mediaverdict.settings import read_settings

QUEUE = "https://123.mns.cn-shanghai.aliyuncs.com/queues/verdicts"
RULES = Path("/code/rules.yml")
GOOD = {"MEDIAVERDICT_VERDICT_QUEUE": QUEUE, "FC_REGION": "cn-shanghai", "FC_ACCOUNT_ID": "123"}


def test_the_defaults() -> None:
    settings = read_settings(GOOD, RULES)
    assert (settings.ice_endpoint, settings.rules, settings.concurrency) == (
        "https://ice.cn-shanghai.aliyuncs.com",
        RULES,
        8,
    )
    assert (settings.retry_queue, settings.dead_letter_queue, settings.callback_keys, settings.trusts_callers) == (
        None,
        None,
        (),
        False,
    )
    assert settings.addresses == ["https://ice.cn-shanghai.aliyuncs.com", QUEUE]


def test_everything_set_and_an_empty_variable_is_an_absent_one() -> None:
    settings = read_settings(
        {
            **GOOD, "MEDIAVERDICT_RETRY_QUEUE": f"{QUEUE}2", "MEDIAVERDICT_DEAD_LETTER_QUEUE": "  ", "MEDIAVERDICT_RULES": "/x.yml",
            "MEDIAVERDICT_ICE_ENDPOINT": "https://ice-vpc.cn-shanghai.aliyuncs.com", "MEDIAVERDICT_CONCURRENCY": "3", "MEDIAVERDICT_TEMPLATES": "off",
            "MEDIAVERDICT_CALLBACK_URL": "https://x/cb", "MEDIAVERDICT_CALLBACK_KEYS": "old, new",
        },
        RULES,
    )  # fmt: skip
    assert (settings.retry_queue, settings.dead_letter_queue, settings.concurrency) == (f"{QUEUE}2", None, 3)
    assert settings.callback_keys == ("old", "new")
    assert settings.templates is False
    assert "old" not in repr(settings)


def test_none_says_that_callers_are_trusted() -> None:
    assert read_settings({**GOOD, "MEDIAVERDICT_CALLBACK_KEYS": "none"}, RULES).trusts_callers is True


def test_one_message_names_every_fault() -> None:
    with pytest.raises(SettingsError) as raised:
        read_settings(
            {"MEDIAVERDICT_CONCURRENCY": "many", "MEDIAVERDICT_TEMPLATES": "no", "MEDIAVERDICT_RETRY_QUEUE": "http://mns.example.com/queues/q", "MEDIAVERDICT_QUEUE": "x",
             "MEDIAVERDICT_CALLBACK_KEYS": "the-key,b,c"},
            RULES,
        )  # fmt: skip
    told = str(raised.value)
    assert told.startswith("the environment is wrong: ")
    for fault in (
        "MEDIAVERDICT_ICE_ENDPOINT is missing, and FC_REGION, from which it would follow, is too",
        "MEDIAVERDICT_VERDICT_QUEUE is missing",
        "MEDIAVERDICT_RETRY_QUEUE: 'http://mns.example.com/queues/q' is plain HTTP to a public host",
        "MEDIAVERDICT_CONCURRENCY is 'many': expected a whole number from 1 to 64",
        "MEDIAVERDICT_TEMPLATES is 'no': expected fetch or off",
        "MEDIAVERDICT_CALLBACK_KEYS has 3 keys: at most 2 are accepted, the old and the new one",
        "MEDIAVERDICT_QUEUE is not known",
    ):
        assert fault in told
    assert "the-key" not in told


@pytest.mark.parametrize(
    ("address", "fault"),
    [
        ("sqlite:", "sqlite: needs a path"),
        ("verdicts", "is no URL that begins with https://"),
        ("https://host", "names no queue: it must end in /queues/<name>"),
        ("https://host/queues/a/b", "names no queue"),
        ("https://user:pw@host/queues/q", "a URL with a user, a password, a query or a fragment is not accepted"),
        ("https://host/queues/q?x=1", "a URL with a user"),
        ("http://host/queues/q", "plain HTTP to a public host"),
        ("https://[::1/queues/q", "is no URL"),
        ("ftp://host/queues/q", "is no URL that begins with https://"),
    ],
)
def test_wrong_queue_addresses(address: str, fault: str) -> None:
    with pytest.raises(SettingsError) as raised:
        read_settings({**GOOD, "MEDIAVERDICT_VERDICT_QUEUE": address}, RULES)
    assert fault in str(raised.value)
    assert "pw@" not in str(raised.value)


@pytest.mark.parametrize(
    "address",
    [
        "sqlite:/tmp/x.sqlite",
        "http://127.0.0.1:80/queues/q",
        "http://localhost/queues/q",
        "http://1.mns.cn-beijing-internal.aliyuncs.com/queues/q",
        QUEUE,
    ],
)
def test_right_queue_addresses(address: str) -> None:
    assert read_settings({**GOOD, "MEDIAVERDICT_VERDICT_QUEUE": address}, RULES).verdict_queue == address


def test_keys_need_the_url_that_is_signed() -> None:
    with pytest.raises(SettingsError, match="MEDIAVERDICT_CALLBACK_URL is missing"):
        read_settings({**GOOD, "MEDIAVERDICT_CALLBACK_KEYS": "k"}, RULES)
