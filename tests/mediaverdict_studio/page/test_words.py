"""The page's words: each has its Chinese, with the same places for values."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import mediaverdict_studio.page
from mediaverdict_studio.page.words import Words, accepted
from mediaverdict_studio.page.words_zh import ZH
from mediaverdict_studio.shelf import Shelf

PAGE = Path(mediaverdict_studio.page.__file__).parent
TABLES = ("PART_TITLES", "BETWEEN", "OFFERED", "OPERATOR_WORDS", "STATUS_WORDS", "PART_WORDS", "ORDER", "SEVERITIES")
"""Names of tables whose values (or, of a tuple, members) are said."""
SAME_IN_BOTH = {"ratio of neighbours", "spread", "is the same in all"}
"""Operators of several outputs, whose own word stands beside."""


def said(source: str) -> set[str]:
    """What a module says: the constants that are handed to `say`, and the tables of words."""
    words: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            if called.rpartition(".")[2] in ("say", "_say"):
                words |= constants(node.args[0])
            elif called.endswith("say.count"):
                words |= constants(node.args[1])
        elif isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            target = node.targets[0] if isinstance(node, ast.Assign) else node.target
            if ast.unparse(target) in TABLES:
                values = node.value.values if isinstance(node.value, ast.Dict) else [node.value]
                words |= {one for value in values for one in constants(value)}
    return words


def constants(node: ast.expr) -> set[str]:
    return {one.value for one in ast.walk(node) if isinstance(one, ast.Constant) and isinstance(one.value, str)}


def test_every_word_has_its_chinese_and_none_is_left_over() -> None:
    words = {word for path in sorted(PAGE.glob("*.py")) for word in said(path.read_text(encoding="utf-8"))}
    assert len(words) > 100
    assert words - set(ZH) - SAME_IN_BOTH == set()
    # Said by a name that stands in a loop: see job_view and rule_view.
    in_loops = {"raw", "waived", "why", "fix", "source", "output", "expected", "found", "so", "unchecked"}
    assert set(ZH) - words - in_loops == set()


@pytest.mark.parametrize("english", sorted(ZH))
def test_both_have_the_same_places(english: str) -> None:
    def places(text: str) -> list[str]:
        return sorted(re.findall(r"\{(\w+)\}", text))

    assert places(ZH[english]) == places(english)


def test_why_a_file_is_no_job() -> None:
    error = Shelf().add("none.json", b"{}").error
    assert Words("en").message(error) == error
    assert Words("zh").message(error).startswith("none.json ")
    assert Words("zh").message(error) != error


def test_what_is_counted() -> None:
    english, chinese = Words("en"), Words("zh")
    assert english.count("{n} job", "{n} jobs", 1) == "1 job"
    assert english.count("{n} job", "{n} jobs", 1200) == "1,200 jobs"
    assert chinese.count("{n} job", "{n} jobs", 1) == "1 个任务"


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "en"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh"),
        ("en-US,en;q=0.9,zh;q=0.8", "en"),
        ("de,fr;q=0.5", "en"),
        ("de, zh-TW;q=0.2", "zh"),
        ("zh;q=0", "en"),
        ("zh;q=much, en", "en"),
        ("ZH", "zh"),
        ("zhx", "en"),
    ],
)
def test_the_browsers_language(header: str, language: str) -> None:
    assert accepted(header) == language
