"""Every message of the source, from where it is written: calls, the report's page, tables and packs."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import yaml
from babel.messages import Catalog

from mediaverdict.rulebook.compiling import PACKS
from mediaverdict_cli.language.catalogue import PACK

ROOT = Path(__file__).parents[2]
SOURCES = (ROOT / "layers" / "mediaverdict" / "python", ROOT / "tools" / "mediaverdict_cli")
PAGE = ROOT / "tools" / "mediaverdict_cli" / "output" / "page.html"
SAYING = frozenset({"say", "Message", "say_many", "form"})
"""Whose first argument is a template; `say_many` has two, `form` a context behind it."""
_MARKED = re.compile(r"@\[([^\]]+)\]")
_CALLED = re.compile(r"""\bt\("((?:[^"\\]|\\.)*)"(?:, "((?:[^"\\]|\\.)*)")?""")


class Found(NamedTuple):
    """A message where it is written."""

    text: str
    plural: str
    context: str
    file: str
    line: int


def extracted() -> Iterator[Found]:
    """All of them, each as often as it is written."""
    for folder in SOURCES:
        for path in sorted(folder.rglob("*.py")):
            yield from _of_source(path)
    yield from _of_page()
    yield from _of_packs()


@cache
def template() -> Catalog:
    """All messages, each once, with the files that say it. No line numbers: they would change with every commit."""
    catalog = Catalog(project="mediaverdict", charset="utf-8")
    for one in extracted():
        key = (one.text, one.plural) if one.plural else one.text
        catalog.add(key, locations=[(one.file, 0)], context=one.context or None)
    return catalog


def _of_source(path: Path) -> Iterator[Found]:
    file = str(path.relative_to(ROOT))
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name) or node.func.id not in SAYING:
            continue
        texts = [_literal(one) for one in node.args]
        if not texts or texts[0] is None:
            continue
        second = texts[1] if len(texts) > 1 else None
        if node.func.id == "say_many":
            yield Found(texts[0], second or "", "", file, node.lineno)
        else:
            yield Found(texts[0], "", second or "" if node.func.id == "form" else "", file, node.lineno)


def _literal(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def _of_page() -> Iterator[Found]:
    file, text = str(PAGE.relative_to(ROOT)), PAGE.read_text(encoding="utf-8")
    for found in _MARKED.finditer(text):
        yield Found(found[1], "", "", file, 0)
    for found in _CALLED.finditer(text):
        yield Found(found[1], found[2] or "", "", file, 0)


def _of_packs() -> Iterator[Found]:
    for path in sorted(PACKS.glob("*.yml")):
        book = yaml.safe_load(path.read_text(encoding="utf-8"))
        about = book["pack"]
        texts = [about["title"], *about.get("not_covered", [])]
        texts += [rule[key] for rule in book["rules"] for key in ("description", "why", "fix") if rule.get(key)]
        for text in dict.fromkeys(texts):
            yield Found(text, "", PACK, str(path.relative_to(ROOT)), 0)
