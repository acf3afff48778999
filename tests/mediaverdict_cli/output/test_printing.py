"""What is printed moves no cursor, and JSON keeps its value."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediaverdict_cli.output.printing import complain, json_line, print_document

VALUES = st.recursive(st.none() | st.booleans() | st.integers() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner))  # fmt: skip


@given(VALUES, st.sampled_from([None, 1]), st.sampled_from(["utf-8", "ascii", "latin-1", "gbk"]))
def test_json_keeps_its_value_in_one_line_that_any_terminal_may_see(
    value: object, indent: int | None, encoding: str
) -> None:
    line = json_line(json.dumps(value, ensure_ascii=False, indent=indent), encoding)
    assert json.loads(line) == value
    assert line.isprintable()
    line.encode(encoding)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('{"a": "\u00e9"}', '{"a": "\u00e9"}'),
        ('"\x9b"', r'"\u009b"'),
        ('"\u202e\u2066\u2069"', r'"\u202e\u2066\u2069"'),
        ('"\U000e0001"', r'"\udb40\udc01"'),
        ('{\n "a":\t1\r\n}', '{  "a": 1  }'),
        ('"\x7f"', r'"\u007f"'),
    ],
)
def test_only_what_a_terminal_acts_on_is_escaped(text: str, line: str) -> None:
    assert json_line(text) == line


def test_a_complaint_keeps_its_lines_and_nothing_else_that_acts(capsys: pytest.CaptureFixture[str]) -> None:
    complain("two\nlines \x1b[2J\x9b\u202e\r")
    assert capsys.readouterr().err == "mediaverdict: two\nlines \ufffd[2J\ufffd\ufffd\ufffd\n"


def test_a_document_is_utf_8_whatever_the_stream_is(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    print_document("\u00e9 \ud800")
    assert capfdbinary.readouterr().out == b"\xc3\xa9 \\ud800"
