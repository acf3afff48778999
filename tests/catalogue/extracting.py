"""Every message of the source, from where it is written: calls, the report's page, tables and packs."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import typer.main
import yaml
from babel.messages import Catalog

from mediaverdict.facts.catalog import ALL_FACTS, COUNT
from mediaverdict.rulebook.compiling import PACKS
from mediaverdict.rulebook.explained import EXPLAINED, FITS
from mediaverdict.rulebook.known import vocabulary_of
from mediaverdict_cli.app import app
from mediaverdict_cli.language.catalogue import FACT, HELP, OPERATOR, PACK
from mediaverdict_cli.language.helping import told_by
from mediaverdict_cli.output.page import TEMPLATE, own_texts

ROOT = Path(__file__).parents[2]
SOURCES = (
    ROOT / "layers" / "mediaverdict" / "python",
    ROOT / "tools" / "mediaverdict_cli",
    ROOT / "tools" / "alicloud_emulator",
)
SAYING = frozenset({"say", "Message", "say_many", "form"})
"""Whose first argument is a template; `say_many` has two, `form` a context behind it."""
MAKERS = frozenset({"mediaverdict.errors", "mediaverdict_cli.language.forms"})
"""Where these are."""


class Found(NamedTuple):
    """A message where it is written."""

    text: str
    plural: str
    context: str
    file: str


@cache
def extracted() -> tuple[Found, ...]:
    """All of them, each as often as it is written."""
    paths = (path for folder in SOURCES for path in sorted(folder.rglob("*.py")))
    return (*(found for path in paths for found in _of_source(path)), *_of_page(), *_of_tables(), *_of_packs())


@cache
def template() -> Catalog:
    """All messages, each once, with the files that say it.

    By file and text, without line numbers: code that is moved about changes nothing here.
    """
    catalog = Catalog(project="mediaverdict", charset="utf-8")
    for one in sorted(extracted(), key=lambda one: (one.file, one.context, one.text)):
        key = (one.text, one.plural) if one.plural else one.text
        catalog.add(key, locations=[(one.file, 0)], context=one.context or None)
    return catalog


def sayings(path: Path) -> Iterator[ast.Call]:
    """The calls of a file that make messages, by the names that it has from where these are made."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    ours = {
        alias.name
        for node in tree.body
        if isinstance(node, ast.ImportFrom) and node.module in MAKERS
        for alias in node.names
    } | {node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in SAYING & ours:
            yield node


def _of_source(path: Path) -> Iterator[Found]:
    file = str(path.relative_to(ROOT))
    for node in sayings(path):
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        texts = [_literal(one) for one in node.args]
        if not texts or texts[0] is None:
            continue
        named = [_literal(one.value) for one in node.keywords if one.arg == "context"]
        second = (texts[1:] or [None])[0] or ""
        if name == "say_many":
            yield Found(texts[0], second, "", file)
        else:
            yield Found(texts[0], "", (named or [None])[0] or (second if name == "form" else ""), file)


def _literal(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def _of_page() -> Iterator[Found]:
    for text in own_texts(TEMPLATE.read_text(encoding="utf-8")):
        yield Found(text, "", "", str(TEMPLATE.relative_to(ROOT)))


def _of_tables() -> Iterator[Found]:
    """What is looked up as a whole: facts' meanings, operators', the help, what a vocabulary advises."""
    facts = [*ALL_FACTS.values(), COUNT]
    for text in dict.fromkeys(spec.meaning for spec in facts):
        yield Found(text, "", FACT, "layers/mediaverdict/python/mediaverdict/facts/catalog.py")
    for text in dict.fromkeys([*(one.meaning for one in EXPLAINED.values()), *FITS.values()]):
        yield Found(text, "", OPERATOR, "layers/mediaverdict/python/mediaverdict/rulebook/explained.py")
    for one, name in told_by(typer.main.get_command(app)):
        yield Found(getattr(one, name), "", HELP, "tools/mediaverdict_cli/app.py")
    for spec in facts:
        known = vocabulary_of(spec)
        for text in dict.fromkeys(known.advice.values()) if known is not None else ():
            yield Found(text, "", "", "layers/mediaverdict/python/mediaverdict/rulebook/known.py")


def _of_packs() -> Iterator[Found]:
    for path in sorted(PACKS.glob("*.yml")):
        book = yaml.safe_load(path.read_text(encoding="utf-8"))
        about = book["pack"]
        texts = [about["title"], *about.get("not_covered", [])]
        texts += [rule[key] for rule in book["rules"] for key in ("description", "why", "fix") if rule.get(key)]
        for text in dict.fromkeys(texts):
            yield Found(text, "", PACK, str(path.relative_to(ROOT)))
