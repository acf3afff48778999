"""Edits of conditions: a fact, its operators, their values; a condition or a branch more or less."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import yaml

from mediaverdict.facts import find_fact
from mediaverdict.rulebook.explained import EXPLAINED, TEXTS
from mediaverdict.rulebook.reading import read_yaml
from mediaverdict_studio import surgery
from mediaverdict_studio.nodes import compose, find, find_pair, written
from mediaverdict_studio.results import Edited, Refused, RefusedError
from mediaverdict_studio.surgery import IN_TEXT
from mediaverdict_studio.verified import refusing, value_at, verified
from mediaverdict_studio.writing import FLAGS, LISTS, as_condition, as_key, as_value, plain_operator

if TYPE_CHECKING:
    from mediaverdict_studio.form import Part
    from mediaverdict_studio.results import Where

SELECTING = ("match", "when", "jobs")
"""Where a plain text with `*` is a pattern."""
RULE_KEYS = (
    "id", "description", "severity", "scope", "enforce_from", "until_then", "why", "fix", "source", "on_missing",
    "match", "when", "require", "any_of", "none_of", "must_match",
)  # fmt: skip
"""The order in which a rule's keys are written."""
BESIDE = ("tolerance", "on_missing", "by")
"""Keys of a condition that ask nothing by themselves."""


@refusing
def set_value(text: str, where: Where, value: str) -> Edited:
    """Another value; `where` is an `Operand`'s. It is what a person typed: quoted and listed as it needs."""
    root = compose(text)
    node = _there(find(root, where))
    operator = str(where[-1])
    if isinstance(node, yaml.SequenceNode) and operator not in EXPLAINED:
        operator = "one_of"  # a plain list
    new = as_value(value, operator)
    return verified(text, surgery.replaced(text, node, new), lambda book: _put(book, where, new))


@refusing
def set_operator(text: str, condition: Where, operator: str, new: str, value: str = "") -> Edited:
    """Another operator, for the same value or another; `condition` is a `Condition`'s where.

    `height: 720` becomes `height: {min: 720}`; one value becomes a list where the new operator takes one.
    """
    root = compose(text)
    node = _there(find(root, condition))
    if not isinstance(node, yaml.MappingNode):
        _be_plain(node, condition, operator)
        changed = f"{{{new}: {_for_operator(text, node, new, value)}}}"
        return verified(text, surgery.replaced(text, node, changed), lambda book: _put(book, condition, changed))
    pair = find_pair(root, (*condition, operator))
    if pair is None:
        raise RefusedError(f"there is no {operator} here any more")
    if new != operator and find(root, (*condition, new)) is not None:
        raise RefusedError(f"{new} stands here already")
    changed = _for_operator(text, pair[1], new, value)

    def change(book: Any) -> None:
        entries = value_at(book, condition)
        del entries[operator]
        entries[new] = parsed(changed)

    once = surgery.replaced(text, pair[1], changed) if changed != written(text, pair[1]) else text
    return verified(text, surgery.renamed(once, pair[0], new), change)


def _for_operator(text: str, node: yaml.Node, operator: str, value: str) -> str:
    """What stands behind an operator that takes the place of another."""
    if value:
        return as_value(value, operator)
    if operator in FLAGS:
        return "true"
    is_list = isinstance(node, yaml.SequenceNode)
    if operator in LISTS or operator == "glob":
        if isinstance(node, yaml.SequenceNode) and not node.flow_style:
            return "[" + ", ".join(written(text, one) for one in node.value) + "]"
        return written(text, node) if is_list or operator == "glob" else f"[{written(text, node)}]"
    if is_list:
        if len(node.value) != 1:
            raise RefusedError(f"{operator} takes one value, and {len(node.value)} stand here: say which")
        return written(text, node.value[0])
    if isinstance(node, yaml.ScalarNode) and node.value in ("true", "false") and not node.style:
        raise RefusedError(f"{operator} needs a value: say which")
    return written(text, node)


@refusing
def add_operator(text: str, condition: Where, operator: str, value: str) -> Edited:
    """One more operator on the same fact: also `tolerance` and `on_missing`."""
    root = compose(text)
    node = _there(find(root, condition))
    new = as_value(value, operator)
    if isinstance(node, yaml.MappingNode):
        if find(node, (operator,)) is not None:
            raise RefusedError(f"{operator} stands here already")
        changed = surgery.with_pair(text, node, operator, new)
        return verified(text, changed, lambda book: _put(book, (*condition, operator), new))
    flow = written(text, node)
    if isinstance(node, yaml.SequenceNode) and not node.flow_style:
        flow = "[" + ", ".join(written(text, one) for one in node.value) + "]"
    whole = f"{{{_plain(node, condition)}: {flow}, {operator}: {new}}}"
    return verified(text, surgery.replaced(text, node, whole), lambda book: _put(book, condition, whole))


@refusing
def remove_operator(text: str, condition: Where, operator: str) -> Edited:
    """An operator less: also `tolerance` and `on_missing`. The last one that asks goes with its condition only."""
    node = _there(find(compose(text), condition))
    keys = [key.value for key, _ in node.value] if isinstance(node, yaml.MappingNode) else []
    if operator not in keys:
        raise RefusedError(f"there is no {operator} here any more")
    if not isinstance(node, yaml.MappingNode) or not [one for one in keys if one not in (operator, *BESIDE)]:
        raise RefusedError(f"{operator} is all that is asked here: remove the condition")
    changed = surgery.without_pair(text, node, keys.index(operator))
    return verified(text, changed, lambda book: value_at(book, condition).pop(operator), removes=True)


@refusing
def set_fact(text: str, condition: Where, fact: str) -> Edited:
    """Another fact, with the same condition."""
    root = compose(text)
    pair = find_pair(root, condition)
    if pair is None:
        raise RefusedError(f"this condition is not there any more: {IN_TEXT}")
    if find(root, (*condition[:-1], fact)) is not None:
        raise RefusedError(f"{fact} is asked here already: add an operator to it")

    def change(book: Any) -> None:
        branch = value_at(book, condition[:-1])
        branch[fact] = branch.pop(condition[-1])

    return verified(text, surgery.renamed(text, pair[0], as_key(fact)), change)


def set_tolerance(text: str, condition: Where, tolerance: str) -> Edited | Refused:
    """Another tolerance, the first one, or none (empty)."""
    node = find(compose(text), condition)
    there = isinstance(node, yaml.MappingNode) and find(node, ("tolerance",)) is not None
    if not tolerance.strip():
        return remove_operator(text, condition, "tolerance")
    if there:
        return set_value(text, (*condition, "tolerance"), tolerance)
    return add_operator(text, condition, "tolerance", tolerance)


@refusing
def add_condition(text: str, branch: Where, fact: str, operator: str, value: str) -> Edited:
    """One more condition in a branch (`Branch.where`); a plain value where the operator is `equals`."""
    node = _there(find(compose(text), branch))
    if find(node, (fact,)) is not None:
        raise RefusedError(f"{fact} is asked here already: add an operator to it")
    if not isinstance(node, yaml.MappingNode):
        raise RefusedError(f"this is no map of facts: {IN_TEXT}")
    asked = as_condition(operator, value, selects=_selects(branch))
    changed = surgery.with_pair(text, node, as_key(fact), asked)
    return verified(text, changed, lambda book: _put(book, (*branch, fact), asked))


@refusing
def add_branch(text: str, rule: Where, part: Part, fact: str, operator: str, value: str) -> Edited:
    """One more branch of `any_of` or `none_of`, or the first condition of any part, which need not stand there yet."""
    root = compose(text)
    node, there = _there(find(root, rule)), find(root, (*rule, part))
    asked = as_condition(operator, value, selects=part in SELECTING)
    branch = f"{{{as_key(fact)}: {asked}}}"
    if part in ("any_of", "none_of"):
        if isinstance(there, yaml.SequenceNode) and there.value:
            changed = surgery.with_entry(text, there, branch)
            return verified(text, changed, lambda book: value_at(book, (*rule, part)).append(parsed(branch)))
        flow, lines, whole = f"[{branch}]", f"\n  - {branch}", f"[{branch}]"
    else:
        if isinstance(there, yaml.MappingNode) and there.value:
            raise RefusedError(f"{part} is one branch: add the condition to it")
        whole, flow, lines = branch, branch, f"\n  {as_key(fact)}: {asked}"
    if there is not None:
        changed = surgery.replaced(text, there, flow)
    else:
        changed = _with_part(text, node, part, flow if part in SELECTING else lines, flow)
    return verified(text, changed, lambda book: _put(book, (*rule, part), whole))


def _with_part(text: str, node: yaml.Node, part: str, lines: str, flow: str) -> str:
    """The rule with a part more, behind those that come before it."""
    if not isinstance(node, yaml.MappingNode):
        raise RefusedError(f"this is no rule: {IN_TEXT}")
    return surgery.with_pair(text, node, part, flow if node.flow_style else lines, place_of(node, part))


def place_of(node: yaml.MappingNode, key: str) -> int:
    """The index of the pair behind which a rule's key is written."""
    rank = RULE_KEYS.index(key)
    before = [
        at for at, (one, _) in enumerate(node.value) if one.value in RULE_KEYS and RULE_KEYS.index(one.value) < rank
    ]
    return max(before, default=len(node.value) - 1)


@refusing
def remove_condition(text: str, condition: Where) -> Edited:
    """A condition less; with the last one goes its branch, and with the last branch its part."""
    root = compose(text)
    gone = condition
    while gone:
        above = _there(find(root, gone[:-1]))
        if len(above.value) > 1 or len(gone) <= len(condition) - 2 or gone[-1] not in _steps(above):
            break
        if isinstance(gone[-2], int) and gone[-3] == "rules":  # the rule itself stays
            raise RefusedError("this is all that the rule has: remove the rule")
        gone = gone[:-1]
    above = _there(find(root, gone[:-1]))
    if gone[-1] not in _steps(above):
        raise RefusedError(f"this condition is not there any more: {IN_TEXT}")
    index = _steps(above).index(gone[-1])
    if isinstance(above, yaml.SequenceNode):
        changed = surgery.without_entry(text, above, index)
    elif isinstance(above, yaml.MappingNode):
        changed = surgery.without_pair(text, above, index)
    return verified(text, changed, lambda book: value_at(book, gone[:-1]).pop(gone[-1]), removes=True)


def _steps(node: yaml.Node) -> list[str | int]:
    """The keys of a map, or the indexes of a list."""
    if isinstance(node, yaml.MappingNode):
        return [key.value for key, _ in node.value]
    return list(range(len(node.value))) if isinstance(node, yaml.SequenceNode) else []


def parsed(value: str) -> Any:
    """What a written value is read as. Raises RefusedError for one that can't be."""
    read, problems = read_yaml(f"{{x: {value}}}", "")
    if problems or not isinstance(read, dict):
        raise RefusedError(f"{value} can't be read: {problems[0].message}" if problems else f"{value} can't be read")
    return read["x"]


def _put(book: Any, where: Where, value: str) -> None:
    value_at(book, where[:-1])[where[-1]] = parsed(value)


def _there(node: yaml.Node | None) -> yaml.Node:
    if node is None:
        raise RefusedError(f"this is not there any more: {IN_TEXT}")
    return node


def _selects(branch: Where) -> bool:
    return any(step in SELECTING for step in branch)


def _plain(node: yaml.Node, condition: Where) -> str:
    spec = find_fact(str(condition[-1]))
    return plain_operator(node, selects=_selects(condition), text=spec is None or spec.kind in TEXTS)


def _be_plain(node: yaml.Node, condition: Where, operator: str) -> None:
    if _plain(node, condition) != operator:
        raise RefusedError(f"there is no {operator} here any more")
