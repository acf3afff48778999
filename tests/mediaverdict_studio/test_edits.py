"""Edits: what each does to a text, to the sign; what is refused; and that nothing else ever changes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from difflib import ndiff
from pathlib import Path
from typing import Any

import pytest

from mediaverdict_studio import edits
from mediaverdict_studio.form import Form, OwnRule, read_form
from mediaverdict_studio.nodes import comments_of
from mediaverdict_studio.results import Edited, Refused
from studio_texts import ODD, REPOSITORY, RULES

Edit = Callable[[str], Edited | Refused]


def changed(old: str, new: str) -> list[str]:
    """The lines that went (-) and came (+)."""
    return [line for line in ndiff(old.split("\n"), new.split("\n")) if line[:1] in "+-"]


R = ("rules", 0)
IN_THE_REPOSITORYS: list[tuple[str, Edit, list[str]]] = [
    (
        "a bound",
        lambda text: edits.set_value(text, (*R, "require", "av.duration_gap", "max"), "400ms"),
        ["-       av.duration_gap: {max: 500ms, on_missing: pass}   # absent where there is no audio",
         "+       av.duration_gap: {max: 400ms, on_missing: pass}   # absent where there is no audio"],
    ),
    (
        "a list, typed without brackets",
        lambda text: edits.set_value(text, ("rules", 3, "require", "video.codec"), "h264, av1"),
        ["-     require: {video.codec: [h264, hevc]}", "+     require: {video.codec: [h264, av1]}"],
    ),
    (
        "a pattern, typed without quotes",
        lambda text: edits.set_value(text, ("rules", 2, "match", "output.name"), "*1080*"),
        ['-     match: {output.name: "*720*"}', '+     match: {output.name: "*1080*"}'],
    ),
    (
        "a plain value gets an operator",
        lambda text: edits.set_operator(text, ("rules", 5, "require", "audio.channels"), "equals", "min"),
        ["-     require: {audio.channels: 2}", "+     require: {audio.channels: {min: 2}}"],
    ),
    (
        "one of -> none of",
        lambda text: edits.set_operator(text, ("rules", 3, "require", "video.codec"), "one_of", "none_of"),
        ["-     require: {video.codec: [h264, hevc]}", "+     require: {video.codec: {none_of: [h264, hevc]}}"],
    ),
    (
        "one value -> a list",
        lambda text: edits.set_operator(text, (*R, "match", "video.count"), "min", "one_of"),
        ["-     match: {video.count: {min: 1}}", "+     match: {video.count: {one_of: [1]}}"],
    ),
    (
        "another operator with another value",
        lambda text: edits.set_operator(text, (*R, "match", "video.count"), "min", "max", "3"),
        ["-     match: {video.count: {min: 1}}", "+     match: {video.count: {max: 3}}"],
    ),
    (
        "a tolerance beside operators",
        lambda text: edits.set_tolerance(text, ("rules", 4, "require", "audio.bitrate"), "5%"),
        ["-     require: {audio.bitrate: {min: 32k, max: 512k}}",
         "+     require: {audio.bitrate: {min: 32k, max: 512k, tolerance: 5%}}"],
    ),
    (
        "a tolerance beside a plain value",
        lambda text: edits.set_tolerance(text, ("rules", 2, "any_of", 0, "width"), "2"),
        ["-       - {width: 1280, height: 720}", "+       - {width: {equals: 1280, tolerance: 2}, height: 720}"],
    ),
    (
        "no tolerance any more",
        lambda text: edits.set_tolerance(text, ("rules", 1, "require", "duration"), ""),
        ["-       duration: {equals: {fact: user_data.durationSeconds}, tolerance: [0.5s, 1%]}",
         "+       duration: {equals: {fact: user_data.durationSeconds}}"],
    ),
    (
        "another fact, which needs quotes in braces",
        lambda text: edits.set_fact(text, ("rules", 2, "any_of", 0, "width"), "audio[*].channels"),
        ["-       - {width: 1280, height: 720}", '+       - {"audio[*].channels": 1280, height: 720}'],
    ),
    (
        "a condition more in braces",
        lambda text: edits.add_condition(text, ("rules", 2, "any_of", 1), "video.codec", "one_of", "h264"),
        ["-       - {width: 720, height: 1280}", "+       - {width: 720, height: 1280, video.codec: [h264]}"],
    ),
    (
        "a condition more in lines",
        lambda text: edits.add_condition(text, (*R, "require"), "height", "min", "720"),
        ["+       height: {min: 720}"],
    ),
    (
        "a branch more",
        lambda text: edits.add_branch(text, ("rules", 2), "any_of", "height", "min", "720"),
        ["+       - {height: {min: 720}}"],
    ),
    (
        "the first condition of a part, in its place",
        lambda text: edits.add_branch(text, ("rules", 2), "when", "output.name", "glob", "*x*"),
        ['+     when: {output.name: "*x*"}'],
    ),
    (
        "the first branch of a part",
        lambda text: edits.add_branch(text, ("rules", 5), "none_of", "height", "equals", "720"),
        ["+     none_of:", "+       - {height: 720}"],
    ),
    (
        "a condition less",
        lambda text: edits.remove_condition(text, ("rules", 2, "any_of", 0, "width")),
        ["-       - {width: 1280, height: 720}", "+       - {height: 720}"],
    ),
    (
        "the last condition goes with its part",
        lambda text: edits.remove_condition(text, ("rules", 2, "match", "output.name")),
        ['-     match: {output.name: "*720*"}'],
    ),
    ("a severity that is not written yet", lambda text: edits.set_severity(text, R, "warn"), ["+     severity: warn"]),
    ("the severity that it has anyway", lambda text: edits.set_severity(text, R, "fail"), []),
    (
        "a severity that is written",
        lambda text: edits.set_severity(text, ("rules", 5), "off"),
        ["-     severity: warn", "+     severity: off"],
    ),
    (
        "a text that needs quotes",
        lambda text: edits.set_rule_key(text, ("rules", 5), "description", "yes: # no"),
        ['+     description: "yes: # no"'],
    ),
    (
        "a rule more",
        lambda text: edits.add_rule(text, "tall", "require", "height", "min", "720"),
        ["+   - id: tall", "+     require:", "+       height: {min: 720}", "+ "],
    ),
    (
        "a rule less",
        lambda text: edits.remove_rule(text, ("rules", 5)),
        ["-   - id: stereo", "-     severity: warn", "-     match: {audio.count: {min: 1}}",
         "-     require: {audio.channels: 2}", "- "],
    ),
    ("a pack more", lambda text: edits.add_include(text, "web-mp4"), ["+   - pack: web-mp4"]),
    (
        "an include less",
        lambda text: edits.remove_include(text, 1),
        ["-   - pack: as-requested   # what came, against what the job asked for"],
    ),
    (
        "a pack's rule off",
        lambda text: edits.switch_included(text, "sane/audio-not-short", "off"),
        ["+   - {id: sane/audio-not-short, severity: off}", "+ "],
    ),
    ("a pack's rule as it is", lambda text: edits.switch_included(text, "sane/audio-not-short", ""), []),
    (
        "a waiver, the first",
        lambda text: edits.add_waiver(text, "stereo", "pod*cast", "known: mono"),
        ["+ waive:", "+   - rule: stereo", '+     match: {output.name: {equals: "pod*cast"}}',
         '+     reason: "known: mono"', "+ "],
    ),
    (
        "an example more",
        lambda text: edits.add_example(text, "- name: x\n  facts: {width: 2}\n  outcome: pass\n"),
        ["+   - name: x", "+     facts: {width: 2}", "+     outcome: pass", "+ "],
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    ("edit", "lines"), [row[1:] for row in IN_THE_REPOSITORYS], ids=[row[0] for row in IN_THE_REPOSITORYS]
)
def test_what_an_edit_does(edit: Edit, lines: list[str]) -> None:
    done = edit(REPOSITORY)
    assert isinstance(done, Edited), done
    assert changed(REPOSITORY, done.text) == lines
    assert set(done.lost) == {line.partition(" # ")[2] and f"# {line.partition(' # ')[2]}" for line in lines if line[0] == "-" and " # " in line and not [one for one in lines if one[0] == "+"]}  # fmt: skip


OFF = "- {id: sane/x, severity: off}"
NEW: list[tuple[str, Edit, str]] = [
    ("", lambda text: edits.add_include(text, "sane"), "version: 1\n\ninclude:\n  - pack: sane\n"),
    ("# mine\n", lambda text: edits.switch_included(text, "sane/x", "off"), f"# mine\nversion: 1\n\nrules:\n  {OFF}\n"),
    ("version: 1", lambda text: edits.switch_included(text, "sane/x", "off"), f"version: 1\n\nrules:\n  {OFF}\n"),
    ("version: 1\nrules:\n", lambda text: edits.switch_included(text, "sane/x", "off"), f"version: 1\nrules:\n  {OFF}\n"),
    ("version: 1\nrules: []\n", lambda text: edits.switch_included(text, "sane/x", "off"), f"version: 1\nrules:\n  {OFF}\n"),
    (
        "version: 1\nrules: [{id: a, require: {height: 1}}]\n",
        lambda text: edits.switch_included(text, "sane/x", "off"),
        "version: 1\nrules: [{id: a, require: {height: 1}}, {id: sane/x, severity: off}]\n",
    ),
    (
        "version: 1\nrules:\n- {id: sane/x, severity: off}\n- {id: sane/y, severity: off}\n",
        lambda text: edits.switch_included(text, "sane/x", ""),
        "version: 1\nrules:\n- {id: sane/y, severity: off}\n",
    ),
    (
        "version: 1\nrules:\n- {id: sane/x, severity: off}\n",
        lambda text: edits.switch_included(text, "sane/x", ""),
        "version: 1\n",
    ),
    (
        "version: 1\nrules:\n- {id: sane/x, severity: off, enforce_from: 2027-01-01}\n",
        lambda text: edits.switch_included(text, "sane/x", ""),
        "version: 1\nrules:\n- {id: sane/x, enforce_from: 2027-01-01}\n",
    ),
    ("version: 1\nwaive: []\n", lambda text: edits.add_include(text, "sane"), "version: 1\n\ninclude:\n  - pack: sane\nwaive: []\n"),
    (
        "version: 1\nrules:\n- id: a\n  require:\n",
        lambda text: edits.add_branch(text, R, "require", "height", "min", "2"),
        "version: 1\nrules:\n- id: a\n  require: {height: {min: 2}}\n",
    ),
    (
        "version: 1\nrules:\n- id: a\n  match: {height: 1}\n",
        lambda text: edits.set_rule_key(text, R, "id", "720"),
        'version: 1\nrules:\n- id: "720"\n  match: {height: 1}\n',
    ),
    (
        "version: 1\nrules:\n- severity: warn\n  id: a\n",
        lambda text: edits.set_rule_key(text, R, "severity", ""),
        "version: 1\nrules:\n- id: a\n",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "edit", "wanted"), NEW)
def test_of_short_books(text: str, edit: Edit, wanted: str) -> None:
    done = edit(text)
    assert isinstance(done, Edited), done
    assert done.text == wanted


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
    (ODD, lambda text: edits.add_rules(text, "no list"), "this is no list of rules"),
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
    for _, operand in operands:
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


def test_an_unknown_path_changes_nothing() -> None:
    done = edits.set_fact(REPOSITORY, ("rules", 40, "require", "x"), "height")
    assert isinstance(done, Refused)
    assert Path(RULES).read_text(encoding="utf-8") == REPOSITORY
