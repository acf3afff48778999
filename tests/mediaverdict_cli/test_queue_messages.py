"""What a queue message is: a verdict, a letter, or something foreign; nothing else, whatever the bytes."""

from __future__ import annotations

import base64
import json
from datetime import datetime, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from command import letter, verdict
from mediaverdict.cloud.messages import Message
from mediaverdict_cli.output import tables
from mediaverdict_cli.queue_messages import Foreign, Letter, PublishedVerdict, read_message, read_text, redriven

JSON = st.recursive(st.none() | st.booleans() | st.integers() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=5)  # fmt: skip


def message(body: bytes) -> Message:
    return Message("id", body, "", 1, 0.0)


def test_a_verdict_is_one_plain_and_in_base64() -> None:
    text = json.dumps(verdict())
    for body in (text.encode(), base64.b64encode(text.encode())):
        found = read_message(message(body))
        assert found == PublishedVerdict(verdict(), text)
        assert (found.id, found.data["outcome"]) == (verdict()["id"], "fail")


def test_a_letter_has_its_story() -> None:
    assert read_text(json.dumps(letter("j"))) == Letter(
        "dead-letter", "j", "ICE does not know it", "JobNotFound", 12, "2026-11-23T12:00:00Z", "2026-11-23T17:00:00Z",
        {"EventType": "MediaConvertComplete", "MessageBody": {"JobId": "j"}}, cut=False, text=json.dumps(letter("j")),
    )  # fmt: skip


@pytest.mark.parametrize("body", [b"", b"\xff", b"[]", b"7", b'{"mediaverdict": 1}', b"{", b"e30=", b"{}" * 2])
def test_the_rest_is_foreign(body: bytes) -> None:
    assert isinstance(read_message(message(body)), Foreign)


@given(st.binary())
def test_no_bytes_are_an_error(body: bytes) -> None:
    assert isinstance(read_message(message(body)), Foreign)


def _ways(value: object, way: tuple[object, ...] = ()) -> list[tuple[object, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [way, *(deeper for key, part in inner for deeper in _ways(part, (*way, key)))] if way else [
        deeper for key, part in inner for deeper in _ways(part, (key,))
    ]  # fmt: skip


WAYS = _ways(verdict("ladder-wrong-rung"))


@given(st.sampled_from(WAYS), JSON)
def test_what_is_taken_for_a_verdict_can_be_shown(way: tuple[object, ...], value: object) -> None:
    """One part of it is replaced by anything: then it is foreign, or every table takes it."""
    broken = verdict("ladder-wrong-rung")
    place = broken
    for key in way[:-1]:
        place = place[key]  # type: ignore[index]
    place[way[-1]] = value  # type: ignore[index]
    found = read_text(json.dumps(broken))
    if isinstance(found, PublishedVerdict):
        out = tables.console()
        with out.capture():
            tables.print_verdicts(out, [found.value])


@pytest.mark.parametrize(
    ("changes", "sendable"),
    [
        ({}, True),
        ({"record": None}, False),
        ({"record": ""}, False),
        ({"record": {}}, False),
        ({"record": []}, False),
        ({"record": "text"}, True),
        ({"record": "text", "cut": True}, False),
        ({"record": {"JobId": "j"}, "cut": True}, True),
    ],
)
def test_whether_there_is_something_to_send(changes: dict[str, object], sendable: bool) -> None:
    found = read_text(json.dumps(letter("j", **changes)))
    assert isinstance(found, Letter)
    assert found.sendable is sendable


def test_a_redriven_letter_starts_afresh_with_the_same_record() -> None:
    found = read_text(json.dumps(letter("j")))
    assert isinstance(found, Letter)
    again = read_text(redriven(found, datetime(2026, 12, 1, tzinfo=timezone.utc)).decode())
    assert isinstance(again, Letter)
    assert (again.kind, again.job_id, again.attempts, again.first_at) == ("retry", "j", 0, "2026-12-01T00:00:00Z")
    assert again.record == found.record
