"""What the site is made of: each page stands in its navigation once, each guide is there in both languages."""

from __future__ import annotations

import re

from command import ROOT
from mediaverdict_docs.__main__ import pages
from mediaverdict_docs.staging import place_of
from mediaverdict_docs.translations import TRANSLATED, missing_translations

CONFIG = (ROOT / "docs" / "site" / "mkdocs.yml").read_text(encoding="utf-8")
NAV = CONFIG.partition("\nnav:\n")[2]


def test_every_page_stands_in_the_navigation_once() -> None:
    named = re.findall(r"- (?:.*: )?(\S+\.md)$", NAV, re.MULTILINE)
    assert sorted(set(named)) == sorted(named)
    staged = {place_of(page) for page in pages()}
    written = {place for place in named if not place.startswith("project/")}
    english = {place for place in staged if not place.endswith(".zh.md") and not place.startswith("project/")}
    assert written == english


def test_every_guide_is_there_in_both_languages() -> None:
    assert missing_translations({place_of(page) for page in pages()}) == []


def test_a_guide_without_its_chinese_page_is_told() -> None:
    there = {f"{guide}{ending}" for guide in TRANSLATED for ending in (".md", ".zh.md")}
    assert missing_translations(there - {"faq.zh.md"}) == ["faq.zh.md"]


def test_no_chinese_page_is_left_out() -> None:
    chinese = {place_of(page).removesuffix(".zh.md") for page in pages() if place_of(page).endswith(".zh.md")}
    assert chinese == set(TRANSLATED)


def test_the_whole_navigation_is_translated() -> None:
    titles = set(re.findall(r"^ *- ([^:\n]+):", NAV, re.MULTILINE))
    translated = CONFIG.partition("nav_translations:\n")[2].partition("\n\nnav:")[0]
    assert titles == set(re.findall(r"^ +([^:\n]+): ", translated, re.MULTILINE))


def test_pages_lead_to_each_other_in_their_other_language() -> None:
    for page in TRANSLATED[1:]:
        second = {
            ending: (ROOT / "docs" / f"{page}{ending}").read_text(encoding="utf-8").splitlines()[1]
            for ending in (".md", ".zh.md")
        }
        name = page.rpartition("/")[2]
        assert second == {".md": f"[简体中文]({name}.zh.md)", ".zh.md": f"[English]({name}.md)"}


def test_a_chinese_page_stays_chinese() -> None:
    """Its links go to the Chinese page, where there is one."""
    for page in TRANSLATED[1:]:
        path = ROOT / "docs" / f"{page}.zh.md"
        for target in re.findall(r"\]\(([^)#:\s]+\.md)", path.read_text(encoding="utf-8").partition("\n\n")[2]):
            assert not target.endswith(".zh.md") or (path.parent / target).is_file(), (page, target)
            chinese = (path.parent / target).with_suffix(".zh.md")
            assert target.endswith(".zh.md") or not chinese.is_file(), (page, target)
