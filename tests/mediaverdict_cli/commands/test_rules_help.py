"""What helps to write a rule book: its facts, its operators, a book to start from; and `rules test --strict`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from command import book, lines_of, run
from mediaverdict.errors import RulebookError
from mediaverdict.facts.catalog import ALL_FACTS, COUNT
from mediaverdict.rulebook import read_rulebook
from mediaverdict.rulebook.explained import EXPLAINED


def test_every_fact_is_listed_with_unit_meaning_and_an_example_that_is_taken() -> None:
    facts = lines_of(run("rules", "facts", "--json"))
    assert [one["name"] for one in facts] == [*ALL_FACTS, COUNT.name]
    assert [one["name"] for one in facts if not (one["unit"] and one["meaning"])] == []
    refused = []
    for one in facts:
        scope = "group" if one["name"] == COUNT.name else "output"
        try:
            read_rulebook(f"version: 1\nrules: [{{id: a, scope: {scope}, require: {{{one['example']}}}}}]\n")
        except RulebookError as error:
            refused.append(str(error))
    assert refused == []


def test_facts_are_found_by_pattern_name_and_meaning() -> None:
    assert [one["name"] for one in lines_of(run("rules", "facts", "*.codec", "--json"))] == [
        "video.codec",
        "audio.codec",
    ]
    assert "audio.sample_rate" in [one["name"] for one in lines_of(run("rules", "facts", "sample rate", "--json"))]
    assert lines_of(run("rules", "facts", "audio.channels", "--json"))[0] == {
        "name": "audio.channels", "unit": "number", "meaning": "first audio stream: number of channels", "example": "audio.channels: 1",
        "known": ["1", "2", "6", "8"],
    }  # fmt: skip
    none = run("rules", "facts", "nosuchthing")
    assert (none.exit_code, none.stdout) == (2, "")
    assert "no fact is like 'nosuchthing'" in none.stderr


def test_a_table_of_facts_names_the_first_known_values() -> None:
    shown = run("rules", "facts", "video.codec").stdout
    assert shown.splitlines()[0].split() == ["fact", "unit", "meaning", "example"]
    assert "known: h264, hevc, av1" in shown
    assert " more" in shown
    assert "video.codec: h264" in shown


def test_every_operator_is_listed() -> None:
    operators = lines_of(run("rules", "operators", "--json"))
    assert [one["name"] for one in operators] == list(EXPLAINED)
    (one,) = lines_of(run("rules", "operators", "multiple_of", "--json"))
    assert one == {
        "name": "multiple_of", "meaning": "A whole number of times this: 2 for an even width.",
        "example": "width: {multiple_of: 2}", "fits": "numbers",
        "kinds": sorted(["number", "px", "s", "bit/s", "bytes", "Hz", "fps", "frames", "°", "ratio", "level"]),
        "over_several": False,
    }  # fmt: skip
    shown = run("rules", "operators").stdout
    assert shown.splitlines()[0].split() == ["operator", "meaning", "fits"]
    assert "Over several outputs (scope: group or job) or tracks (audio[*].language):" in shown
    assert all(one["example"] in shown for one in operators)


@pytest.mark.parametrize(
    ("fact", "some", "none"),
    [
        ("height", {"min", "multiple_of", "tolerance", "includes", "step"}, {"glob", "regex"}),
        ("video.codec", {"one_of", "glob", "same"}, {"min", "tolerance", "spread"}),
        ("job.state", {"equals", "glob"}, {"every", "same", "min"}),
        ("audio[*].language", {"every", "some", "includes"}, {"equals", "glob", "spread"}),
        ("count", {"min", "equals"}, {"every", "glob"}),
    ],
)
def test_the_operators_of_a_fact(fact: str, some: set[str], none: set[str]) -> None:
    found = {one["name"] for one in lines_of(run("rules", "operators", fact, "--json"))}
    assert some <= found
    assert not none & found


def test_another_word_for_an_operator_is_told_which_one_it_is() -> None:
    assert "'gt' is no operator and no fact (did you mean 'above'?)" in run("rules", "operators", "gt").stderr
    assert "(did you mean 'one_of'?)" in run("rules", "operators", "oneof").stderr


def test_the_new_book_is_sound_and_passes_its_own_examples(tmp_path: Path) -> None:
    text = run("rules", "new").stdout
    assert text.count("#") > 8  # commented
    path = book(tmp_path, text)
    checked = run("rules", "check", path)
    assert (checked.exit_code, checked.stderr) == (0, "")
    assert run("rules", "test", path, "--strict").exit_code == 0


DEAD = """version: 1
rules:
  - {id: tall, require: {height: {min: 720}}}
  - {id: never, require: {width: {max: 1920}}}
examples:
  - {name: too low, facts: {height: 480, width: 640}, outcome: fail, findings: [tall]}
"""


def test_strict_makes_dead_rules_count(tmp_path: Path) -> None:
    path = book(tmp_path, DEAD)
    plain, strict = run("rules", "test", path), run("rules", "test", path, "--strict")
    assert (plain.exit_code, strict.exit_code) == (0, 1)
    assert plain.stdout == strict.stdout
    assert "dead   no example makes never fail" in strict.stdout
    path = book(
        tmp_path, DEAD + "  - {name: wide, facts: {height: 720, width: 3840}, outcome: fail, findings: [never]}\n"
    )
    assert run("rules", "test", path, "--strict").exit_code == 0


def test_a_finding_that_was_not_expected_shows_what_made_it(tmp_path: Path) -> None:
    done = run("rules", "test", book(tmp_path, DEAD.replace("width: 640", "width: 4096")))
    assert done.exit_code == 1
    assert "found: width is 4096 px, expected at most 1920 px" in done.stdout


def test_advice_is_told_and_is_no_error(tmp_path: Path) -> None:
    path = book(tmp_path, "version: 1\nrules: [{id: a, require: {video.fps: 29.97}}]\n")
    done = run("rules", "check", path)
    assert (done.exit_code, done.stdout) == (0, f"{path}: 1 rules, no errors\n")
    assert f"advice: {path}:2:" in done.stderr
    assert "write 30000/1001" in done.stderr


def test_the_schema_tells_of_operators_in_the_same_words() -> None:
    described = json.loads(run("rules", "schema").stdout)["$defs"]["Condition"]["properties"]
    assert {name: one["description"] for name, one in described.items()} == {
        name: one.description for name, one in EXPLAINED.items()
    }
