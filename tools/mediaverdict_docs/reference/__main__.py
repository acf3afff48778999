"""`make schemas` writes the pages."""

from __future__ import annotations

from pathlib import Path

from mediaverdict_docs.reference.commands import commands_page
from mediaverdict_docs.reference.conditions import conditions_page
from mediaverdict_docs.reference.errors import errors_page
from mediaverdict_docs.reference.facts import facts_page
from mediaverdict_docs.reference.rule_book import rule_book_page
from mediaverdict_docs.reference.settings import settings_page
from mediaverdict_docs.reference.verdict import verdict_page

PAGES = {
    "commands.md": commands_page, "conditions.md": conditions_page, "errors.md": errors_page, "facts.md": facts_page,
    "rule-book.md": rule_book_page, "settings.md": settings_page, "verdict.md": verdict_page,
}  # fmt: skip
FOLDER = Path(__file__).parents[3] / "docs" / "reference"


def main(folder: Path = FOLDER) -> None:
    """Writes all of them."""
    folder.mkdir(exist_ok=True)
    for name, make in PAGES.items():
        (folder / name).write_text(make(), encoding="utf-8")


if __name__ == "__main__":
    main()
