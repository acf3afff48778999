"""Each reader finds each answer from the README alone, by two links at most; and from README_zh.md likewise."""

from __future__ import annotations

import posixpath
import re

import pytest

from command import ROOT
from docs.readers import READERS, Question

QUESTIONS = [(reader, question) for reader, questions in READERS.items() for question in questions]


def text_of(page: str) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


def links_of(page: str) -> set[str]:
    """The files that a page links to, from the repository's top."""
    targets = re.findall(r"\]\(([^)#\s]+)(?:#[^)\s]*)?\)", text_of(page))
    return {
        posixpath.normpath(posixpath.join(posixpath.dirname(page), target)) for target in targets if ":" not in target
    }


def section_of(text: str, heading: str) -> str:
    """What stands below a heading, up to the next; empty where there is none of that name."""
    found = re.search(rf"^#+ {re.escape(heading)}\n(.*?)(?=^#+ |\Z)", _without_comments(text), re.MULTILINE | re.DOTALL)
    return found[1] if found is not None else ""


def _without_comments(text: str) -> str:
    """A comment of a snippet is no heading."""
    return re.sub(r"^```.*?^```$", lambda block: block[0].replace("\n#", "\n "), text, flags=re.MULTILINE | re.DOTALL)


def test_four_readers_ask_ten_questions_each() -> None:
    assert {reader: len(questions) for reader, questions in READERS.items()} == {
        "who decides": 10, "who writes rules": 10, "who operates": 10, "who takes over the code": 10,
    }  # fmt: skip


@pytest.mark.parametrize(("reader", "question"), QUESTIONS, ids=lambda one: getattr(one, "asked", one))
def test_the_answer_is_there_two_links_from_the_readme(reader: str, question: Question) -> None:
    assert len(question.way) <= 2
    for page, linked in zip(("README.md", *question.way), question.way, strict=False):
        assert linked in links_of(page), f"{page} does not link to {linked}"
    answer = section_of(text_of(question.way[-1] if question.way else "README.md"), question.heading)
    assert question.phrase in answer, answer[:400]


def test_the_chinese_readme_leads_to_the_same_pages_in_chinese_where_they_are() -> None:
    there = {page for page in links_of("README.md") if page.endswith(".md") and page != "README_zh.md"}
    wanted = {
        chinese if (ROOT / (chinese := page.removesuffix(".md") + ".zh.md")).is_file() else page for page in there
    }
    assert wanted - links_of("README_zh.md") == set()


def test_the_readmes_stay_short() -> None:
    assert [name for name in ("README.md", "README_zh.md") if len(text_of(name).splitlines()) > 150] == []
