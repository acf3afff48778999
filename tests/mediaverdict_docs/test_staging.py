"""A page of the repository, as the site has it."""

from __future__ import annotations

import pytest

from mediaverdict_docs.staging import Staged, page_text, place_of, stage

FILES = {
    "README.md": "# Home\n[简体中文](README_zh.md)\n\n[rules](docs/rules.md#a) ![x](docs/flow.svg)\n",
    "README_zh.md": "# 首页\n[English](README.md)\n\n[规则](docs/rules.zh.md)\n",
    "docs/rules.md": "# Rules\nSee [home](../README.md), [how](../CONTRIBUTING.md), [schema](../schemas/v.json).\n",
    "docs/rules.zh.md": "# 规则\n[首页](../README_zh.md) [参考](reference/facts.md)\n",
    "docs/reference/facts.md": "# Facts\n[rules](../rules.md)\n",
    "CONTRIBUTING.md": "# Contributing\n[rules](docs/rules.md)\n",
    "docs/flow.svg": "<svg/>",
    "schemas/v.json": "{}",
}


def staged(*pages: str) -> dict[str, str | Staged]:
    return stage(pages, FILES.__getitem__, FILES.__contains__)


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("README.md", "index.md"),
        ("README_zh.md", "index.zh.md"),
        ("docs/rules.md", "rules.md"),
        ("docs/decisions/README.md", "decisions/README.md"),
        ("CONTRIBUTING.md", "project/CONTRIBUTING.md"),
        ("layers/fcruntime/README.md", "project/layers/fcruntime/README.md"),
        ("deploy/ram-policy.json", "files/deploy/ram-policy.json"),
    ],
)
def test_each_file_has_its_place(path: str, place: str) -> None:
    assert place_of(path) == place


def test_links_lead_to_where_things_are_in_the_site() -> None:
    assert staged("README.md", "README_zh.md", "docs/rules.md", "docs/rules.zh.md") == {
        "index.md": "# Home\n\n[rules](rules.md#a) ![x](flow.svg)\n",
        "index.zh.md": "# 首页\n\n[规则](rules.md)\n",
        "rules.md": "# Rules\nSee [home](index.md), [how](project/CONTRIBUTING.md), [schema](files/schemas/v.json).\n",
        "rules.zh.md": "# 规则\n[首页](index.md) [参考](reference/facts.md)\n",
        "reference/facts.md": "# Facts\n[rules](../rules.md)\n",
        "project/CONTRIBUTING.md": "# Contributing\n[rules](../rules.md)\n",
        "flow.svg": Staged("flow.svg", "docs/flow.svg"),
        "files/schemas/v.json": Staged("files/schemas/v.json", "schemas/v.json"),
    }


@pytest.mark.parametrize(
    ("why", "text", "expected"),
    [
        ("it leads nowhere, which the strict build tells", "[a](gone.md)\n", "[a](gone.md)\n"),
        ("an address", "[a](https://example.com/rules.md)\n", "[a](https://example.com/rules.md)\n"),
        ("an anchor of its own", "[a](#rules)\n", "[a](#rules)\n"),
        ("a snippet", "```\n[a](../README.md)\n```\n", "```\n[a](../README.md)\n```\n"),
        ("a list in a paragraph, as GitHub takes it", "text:\n- a\n- b\n", "text:\n\n- a\n- b\n"),
        ("a list's second line", "- a\n  b\n- c\n", "- a\n  b\n- c\n"),
    ],
)
def test_what_stays_and_what_changes(why: str, text: str, expected: str) -> None:
    assert page_text("docs/rules.md", text, FILES.__contains__)[0] == expected
