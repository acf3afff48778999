"""Whatever is typed or dropped: an answer, and no exception."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mediaverdict_studio import edits
from mediaverdict_studio.checked_text import check_text
from mediaverdict_studio.completion import complete
from mediaverdict_studio.examples import run_book
from mediaverdict_studio.form import read_form
from mediaverdict_studio.hovering import hover
from mediaverdict_studio.results import Edited
from mediaverdict_studio.shelf import Shelf
from studio_texts import ODD, REPOSITORY, RULES

BOMB = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [{','.join([f'*{chr(97 + n)}'] * 9)}]\n" for n in range(20)
)
HOSTILE = [
    "", "\0", "\ud800", "\ufeff", "\t", "[" * 100_000, "{" * 2000, "- " * 5000, BOMB, "a: &a [*a]", "&a", "*a", "!!python/object:os.system x",
    "rules: 1", "rules: [1, [], {}, null]", "include: {a: b}", "include: [1, null, [x]]", "rules:\n- require: [1]\n  match: 2\n  any_of: {a: 1}\n",
    "version: 1\nrules:\n- {id: [a], require: {height: {min: {fact: {}}}}}", "version: 1\nrules:\n- ? [a]\n  : b\n", "? a", "...", "---", "--- |\n x",
    "version: 1\rrules:\r", "version: 1\u2028rules: x\u0085y: {", "version: 1\nexamples: [1, {name: x, outcome: pass, job: a\0b}]", "x" * 200_000,
    "version: 1\ninclude: [{path: /etc/passwd}, {path: '../../../x'}, {path: rules.yml}]", "version: 1\nrules:\n- id: a\n  require: {user_data.: 1, 'audio[999].x': 2}",
]  # fmt: skip
ADD: tuple[Callable[[str], object], ...] = (
    lambda text: edits.add_include(text, "sane"),
    lambda text: edits.switch_included(text, "sane/x", "off"),
    lambda text: edits.add_rule(text, "a", "require", "height", "min", "1"),
    lambda text: edits.set_severity(text, ("rules", 0), "off"),
    lambda text: edits.remove_rule(text, ("rules", 0)),
    lambda text: edits.remove_condition(text, ("rules", 0, "require", "height")),
)


def try_all(text: str, path: Path) -> None:
    checked = check_text(text, path)
    lines = text.split("\n")
    for mark in checked.marks:
        assert 1 <= mark.line <= len(lines)
        assert 1 <= mark.column < mark.end <= max(2, len(lines[mark.line - 1]) + 2)
    assert (checked.book is None) is bool(checked.errors)
    if checked.book is not None:
        run_book(text, path, checked.book)
    read_form(text, path)
    for line in {1, len(lines) // 2, len(lines)}:
        for column in (1, 2, len(lines[line - 1]) + 1):
            done = complete(text, line, column)
            assert done.start <= done.end
            hover(text, line, column)
    for edit in ADD:
        result = edit(text)
        assert not isinstance(result, Edited) or isinstance(result.text, str)


@pytest.mark.parametrize("text", HOSTILE, ids=[repr(text[:30]) for text in HOSTILE])
def test_hostile_texts(text: str) -> None:
    try_all(text, RULES)


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_a_text_with_a_piece_cut_out(data: st.DataObject) -> None:
    """As it is while someone types: a book with a hole, or with signs put in."""
    text = data.draw(st.sampled_from([ODD, REPOSITORY]))
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 40)))
    put_in = data.draw(st.text("{}[]:,-#\"'&*!|> \n\tab1é", max_size=4))
    try_all(text[:start] + put_in + text[end:], RULES)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60), st.integers(-1, 5), st.integers(-1, 70))
def test_any_text_and_any_place(text: str, line: int, column: int) -> None:
    complete(text, line, column)
    hover(text, line, column)


@settings(max_examples=60, deadline=None)
@given(
    st.one_of(
        st.binary(max_size=60),
        st.sampled_from([b"", b"[" * 100_000, b'{"Job": {}}', b'{"Job": 1}', b"null", b'"\\ud800"']),
    )
)
def test_any_dropped_bytes(content: bytes) -> None:
    entry = Shelf().add("a\0/../b.json", content)
    assert (entry.evidence is None) is bool(entry.error)
