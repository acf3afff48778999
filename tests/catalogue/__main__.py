"""Brings `mediaverdict.po` up to date with the source, and compiles it: `make messages`.

New messages stand there without a translation, and the tests fail until they have one; those that the source no
longer has are gone. Nothing is guessed: a message that changed is a new one.
"""

from __future__ import annotations

import sys
from datetime import datetime, timezone
from io import BytesIO
from pathlib import Path

from babel.messages import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from catalogue.extracting import template
from mediaverdict_cli.language.catalogue import DOMAIN, LOCALE

PO = LOCALE / "zh" / "LC_MESSAGES" / f"{DOMAIN}.po"
MO = PO.with_suffix(".mo")
DAY = datetime(2026, 11, 27, tzinfo=timezone.utc)
"""Of every header: the files change with their messages only."""
HEADER = (
    "# mediaverdict's messages in Chinese. `make messages` adds what is new; translations are written here by hand."
)


def read() -> Catalog:
    """The translations as they are."""
    if not PO.exists():
        return Catalog(locale="zh", domain=DOMAIN)
    with PO.open("rb") as file:
        return read_po(file, locale="zh", domain=DOMAIN)


def renewed(old: Catalog) -> Catalog:
    """The messages of the source in the source's order, with the translations that there are."""
    catalog = Catalog(
        locale="zh", domain=DOMAIN, project="mediaverdict", charset="utf-8", fuzzy=False, creation_date=DAY,
        revision_date=DAY, last_translator="mediaverdict", language_team="mediaverdict", header_comment=HEADER,
        msgid_bugs_address="mediaverdict",
    )  # fmt: skip
    for message in template():
        if not message.id:
            continue
        before = old.get(message.id, message.context)
        catalog.add(
            message.id, before.string if before is not None else None, message.locations, context=message.context,
            flags=["python-brace-format"] if before is None and "{" in str(message.id) else [],
        )  # fmt: skip
    return catalog


def as_po(catalog: Catalog) -> bytes:
    """The file of translations."""
    made = BytesIO()
    write_po(made, catalog, width=120, omit_header=False, include_lineno=False, ignore_obsolete=True)
    return made.getvalue()


def as_mo(catalog: Catalog) -> bytes:
    """What gettext reads."""
    made = BytesIO()
    write_mo(made, catalog)
    return made.getvalue()


def main() -> None:
    """Writes both files."""
    catalog = renewed(read())
    PO.parent.mkdir(parents=True, exist_ok=True)
    PO.write_bytes(as_po(catalog))
    MO.write_bytes(as_mo(catalog))
    lacking = [message for message in catalog if message.id and not any(texts_of(message.string))]
    print(f"{Path(PO).name}: {len(catalog)} messages, {len(lacking)} without a translation", file=sys.stderr)


def texts_of(string: object) -> list[str]:
    """A translation's forms."""
    return [str(one) for one in string] if isinstance(string, list | tuple) else [str(string or "")]


if __name__ == "__main__":
    main()
