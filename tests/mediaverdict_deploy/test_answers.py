"""What is read out of what `s` prints, and what is not."""

from __future__ import annotations

import pytest

from mediaverdict_deploy.answers import described_in, last_document, number_in, versions_in


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('{"a": 1}\n{"version": 7}\n', {"version": 7}),
        ('{"a": 1}{"version": 7}', {"version": 7}),
        ('made a role\n[2026-01-01 00:00:00][INFO] {"x": 1}\n[]\n', []),
        ('{\n  "version": 7,\n  "code": {"x": [1]}\n}\r\nbye\n', {"version": 7, "code": {"x": [1]}}),
        ("[1] of [3]\n", None),
        ("", None),
        ("null\n", None),
        ('{"version": 6}\n{"version": 7,\n  "descr', None),
        ("[" * 100_000, None),
    ],
)
def test_the_last_document_is_the_answer(text: str, found: object) -> None:
    assert last_document(text) == found


@pytest.mark.parametrize(
    ("answer", "number"),
    [({"version": 7}, 7), ({"version": "7"}, 7), ({"version": 0}, None), ({"version": True}, None), ([], None),
     ({"version": -1}, None), ({"version": "²"}, None), (None, None)],
)  # fmt: skip
def test_a_version_is_a_number(answer: object, number: int | None) -> None:
    assert number_in(answer) == number


def test_what_is_no_answer_is_none() -> None:
    assert versions_in({"version": 1}) is None
    assert described_in([]) is None
