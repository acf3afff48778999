"""`rules packs`: what is built in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rich.table import Table
from rich.text import Text

from mediaverdict.errors import Message, say, say_many
from mediaverdict.rulebook import read_rulebook
from mediaverdict.rulebook.compiling import PACKS, pack_names
from mediaverdict.rulebook.reading import read_yaml
from mediaverdict_cli.language import spoken

if TYPE_CHECKING:
    from rich.console import Console

    from mediaverdict.rulebook import Rule


NOT_COVERED = Message("not covered, since metadata can't decide it:")


@dataclass(frozen=True, slots=True)
class PackInfo:
    """A pack as it describes itself."""

    name: str
    version: int
    title: str
    source: str
    not_covered: tuple[str, ...]
    rules: tuple[Rule, ...]


def list_packs() -> list[PackInfo]:
    """Every built-in pack."""
    return [_read(name) for name in pack_names()]


def _read(name: str) -> PackInfo:
    value, _ = read_yaml((PACKS / f"{name}.yml").read_text(encoding="utf-8"), name)
    about = value["pack"] if isinstance(value, dict) else {}
    rules = read_rulebook(f"version: 1\ninclude: [{{pack: {name}}}]\n").rules
    return PackInfo(name, about["version"], about["title"], about["source"], tuple(about["not_covered"]), rules)


def as_json(pack: PackInfo) -> dict[str, Any]:
    """A pack as one JSON object."""
    rules = [
        {"id": rule.id, "severity": rule.severity.value, "description": rule.description, "source": rule.source}
        for rule in pack.rules
    ]
    return {
        "name": pack.name,
        "version": pack.version,
        "title": pack.title,
        "source": pack.source,
        "not_covered": list(pack.not_covered),
        "rules": rules,
    }


def print_packs(out: Console, packs: list[PackInfo], *, rules: bool) -> None:
    """A line or two each; with `rules`, all of it: each rule with its severity and its source, as a table."""
    language = spoken()
    t = language.text
    for pack in packs:
        count = t(say_many("{count} rule", "{count} rules", len(pack.rules)))
        title = t(say("{title} ({count})", title=language.pack(pack.title), count=count))
        out.print(Text.assemble((f"{pack.name}@{pack.version}", "bold"), f"  {title}"))
        if not rules:
            continue
        out.print(Text(f"  {t(say('source: {source}', source=pack.source))}", style="dim"))
        titles = (say("severity"), say("rule"), say("what it asks"), say("source"))
        table = Table(*map(t, titles), box=None, pad_edge=False)
        for rule in pack.rules:
            severity, name, description, source = _cells(rule)
            cells = (severity, name, language.pack(description), source)
            table.add_row(*(Text(cell, overflow="fold") for cell in cells))
        out.print(table)
        out.print(Text(f"  {t(NOT_COVERED)}"))
        for clause in pack.not_covered:
            out.print(Text(f"    - {language.pack(clause)}"))


def _cells(rule: Rule) -> tuple[str, str, str, str]:
    return rule.severity.value, rule.id, rule.description, rule.source
