"""A rule book's text -> its form."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import yaml

from mediaverdict.facts import find_fact
from mediaverdict.facts.catalog import COUNT
from mediaverdict.facts.every_track import EVERY
from mediaverdict.rulebook.compiling import pack_names, try_rulebook
from mediaverdict.rulebook.explained import EXPLAINED, TEXTS
from mediaverdict.rulebook.known import vocabulary_of
from mediaverdict_cli.rules.facts import unit_of
from mediaverdict_cli.rules.packs import list_packs
from mediaverdict_studio.book_edits import OVERRIDE
from mediaverdict_studio.condition_edits import BESIDE, SELECTING
from mediaverdict_studio.form_parts import (
    Branch,
    Clause,
    Condition,
    Form,
    Included,
    IncludedRule,
    Operand,
    OwnRule,
    Part,
)
from mediaverdict_studio.nodes import compose, end_of, entries, find, pairs, written
from mediaverdict_studio.results import Refused
from mediaverdict_studio.writing import as_text, plain_operator

if TYPE_CHECKING:
    from pathlib import Path

    from mediaverdict.facts import FactSpec
    from mediaverdict.rulebook import Rule
    from mediaverdict_studio.results import Where

__all__ = [
    "Branch",
    "Clause",
    "Condition",
    "Form",
    "Included",
    "IncludedRule",
    "Operand",
    "OwnRule",
    "Part",
    "read_form",
]

PARTS: tuple[Part, ...] = ("match", "when", "require", "any_of", "none_of")


def read_form(text: str, path: Path) -> Form | Refused:
    """The text as a form; refused where it is no YAML or no rule book's shape. Errors of meaning don't matter."""
    root = compose(text)
    if root is None:
        if text.strip() and any(line.strip() and not line.lstrip().startswith("#") for line in text.split("\n")):
            return Refused("the text is no YAML as it stands: the error's line says why")
        return Form((), (), packs_left=tuple(pack_names()))
    if not isinstance(root, yaml.MappingNode):
        return Refused("a rule book is a map that begins with version: 1")
    for key, _, node in pairs(root):
        if key in ("include", "rules") and not isinstance(node, yaml.SequenceNode) and node.value != "":
            return Refused(f"{key} is no list")
    rules = entries(find(root, ("rules",)))
    changed = {_text(rule, "id"): (index, rule) for index, rule in enumerate(rules) if _only_changes(rule)}
    includes = tuple(
        _included(index, node, path, changed) for index, node in enumerate(entries(find(root, ("include",))))
    )
    known = {rule.id for one in includes for rule in one.rules}
    own = tuple(
        _own(text, index, rule)
        for index, rule in enumerate(rules)
        if not (_only_changes(rule) and _text(rule, "id") in known)
    )
    jobs = find(root, ("jobs",))
    taken = {one.pack for one in includes}
    return Form(
        includes,
        own,
        _branch(text, jobs, ("jobs",), "output") if isinstance(jobs, yaml.MappingNode) else None,
        tuple(name for name in pack_names() if name not in taken),
    )


def _only_changes(rule: yaml.Node) -> bool:
    """Whether an entry of `rules` has no more than what changes an included rule."""
    keys = {key for key, _, _ in pairs(rule)}
    return bool(keys) and keys <= OVERRIDE


def _included(index: int, node: yaml.Node, path: Path, changed: dict[str, tuple[int, yaml.Node]]) -> Included:
    pack = _text(node, "pack").partition("@")[0]
    file = _text(node, "path") if isinstance(node, yaml.MappingNode) else str(node.value)
    where = ("include", index)
    if pack:
        title, rules = _pack(pack)
        fault = "" if rules else f"there is no pack {pack!r}"
    else:
        title = ""
        book, problems = try_rulebook(f"version: 1\ninclude: [{{path: {as_text(file)}}}]\n", path)
        rules = book.rules if book is not None else ()
        fault = "; ".join(one.message for one in problems.found[:3])
    shown = tuple(_included_rule(rule, changed) for rule in rules)
    return Included(index, where, pack, "" if pack else file, title, shown, fault)


def _included_rule(rule: Rule, changed: dict[str, tuple[int, yaml.Node]]) -> IncludedRule:
    default = rule.severity.value
    at, entry = changed.get(rule.id, (None, None))
    severity = _text(entry, "severity") or default
    return IncludedRule(rule.id, rule.description, severity, default, at)


@cache
def _pack(name: str) -> tuple[str, tuple[Rule, ...]]:
    """A built-in pack's title and rules; nothing of what is none."""
    return next(((one.title, one.rules) for one in list_packs() if one.name == name), ("", ()))


def _own(text: str, index: int, node: yaml.Node) -> OwnRule:
    where: Where = ("rules", index)
    line, last = node.start_mark.line + 1, text.count("\n", 0, end_of(node)) + 1
    if not isinstance(node, yaml.MappingNode):
        return OwnRule(index, where, "", "", "fail", "output", (), line=line, last_line=last, fault="this is no rule")
    scope = _text(node, "scope") or "output"
    clauses = [_clause(text, part, value, (*where, part), scope) for part in PARTS if (value := find(node, (part,)))]
    return OwnRule(
        index, where, _text(node, "id"), _text(node, "description"), _text(node, "severity") or "fail", scope,
        tuple(clause for clause in clauses if clause is not None), _text(node, "must_match") == "true",
        _text(node, "why"), line, last,
    )  # fmt: skip


def _clause(text: str, part: Part, node: yaml.Node, where: Where, scope: str) -> Clause | None:
    scope = "output" if part == "match" else scope
    if isinstance(node, yaml.SequenceNode):
        listed = tuple(_branch(text, one, (*where, index), scope) for index, one in enumerate(node.value))
        return Clause(part, where, listed)
    if not isinstance(node, yaml.MappingNode):
        return None
    return Clause(part, where, (_branch(text, node, where, scope),))


def _branch(text: str, node: yaml.Node, where: Where, scope: str) -> Branch:
    return Branch(where, tuple(_condition(text, key, value, (*where, key), scope) for key, _, value in pairs(node)))


def _condition(text: str, fact: str, node: yaml.Node, where: Where, scope: str) -> Condition:
    spec = COUNT if fact == COUNT.name and scope != "output" else find_fact(fact)
    if isinstance(node, yaml.MappingNode):
        found = {key: Operand(key, written(text, value), (*where, key)) for key, _, value in pairs(node)}
    else:
        selects = any(step in SELECTING for step in where)
        operator = plain_operator(node, selects=selects, text=spec is None or spec.kind in TEXTS)
        found = {operator: Operand(operator, _plain(text, node), where, plain=True)}
    operands = tuple(one for key, one in found.items() if key not in ("tolerance", "on_missing"))
    tolerance, on_missing = (found[key].value if key in found else "" for key in ("tolerance", "on_missing"))
    line = node.start_mark.line + 1
    if spec is None:
        return Condition(fact, where, operands, tolerance, on_missing, line=line)
    known = vocabulary_of(spec)
    return Condition(
        fact, where, operands, tolerance, on_missing, unit_of(spec), spec.meaning,
        (*known.common, *known.rare) if known is not None else (), operators_of(spec, scope),
        spec.kind in EXPLAINED["tolerance"].kinds, line,
    )  # fmt: skip


def _plain(text: str, node: yaml.Node) -> str:
    """A plain value as it is written; a list that stands in lines as one in brackets."""
    if isinstance(node, yaml.SequenceNode) and not node.flow_style:
        return "[" + ", ".join(written(text, one) for one in node.value) + "]"
    return written(text, node)


@cache
def operators_of(spec: FactSpec, scope: str) -> tuple[str, ...]:
    """The operators that fit a fact in a rule of that scope, without those that only go beside others."""
    several = EVERY in spec.name or (scope != "output" and not spec.of_job and spec is not COUNT)
    return tuple(
        name
        for name, one in EXPLAINED.items()
        if spec.kind in one.kinds and one.over_several is several and name not in BESIDE
    )


def _text(node: yaml.Node | None, key: str) -> str:
    """A scalar of a map, as text; empty where there is none."""
    value = find(node, (key,)) if node is not None else None
    return str(value.value) if isinstance(value, yaml.ScalarNode) else ""
