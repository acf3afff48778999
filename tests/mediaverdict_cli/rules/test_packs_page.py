"""The packs' reference page is what the packs say."""

from __future__ import annotations

from command import ROOT
from mediaverdict_cli.rules.packs import as_page, list_packs


def test_the_page_is_current() -> None:
    """`make schemas` renews it."""
    assert (ROOT / "docs" / "packs-reference.md").read_text(encoding="utf-8") == as_page(list_packs())


def test_each_rule_has_a_row_with_its_severity_and_its_source() -> None:
    page = as_page(list_packs())
    for pack in list_packs():
        for rule in pack.rules:
            assert f"| {rule.severity.value} | {rule.id} | {rule.description} | {rule.source} |" in page
