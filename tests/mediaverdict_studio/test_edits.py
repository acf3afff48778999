"""Edits: what each does to a text, to the sign; what is refused; and that nothing else ever changes."""

from __future__ import annotations

from collections.abc import Callable
from difflib import ndiff
from pathlib import Path

import pytest

from mediaverdict_studio import edits
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


def test_an_unknown_path_changes_nothing() -> None:
    done = edits.set_fact(REPOSITORY, ("rules", 40, "require", "x"), "height")
    assert isinstance(done, Refused)
    assert Path(RULES).read_text(encoding="utf-8") == REPOSITORY
