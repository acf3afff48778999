"""A rule book's errors: each with file, line, column and what to do, all in one go."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from mediaverdict.errors import RulebookError
from mediaverdict.rulebook import load_rulebook, read_rulebook
from mediaverdict.rulebook.reading import read_yaml


def problems(text: str) -> list[str]:
    with pytest.raises(RulebookError) as raised:
        read_rulebook(text)
    return [str(problem).partition("\n")[0] for problem in raised.value.problems]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("16:9", "16:9"), ("off", "off"), ("no", "no"), ("2026-11-23", "2026-11-23"), ("true", True), ("True", True), ("null", None), ("~", None),
        ("0.1", Fraction(1, 10)), ("1e3", 1000), (".5", Fraction(1, 2)), ("0o17", 15), ("0x1F", 31), ("017", 17), ("1_000", "1_000"), ("'720'", "720"),
        ("30000/1001", "30000/1001"), ("12.", 12), ("+7", 7),
    ],
)  # fmt: skip
def test_plain_scalars_follow_yaml_1_2(text: str, value: object) -> None:
    assert read_yaml(f"x: {text}", "f") == ({"x": value}, [])


def test_anchors_and_merge_keys_work() -> None:
    text = "a: &a {min: 1, max: 2}\nb: *a\nc: {<<: *a, max: 3}\n"
    assert read_yaml(text, "f")[0] == {"a": {"min": 1, "max": 2}, "b": {"min": 1, "max": 2}, "c": {"min": 1, "max": 3}}


HEAD = "version: 1\nrules:\n"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "rules.yml: a rule book is empty: expected a map that begins with version: 1"),
        ("- a", "rules.yml:1:1: a rule book is a list: expected a map that begins with version: 1"),
        ("rules: []", "rules.yml:1:1: a rule book needs 'version'"),
        ("version: 2\n", "rules.yml:1:1: version is 2: this release knows version 1"),
        ("version: 1\nrulez: []", "rules.yml:2:1: a rule book has no key 'rulez' (did you mean 'rules'?)"),
        ("version: 1\non_missing: explode", "rules.yml:2:1: on_missing is 'explode': expected pass, warn, fail or inconclusive"),
        ("version: 1\nrules:\n\t- id: a\n", "rules.yml:3:1: a tab: YAML indents with spaces only"),
        ("version: 1\nrules: [", "rules.yml:2:8: the [ that opens here is not closed: a ] is missing"),
        (
            f"{HEAD}  - id: a\n    require: {{audio[1].channels: 2}}",
            "rules.yml:4:15: not YAML: audio[1].channels inside of {...} needs quotation marks",
        ),
        (f"{HEAD}  - id: a\n    id: b\n    require: {{height: 1}}", "rules.yml:4:5: the key 'id' stands here twice"),
        (f"{HEAD}  - id: a\n    1: b\n    require: {{height: 1}}", "rules.yml:4:5: the key 1 is no text: put it in quotes"),
        (f"{HEAD}  - 7", "rules.yml:3:5: a rule is 7: expected a map"),
        (f"{HEAD}  - require: {{height: 1}}", "rules.yml:3:5: a rule needs 'id'"),
        (f"{HEAD}  - id: ''\n    require: {{height: 1}}", "rules.yml:3:5: id is empty"),
        (f"{HEAD}  - id: 5\n    require: {{height: 1}}", "rules.yml:3:5: id is 5: expected text"),
        (f"{HEAD}  - id: job-state\n    require: {{height: 1}}", "rules.yml:3:5: the rule ID 'job-state' is what the built-in check of that name is called: IDs are unique in a book"),
        (f"{HEAD}  - id: a", "rules.yml:3:5: the rule 'a' asks nothing, and no included rule has that ID (write require, any_of, none_of or must_match)"),
        (f"{HEAD}  - id: a\n    match: {{height: 1}}", "rules.yml:3:5: the rule 'a' asks nothing (write require, any_of, none_of or must_match)"),
        (f"{HEAD}  - id: a\n    severity: fial\n    require: {{height: 1}}", "rules.yml:4:5: severity is 'fial': expected fail, warn, info or off (did you mean 'fail'?)"),
        (f"{HEAD}  - id: a\n    require: {{hieght: 1}}", "rules.yml:4:15: unknown fact 'hieght' (did you mean height?)"),
        (f"{HEAD}  - id: a\n    require: {{count: 1}}", "rules.yml:4:15: unknown fact 'count' (count is for rules with scope: group or job)"),
        (f"{HEAD}  - id: a\n    require: {{height: {{mim: 1}}}}", "rules.yml:4:24: a condition on height has no key 'mim' (did you mean 'min'?)"),
        (f"{HEAD}  - id: a\n    require: {{height: {{}}}}", "rules.yml:4:15: height has no condition: write a value, a list, or {min: ...}"),
        (f"{HEAD}  - id: a\n    require: {{height: {{min: 9, max: 5}}}}", "rules.yml:4:15: no height can be that: its lowest bound lies above its highest"),
        (f"{HEAD}  - id: a\n    require: {{height: {{above: 5, below: 5}}}}", "rules.yml:4:15: no height can be that: above and below leave nothing between them"),
        (f"{HEAD}  - id: a\n    require: {{height: {{one_of: [1, 2], min: 5}}}}", "rules.yml:4:15: no height can be that: its operators rule each other out"),
        (f"{HEAD}  - id: a\n    require: {{video.codec: {{equals: h264, none_of: [H264]}}}}", "rules.yml:4:15: no video.codec can be that: its operators rule each other out"),
        (f"{HEAD}  - id: a\n    match: {{output.group_type: hsl}}\n    require: {{height: 1}}", "rules.yml:4:13: output.group_type is never 'hsl', but file, hls or dash: did you mean hls?"),
        (f"{HEAD}  - id: a\n    require: {{height: {{min: [1, 2]}}}}", "rules.yml:4:24: min takes one value: write one_of for a list"),
        (f"{HEAD}  - id: a\n    require: {{height: []}}", "rules.yml:4:15: one_of takes a list of values"),
        (f"{HEAD}  - id: a\n    require: {{duration: {{max: 8 sex}}}}", "rules.yml:4:26: '8 sex' has an unknown unit, 'sex'; expected a time: did you mean sec?"),
        (f"{HEAD}  - id: a\n    require: {{duration: {{max: 8k}}}}", "rules.yml:4:26: '8k' is a bit rate, not a time: write 500ms, 2s or 1m"),
        (f"{HEAD}  - id: a\n    require: {{duration: .inf}}", "rules.yml:4:25: .inf is not a number that can be compared"),
        (f"{HEAD}  - id: a\n    require: {{duration: 1e99999}}", "rules.yml:4:25: 1e99999 is out of range for a number"),
        (f"{HEAD}  - id: a\n    require: {{video.codec: true}}", "rules.yml:4:15: true is not text: put it in quotes"),
        (f"{HEAD}  - id: a\n    require: {{video.codec: {{min: a}}}}", "rules.yml:4:29: video.codec is text, so min makes no sense for it"),
        (f"{HEAD}  - id: a\n    require: {{height: {{glob: '7*'}}}}", "rules.yml:4:24: height is no text, so glob makes no sense for it"),
        (f"{HEAD}  - id: a\n    require: {{video.codec: {{regex: '('}}}}", "rules.yml:4:29: '(' is no regular expression: unclosed group"),
        (f"{HEAD}  - id: a\n    require: {{video.codec: {{regex: 'a)|(b'}}}}", "rules.yml:4:29: 'a)|(b' is no regular expression: unopened group"),
        (f"{HEAD}  - id: a\n    require: {{video.codec: {{regex: '(?=a)b'}}}}", "rules.yml:4:29: '(?=a)b' is no regular expression: look-around, including look-ahead and look-behind, is not supported"),
        (f"{HEAD}  - id: a\n    require: {{video.codec: {{regex: '(a{{1000}}){{1000}}'}}}}", "rules.yml:4:29: '(a{1000}){1000}' is no regular expression: Compiled regex exceeds size limit of 10485760 bytes."),
        (f"{HEAD}  - id: a\n    require: {{video.codec: {{equals: a, tolerance: 1}}}}", "rules.yml:4:40: video.codec is text: a tolerance needs numbers"),
        (f"{HEAD}  - id: a\n    require: {{height: {{equals: 1, tolerance: -1}}}}", "rules.yml:4:35: -1 is negative: a tolerance is a distance"),
        (f"{HEAD}  - id: a\n    require: {{height: {{exists: false, min: 3}}}}", "rules.yml:4:24: height can't be absent (exists: false) and have a value as well"),
        (f"{HEAD}  - id: a\n    require: {{height: {{above: {{fact: height}}}}}}", "rules.yml:4:24: height is compared with itself, which never holds"),
        (f"{HEAD}  - id: a\n    require: {{height: {{max: {{fact: widht}}}}}}", "rules.yml:4:24: unknown fact 'widht': did you mean width?"),
        (f"{HEAD}  - id: a\n    require: {{height: {{max: {{fact: duration}}}}}}", "rules.yml:4:24: duration is a value in s, not in px"),
        (f"{HEAD}  - id: a\n    require: {{height: {{max: {{fakt: width}}}}}}", "rules.yml:4:24: a map as a value must be {fact: NAME}, with times and plus if wanted"),
        (f"{HEAD}  - id: a\n    require: {{height: {{spread: 3}}}}", "rules.yml:4:24: spread compares several outputs (set scope: group or scope: job)"),
        (f"{HEAD}  - id: a\n    scope: group\n    require: {{height: 3}}", "rules.yml:5:15: height has one value in each output of the group (write height: {every: ...} or {some: ...})"),
        (f"{HEAD}  - id: a\n    scope: group\n    require: {{video.codec: {{spread: 3}}}}", "rules.yml:5:29: video.codec is text, so spread makes no sense for it"),
        (f"{HEAD}  - id: a\n    scope: job\n    require: {{job.outputs: {{same: true}}}}", "rules.yml:5:29: job.outputs is one value, so same makes no sense for it"),
        (f"{HEAD}  - id: a\n    scope: group\n    require: {{bitrate: {{increases_with: name}}}}", "rules.yml:5:25: increases_with names 'name', which is no fact with a number (did you mean output.name or job.name?)"),
        (f"{HEAD}  - id: a\n    scope: group\n    require: {{bitrate: {{same: true, min: 3}}}}", "rules.yml:5:37: min stands beside same (write every: {min: ...})"),
        (f"{HEAD}  - id: a\n    scope: group\n    require: {{bitrate: {{every: {{some: 3}}}}}}", "rules.yml:5:33: some can't stand inside every"),
        (f"{HEAD}  - id: a\n    enforce_from: soon\n    require: {{height: 1}}", "rules.yml:4:5: 'soon' is no date: write 2026-12-01"),
        ("version: 1\njobs: {height: 3}", "rules.yml:2:8: height is an output's: only facts of the job (job.*, user_data.*) fit here"),
        ("version: 1\nwaive: [{rule: x, reason: y}]", "rules.yml:2:10: there is no rule 'x' to waive"),
        ("version: 1\ninclude: [{pack: a, path: b}]", "rules.yml:2:11: an include is either {pack: NAME} or {path: FILE}"),
        ("version: 1\ninclude: [missing.yml]", "rules.yml:2:11: there is no file 'missing.yml' beside this rule book"),
        ('version: 1\ninclude: ["a\\0b"]', "rules.yml:2:11: there is no file 'a\\x00b' beside this rule book"),
        (f"version: 1\ninclude: [{'x' * 300}]", f"rules.yml:2:11: there is no file '{'x' * 200}' beside this rule book"),
        ("version: 1\ninclude: [{pack: sain}]", "rules.yml:2:12: there is no pack 'sain'"),
    ],
)  # fmt: skip
def test_an_error_says_where_and_what_to_do(text: str, told: str) -> None:
    assert any(problem.startswith(told) for problem in problems(text)), problems(text)


def test_every_error_is_told_in_one_go_in_the_order_of_the_lines() -> None:
    text = f"{HEAD}  - id: a\n    severty: warn\n    require: {{widht: 1, height: {{min: 2, max: 1}}}}\n  - id: a\n    any_of: [{{video.fps: fast}}]\n"
    assert [problem.split(": ")[0] for problem in problems(text)] == [
        "rules.yml:4:5", "rules.yml:5:15", "rules.yml:5:25", "rules.yml:6:5", "rules.yml:7:15",
    ]  # fmt: skip


def test_the_line_itself_is_shown_with_a_mark_under_the_column() -> None:
    with pytest.raises(RulebookError) as raised:
        read_rulebook(f"{HEAD}  - id: a\n    require: {{hieght: 1}}\n")
    assert str(raised.value) == (
        "rules.yml:4:15: unknown fact 'hieght' (did you mean height?)\n"
        "        require: {hieght: 1}\n"
        "                  ^"
    )


def test_includes_come_first_and_a_later_rule_changes_one_by_its_id(tmp_path: Path) -> None:
    (tmp_path / "base.yml").write_text(
        f"{HEAD}  - {{id: a, require: {{height: 1}}}}\n  - {{id: b, require: {{width: 1}}}}\n", encoding="utf-8"
    )
    book = tmp_path / "rules.yml"
    book.write_text(
        "version: 1\ninclude: [base.yml]\nrules:\n  - {id: a, severity: off}\n  - {id: b, severity: warn}\n  - {id: c, require: {height: 2}}\n",
        encoding="utf-8",
    )
    assert [(rule.id, rule.severity) for rule in load_rulebook(book).rules] == [("b", "warn"), ("c", "fail")]


def test_an_include_of_itself_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "a.yml").write_text("version: 1\ninclude: [b.yml]\n", encoding="utf-8")
    (tmp_path / "b.yml").write_text("version: 1\ninclude: [{path: a.yml}]\n", encoding="utf-8")
    with pytest.raises(RulebookError, match=r"b\.yml:2:11: a\.yml includes itself, directly or through others"):
        load_rulebook(tmp_path / "a.yml")


def test_an_included_rules_id_is_taken(tmp_path: Path) -> None:
    (tmp_path / "base.yml").write_text(f"{HEAD}  - {{id: a, require: {{height: 1}}}}\n", encoding="utf-8")
    book = tmp_path / "rules.yml"
    book.write_text("version: 1\ninclude: [base.yml]\nrules:\n  - {id: a, require: {height: 2}}\n", encoding="utf-8")
    with pytest.raises(RulebookError, match="the rule ID 'a' is an included rule's"):
        load_rulebook(book)


def test_a_file_that_cant_be_read(tmp_path: Path) -> None:
    with pytest.raises(RulebookError, match=r"none\.yml: can't be read: No such file or directory"):
        load_rulebook(tmp_path / "none.yml")
    (tmp_path / "latin.yml").write_bytes(b"version: 1 # \xe9\n")
    with pytest.raises(RulebookError, match="the file is no UTF-8 text"):
        load_rulebook(tmp_path / "latin.yml")


def test_the_digest_is_of_the_meaning(tmp_path: Path) -> None:
    plain = read_rulebook(f"{HEAD}  - {{id: a, require: {{duration: 0.5}}}}\n")
    commented = read_rulebook("# hello\nversion: 1\n\nrules:\n- id: a\n  require:\n    duration: 0.50   # s\n")
    other = read_rulebook(f"{HEAD}  - {{id: a, require: {{duration: 0.6}}}}\n")
    assert plain.digest == commented.digest
    assert plain.digest != other.digest
    assert plain.digest.startswith("sha256:")
