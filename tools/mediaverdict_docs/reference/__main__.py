"""`make schemas` writes the pages."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from mediaverdict_docs.reference.commands import commands_page
from mediaverdict_docs.reference.conditions import conditions_page
from mediaverdict_docs.reference.errors import errors_page
from mediaverdict_docs.reference.facts import facts_page
from mediaverdict_docs.reference.packs import packs_page
from mediaverdict_docs.reference.rule_book import rule_book_page
from mediaverdict_docs.reference.settings import settings_page
from mediaverdict_docs.reference.verdict import verdict_page

if TYPE_CHECKING:
    from collections.abc import Callable

DOCS = Path(__file__).parents[3] / "docs"
PAGES: dict[str, Callable[[], str]] = {
    "packs-reference.md": packs_page,
    "packs-reference.zh.md": partial(packs_page, "zh"),
    "reference/commands.md": commands_page,
    "reference/conditions.md": conditions_page,
    "reference/conditions.zh.md": partial(conditions_page, "zh"),
    "reference/errors.md": errors_page,
    "reference/facts.md": facts_page,
    "reference/facts.zh.md": partial(facts_page, "zh"),
    "reference/rule-book.md": rule_book_page,
    "reference/settings.md": settings_page,
    "reference/verdict.md": verdict_page,
}
"""By their place in docs/."""


def main(folder: Path = DOCS) -> None:
    """Writes all of them."""
    for place, make in PAGES.items():
        (folder / place).parent.mkdir(exist_ok=True)
        (folder / place).write_text(make(), encoding="utf-8")


if __name__ == "__main__":
    main()
