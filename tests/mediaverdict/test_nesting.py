"""How deep JSON is nested: told of its text and of its value, strings left out."""

from __future__ import annotations

import json

import pytest

from mediaverdict.nesting import MAX_DEPTH, is_deep, is_deep_value


def nested(depth: int) -> str:
    return "[" * depth + "]" * depth


@pytest.mark.parametrize(
    ("text", "deep"),
    [
        ("1", False),
        (nested(MAX_DEPTH), False),
        (nested(MAX_DEPTH + 1), True),
        ('{"a":' * 101 + "1" + "}" * 101, True),
        (json.dumps([[] for _ in range(500)]), False),
        (json.dumps(["[" * 500]), False),
        (json.dumps(['"' + "[" * 500, "\\" + "{" * 500]), False),
        (json.dumps(["\\"] * 3)[:-1] + "," + nested(200) + "]", True),
    ],
)
def test_what_is_deep(text: str, deep: bool) -> None:
    assert is_deep(text) is deep
    assert is_deep_value(json.loads(text)) is deep


def test_a_long_string_with_many_signs_is_read_without_a_stack_of_them() -> None:
    assert not is_deep(json.dumps(['\\"' * 500_000, *[[] for _ in range(200)]]))
