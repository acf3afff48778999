"""A book's `rules`: each compiled, IDs unique, included rules switched off or changed by ID."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from mediaverdict.conditions.condition import Mode
from mediaverdict.errors import Problem
from mediaverdict.facts.job import parse_moment
from mediaverdict.rulebook import model
from mediaverdict.rulebook.checks import Place, compile_checks, compile_selection
from mediaverdict.rulebook.rules import Rule
from mediaverdict.rulebook.shape import check_shape, nearest

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from mediaverdict.rulebook.rules import AnyCheck, Rulebook

Where = tuple[str | int, ...]

RESERVED = frozenset({"job-state", "output-status", "no-outputs", "nothing-checked"})
"""IDs of what is judged without any rule."""

_OVERRIDE = frozenset({"id", "severity", "enforce_from"})
"""A rule with no more than these changes an included one."""


@dataclass
class RuleList:
    """The rules of one book, in the making."""

    on_missing: str
    problems: list[Problem]
    rules: dict[str, Rule] = field(default_factory=dict)
    """By ID, included ones first; those that are off among them."""
    own: set[str] = field(default_factory=set)
    """The IDs that stand in this book, those of rules with a problem among them."""

    def include(self, books: Iterable[Rulebook]) -> None:
        """Takes the rules of included books; the same rule by two ways is one rule."""
        for book in books:
            for rule in book.rules:
                if self.rules.setdefault(rule.id, rule) != rule:
                    self.problems.append(Problem(f"two includes have a rule {rule.id!r}", ("include",)))

    def add(self, raw: object, where: Where) -> None:
        """Compiles one entry of `rules`; what is wrong with it goes to the problems."""
        shape = check_shape(model.Rule, raw, "a rule", where, self.problems)
        if not isinstance(raw, dict):
            return
        rule_id = str(raw.get("id"))
        if rule_id in self.own or rule_id in RESERVED:
            why = "is taken" if rule_id in self.own else "is what the built-in check of that name is called"
            told = f"the rule ID {rule_id!r} {why}: IDs are unique in a book"
            self.problems.append(Problem(told, (*where, "id")))
        self.own.add(rule_id)
        if shape is None:
            self._check_conditions(raw, where)
        elif raw.keys() <= _OVERRIDE:
            self._override(shape, where)
        else:
            self._compile(shape, where)

    def active(self) -> tuple[Rule, ...]:
        """The rules that are not switched off."""
        return tuple(rule for rule in self.rules.values() if rule.severity != "off")

    def _check_conditions(self, raw: dict[str, object], where: Where) -> None:
        """The conditions of a rule whose shape is wrong elsewhere: every error is told in one go."""
        scope = str(raw["scope"]) if raw.get("scope") in ("group", "job") else "output"
        for key, mode in (("match", Mode.SELECT), ("when", Mode.SELECT), ("require", Mode.REQUIRE)):
            conditions = raw.get(key)
            if isinstance(conditions, dict):
                place = Place(mode, "output" if key == "match" else scope)
                compile_checks(conditions, place, (*where, key), self.problems)
        for key in ("any_of", "none_of"):
            branches = raw.get(key)
            for index, branch in enumerate(branches if isinstance(branches, list) else []):
                if isinstance(branch, dict):
                    compile_checks(branch, Place(Mode.REQUIRE, scope), (*where, key, index), self.problems)

    def _override(self, shape: model.Rule, where: Where) -> None:
        rule = self.rules.get(shape.id)
        if rule is None:
            hint = nearest(shape.id, list(self.rules)) if self.rules else _ASK
            told = f"the rule {shape.id!r} asks nothing, and no included rule has that ID"
            self.problems.append(Problem(told, where, hint=hint))
            return
        self.rules[shape.id] = replace(
            rule,
            severity=shape.severity if "severity" in shape.model_fields_set else rule.severity,
            enforce_from=read_moment(shape.enforce_from, (*where, "enforce_from"), self.problems) or rule.enforce_from,
        )

    def _compile(self, shape: model.Rule, where: Where) -> None:
        problems = self.problems
        if shape.id in self.rules:
            hint = "to change that one, write id and severity only"
            problems.append(Problem(f"the rule ID {shape.id!r} is an included rule's", (*where, "id"), hint=hint))
        if not (shape.require or shape.any_of or shape.none_of or shape.must_match):
            problems.append(Problem(f"the rule {shape.id!r} asks nothing", where, hint=_ASK))
        asked = Place(Mode.REQUIRE, shape.scope)

        def branch(raw: dict[str, object], *way: str | int) -> tuple[AnyCheck, ...]:
            return tuple(compile_checks(raw, asked, (*where, *way), problems))

        before = len(problems)
        rule = Rule(
            id=shape.id,
            description=shape.description,
            severity=shape.severity,
            scope=shape.scope,
            on_missing=shape.on_missing or self.on_missing,
            match=compile_selection(shape.match, (*where, "match"), problems),
            when=tuple(compile_checks(shape.when, Place(Mode.SELECT, shape.scope), (*where, "when"), problems)),
            require=branch(shape.require, "require"),
            any_of=tuple(branch(raw, "any_of", index) for index, raw in enumerate(shape.any_of)),
            none_of=tuple(branch(raw, "none_of", index) for index, raw in enumerate(shape.none_of)),
            must_match=shape.must_match,
            why=shape.why,
            fix=shape.fix,
            source=shape.source,
            enforce_from=read_moment(shape.enforce_from, (*where, "enforce_from"), problems),
        )
        if len(problems) == before:
            self.rules.setdefault(rule.id, rule)


_ASK = "write require, any_of, none_of or must_match"


def read_moment(text: str, where: Where, problems: list[Problem]) -> datetime | None:
    """A date or time of a rule book; None where there is none, or where it is none, which is a problem."""
    moment = parse_moment(text) if text else None
    if text and moment is None:
        problems.append(Problem(f"{text!r} is no date: write 2026-12-01", where))
    return moment
