"""A condition as fields: a fact, an operator, a value with its unit; and the fields for a new one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediaverdict_cli.rules.operators import list_operators
from mediaverdict_studio import edits
from mediaverdict_studio.page.markup import add_options, button, choice, field, tag

if TYPE_CHECKING:
    from collections.abc import Callable

    from mediaverdict_studio.form import Condition, Operand
    from mediaverdict_studio.page.scene import Scene
    from mediaverdict_studio.results import Where

OPERATOR_WORDS = {
    "equals": "is", "not": "is not", "min": "at least", "max": "at most", "above": "more than", "below": "less than",
    "one_of": "is one of", "none_of": "is none of", "glob": "is like", "regex": "matches", "exists": "is there",
    "includes": "includes", "multiple_of": "is a multiple of", "increases_with": "increases with",
    "same": "is the same in all", "ratio": "ratio of neighbours", "spread": "spread",
}  # fmt: skip
"""What an operator says between a fact and a value; one that is not here is shown as it is written."""
NOT_ALONE = ("tolerance", "on_missing")
EMPTY = ("", "", "equals", "")
"""The fields of a condition that is yet to be made: a rule's name, a fact, an operator, a value."""
WIDENED = ("equals", "one_of", "includes", "increases_with")
"""Operators that a tolerance widens."""


def draw_condition(scene: Scene, condition: Condition) -> None:
    """A row of fields; each change is an edit of the text."""
    say, bench, key = scene.say, scene.bench, key_of(condition.where)
    with tag("div", classes="condition", role="group", aria_label=condition.fact):
        field(
            condition.fact, lambda value: scene.apply(edits.set_fact(bench.text, condition.where, value)),
            list="all-facts", title=condition.meaning, aria_label=say("Fact"), data_key=f"{key}/fact",
        ).classes("fact")  # fmt: skip
        for operand in condition.operands:
            with tag("span", classes="operand"):
                _draw_operand(scene, condition, operand)
        if condition.tolerance or any(operand.operator in WIDENED for operand in condition.operands):
            with tag("label", classes="tolerance"):
                tag("span", "±", aria_label=say("tolerance"), role="img")
                field(
                    condition.tolerance,
                    lambda value: scene.apply(edits.set_tolerance(bench.text, condition.where, value.strip())),
                    placeholder=say("exact"), aria_label=say("Tolerance of {fact}", fact=condition.fact),
                    data_key=f"{key}/tolerance",
                )  # fmt: skip
        if condition.on_missing:
            tag("span", say("absent: {outcome}", outcome=say(condition.on_missing)), "soft")
        button(
            "✕", lambda: scene.apply(edits.remove_condition(bench.text, condition.where)), "quiet",
            aria_label=say("Remove the condition on {fact}", fact=condition.fact),
        )  # fmt: skip


def _draw_operand(scene: Scene, condition: Condition, operand: Operand) -> None:
    say, bench, key = scene.say, scene.bench, key_of(operand.where)
    fitting = [one for one in condition.operators if one not in NOT_ALONE]
    operators = fitting if operand.operator in fitting else [operand.operator, *fitting]
    choice(
        [(one, operator_word(one, scene)) for one in operators], operand.operator,
        lambda new: scene.apply(edits.set_operator(bench.text, condition.where, operand.operator, new)),
        aria_label=say("What is asked of {fact}", fact=condition.fact), data_key=f"{key_of(condition.where)}/operator",
    )  # fmt: skip
    known = f"known/{key}" if condition.known else ""
    if known:
        with tag("datalist", id=known):
            for one in condition.known:
                tag("option", value=one)
    field(
        operand.value, lambda value: scene.apply(edits.set_value(bench.text, operand.where, value.strip())),
        list=known or False, aria_label=say("Value for {fact}", fact=condition.fact), data_key=f"{key}/value",
    ).classes("value")  # fmt: skip
    if condition.unit not in {"", "text", "number"} and operand.value[-1:].isdigit():
        tag("span", condition.unit, "unit")  # one that is written says it itself: 500ms


class NewCondition:
    """A button that opens fields for a fact, an operator and a value (and a rule's name)."""

    def __init__(
        self, scene: Scene, title: str, key: str, add: Callable[[str, str, str, str], bool], *, named: bool = False
    ) -> None:
        self._scene, self._title, self._key, self._add, self._named = scene, title, key, add, named
        self._name, self._fact, self._operator, self._value = scene.begun.get(key, EMPTY)
        self._box = tag("div", classes="new-condition")
        if key in scene.begun:
            self._draw_open()
        else:
            self._draw_closed()

    def _draw_closed(self) -> None:
        self._scene.begun.pop(self._key, None)
        self._name, self._fact, self._operator, self._value = EMPTY
        self._box.clear()
        with self._box:
            button(self._title, self._draw_open, "small add", data_key=f"{self._key}/open")

    def _draw_open(self) -> None:
        say = self._scene.say
        self._keep()
        self._box.clear()
        with self._box, tag("div", classes="condition new", role="group", aria_label=self._title):
            if self._named:
                field(self._name, self._set_name, placeholder=say("the rule's ID"), aria_label=say("The rule's ID"),
                      data_key=f"{self._key}/name").classes("rule-id")  # fmt: skip
            field(self._fact, self._set_fact, list="all-facts", placeholder=say("fact"), aria_label=say("Fact"),
                  data_key=f"{self._key}/fact").classes("fact")  # fmt: skip
            self._operators = choice([], "", self._set_operator, aria_label=say("Operator"),
                                     data_key=f"{self._key}/operator")  # fmt: skip
            self._draw_operators()
            field(self._value, self._set_value, placeholder=say("value, with its unit"), aria_label=say("Value"),
                  data_key=f"{self._key}/value").classes("value")  # fmt: skip
            button(say("Add"), self._take, "primary small", data_key=f"{self._key}/add")
            button(say("Cancel"), self._draw_closed, "small")

    def _keep(self) -> None:
        """A form that is drawn anew has what was begun."""
        self._scene.begun[self._key] = self._name, self._fact, self._operator, self._value

    def _draw_operators(self) -> None:
        fitting = [one for one in list_operators(self._fact) if one not in NOT_ALONE] or ["equals"]
        if self._operator not in fitting:
            self._operator = fitting[0]
        self._operators.clear()
        with self._operators:
            add_options([(one, operator_word(one, self._scene)) for one in fitting], self._operator)

    def _set_name(self, value: str) -> None:
        self._name = value.strip()
        self._keep()

    def _set_fact(self, value: str) -> None:
        """Another fact has other operators; the other fields stay, for somebody types on in them."""
        self._fact = value.strip()
        self._draw_operators()
        self._keep()

    def _set_operator(self, value: str) -> None:
        self._operator = value
        self._keep()

    def _set_value(self, value: str) -> None:
        self._value = value.strip()
        self._keep()

    def _take(self) -> None:
        if not self._fact or not self._value or (self._named and not self._name):
            self._scene.tell(self._scene.say("Fill in all fields first."), kind="warn")
        elif self._add(self._name, self._fact, self._operator, self._value):
            self._draw_closed()


def operator_word(operator: str, scene: Scene) -> str:
    """`at least (min)`."""
    word = OPERATOR_WORDS.get(operator)
    return f"{scene.say(word)} ({operator})" if word else operator


def key_of(where: Where) -> str:
    """A place of the book as one word."""
    return "/".join(str(step) for step in where)
