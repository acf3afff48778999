"""A text -> the book, or its problems with their places, as `rules check` tells them."""

from __future__ import annotations

from pathlib import Path

import pytest

from command import run
from mediaverdict.rulebook import load_rulebook
from mediaverdict_studio.checked_text import Mark, check_text
from studio_texts import REPOSITORY, RULES

HEAD = "version: 1\nrules:\n  - id: a\n    require: "
CASES: list[tuple[str, list[Mark]]] = [
    (
        HEAD + "{heigt: 720}\n",
        [Mark("error", 4, 15, 20, "unknown fact 'heigt'", "did you mean height?")],
    ),
    (
        HEAD + "{height: 720\n",
        [Mark("error", 4, 14, 15, "the { that opens here is not closed: a } is missing", "", "    require: {height: 720}")],
    ),
    (
        HEAD + "{video.fps: 29.97}\n",
        [Mark("advice", 4, 15, 24, "29.97 is short for a rate that is never exactly that: write 30000/1001, which takes it as it is, or {equals: 29.97, tolerance: 0.01}")],
    ),
    (
        HEAD + '{"video.codec": h246}\n',
        [Mark("error", 4, 15, 28, "video.codec is never 'h246': did you mean h264? (To ask for it all the same, write {glob: \"h246\"})")],
    ),
    ("", [Mark("error", 1, 1, 2, "a rule book is empty: expected a map that begins with version: 1")]),
    (
        "version: 1\ninclude:\n  - good.yml\n  - bad.yml\n",
        [Mark("error", 4, 5, 12, "bad.yml:2:1: a rule book has no key 'rule'", "did you mean 'rules'?", file="bad.yml")],
    ),
    (
        "version: 1\ninclude: [{path: outer.yml}]\n",
        [Mark("error", 2, 11, 12, "bad.yml:2:1: a rule book has no key 'rule'", "did you mean 'rules'?", file="bad.yml")],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "marks"), CASES, ids=[case[0][-30:] for case in CASES])
def test_marks(text: str, marks: list[Mark], tmp_path: Path) -> None:
    (tmp_path / "good.yml").write_text("version: 1\n")
    (tmp_path / "bad.yml").write_text("version: 1\nrule: []\n")
    (tmp_path / "outer.yml").write_text("version: 1\ninclude: [bad.yml]\n")
    checked = check_text(text, tmp_path / "rules.yml")
    found = [
        Mark(
            one.level, one.line, one.column, one.end, one.message.replace(f"{tmp_path}/", ""), one.hint, one.mended,
            one.file.replace(f"{tmp_path}/", ""),
        )
        for one in checked.marks
    ]  # fmt: skip
    assert found == marks
    assert (checked.book is None) is any(mark.level == "error" for mark in marks)


def test_a_good_text_is_the_book_of_its_file() -> None:
    checked = check_text(REPOSITORY, RULES)
    assert checked.book == load_rulebook(RULES)
    assert (checked.marks, checked.errors) == ((), ())


def test_its_words_are_those_of_rules_check(tmp_path: Path) -> None:
    path = tmp_path / "rules.yml"
    path.write_text(HEAD + "{heigt: 720, video.fps: {min: 3, max: 2}}\n  - {id: a}\n")
    said = run("rules", "check", path).stderr
    marks = check_text(path.read_text(), path).errors
    assert len(marks) == 4
    for mark in marks:
        hint = f" ({mark.hint})" if mark.hint else ""
        assert f"{path}:{mark.line}:{mark.column}: {mark.message}{hint}\n" in said


def test_a_book_that_includes_itself(tmp_path: Path) -> None:
    for _ in ("not there yet", "there"):
        (mark,) = check_text("version: 1\ninclude: [rules.yml]\n", tmp_path / "rules.yml").marks
        assert (mark.line, mark.column, mark.end, mark.message) == (
            2, 11, 20, "rules.yml includes itself, directly or through others",
        )  # fmt: skip
        (tmp_path / "rules.yml").write_text("version: 1\n")
