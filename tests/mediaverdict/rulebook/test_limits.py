"""A rule book from anybody: what is too deep, too much or elsewhere is a problem with its place, and soon told."""

from __future__ import annotations

from pathlib import Path

import pytest

from mediaverdict.errors import RulebookError
from mediaverdict.rulebook import load_rulebook, read_rulebook
from mediaverdict.rulebook.limits import DEEPEST, DEEPEST_INCLUDE, MOST_FILES, MOST_VALUES
from mediaverdict.rulebook.reading import read_yaml

RULE = "version: 1\nrules: [{id: a, require: {height: 1}}]\n"
DEEP = f"nested too deeply: at most {DEEPEST} lists and maps stand in each other"
MANY = f"too many values: with all aliases written out the file has over {MOST_VALUES}"


def bomb(levels: int, times: int) -> str:
    lines = [f"a{level}: &a{level} [{', '.join([f'*a{level - 1}'] * times)}]" for level in range(1, levels)]
    return "\n".join(["a0: &a0 x", *lines])


def problems(path: Path) -> list[str]:
    with pytest.raises(RulebookError) as raised:
        load_rulebook(path)
    return [str(problem) for problem in raised.value.problems]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[" * 30_000, DEEP),
        ("[" * 900_000, DEEP),
        ("{a: " * 30_000, DEEP),
        ("- " * 30_000 + "a", DEEP),
        ("? " * 30_000, DEEP),
        ("[" * 30_000 + "]" * 30_000, DEEP),
        (bomb(9, 10), MANY),
        (bomb(1000, 2), MANY),
        ("a: &a {<<: *a}", "the alias *a stands inside of what it means"),
        ("a: &a [b, [*a]]", "the alias *a stands inside of what it means"),
        ("&a {x: {y: *a}}", "the alias *a stands inside of what it means"),
        ("x" * 1_000_001, "the file has 1000001 characters: at most 1000000 are read"),
    ],
    ids=lambda text: text[:12],
)
def test_what_is_beyond_a_bound_is_one_problem_with_its_place(text: str, message: str) -> None:
    value, (problem,) = read_yaml(text, "f")
    assert (value, problem.message, problem.file) == (None, message, "f")
    assert problem.line >= 1
    assert problem.column >= 1


@pytest.mark.parametrize(
    "text",
    [
        "a: " + "[" * (DEEPEST - 1) + "]" * (DEEPEST - 1),
        bomb(5, 10),
        "a: &a [1]\nb: &b [*a, *a]\nc: *b\nd: {e: *a}",
        "a: &a {x: 1}\nb: {<<: *a, y: 2}",
    ],
)
def test_what_people_write_is_within_them(text: str) -> None:
    value, found = read_yaml(text, "f")
    assert value is not None
    assert found == []


def test_a_file_outside_is_neither_read_nor_looked_for(tmp_path: Path) -> None:
    inside = tmp_path / "book"
    inside.mkdir()
    (tmp_path / "secret").write_text("root:x:0:0:secret\n", encoding="utf-8")
    (inside / "link").symlink_to(tmp_path / "secret")
    for name in (
        "../secret",
        "../missing",
        str(tmp_path / "secret"),
        "link",
        "../../../etc/passwd",
        "sub/../../secret",
    ):
        (inside / "rules.yml").write_text(f"version: 1\ninclude: [{name!r}]\n", encoding="utf-8")
        (problem,) = problems(inside / "rules.yml")
        assert "leads out of the rule book's folder" in problem
        assert "root:" not in problem
        with pytest.raises(RulebookError, match="leads out of"):
            read_rulebook(f"version: 1\ninclude: [{name!r}]\n", folder=inside)


def test_a_file_in_a_folder_below_is_included_and_may_include_its_neighbours(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "rules.yml").write_text("version: 1\ninclude: [sub/one.yml]\n", encoding="utf-8")
    (tmp_path / "sub" / "one.yml").write_text("version: 1\ninclude: [two.yml, ../three.yml]\n", encoding="utf-8")
    (tmp_path / "sub" / "two.yml").write_text(RULE, encoding="utf-8")
    (tmp_path / "three.yml").write_text(RULE.replace("id: a", "id: b"), encoding="utf-8")
    assert [rule.id for rule in load_rulebook(tmp_path / "rules.yml").rules] == ["a", "b"]


def test_includes_that_double_at_each_level_end(tmp_path: Path) -> None:
    for level in range(DEEPEST_INCLUDE):
        text = f"version: 1\ninclude: [f{level + 1}.yml, ./f{level + 1}.yml]\n"
        (tmp_path / f"f{level}.yml").write_text(text, encoding="utf-8")
    (tmp_path / f"f{DEEPEST_INCLUDE}.yml").write_text("version: 1\n", encoding="utf-8")
    found = problems(tmp_path / "f0.yml")
    assert len(found) <= MOST_FILES
    assert all(f"too many includes: at most {MOST_FILES} files a rule book" in one for one in found)


def test_includes_that_go_too_deep_are_told(tmp_path: Path) -> None:
    for level in range(50):
        (tmp_path / f"f{level}.yml").write_text(f"version: 1\ninclude: [f{level + 1}.yml]\n", encoding="utf-8")
    (found,) = problems(tmp_path / "f0.yml")
    assert f"f{DEEPEST_INCLUDE + 1}.yml is included too deeply: at most {DEEPEST_INCLUDE} files in each other" in found


def test_links_in_a_circle_are_no_file(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to(tmp_path / "b")
    (tmp_path / "b").symlink_to(tmp_path / "a")
    (tmp_path / "rules.yml").write_text("version: 1\ninclude: [a]\n", encoding="utf-8")
    (found,) = problems(tmp_path / "rules.yml")
    assert "there is no file 'a' beside this rule book" in found
