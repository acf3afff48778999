"""Edits of one condition: its operators, their values, the tolerance."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import yaml

from mediaverdict.facts import find_fact
from mediaverdict.rulebook.explained import EXPLAINED, TEXTS
from mediaverdict_studio import surgery
from mediaverdict_studio.condition_edits import BESIDE, parsed, put, selects_by, there
from mediaverdict_studio.nodes import compose, find, find_pair, written
from mediaverdict_studio.results import Edited, Refused, RefusedError
from mediaverdict_studio.verified import refusing, value_at, verified
from mediaverdict_studio.writing import FLAGS, LISTS, as_value, plain_operator

if TYPE_CHECKING:
    from mediaverdict_studio.results import Where


@refusing
def set_value(text: str, where: Where, value: str) -> Edited:
    """Another value; `where` is an `Operand`'s. It is what a person typed: quoted and listed as it needs."""
    root = compose(text)
    node = there(find(root, where))
    operator = str(where[-1])
    if isinstance(node, yaml.SequenceNode) and operator not in EXPLAINED:
        operator = "one_of"  # a plain list
    new = as_value(value, operator)
    return verified(text, surgery.replaced(text, node, new), lambda book: put(book, where, new))


@refusing
def set_operator(text: str, condition: Where, operator: str, new: str, value: str = "") -> Edited:
    """Another operator, for the same value or another; `condition` is a `Condition`'s where.

    `height: 720` becomes `height: {min: 720}`; one value becomes a list where the new operator takes one.
    """
    root = compose(text)
    node = there(find(root, condition))
    if not isinstance(node, yaml.MappingNode):
        _be_plain(node, condition, operator)
        changed = f"{{{new}: {_for_operator(text, node, new, value)}}}"
        return verified(text, surgery.replaced(text, node, changed), lambda book: put(book, condition, changed))
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
    node = there(find(root, condition))
    new = as_value(value, operator)
    if isinstance(node, yaml.MappingNode):
        if find(node, (operator,)) is not None:
            raise RefusedError(f"{operator} stands here already")
        changed = surgery.with_pair(text, node, operator, new)
        return verified(text, changed, lambda book: put(book, (*condition, operator), new))
    if operator == _plain(node, condition):
        raise RefusedError(f"{operator} stands here already")
    flow = written(text, node)
    if isinstance(node, yaml.SequenceNode) and not node.flow_style:
        flow = "[" + ", ".join(written(text, one) for one in node.value) + "]"
    whole = f"{{{_plain(node, condition)}: {flow}, {operator}: {new}}}"
    return verified(text, surgery.replaced(text, node, whole), lambda book: put(book, condition, whole))


@refusing
def remove_operator(text: str, condition: Where, operator: str) -> Edited:
    """An operator less: also `tolerance` and `on_missing`. The last one that asks goes with its condition only."""
    node = there(find(compose(text), condition))
    keys = [key.value for key, _ in node.value] if isinstance(node, yaml.MappingNode) else []
    if operator not in keys:
        raise RefusedError(f"there is no {operator} here any more")
    if not isinstance(node, yaml.MappingNode) or not [one for one in keys if one not in (operator, *BESIDE)]:
        raise RefusedError(f"{operator} is all that is asked here: remove the condition")
    changed = surgery.without_pair(text, node, keys.index(operator))
    return verified(text, changed, lambda book: value_at(book, condition).pop(operator), removes=True)


def set_tolerance(text: str, condition: Where, tolerance: str) -> Edited | Refused:
    """Another tolerance, the first one, or none (empty)."""
    node = find(compose(text), condition)
    stands_there = isinstance(node, yaml.MappingNode) and find(node, ("tolerance",)) is not None
    if not tolerance.strip():
        return remove_operator(text, condition, "tolerance") if stands_there else Edited(text)
    if stands_there:
        return set_value(text, (*condition, "tolerance"), tolerance)
    return add_operator(text, condition, "tolerance", tolerance)


def _plain(node: yaml.Node, condition: Where) -> str:
    spec = find_fact(str(condition[-1]))
    return plain_operator(node, selects=selects_by(condition), text=spec is None or spec.kind in TEXTS)


def _be_plain(node: yaml.Node, condition: Where, operator: str) -> None:
    if _plain(node, condition) != operator:
        raise RefusedError(f"there is no {operator} here any more")
