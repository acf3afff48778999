"""Letters: what they keep of a record, however large, deep or odd it is, and how they are read again."""

from __future__ import annotations

import base64
import json
import random
import zlib
from datetime import datetime, timezone
from typing import Any

import pytest

from mediaverdict.message_size import MAX_BODY
from mediaverdict.processing.dead_letters import (
    MAX_REASON,
    MAX_UNPACKED,
    MINIMAL,
    DeadLetter,
    LetterKind,
    RetryHistory,
    read_letter,
    record_text,
)

NOW = datetime(2026, 11, 23, 12, 0, 0, tzinfo=timezone.utc)
HISTORY = RetryHistory(2, "2026-11-23T11:00:00Z", 3)
RANDOM = random.Random(1).randbytes(60_000).hex()


def letter(record: object, job_id: str | None = "j", **changes: Any) -> DeadLetter:
    return DeadLetter(LetterKind.RETRY, record, "why", "code", job_id, HISTORY, "2026-11-23T12:00:00Z", **changes)


def deep(levels: int) -> object:
    value: object = "end"
    for level in range(levels):
        value = [value, 1] if level % 2 else {"a": value, "b": "x,{["}
    return value


def test_a_letter_is_the_record_and_its_history() -> None:
    assert (
        letter({"a": "é"}).to_bytes()
        == (
            '{"mediaverdict":"retry","version":1,"job_id":"j","reason":"why","code":"code","attempts":2,'
            '"first_at":"2026-11-23T11:00:00Z","last_at":"2026-11-23T12:00:00Z","postponed":3,"record":{"a":"é"}}'
        ).encode()
    )
    never = DeadLetter(LetterKind.DEAD, [], "why", "c", None, RetryHistory(1, "then"))
    told = json.loads(never.to_bytes())
    assert (told["mediaverdict"], "postponed" in told, told["job_id"]) == ("dead-letter", False, None)


@pytest.mark.parametrize(
    "record",
    [
        None, "", "text", 0, 1.5, True, [], {}, {"a": [1, {"b": None}]}, "\ud800", {"\udfff": "x"}, 10**30,
        {"long": "y" * 100_000}, deep(100), deep(99), ["[" * 200],
    ],
)  # fmt: skip
def test_what_is_written_is_read_again(record: object) -> None:
    body = letter(record).to_bytes()
    assert len(body) <= MAX_BODY
    assert read_letter(json.loads(body)) == letter(record)


def test_a_record_that_leaves_no_room_is_packed() -> None:
    told = json.loads(letter({"long": "y" * 100_000}).to_bytes())
    assert (told["record"], "cut" in told) == (None, False)
    assert json.loads(zlib.decompress(base64.b64decode(told["record_zlib"]))) == {"long": "y" * 100_000}


def test_the_limit_is_exact() -> None:
    for extra in (0, 1):
        room = MAX_BODY - len(letter("").to_bytes()) + extra
        told = json.loads(letter("x" * room).to_bytes())
        assert ("record_zlib" in told) == bool(extra)
    packed = letter({"long": "y" * 100_000})
    body = packed.to_bytes()
    assert packed.to_bytes(len(body)) == body
    assert b'"cut":true' in packed.to_bytes(len(body) - 1)


@pytest.mark.parametrize("record", ["y" * (MAX_UNPACKED - len('""')), "\U0001f3ac" * (MAX_UNPACKED // 3)])
def test_the_longest_record_comes_back_whole(record: str) -> None:
    body = letter(record).to_bytes()
    assert len(body) <= MAX_BODY
    assert read_letter(json.loads(body)) == letter(record)


@pytest.mark.parametrize("record", [RANDOM, "y" * (MAX_UNPACKED + 1)])
def test_what_is_too_long_even_so_keeps_what_a_retry_needs(record: str) -> None:
    body = letter({"x": record}).to_bytes()
    told = json.loads(body)
    assert (told["record"], told["cut"], "record_zlib" in told) == ({"JobId": "j"}, True, False)
    told = json.loads(letter({"x": record}, None).to_bytes())
    assert told["record"] == record_text({"x": record})[: MAX_BODY // 8]
    assert told["cut"] is True


@pytest.mark.parametrize("record", [{"a": 1}, {"x": RANDOM}, '\\"é' * 60_000])
@pytest.mark.parametrize("job_id", [None, "j" * 128])
def test_a_queue_with_a_small_limit_gets_a_small_letter(record: object, job_id: str | None) -> None:
    large = DeadLetter(LetterKind.DEAD, record, "reason " * 1000, "code" * 1000, job_id, HISTORY, "now")
    body = large.to_bytes(MINIMAL)
    assert MINIMAL * 0.6 < len(body) <= MINIMAL
    told = read_letter(json.loads(body))
    assert told is not None
    assert (told.job_id, told.kind, told.history) == (job_id, LetterKind.DEAD, HISTORY)
    assert len(large.to_bytes()) <= MAX_BODY


def test_of_a_letter_that_is_cut_the_texts_stay_as_long_as_there_is_room() -> None:
    large = DeadLetter(LetterKind.DEAD, {"x": RANDOM}, "r" * 1000, "c" * 200, "j")
    whole = large.to_bytes()
    assert large.to_bytes(len(whole)) == whole
    told = json.loads(large.to_bytes(len(whole) - 1))
    assert (told["reason"], told["code"], told["record"]) == ("r" * 768, "c" * 200, {"JobId": "j"})
    least = large.to_bytes(1)
    assert json.loads(least) == {**told, "reason": "", "code": ""}
    assert large.to_bytes(len(least)) == least


@pytest.mark.parametrize(("more", "kept"), [(0, True), (1, False)])
def test_a_record_is_packed_up_to_four_mebibytes_of_json(more: int, kept: bool) -> None:
    record = "y" * (4 * 1024 * 1024 - 2 + more)  # and its quotation marks
    body = letter(record).to_bytes()
    found = read_letter(json.loads(body))
    assert found is not None
    assert (found.record == record, json.loads(body).get("cut")) == (kept, None if kept else True)


def test_the_least_letter_fits_into_the_least_message_that_a_queue_can_be_set_to() -> None:
    assert len(base64.b64encode(letter({"x": RANDOM}).to_bytes(MINIMAL))) <= 1024
    assert len(base64.b64encode(bytes(MINIMAL))) == 1024
    assert len(base64.b64encode(bytes(MINIMAL + 1))) > 1024


def test_reasons_and_codes_are_cut() -> None:
    told = json.loads(DeadLetter(LetterKind.DEAD, 1, "r" * 60_000, "c" * 60_000).to_bytes())
    assert (len(told["reason"]), len(told["code"])) == (MAX_REASON, 200)


@pytest.mark.parametrize("levels", [101, 900, 5000, 100_000])
def test_a_deep_record_is_kept_as_text_that_any_parser_reads(levels: int) -> None:
    value = deep(levels)
    told = json.loads(letter(value).to_bytes())
    kept = (
        told["record"]
        if told["record"] is not None
        else json.loads(zlib.decompress(base64.b64decode(told["record_zlib"])))
    )
    assert isinstance(kept, str)
    assert kept == record_text(value)
    depth = kept.count("[") + kept.count("{") - kept.count("x,{[") * 2
    assert depth == levels


def test_deep_and_flat_are_written_alike() -> None:
    flat = {"a": [1, "x", None, True, {"é": []}, {}], "b": {"c": 1.5, "d": '"]'}, "c": []}
    nested: object = flat
    for _ in range(5000):
        nested = [nested]
    text = record_text(nested)
    assert text == "[" * 5000 + record_text(flat) + "]" * 5000
    assert json.loads(record_text(flat)) == flat


@pytest.mark.parametrize(
    "body",
    [
        None, 1, "x", [], {}, {"mediaverdict": "retry"}, {"record": 1}, {"record": 1, "mediaverdict": "verdict"},
        {"record": 1, "mediaverdict": ["retry"]}, {"record": 1, "mediaverdict": None},
    ],
)  # fmt: skip
def test_anything_else_is_no_letter(body: object) -> None:
    assert read_letter(body) is None


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, DeadLetter(LetterKind.RETRY, 1, "", "")),
        ({"reason": 1, "code": [], "job_id": 5, "attempts": "9", "first_at": {}, "last_at": 0, "postponed": None}, DeadLetter(LetterKind.RETRY, 1, "", "")),
        ({"attempts": -1, "postponed": 1_000_000}, DeadLetter(LetterKind.RETRY, 1, "", "")),
        ({"attempts": 1_000_001, "postponed": 10**30}, DeadLetter(LetterKind.RETRY, 1, "", "")),
        ({"attempts": 0, "postponed": 999_999}, DeadLetter(LetterKind.RETRY, 1, "", "", None, RetryHistory(0, "", 999_999))),
        ({"reason": "r" * 9999, "first_at": "f" * 99, "last_at": "l" * 99}, DeadLetter(LetterKind.RETRY, 1, "r" * 4000, "", None, RetryHistory(0, "f" * 40), "l" * 40)),
        ({"record_zlib": "no base64!"}, DeadLetter(LetterKind.RETRY, None, "", "", problem="packed, and broken")),
        ({"record_zlib": "!" + base64.b64encode(zlib.compress(b"12")).decode()}, DeadLetter(LetterKind.RETRY, None, "", "", problem="packed, and broken")),
        ({"record_zlib": "eHh4eA=="}, DeadLetter(LetterKind.RETRY, None, "", "", problem="packed, and broken")),
        ({"record_zlib": base64.b64encode(zlib.compress(b"12")[:-3]).decode()}, DeadLetter(LetterKind.RETRY, None, "", "", problem="packed, and too long or cut off")),
        ({"record_zlib": base64.b64encode(zlib.compress(b"1" * (MAX_UNPACKED * 4 + 1))).decode()}, DeadLetter(LetterKind.RETRY, None, "", "", problem="packed, and too long or cut off")),
        ({"record_zlib": base64.b64encode(zlib.compress(b'{"a":1}')).decode()}, DeadLetter(LetterKind.RETRY, {"a": 1}, "", "")),
        ({"record_zlib": 5}, DeadLetter(LetterKind.RETRY, 1, "", "")),
    ],
)  # fmt: skip
def test_whatever_a_letter_holds_it_is_read(fields: dict[str, object], expected: DeadLetter) -> None:
    assert read_letter({"mediaverdict": "retry", "record": 1, **fields}) == expected


def test_a_history_goes_on() -> None:
    assert RetryHistory().after(NOW) == RetryHistory(1, "2026-11-23T12:00:00Z", 0)
    assert RetryHistory(1, "then").after(NOW) == RetryHistory(2, "then", 0)
    assert RetryHistory(1, "then", 4).after(NOW, postponed=True) == RetryHistory(1, "then", 5)
    assert RetryHistory(1, "then", 5).after(NOW, postponed=True) == RetryHistory(1, "then", 6)


@pytest.mark.parametrize(
    ("said", "throttled"),
    [
        ({"postponed": 2, "code": "Throttling.User"}, True),
        ({"postponed": 1, "code": "throttled"}, True),
        ({"postponed": 1, "code": "ServiceUnavailable", "by": "a-mark"}, True),
        ({"postponed": 1, "code": "out-of-time"}, False),
        ({"postponed": 1, "code": "ServiceUnavailable", "attempts": 3}, False),
        ({"postponed": 1, "code": "not-finished", "attempts": 3}, False),
        ({"postponed": 1, "by": ["a-mark"], "code": {"Throttling": 1}}, False),
        ({"postponed": True, "by": "\ud800" * 5000, "code": "Throttling" * 5000}, True),
        ({"postponed": -1, "by": "a-mark"}, False),
        ({"postponed": 10**400, "by": "a-mark"}, False),
        ({"attempts": 3, "code": "timeout"}, False),
        ({}, False),
    ],
)
def test_a_letter_tells_whether_the_cloud_throttles(said: dict[str, object], throttled: bool) -> None:
    read = read_letter({"mediaverdict": "retry", "record": 1, **said})
    assert read is not None
    assert read.history.throttled is throttled
