"""One rule of the book as boxes: for which outputs, WHEN, AND, OR, NONE OF are drawn as what they are."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from mediaverdict_studio import edits
from mediaverdict_studio.page.condition_view import NewCondition, draw_condition, key_of
from mediaverdict_studio.page.markup import button, choice, field, tag

if TYPE_CHECKING:
    from mediaverdict_studio.form import Branch, Clause, OwnRule, Part
    from mediaverdict_studio.page.scene import Scene

SEVERITIES = ("fail", "warn", "info", "off")
PART_TITLES: dict[Part, str] = {
    "match": "FOR outputs where",
    "when": "WHEN",
    "require": "THEN all of these must hold",
    "any_of": "THEN at least one of these must hold",
    "none_of": "THEN none of these may hold",
}
BETWEEN: dict[Part, str] = {"any_of": "OR", "none_of": "NOR"}
"""What stands between the branches of a part."""
OFFERED: dict[Part, str] = {
    "match": "for which outputs (FOR)",
    "when": "only when (WHEN)",
    "require": "what must hold (AND)",
    "any_of": "an alternative (OR)",
    "none_of": "what must not be (NONE OF)",
}


class RuleCard:
    """Drawn once; a rule that is another gets another card."""

    def __init__(self, scene: Scene, rule: OwnRule) -> None:
        self._scene, self._rule, self._say = scene, rule, scene.say
        dead = " dead" if rule.id in scene.bench.dead else ""
        with tag("section", classes=f"rule-card{dead}", aria_label=scene.say("Rule {rule}", rule=rule.id)):
            self._draw_head()
            if rule.fault:
                tag("p", scene.say("Only as text: {reason}", reason=rule.fault), "soft")
                return
            for clause in rule.clauses:
                self._draw_clause(clause)
            self._draw_more()

    def _draw_head(self) -> None:
        say, rule, key = self._say, self._rule, key_of(self._rule.where)
        with tag("div", classes="card-head"):
            field(rule.id, lambda value: self._set("id", value), aria_label=say("The rule's ID"),
                  data_key=f"{key}/id").classes("rule-id")  # fmt: skip
            choice(
                [(one, say(one)) for one in SEVERITIES], rule.severity,
                self._apply_severity, aria_label=say("Severity of {rule}", rule=rule.id),
                data_key=f"{key}/severity",
            )  # fmt: skip
            button(say("Effect"), lambda: self._scene.choose_rule(rule.id, show=True), "small",
                   aria_label=say("What {rule} does to the jobs", rule=rule.id))  # fmt: skip
            button(say("Text"), lambda: self._scene.go_to_rule(rule.id), "small",
                   aria_label=say("Rule {rule}, in the editor", rule=rule.id))  # fmt: skip
            button("✕", self._remove, "quiet", aria_label=say("Remove rule {rule}", rule=rule.id))
        field(rule.description, lambda value: self._set("description", value), placeholder=say("What it is for"),
              aria_label=say("What {rule} is for", rule=rule.id), data_key=f"{key}/description")  # fmt: skip
        if rule.scope != "output":
            text = say("over all outputs of a group") if rule.scope == "group" else say("over the whole job")
            tag("p", text, "soft")

    def _draw_clause(self, clause: Clause) -> None:
        say = self._say
        with tag("div", classes=f"clause clause-{clause.part}", role="group", aria_label=say(PART_TITLES[clause.part])):
            tag("p", say(PART_TITLES[clause.part]), "clause-title")
            for number, branch in enumerate(clause.branches):
                if number:
                    tag("p", say(BETWEEN.get(clause.part, "AND")), "between")
                self._draw_branch(branch)
            if clause.part in BETWEEN:
                NewCondition(
                    self._scene, say("Add an alternative"), f"{key_of(clause.where)}/branch",
                    partial(self._add_branch, clause.part),
                )  # fmt: skip

    def _draw_branch(self, branch: Branch) -> None:
        say = self._say
        with tag("div", classes="branch"):
            for number, condition in enumerate(branch.conditions):
                if number:
                    tag("span", say("AND"), "and")
                draw_condition(self._scene, condition)
            NewCondition(
                self._scene, say("Add a condition"), f"{key_of(branch.where)}/more",
                partial(self._add_condition, branch),
            )  # fmt: skip

    def _draw_more(self) -> None:
        """Parts that are not there yet."""
        there = {clause.part for clause in self._rule.clauses}
        with tag("div", classes="parts-left"):
            for part, title in OFFERED.items():
                if part not in there:
                    NewCondition(
                        self._scene, f"+ {self._say(title)}", f"{key_of(self._rule.where)}/{part}",
                        partial(self._add_branch, part),
                    )  # fmt: skip

    def _add_branch(self, part: Part, _: str, fact: str, operator: str, value: str) -> bool:
        text = self._scene.bench.text
        return self._scene.apply(edits.add_branch(text, self._rule.where, part, fact, operator, value))

    def _add_condition(self, branch: Branch, _: str, fact: str, operator: str, value: str) -> bool:
        return self._scene.apply(edits.add_condition(self._scene.bench.text, branch.where, fact, operator, value))

    def _set(self, key: str, value: str) -> None:
        self._scene.apply(edits.set_rule_key(self._scene.bench.text, self._rule.where, key, value))

    def _apply_severity(self, severity: str) -> None:
        self._scene.apply(edits.set_severity(self._scene.bench.text, self._rule.where, severity))

    def _remove(self) -> None:
        self._scene.apply(edits.remove_rule(self._scene.bench.text, self._rule.where))
