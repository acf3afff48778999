"""A letter's reason: letter by letter in English, and in Chinese."""

# ruff: noqa: RUF001 - Chinese punctuation

from __future__ import annotations

import json

import pytest

from fcruntime.envelopes import open_event
from mediaverdict.errors import Message
from mediaverdict.notifications import Reject, read_record
from mediaverdict_cli.language import translator
from mediaverdict_cli.language.letters import letter_reason

BAD = [
    {}, 3, None, True, "x", "{", "e30=", "eA==", {"JobId": 7}, {"JobId": " "}, {"JobId": "x" * 200}, {"JobId": []},
    {"EventType": "MediaConvertComplete", "MessageBody": {}}, {"EventType": "MediaConvertComplete", "MessageBody": "{"},
]  # fmt: skip


@pytest.mark.parametrize("event", BAD, ids=json.dumps)
def test_every_record_that_can_not_be_read(event: object) -> None:
    records = open_event(json.dumps(event).encode()).records
    reasons = [
        one.notification.reason
        for record in records
        for one in read_record(record)
        if isinstance(one.notification, Reject)
    ]
    assert reasons
    for reason in reasons:
        assert letter_reason(reason) == reason
        assert isinstance(letter_reason(reason), Message)


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        (
            "given up after 12 tries: the job is not finished: its state is Transcoding",
            "尝试 12 次后放弃：任务尚未结束：状态为 Transcoding",
        ),
        ("ICE: JobNotFound: no such job (request 1)", "ICE: JobNotFound: no such job (request 1)"),
        ("JobId is a number: expected text", "JobId 是数：应为文本"),
        (
            "the callback's MessageBody is base64 of no JSON: Expecting value at line 1, column 1",
            "回调的 MessageBody 是 base64，其内容不是 JSON：Expecting value（第 1 行第 1 列）",
        ),
        ("KeyError while the job was judged", "判定任务时出现 KeyError"),
    ],
)
def test_why(english: str, chinese: str) -> None:
    assert letter_reason(english) == english
    assert translator("zh").letter(english) == chinese
    assert translator("en").letter(english) == english
