"""The same book as a form: packs with their rules on or off, and each rule of the book as boxes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mediaverdict.facts.catalog import ALL_FACTS
from mediaverdict_studio import edits
from mediaverdict_studio.form import Form
from mediaverdict_studio.page.condition_view import NewCondition
from mediaverdict_studio.page.markup import button, choice, tag
from mediaverdict_studio.page.rule_card import SEVERITIES, RuleCard

if TYPE_CHECKING:
    from mediaverdict_studio.form import Included, IncludedRule, OwnRule
    from mediaverdict_studio.page.scene import Scene

PAGE = 25
"""Rules that are drawn at once."""
FACTS_LIST = "all-facts"
"""The ID of the list that every fact's field offers."""


class FormView:
    """Drawn anew where the text has changed, and only while it is in sight."""

    def __init__(self, scene: Scene) -> None:
        self._scene, self._bench, self._say = scene, scene.bench, scene.say
        self._drawn: Any = None
        self._typing = False
        self._open_packs: set[str] = set()
        self._most = PAGE
        with tag("datalist", id=FACTS_LIST):
            for spec in ALL_FACTS.values():
                tag("option", value=spec.name, label=spec.meaning)
        self.box = tag("div", classes="form-view")
        # A field that is being typed in must not be drawn anew: what is typed would be lost.
        self.box.on("input", lambda _: self._type(typing=True), js_handler="() => emit()")
        self.box.on("change", lambda _: self._type(typing=False), js_handler="() => emit()")
        self.box.on("focusout", lambda _: self._type(typing=False), js_handler="() => emit()")
        scene.follow(scene.pane_chosen, self.draw)
        scene.follow(self._bench.book_checked, self.draw)
        scene.follow(self._bench.jobs_judged, self.draw)

    def draw(self) -> None:
        """Draws it, unless it is as it was; a field that is typed in is waited for."""
        if self._scene.left != "form" or self._typing:
            return
        form = self._bench.form
        wanted = (form, self._bench.dead, self._most)
        if wanted == self._drawn:
            return
        self._drawn = wanted
        self.box.clear()
        with self.box:
            if not isinstance(form, Form):
                tag("p", self._say("As text first: {reason}", reason=form.reason), "soft")
            else:
                self._draw_packs(form)
                self._draw_rules(form.rules)
        with self._scene.client:
            self._scene.client.run_javascript("studioRefocus()")

    def _type(self, *, typing: bool) -> None:
        self._typing = typing
        self.draw()

    def _draw_packs(self, form: Form) -> None:
        say = self._say
        with tag("section", aria_label=say("Packs")):
            tag("h2", say("Packs"))
            for included in form.includes:
                self._draw_included(included)
            if form.packs_left:
                options = [("", say("Include a pack…")), *((name, name) for name in form.packs_left)]
                with tag("label"):
                    tag("span", say("Include a pack…"), "unseen")
                    choice(options, "", self._include, data_key="include")

    def _draw_included(self, included: Included) -> None:
        say, name = self._say, included.pack or included.path
        on = sum(rule.on for rule in included.rules)
        with tag("details", classes="pack", open=name in self._open_packs).on(
            "toggle", lambda event: self._toggled(name, bool(event.args)), js_handler="(e) => emit(e.target.open)"
        ):
            with tag("summary"):
                tag("b", name)
                tag("span", f" {included.title}", "soft")
                tag("span", say("{on} of {n} rules on", on=on, n=len(included.rules)), "soft push")
            if included.fault:
                tag("p", included.fault, "soft")
            for rule in included.rules:
                self._draw_included_rule(rule)
            button(
                say("Leave this pack out"),
                lambda: self._scene.apply(edits.remove_include(self._bench.text, included.index)),
                "small", data_key=f"leave/{name}",
            )  # fmt: skip

    def _draw_included_rule(self, rule: IncludedRule) -> None:
        say = self._say
        dead = " dead" if rule.id in self._bench.dead else ""
        with tag("div", classes=f"pack-rule{dead}"):
            with tag("span", classes="grows"):
                button(rule.id, lambda: self._scene.choose_rule(rule.id, show=True), "link rule-name")
                tag("span", say.pack(rule.description), "soft block")
            options = [
                (one, say(one) + (f" ({say('as the pack has it')})" if one == rule.default else ""))
                for one in SEVERITIES
            ]
            choice(
                options, rule.severity, lambda severity: self._switch(rule, severity),
                aria_label=say("Severity of {rule}", rule=rule.id), data_key=f"switch/{rule.id}",
            )  # fmt: skip

    def _switch(self, rule: IncludedRule, severity: str) -> None:
        wanted = "" if severity == rule.default else severity
        self._scene.apply(edits.switch_included(self._bench.text, rule.id, wanted))

    def _include(self, pack: str) -> None:
        if pack:
            self._open_packs.add(pack)
            self._scene.apply(edits.add_include(self._bench.text, pack))

    def _toggled(self, name: str, is_open: bool) -> None:
        (self._open_packs.add if is_open else self._open_packs.discard)(name)

    def _draw_rules(self, rules: tuple[OwnRule, ...]) -> None:
        say = self._say
        with tag("section", aria_label=say("Rules")):
            tag("h2", say("Rules"))
            for rule in rules[: self._most]:
                RuleCard(self._scene, rule)
            if len(rules) > self._most:
                tag("p", say("{n} more rules", n=f"{len(rules) - self._most:,}"), "soft")
                button(say("Show more"), self._show_more, data_key="more-rules")
            NewCondition(self._scene, say("Add a rule"), "new-rule", self._add_rule, named=True)

    def _show_more(self) -> None:
        self._most += PAGE
        self.draw()

    def _add_rule(self, name: str, fact: str, operator: str, value: str) -> bool:
        return self._scene.apply(edits.add_rule(self._bench.text, name, "require", fact, operator, value))
