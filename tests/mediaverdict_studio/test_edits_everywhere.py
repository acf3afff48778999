"""Edits at every place of whole books: just that changes, and every comment is still there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from mediaverdict_studio import edits
from mediaverdict_studio.form import Form, OwnRule, read_form
from mediaverdict_studio.nodes import comments_of
from mediaverdict_studio.results import Edited, Refused
from studio_texts import ODD, REPOSITORY, RULES


def leaves(form: Form) -> dict[Any, str]:
    """Everything that the form shows, by where it stands."""
    found: dict[Any, str] = {}
    for included in form.includes:
        found[included.where] = included.pack or included.path
        found.update({rule.id: rule.severity for rule in included.rules})
    for rule in form.rules:
        found[rule.where] = repr((rule.id, rule.description, rule.severity, rule.scope, rule.why))
        found.update(_of(rule))
    for condition in form.jobs.conditions if form.jobs else ():
        found.update({one.where: one.value for one in condition.operands})
    return found


def _of(rule: OwnRule) -> Iterator[tuple[Any, str]]:
    for clause in rule.clauses:
        for branch in clause.branches:
            for one in branch.conditions:
                yield (*one.where, "beside"), f"{one.fact} {one.tolerance} {one.on_missing}"
                for operand in one.operands:
                    yield operand.where, f"{operand.operator} {operand.value}"


def form_of(text: str) -> Form:
    form = read_form(text, RULES)
    assert isinstance(form, Form), form
    return form


PACK = (RULES.parents[2] / "layers/mediaverdict/python/mediaverdict/rulebook/packs/youtube-upload.yml").read_text()


@pytest.mark.parametrize("text", [REPOSITORY, ODD, PACK], ids=["the repository's", "odd", "a pack"])
def test_every_value_can_be_changed_and_nothing_else_changes(text: str) -> None:
    form = form_of(text)
    before, comments = leaves(form), comments_of(text)
    operands = [
        (one, operand)
        for rule in form.rules
        for clause in rule.clauses
        for branch in clause.branches
        for one in branch.conditions
        for operand in one.operands
    ]
    assert len(operands) > 10
    for _, operand in operands[:: 1 + len(operands) // 40]:
        new = "[x]" if operand.value.startswith("[") else "17"
        done = edits.set_value(text, operand.where, new)
        if isinstance(done, Refused):
            assert re.match("comments stand in this list|anchors and aliases", done.reason)
            continue
        assert comments_of(done.text) == comments
        after = leaves(form_of(done.text))
        assert {key for key in before | after if before.get(key) != after.get(key)} == {operand.where}
        assert after[operand.where].endswith(f" {new}")


@pytest.mark.parametrize("text", [REPOSITORY, ODD], ids=["the repository's", "odd"])
def test_every_condition_rule_and_include_can_be_removed(text: str) -> None:
    form = form_of(text)
    conditions = [
        one.where for rule in form.rules for clause in rule.clauses for branch in clause.branches for one in branch.conditions
    ]  # fmt: skip
    for where in conditions:
        done = edits.remove_condition(text, where)
        assert isinstance(done, Edited), (where, done)
        assert len([key for key in leaves(form_of(done.text)) if key[-1:] == ("beside",)]) == len(conditions) - 1
        assert sorted([*comments_of(done.text), *done.lost]) == sorted(comments_of(text))
    for rule in form.rules:
        done = edits.remove_rule(text, rule.where)
        assert isinstance(done, Edited), done
        assert [one.id for one in form_of(done.text).rules] == [one.id for one in form.rules if one is not rule]
        assert sorted([*comments_of(done.text), *done.lost]) == sorted(comments_of(text))


@pytest.mark.parametrize("text", [REPOSITORY, ODD], ids=["the repository's", "odd"])
@pytest.mark.parametrize("severity", ["fail", "warn", "info", "off"])
def test_every_rules_severity_can_be_set(text: str, severity: str) -> None:
    form = form_of(text)
    for rule in form.rules:
        done = edits.set_severity(text, rule.where, severity)
        assert isinstance(done, Edited), done
        assert [one.severity for one in form_of(done.text).rules] == [
            severity if one is rule else one.severity for one in form.rules
        ]
        assert comments_of(done.text) == comments_of(text)
    for included in form.includes:
        for one in included.rules[:3]:
            done = edits.switch_included(text, one.id, severity)
            assert isinstance(done, Edited), done
            now = {rule.id: rule.severity for pack in form_of(done.text).includes for rule in pack.rules}
            was = {rule.id: rule.severity for pack in form.includes for rule in pack.rules}
            assert now == {**was, one.id: severity}


@pytest.mark.parametrize("text", [REPOSITORY, ODD], ids=["the repository's", "odd"])
def test_a_condition_fits_into_every_branch(text: str) -> None:
    form = form_of(text)
    for rule in form.rules:
        for clause in rule.clauses:
            for branch in clause.branches:
                done = edits.add_condition(text, branch.where, "size", "below", "2GB")
                assert isinstance(done, Edited), done
                after, before = leaves(form_of(done.text)), leaves(form)
                where = (*branch.where, "size")
                assert {key for key in after if before.get(key) != after[key]} == {
                    (*where, "below"),
                    (*where, "beside"),
                }
                assert comments_of(done.text) == comments_of(text)
