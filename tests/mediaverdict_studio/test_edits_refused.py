"""Edits that can't be done safely: they say why, and change nothing."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from mediaverdict_studio import edits
from mediaverdict_studio.results import Edited, Refused
from studio_texts import ODD, REPOSITORY

Edit = Callable[[str], Edited | Refused]
R = ("rules", 0)
ALIASES = "version: 1\nrules:\n- id: a\n  require: &x {height: 720}\n- id: b\n  require: *x\n"
REFUSED: list[tuple[str, Edit, str]] = [
    (ALIASES, lambda text: edits.set_value(text, (*R, "require", "height"), "1"), "anchors and aliases"),
    (ALIASES, lambda text: edits.set_value(text, ("rules", 1, "require", "height"), "1"), "anchors and aliases"),
    (ODD, lambda text: edits.set_value(text, (*R, "match", "video.codec"), "av1"), "comments stand in this list"),
    (ODD, lambda text: edits.set_value(text, (*R, "match", "height"), "1"), "not there any more"),
    (ODD, lambda text: edits.set_value(text, (*R, "require", "height"), "  "), "there is no value"),
    (ODD, lambda text: edits.set_fact(text, (*R, "require", "height"), "duration"), "duration is asked here already"),
    (ODD, lambda text: edits.add_condition(text, (*R, "require"), "height", "min", "1"), "height is asked here already"),
    (ODD, lambda text: edits.add_rule(text, "flow", "require", "height", "min", "1"), "the rule ID 'flow' is taken"),
    (ODD, lambda text: edits.add_include(text, "sane"), "the pack sane is included already"),
    (ODD, lambda text: edits.add_include(text, "nothing"), "there is no pack 'nothing'"),
    (ODD, lambda text: edits.remove_include(text, 0), "first put back sane/all-outputs"),
    (ODD, lambda text: edits.switch_included(text, "flow", "off"), "a rule of this book's own"),
    (ODD, lambda text: edits.set_rule_key(text, R, "id", " "), "a rule needs a name"),
    (ODD, lambda text: edits.set_rule_key(text, R, "require", "x"), "require is no text of a rule"),
    (ODD, lambda text: edits.remove_rule(text, ("rules", 9)), "not there any more"),
    (ODD, lambda text: edits.remove_operator(text, (*R, "require", "duration"), "equals"), "there is no equals here"),
    (ODD, lambda text: edits.remove_operator(text, ("rules", 1, "require", "count"), "min"), "remove the condition"),
    (ODD, lambda text: edits.set_fact(text, ("rules", 40, "require", "x"), "height"), "not there any more"),
    (ODD, lambda text: edits.add_operator(text, (*R, "require", "height"), "equals", "1"), "equals stands here already"),
    (ODD, lambda text: edits.add_rules(text, "no list"), "this is no list of rules"),
    (ODD, lambda text: edits.add_operator(text, (*R, "require", "duration"), "min", "1"), "min stands here already"),
    (ODD, lambda text: edits.set_operator(text, (*R, "require", "duration"), "min", "max"), "max stands here already"),
    (ODD, lambda text: edits.set_operator(text, (*R, "require", "duration"), "equals", "max"), "there is no equals here"),
    (ODD, lambda text: edits.set_operator(text, (*R, "require", "height"), "min", "max"), "there is no min here"),
    (ODD, lambda text: edits.add_branch(text, R, "require", "size", "min", "1"), "add the condition to it"),
    (ODD, lambda text: edits.add_branch(text, ("rules", 7), "require", "size", "min", "1"), "not there any more"),
    (ODD, lambda text: edits.add_condition(text, ("rules", 2, "any_of"), "size", "min", "1"), "this is no map of facts"),
    (ODD, lambda text: edits.add_operator(text, (*R, "match", "video.codec"), "on_missing", "pass"), "comments stand in this list"),
    ("version: 1\nrules: [1]\n", lambda text: edits.add_branch(text, R, "match", "size", "min", "1"), "this is no rule"),
    ("version: 1\nrules: [1]\n", lambda text: edits.set_severity(text, R, "off"), "this rule is not there any more"),
    ("rules: [1]\n", lambda text: edits.remove_rule(text, R), "this is all that the book has"),
    ("- - a\n  - b\n", lambda text: edits.add_include(text, "sane"), "this is no rule book"),
    (
        "version: 1\nrules:\n- require: {height: 1}\n",
        lambda text: edits.remove_condition(text, (*R, "require", "height")),
        "remove the rule",
    ),
    (
        REPOSITORY,
        lambda text: edits.set_operator(text, ("rules", 3, "require", "video.codec"), "one_of", "equals"),
        "equals takes one value, and 2 stand here: say which",
    ),
    (
        REPOSITORY,
        lambda text: edits.set_operator(text, ("rules", 1, "when", "user_data.durationSeconds"), "exists", "min"),
        "min needs a value: say which",
    ),
    ("version: 1\nrules: [", lambda text: edits.add_include(text, "sane"), "mend it first (line 2)"),
    ("version: 1\nrules:\n- id: a\n  id: b\n", lambda text: edits.set_severity(text, R, "off"), "mend it first (line 4)"),
    ("[1]", lambda text: edits.add_include(text, "sane"), "this is no rule book"),
    ("{version: 1}", lambda text: edits.add_include(text, "sane"), "the book stands in {...}"),
    (
        "version: 1\nrules: [{id: a, require: {height: 1}}]\n",
        lambda text: edits.add_rule(text, "b", "require", "height", "min", "1"),
        "rules stands in [...]",
    ),
    ("version: 1\nrules:\n- id: a\n  require: {height: 1}\n---\n", lambda text: edits.remove_rule(text, R), "not there any more"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "edit", "reason"), REFUSED)
def test_what_is_refused(text: str, edit: Edit, reason: str) -> None:
    done = edit(text)
    assert isinstance(done, Refused)
    assert reason in done.reason
