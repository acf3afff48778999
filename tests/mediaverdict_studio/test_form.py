"""The book as a form: what stands in the text, with what may stand there instead."""

from __future__ import annotations

from pathlib import Path

import pytest

from mediaverdict_studio.form import (
    Branch,
    Clause,
    Condition,
    Form,
    Included,
    IncludedRule,
    Operand,
    OwnRule,
    read_form,
)
from mediaverdict_studio.results import Refused
from studio_texts import ODD, REPOSITORY, RULES

PIXELS = ("equals", "not", "min", "max", "above", "below", "one_of", "none_of", "multiple_of", "exists")
TEXT = """\
version: 1
rules:
  - id: a
    description: What it asks.
    severity: warn
    why: so
    match: {output.name: "*720*"}
    any_of:
      - {height: {min: 720, max: 800, tolerance: 2, on_missing: pass}}
      - {nonsense: 1}
"""


def test_a_rule() -> None:
    form = read_form(TEXT, Path("rules.yml"))
    assert isinstance(form, Form)
    where = ("rules", 0)
    name, height, odd = (*where, "match"), (*where, "any_of", 0), (*where, "any_of", 1)
    assert form.rules == (
        OwnRule(
            0, where, "a", "What it asks.", "warn", "output",
            (
                Clause("match", name, (Branch(name, (
                    Condition(
                        "output.name", (*name, "output.name"),
                        (Operand("glob", '"*720*"', (*name, "output.name"), plain=True),), unit="text",
                        meaning="the output's name; names may repeat",
                        operators=("equals", "not", "one_of", "none_of", "glob", "regex", "exists"), line=7,
                    ),
                )),)),
                Clause("any_of", (*where, "any_of"), (
                    Branch(height, (
                        Condition(
                            "height", (*height, "height"),
                            (
                                Operand("min", "720", (*height, "height", "min")),
                                Operand("max", "800", (*height, "height", "max")),
                            ),
                            tolerance="2", on_missing="pass", unit="px", meaning="what a viewer sees, rotation applied",
                            operators=PIXELS, takes_tolerance=True, line=9,
                        ),
                    )),
                    Branch(odd, (
                        Condition("nonsense", (*odd, "nonsense"), (Operand("equals", "1", (*odd, "nonsense"), plain=True),), line=10),
                    )),
                )),
            ),
            why="so", line=3, last_line=10,
        ),
    )  # fmt: skip


def test_included_rules_and_what_the_book_makes_of_them(tmp_path: Path) -> None:
    (tmp_path / "more.yml").write_text("version: 1\nrules: [{id: x, severity: info, require: {height: 1}}]\n")
    text = """\
version: 1
include: [{pack: ladder}, more.yml, {path: none.yml}, {pack: none}]
rules:
  - {id: x, severity: off}
  - {id: ladder/steps, severity: fail, enforce_from: 2027-01-01}
  - {id: unknown, severity: off}
  - {id: mine, must_match: true, match: {height: 1}}
"""
    form = read_form(text, tmp_path / "rules.yml")
    assert isinstance(form, Form)
    ladder, more, none, no_pack = form.includes
    assert (ladder.pack, ladder.title, ladder.fault, len(ladder.rules)) == (
        "ladder", "The rungs of an adaptive ladder fit together.", "", 9,
    )  # fmt: skip
    assert [(one.id, one.default, one.severity, one.override) for one in ladder.rules if one.override is not None] == [
        ("ladder/steps", "warn", "fail", 1)
    ]
    assert more == Included(1, ("include", 1), path="more.yml", rules=(IncludedRule("x", "", "off", "info", 0),))
    assert not more.rules[0].on
    assert (none.path, none.fault) == ("none.yml", "there is no file 'none.yml' beside this rule book")
    assert (no_pack.pack, no_pack.fault) == ("none", "there is no pack 'none'")
    assert [(rule.id, rule.index, rule.must_match) for rule in form.rules] == [("unknown", 2, False), ("mine", 3, True)]
    assert form.packs_left == (
        "apple-hls", "as-requested", "h264-levels", "hevc-levels", "sane", "web-mp4", "youtube-upload",
    )  # fmt: skip


def test_a_book_in_many_styles() -> None:
    form = read_form(ODD, RULES)
    assert isinstance(form, Form)
    values = {
        operand.where: (operand.operator, operand.value)
        for rule in form.rules
        for clause in rule.clauses
        for branch in clause.branches
        for one in branch.conditions
        for operand in one.operands
    }
    assert values == {
        ("rules", 0, "match", "output.name"): ("glob", "'*720*'"),
        ("rules", 0, "match", "video.codec"): ("one_of", "[h264, hevc]"),
        ("rules", 0, "require", "height"): ("equals", "720"),
        ("rules", 0, "require", "duration", "min"): ("min", "5s"),
        ("rules", 0, "require", "duration", "max"): ("max", "1h"),
        ("rules", 1, "require", "bitrate", "step"): ("step", "{min: 1.5, max: 2}"),
        ("rules", 1, "require", "bitrate", "by"): ("by", "video.codec"),
        ("rules", 1, "require", "count", "min"): ("min", "2"),
        ("rules", 2, "when", "audio[*].language", "some"): ("some", "zh"),
        ("rules", 2, "any_of", 0, "width"): ("equals", "1280"),
        ("rules", 2, "any_of", 0, "height"): ("equals", "720"),
        ("rules", 2, "any_of", 0, "video.fps"): ("equals", "25"),
        ("rules", 2, "any_of", 1, "width"): ("equals", "720"),
        ("rules", 2, "any_of", 1, "height"): ("equals", "1280"),
        ("rules", 2, "none_of", 0, "video.codec"): ("equals", "vp9"),
        ("rules", 2, "none_of", 1, "container"): ("equals", "avi"),
        ("rules", 2, "none_of", 1, "audio.count"): ("equals", "0"),
    }
    assert [(rule.id, rule.line, rule.last_line) for rule in form.rules] == [
        ("in quotes", 11, 28), ("flow", 30, 30), ("deep", 31, 39),
    ]  # fmt: skip
    assert form.jobs is not None
    assert [one.fact for one in form.jobs.conditions] == ["job.state"]
    bitrate = form.rules[1].clauses[0].branches[0].conditions[0]
    assert bitrate.operators == (
        "spread", "step", "same", "increases_with", "pairs", "count_of_largest", "includes", "every", "some",
    )  # fmt: skip


def test_an_empty_book_is_a_form_to_begin_with() -> None:
    for text in ("", "# nothing yet\n", "version: 1\n", "version: 1\nrules:\n"):
        form = read_form(text, RULES)
        assert isinstance(form, Form)
        assert (form.includes, form.rules, len(form.packs_left)) == ((), (), 8)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("rules: [", "the text is no YAML as it stands: the error's line says why"),
        ("[1]", "a rule book is a map that begins with version: 1"),
        ("rules: 1", "rules is no list"),
        ("include: {a: b}", "include is no list"),
    ],
)
def test_what_is_no_form(text: str, reason: str) -> None:
    assert read_form(text, RULES) == Refused(reason)


def test_entries_that_are_no_rules_are_shown_as_such() -> None:
    form = read_form("version: 1\nrules:\n  - 1\n  - [a]\n  - {id: a, require: 1, match: [2]}\n", RULES)
    assert isinstance(form, Form)
    assert [(rule.id, rule.fault) for rule in form.rules] == [
        ("", "this is no rule"),
        ("", "this is no rule"),
        ("a", ""),
    ]
    assert [clause.part for clause in form.rules[2].clauses] == ["match"]


def test_the_repositorys() -> None:
    form = read_form(REPOSITORY, RULES)
    assert isinstance(form, Form)
    assert [one.pack for one in form.includes] == ["sane", "as-requested", "ladder"]
    assert [rule.id for rule in form.rules] == [
        "full-length", "duration-as-ordered", "hd-is-720p", "known-codecs", "audio-bitrate-known", "stereo",
    ]  # fmt: skip
