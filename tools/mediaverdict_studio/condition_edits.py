"""Edits of a rule's conditions: one more or less, one more branch, another fact."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import yaml

from mediaverdict.rulebook.reading import read_yaml
from mediaverdict_studio import surgery
from mediaverdict_studio.nodes import compose, find, find_pair
from mediaverdict_studio.results import Edited, RefusedError
from mediaverdict_studio.surgery import IN_TEXT
from mediaverdict_studio.verified import refusing, value_at, verified
from mediaverdict_studio.writing import as_condition, as_key

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


@refusing
def add_condition(text: str, branch: Where, fact: str, operator: str, value: str) -> Edited:
    """One more condition in a branch (`Branch.where`); a plain value where the operator is `equals`."""
    node = there(find(compose(text), branch))
    if find(node, (fact,)) is not None:
        raise RefusedError(f"{fact} is asked here already: add an operator to it")
    if not isinstance(node, yaml.MappingNode):
        raise RefusedError(f"this is no map of facts: {IN_TEXT}")
    asked = as_condition(operator, value, selects=selects_by(branch))
    changed = surgery.with_pair(text, node, as_key(fact), asked)
    return verified(text, changed, lambda book: put(book, (*branch, fact), asked))


@refusing
def add_branch(text: str, rule: Where, part: Part, fact: str, operator: str, value: str) -> Edited:
    """One more branch of `any_of` or `none_of`, or the first condition of any part, which need not stand there yet."""
    root = compose(text)
    node, old = there(find(root, rule)), find(root, (*rule, part))
    asked = as_condition(operator, value, selects=part in SELECTING)
    branch = f"{{{as_key(fact)}: {asked}}}"
    if part in ("any_of", "none_of"):
        if isinstance(old, yaml.SequenceNode) and old.value:
            changed = surgery.with_entry(text, old, branch)
            return verified(text, changed, lambda book: value_at(book, (*rule, part)).append(parsed(branch)))
        flow, lines, whole = f"[{branch}]", f"\n  - {branch}", f"[{branch}]"
    else:
        if isinstance(old, yaml.MappingNode) and old.value:
            raise RefusedError(f"{part} is one branch: add the condition to it")
        whole, flow, lines = branch, branch, f"\n  {as_key(fact)}: {asked}"
    if old is not None:
        changed = surgery.replaced(text, old, flow)
    else:
        changed = _with_part(text, node, part, flow if part in SELECTING else lines, flow)
    return verified(text, changed, lambda book: put(book, (*rule, part), whole))


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
        above = there(find(root, gone[:-1]))
        if len(above.value) > 1 or len(gone) <= len(condition) - 2 or gone[-1] not in _steps(above):
            break
        if isinstance(gone[-2], int) and gone[-3] == "rules":  # the rule itself stays
            raise RefusedError("this is all that the rule has: remove the rule")
        gone = gone[:-1]
    above = there(find(root, gone[:-1]))
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


def put(book: Any, where: Where, value: str) -> None:
    """Does to a value that was read what was done to the text: at that place, what is written so."""
    value_at(book, where[:-1])[where[-1]] = parsed(value)


def there(node: yaml.Node | None) -> yaml.Node:
    """A node that must be there. Raises RefusedError."""
    if node is None:
        raise RefusedError(f"this is not there any more: {IN_TEXT}")
    return node


def selects_by(branch: Where) -> bool:
    """Whether conditions at that place select outputs or jobs."""
    return any(step in SELECTING for step in branch)
