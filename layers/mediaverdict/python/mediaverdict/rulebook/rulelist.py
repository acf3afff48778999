"""A book's `rules`: each compiled, IDs unique, included rules switched off or changed by ID."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mediaverdict.errors import say
from mediaverdict.facts.job import parse_moment
from mediaverdict.rulebook import messages, model
from mediaverdict.rulebook.advice import advise_of_rule
from mediaverdict.rulebook.checks import Place, read_checks, read_selection
from mediaverdict.rulebook.operators import Mode
from mediaverdict.rulebook.rules import Rule
from mediaverdict.rulebook.shape import check_shape, nearest
from mediaverdict.severity import Severity, on_missing

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from mediaverdict.errors import Problems
    from mediaverdict.rulebook.rules import AnyCheck, Rulebook
    from mediaverdict.severity import OnMissing

RESERVED = frozenset({"job-state", "output-status", "no-outputs", "nothing-checked"})
"""IDs of what is judged without any rule."""

_OVERRIDE = frozenset({"id", "severity", "enforce_from", "until_then"})
"""A rule with no more than these changes an included one."""


OFF = "off"
"""In place of a severity: the rule is not asked."""


@dataclass
class RuleList:
    """The rules of one book, in the making."""

    on_missing: OnMissing
    problems: Problems
    """Those of the book."""
    rules: dict[str, Rule] = field(default_factory=dict)
    """By ID, included ones first; those that are off among them."""
    own: dict[str, tuple[str | int, ...]] = field(default_factory=dict)
    """The IDs that stand in this book, those of rules with a problem among them, and where each stands first."""
    off: set[str] = field(default_factory=set)
    """The IDs of rules that are switched off."""

    def include(self, books: Iterable[Rulebook]) -> None:
        """Takes the rules of included books; the same rule by two ways is one rule."""
        for book in books:
            for rule in book.rules:
                if self.rules.setdefault(rule.id, rule) != rule:
                    self.problems.at("include").add(say("two includes have a rule {rule!r}", rule=rule.id))

    def add(self, raw: object, problems: Problems) -> None:
        """Reads one entry of `rules`; what is wrong with it goes to the problems."""
        shape = check_shape(model.Rule, raw, say("a rule"), problems)
        if not isinstance(raw, dict):
            return
        rule_id = str(raw.get("id"))
        again = "id" in raw and rule_id in self.own
        if again:
            problems.at("id").add(messages.ID_TAKEN.format(id=rule_id, line="{line}"), first=self.own[rule_id])
        elif rule_id in RESERVED:
            problems.at("id").add(messages.ID_RESERVED.format(id=rule_id))
        self.own.setdefault(rule_id, (*problems.where, "id"))
        if shape is None:
            self._check_conditions(raw, problems)
        elif raw.keys() <= _OVERRIDE:
            self._override(shape, problems)
        elif again:
            self._check_conditions(raw, problems)
        else:
            self._read(shape, problems)

    def active(self) -> tuple[Rule, ...]:
        """The rules that are not switched off."""
        return tuple(rule for rule in self.rules.values() if rule.id not in self.off)

    def _check_conditions(self, raw: dict[str, object], problems: Problems) -> None:
        """The conditions of a rule whose shape is wrong elsewhere: every error is told in one go."""
        scope = str(raw["scope"]) if raw.get("scope") in ("group", "job") else "output"
        for key, mode in (("match", Mode.SELECT), ("when", Mode.SELECT), ("require", Mode.REQUIRE)):
            conditions = raw.get(key)
            if isinstance(conditions, dict):
                read_checks(conditions, Place(mode, "output" if key == "match" else scope), problems.at(key))
        for key in ("any_of", "none_of"):
            branches = raw.get(key)
            for index, branch in enumerate(branches if isinstance(branches, list) else []):
                if isinstance(branch, dict):
                    read_checks(branch, Place(Mode.REQUIRE, scope), problems.at(key, index))

    def _override(self, shape: model.Rule, problems: Problems) -> None:
        rule = self.rules.get(shape.id)
        if rule is None:
            hint = nearest(shape.id, list(self.rules)) if self.rules else _ASK
            problems.add(
                say("the rule {rule!r} asks nothing, and no included rule has that ID", rule=shape.id), hint=hint
            )
            return
        enforce_from = read_moment(shape.enforce_from, problems.at("enforce_from")) or rule.enforce_from
        until_then = Severity(shape.until_then) if "until_then" in shape.model_fields_set else rule.until_then
        _check_until_then(shape, enforce_from, problems)
        self.rules[shape.id] = rule._replace(enforce_from=enforce_from, until_then=until_then)
        if "severity" in shape.model_fields_set:
            self._set_severity(shape)

    def _set_severity(self, shape: model.Rule) -> None:
        self.off.discard(shape.id)
        if shape.severity == OFF:
            self.off.add(shape.id)
        else:
            self.rules[shape.id] = self.rules[shape.id]._replace(severity=Severity(shape.severity))

    def _read(self, shape: model.Rule, problems: Problems) -> None:
        if shape.id in self.rules:
            hint = say("to change that one, write id and severity only")
            problems.at("id").add(say("the rule ID {rule!r} is an included rule's", rule=shape.id), hint=hint)
        if not (shape.require or shape.any_of or shape.none_of or shape.must_match):
            problems.add(say("the rule {rule!r} asks nothing", rule=shape.id), hint=_ASK)
        asked = Place(Mode.REQUIRE, shape.scope)

        def branches(key: str, raw: list[dict[str, object]]) -> tuple[tuple[AnyCheck, ...], ...]:
            return tuple(read_checks(one, asked, problems.at(key, index)) for index, one in enumerate(raw))

        before = len(problems)
        rule = Rule(
            id=shape.id,
            description=shape.description,
            scope=shape.scope,
            on_missing=on_missing(shape.on_missing) if shape.on_missing else self.on_missing,
            match=read_selection(shape.match, problems.at("match")),
            when=read_checks(shape.when, Place(Mode.SELECT, shape.scope), problems.at("when")),
            require=read_checks(shape.require, asked, problems.at("require")),
            any_of=branches("any_of", shape.any_of),
            none_of=branches("none_of", shape.none_of),
            must_match=shape.must_match,
            why=shape.why,
            fix=shape.fix,
            source=shape.source,
            enforce_from=read_moment(shape.enforce_from, problems.at("enforce_from")),
            until_then=Severity(shape.until_then),
        )
        _check_until_then(shape, shape.enforce_from, problems)
        advise_of_rule({"match": rule.match, "when": rule.when}, rule.require, problems)
        if len(problems) == before and shape.id not in self.rules:
            self.rules[rule.id] = rule
            self._set_severity(shape)


def _check_until_then(shape: model.Rule, enforce_from: object, problems: Problems) -> None:
    if "until_then" in shape.model_fields_set and not enforce_from:
        problems.at("until_then").add(messages.UNTIL_WHEN)


_ASK = say("write require, any_of, none_of or must_match")


def read_moment(text: str, problems: Problems) -> datetime | None:
    """A date or time of a rule book; None where there is none, or where it is none, which is a problem."""
    moment = parse_moment(text) if text else None
    if text and moment is None:
        parts = re.findall(r"\d+", text)
        day = f"{parts[0]}-{int(parts[1]):02}-{int(parts[2]):02}" if len(parts) == 3 and len(parts[0]) == 4 else ""
        problems.add(say("{text!r} is no date: write {day}", text=text, day=day if parse_moment(day) else "2026-12-01"))
    return moment
