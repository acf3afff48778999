"""Every snippet of the guides is run, in both languages; what a page shows is what is printed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from command import ROOT
from docs.snippets import blocks, clone, is_shown, play
from mediaverdict_docs.translations import GUIDES

PAGES = tuple(name for name in GUIDES if name != "index")
"""The home is the READMEs', which have a test of their own."""
PATHS = [
    *(ROOT / "docs" / f"{name}{ending}" for name in PAGES for ending in (".md", ".zh.md")),
    ROOT / "docs" / "templates.md",
]
_WORDS = re.compile(r"\b(description|why|fix|name): [^{}\n]*")
"""What a rule book says to people: in a page's own language."""


@pytest.mark.parametrize("page", PATHS, ids=lambda path: path.name)
def test_what_it_shows_is_what_is_printed(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clone(tmp_path)
    monkeypatch.chdir(tmp_path)
    for shown, printed in play(page):
        assert is_shown(shown, printed), f"{page.name} shows\n{shown}\nprinted is\n{printed}"


@pytest.mark.parametrize("name", PAGES)
def test_both_languages_have_the_same_sections_and_snippets(name: str) -> None:
    english, chinese = ((ROOT / "docs" / f"{name}{ending}").read_text(encoding="utf-8") for ending in (".md", ".zh.md"))

    def shape(text: str) -> list[str]:
        """Headings' levels, and what is written into files and run."""
        bare = re.sub(r"^ *```.*?^ *```$", "", text, flags=re.MULTILINE | re.DOTALL)
        written = [_WORDS.sub(r"\1:", one.text) for one in blocks(text) if one.language]
        return [*re.findall(r"^#+", bare, re.MULTILINE), *written]

    assert shape(english) == shape(chinese)


def test_an_output_that_is_another_is_seen() -> None:
    assert is_shown("a\n...\nd\n", "a\nb\nc\nd\n")
    assert is_shown("...\nd\n", "d\n")
    assert not is_shown("a\n...\nd\n", "a\nb\nc\n")
    assert not is_shown("a.c\n", "abc\n")
