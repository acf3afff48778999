"""docs/logging.md lists every difference from Powertools that the side-by-side test knows, and no other."""

from __future__ import annotations

import json
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_the_page_has_the_tests_own_list() -> None:
    differences = json.loads((ROOT / "tests" / "fcruntime" / "logs" / "differences.json").read_text(encoding="utf-8"))
    page = (ROOT / "docs" / "logging.md").read_text(encoding="utf-8")
    table = page.partition("| what | Powertools | here | why |\n| --- | --- | --- | --- |\n")[2]
    rows = [f"| {one['what']} | {one['powertools']} | {one['ours']} | {one['why']} |" for one in differences]
    assert table.splitlines() == rows
