"""Edits: what each does to a text, to the sign; what is refused; and that nothing else ever changes."""

from __future__ import annotations

from collections.abc import Callable
from difflib import ndiff

import pytest

from mediaverdict_studio import edits
from mediaverdict_studio.results import Edited, Refused
from studio_texts import ODD, REPOSITORY

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
    ("no tolerance where none was", lambda text: edits.set_tolerance(text, ("rules", 5, "require", "audio.channels"), " "), []),
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


IN_THE_ODD_BOOK: list[tuple[str, Edit, list[str]]] = [
    (
        "a text of several lines",
        lambda text: edits.set_rule_key(text, R, "description", "Short."),
        ["-   description: >", "+   description: Short.", "-     Two lines", "-     of text"],
    ),
    (
        "a value before a comment with signs beyond the first plane",
        lambda text: edits.set_value(text, (*R, "match", "output.name"), "*480*"),
        ["-       output.name: '*720*'   # 🎬", '+       output.name: "*480*"   # 🎬'],
    ),
    (
        "a plain value that stands in a line gets a tolerance",
        lambda text: edits.set_tolerance(text, (*R, "require", "height"), "2"),
        ["-     height: 720 # plain", "+     height: {equals: 720, tolerance: 2} # plain"],
    ),
    (
        "an operator more in lines",
        lambda text: edits.add_operator(text, (*R, "require", "duration"), "on_missing", "pass"),
        ["+       on_missing: pass"],
    ),
    (
        "an operator less in lines",
        lambda text: edits.remove_operator(text, (*R, "require", "duration"), "max"),
        ["-       max: 1h"],
    ),
    (
        "the first operator less in lines",
        lambda text: edits.remove_operator(text, (*R, "require", "duration"), "min"),
        ["-       min: 5s   # least"],
    ),
    (
        "a pattern -> a regular expression",
        lambda text: edits.set_operator(text, (*R, "match", "output.name"), "glob", "regex"),
        ["-       output.name: '*720*'   # 🎬", "+       output.name: {regex: '*720*'}   # 🎬"],
    ),
    (
        "a plain value -> there must be one",
        lambda text: edits.set_operator(text, (*R, "require", "height"), "equals", "exists"),
        ["-     height: 720 # plain", "+     height: {exists: true} # plain"],
    ),
    (
        "a plain value -> one of",
        lambda text: edits.set_operator(text, ("rules", 2, "none_of", 0, "video.codec"), "equals", "glob", "vp*"),
        ["-     none_of: [{video.codec: vp9}, {container: avi, audio.count: 0}]",
         '+     none_of: [{video.codec: {glob: vp*}}, {container: avi, audio.count: 0}]'],
    ),
    (
        "a branch more in brackets",
        lambda text: edits.add_branch(text, ("rules", 2), "none_of", "height", "max", "100"),
        ["-     none_of: [{video.codec: vp9}, {container: avi, audio.count: 0}]",
         "+     none_of: [{video.codec: vp9}, {container: avi, audio.count: 0}, {height: {max: 100}}]"],
    ),
    (
        "a branch less in brackets",
        lambda text: edits.remove_condition(text, ("rules", 2, "none_of", 0, "video.codec")),
        ["-     none_of: [{video.codec: vp9}, {container: avi, audio.count: 0}]",
         "+     none_of: [{container: avi, audio.count: 0}]"],
    ),
    (
        "a part more in a rule of one line",
        lambda text: edits.add_branch(text, ("rules", 1), "match", "height", "min", "1"),
        ["- - {id: flow, scope: group, require: {bitrate: {step: {min: 1.5, max: 2}, by: video.codec}, count: {min: 2}}} # one line",
         "+ - {id: flow, scope: group, match: {height: {min: 1}}, require: {bitrate: {step: {min: 1.5, max: 2}, by: video.codec}, count: {min: 2}}} # one line"],
    ),
    (
        "a condition on jobs",
        lambda text: edits.add_condition(text, ("jobs",), "user_data.id", "equals", "*x"),
        ['+     user_data.id: {equals: "*x"}'],
    ),
    (
        "a rule more in a list that is not indented",
        lambda text: edits.add_rule(text, "new", "any_of", "height", "min", "1"),
        ["+ - id: new", "+   any_of:", "+     - {height: {min: 1}}"],
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    ("edit", "lines"), [row[1:] for row in IN_THE_ODD_BOOK], ids=[row[0] for row in IN_THE_ODD_BOOK]
)
def test_what_an_edit_does_to_a_book_in_many_styles(edit: Edit, lines: list[str]) -> None:
    done = edit(ODD)
    assert isinstance(done, Edited), done
    assert changed(ODD, done.text) == lines


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
        "version: 1\nrules:\n- id: a\n  match: {}\n",
        lambda text: edits.add_condition(text, (*R, "match"), "height", "min", "1"),
        "version: 1\nrules:\n- id: a\n  match: {height: {min: 1}}\n",
    ),
    (
        "version: 1\nrules:\n- id: a\n  require: {height: 1}\n-\n  id: b\n",
        lambda text: edits.remove_rule(text, ("rules", 1)),
        "version: 1\nrules:\n- id: a\n  require: {height: 1}\n",
    ),
    (
        "version: 1\nrules:\n- id: a\n  match:\n    video.codec:\n    - h264\n    - hevc\n",
        lambda text: edits.set_operator(text, (*R, "match", "video.codec"), "one_of", "none_of"),
        "version: 1\nrules:\n- id: a\n  match:\n    video.codec: {none_of: [h264, hevc]}\n",
    ),
    (
        "version: 1\nrules:\n- id: a\n  match:\n    video.codec:\n    - h264\n    - hevc\n",
        lambda text: edits.add_operator(text, (*R, "match", "video.codec"), "on_missing", "pass"),
        "version: 1\nrules:\n- id: a\n  match:\n    video.codec: {one_of: [h264, hevc], on_missing: pass}\n",
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
