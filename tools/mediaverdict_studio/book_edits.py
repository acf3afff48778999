"""Edits of the book: rules, includes, what included rules count as, examples."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import yaml

from mediaverdict.rulebook.compiling import pack_names
from mediaverdict.rulebook.reading import read_yaml
from mediaverdict_studio import surgery
from mediaverdict_studio.condition_edits import place_of
from mediaverdict_studio.nodes import compose, end_of, entries, find, pairs
from mediaverdict_studio.results import Edited, Refused, RefusedError
from mediaverdict_studio.surgery import IN_TEXT
from mediaverdict_studio.verified import refusing, value_at, verified
from mediaverdict_studio.writing import as_condition, as_key, as_text, quoted

if TYPE_CHECKING:
    from mediaverdict_studio.form import Part
    from mediaverdict_studio.results import Where

SEVERITIES = ("fail", "warn", "info", "off")
TEXT_KEYS = (
    "id", "description", "severity", "scope", "why", "fix", "source", "enforce_from", "until_then", "on_missing",
)  # fmt: skip
OVERRIDE = frozenset({"id", "severity", "enforce_from", "until_then"})
"""A rule with no more than these changes an included one."""


@refusing
def set_rule_key(text: str, rule: Where, key: str, value: str) -> Edited:
    """A rule's `id`, `description`, `severity`, `scope`, `why`, `fix`: a plain text, quoted here. Empty removes it."""
    if key not in TEXT_KEYS:
        raise RefusedError(f"{key} is no text of a rule")
    if key == "id" and not value.strip():
        raise RefusedError("a rule needs a name")
    node = find(compose(text), rule)
    if not isinstance(node, yaml.MappingNode):
        raise RefusedError(f"this rule is not there any more: {IN_TEXT}")
    keys = [name for name, _, _ in pairs(node)]
    if not value.strip():
        if key not in keys:
            return Edited(text)
        changed = surgery.without_pair(text, node, keys.index(key))
        return verified(text, changed, lambda book: value_at(book, rule).pop(key), removes=True)
    new = as_text(value)
    if key in keys:
        changed = surgery.replaced(text, node.value[keys.index(key)][1], new)
    else:
        changed = surgery.with_pair(text, node, key, new, place_of(node, key))

    def change(book: Any) -> None:
        value_at(book, rule)[key] = value

    return verified(text, changed, change)


def set_severity(text: str, rule: Where, severity: str) -> Edited | Refused:
    """A rule's severity: fail, warn, info, off."""
    node = find(compose(text), (*rule, "severity"))
    return set_rule_key(text, rule, "severity", "" if severity == "fail" and node is None else severity)


@refusing
def add_rule(text: str, rule_id: str, part: Part, fact: str, operator: str, value: str) -> Edited:
    """A rule with one condition, behind the others."""
    asked = f"{as_key(fact)}: {as_condition(operator, value, selects=part in ('match', 'when'))}"
    below = f"  - {{{asked}}}" if part in ("any_of", "none_of") else f"  {asked}"
    if any(find(rule, ("id",)) is not None and _id_of(rule) == rule_id for rule in _rules(text)):
        raise RefusedError(f"the rule ID {rule_id!r} is taken")
    return _with_entries(text, "rules", f"- id: {as_text(rule_id)}\n  {part}:\n  {below}")


@refusing
def add_rules(text: str, entries: str) -> Edited:
    """Rules that are written already (entries of a list, as a draft has them), behind the others."""
    return _with_entries(text, "rules", entries)


@refusing
def add_example(text: str, entry: str) -> Edited:
    """An example that is written already (an entry of a list), behind the others."""
    return _with_entries(text, "examples", entry)


@refusing
def add_waiver(text: str, rule_id: str, output: str, reason: str) -> Edited:
    """A waiver of a rule's findings; of outputs of that name alone, where one is given."""
    match = f"\n  match: {{output.name: {{equals: {quoted(output)}}}}}" if output else ""
    return _with_entries(text, "waive", f"- rule: {as_text(rule_id)}{match}\n  reason: {as_text(reason)}")


@refusing
def remove_rule(text: str, rule: Where) -> Edited:
    """A rule less, with the comments that stand in it."""
    return _without_entry(text, "rules", rule)


@refusing
def add_include(text: str, pack: str) -> Edited:
    """A built-in pack more."""
    if pack not in pack_names():
        raise RefusedError(f"there is no pack {pack!r}")
    if any(_pack_of(one) == pack for one in entries(find(compose(text), ("include",)))):
        raise RefusedError(f"the pack {pack} is included already")
    return _with_entries(text, "include", f"- pack: {pack}")


@refusing
def remove_include(text: str, index: int) -> Edited:
    """An include less; refused while the book still changes rules of it."""
    included = entries(find(compose(text), ("include",)))
    pack = _pack_of(included[index]) if 0 <= index < len(included) else ""
    changed = [_id_of(rule) for rule in _rules(text) if pack and _id_of(rule).startswith(f"{pack}/")]
    if changed:
        raise RefusedError(f"the book changes rules of {pack}: first put back {', '.join(changed)}")
    return _without_entry(text, "include", ("include", index))


@refusing
def switch_included(text: str, rule_id: str, severity: str) -> Edited:
    """What an included rule counts as: fail, warn, info, off; empty: as the pack has it."""
    rules = _rules(text)
    at = next((index for index, rule in enumerate(rules) if _id_of(rule) == rule_id), None)
    if at is None:
        if not severity:
            return Edited(text)
        return _with_entries(text, "rules", f"- {{id: {as_text(rule_id)}, severity: {severity}}}")
    keys = {key for key, _, _ in pairs(rules[at])}
    if not keys <= OVERRIDE:
        raise RefusedError(f"{rule_id} is a rule of this book's own")
    if not severity and keys <= {"id", "severity"}:
        return _without_entry(text, "rules", ("rules", at))
    done = set_rule_key(text, ("rules", at), "severity", severity)
    if not isinstance(done, Edited):
        raise RefusedError(done.reason)
    return done


def _with_entries(text: str, key: str, listed: str) -> Edited:
    """The book with entries more in one of its lists, which need not be there yet."""
    new, problems = read_yaml(listed, "")
    if problems or not isinstance(new, list) or not new:
        raise RefusedError(f"this is no list of {key}: {problems[0].message if problems else listed[:80]!r}")
    listed = listed.rstrip()
    root = compose(text)
    node = find(root, (key,))
    if isinstance(node, yaml.SequenceNode) and node.flow_style and node.value:
        if len(new) != 1 or "\n" in listed:
            raise RefusedError(f"{key} stands in [...]: {IN_TEXT}")
        changed = surgery.with_entry(text, node, listed.removeprefix("- "))
    elif isinstance(node, yaml.SequenceNode) and node.value:
        end = max(end_of(one) for one in node.value)
        blank = _spaced(text, node, listed)
        changed = surgery.with_lines(text, end, listed.split("\n"), node.start_mark.column, blank=blank)
    else:
        changed = _with_list(text, root, key, node, listed)

    def change(book: Any) -> None:
        if root is None:
            book["version"] = 1
        if not isinstance(book.get(key), list):
            book[key] = []
        book[key].extend(new)

    return verified(text, changed, change)


def _with_list(text: str, root: yaml.Node | None, key: str, node: yaml.Node | None, listed: str) -> str:
    """A list that is not there yet: `include` behind the version, others behind all."""
    lines = "\n" + "\n".join(f"  {line}" if line else "" for line in listed.split("\n"))
    if node is not None:  # empty: `rules:` or `rules: []`
        return surgery.replaced(text, node, lines).replace(f"{key}: \n", f"{key}:\n", 1)
    if root is None:
        head = f"{text.rstrip()}\n" if text.strip() else ""
        return f"{head}version: 1\n\n{key}:{lines}\n"
    if not isinstance(root, yaml.MappingNode) or not root.value:
        raise RefusedError(f"this is no rule book: {IN_TEXT}")
    keys = [name for name, _, _ in pairs(root)]
    after = keys.index("version") if key == "include" and "version" in keys else len(keys) - 1
    end = max(end_of(part) for part in root.value[after])
    column = root.value[0][0].start_mark.column
    if root.flow_style:
        raise RefusedError(f"the book stands in {{...}}: {IN_TEXT}")
    return surgery.with_lines(text, end, [f"{key}:{lines}"], column, blank=True)


def _without_entry(text: str, key: str, where: Where) -> Edited:
    """The book with an entry less; with the last one goes the list."""
    root = compose(text)
    node, index = find(root, where[:-1]), where[-1]
    if not isinstance(node, yaml.SequenceNode) or not isinstance(index, int) or not 0 <= index < len(node.value):
        raise RefusedError(f"this is not there any more: {IN_TEXT}")
    if len(node.value) > 1:
        changed = surgery.without_entry(text, node, index)
        return verified(text, changed, lambda book: book[key].pop(index), removes=True)
    if not isinstance(root, yaml.MappingNode) or len(root.value) == 1:
        raise RefusedError(f"this is all that the book has: {IN_TEXT}")
    at = [name for name, _, _ in pairs(root)].index(key)
    return verified(text, surgery.without_pair(text, root, at), lambda book: book.pop(key), removes=True)


def _spaced(text: str, node: yaml.SequenceNode, listed: str) -> bool:
    """Whether an empty line is to stand before a new entry: as before the last one of its size."""
    gaps = []
    for before, one in zip([None, *node.value], node.value, strict=False):
        is_long = "\n" in text[one.start_mark.index : end_of(one)]
        if before is not None and (is_long or "\n" not in listed):
            gaps.append(re.search(r"\n[ \t]*\n", text[end_of(before) : one.start_mark.index]) is not None)
    last_is_long = "\n" in text[node.value[-1].start_mark.index : end_of(node.value[-1])]
    if "\n" not in listed:
        return last_is_long and bool(gaps) and gaps[-1]
    return gaps[-1] if gaps else True


def _rules(text: str) -> list[yaml.Node]:
    return entries(find(compose(text), ("rules",)))


def _id_of(rule: yaml.Node) -> str:
    node = find(rule, ("id",))
    return str(node.value) if isinstance(node, yaml.ScalarNode) else ""


def _pack_of(include: yaml.Node) -> str:
    node = find(include, ("pack",))
    return str(node.value).partition("@")[0] if isinstance(node, yaml.ScalarNode) else ""
