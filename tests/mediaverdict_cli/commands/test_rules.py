"""`rules ...`: lint, schema, packs, tests and drafts, as they are printed."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from command import JOBS, ROOT, book, run, saved
from samples import output


@pytest.fixture(autouse=True)
def in_the_projects_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


def test_rules_check() -> None:
    assert (
        run("rules", "check", "functions/judge/rules.yml").stdout == "functions/judge/rules.yml: 71 rules, no errors\n"
    )


def test_rules_schema_prints_both() -> None:
    assert json.loads(run("rules", "schema").stdout)["title"] == "mediaverdict rule book, version 1"
    assert json.loads(run("rules", "schema", "--verdict").stdout)["title"] == "mediaverdict.verdict.v1"


def test_rules_packs_lists_them_with_what_they_dont_cover() -> None:
    listed = run("rules", "packs").stdout
    assert "h264-levels@2  An H.264 stream stays within the level that it declares. (61 rules)" in listed
    shown = run("rules", "packs", "sane").stdout
    assert ["severity", "rule", "what", "it", "asks", "source"] in [line.split() for line in shown.splitlines()]
    assert re.search(r"^warn +sane/even-size +\S.* +ITU-T H.264", shown, re.MULTILINE)
    assert "not covered, since metadata can't decide it:\n    - black or frozen pictures" in shown
    told = json.loads(run("rules", "packs", "ladder", "--json").stdout)
    assert (told["name"], told["version"], len(told["rules"])) == ("ladder", 2, 9)
    assert "there is no pack 'sain' (did you mean 'sane'?)" in run("rules", "packs", "sain").stderr


EXAMPLES = """version: 1
rules:
  - {id: tall, require: {height: {min: 720}}}
  - {id: ladder, scope: group, require: {count: {min: 2}}}
  - {id: never, match: {height: 99}, require: {width: 1}}
examples:
  - {name: tall enough, facts: {height: 720}, outcome: pass, findings: []}
  - {name: too low, facts: {height: 480, output.name: low}, outcome: fail, findings: [tall]}
  - name: a lonely rung
    outputs: [{height: 720}, {output.group: g, height: 720}]
    outcome: fail
    findings: [ladder]
  - {name: from a file, job: job.json, outcome: pass}
"""


def test_a_rule_books_own_tests_run_like_tests(tmp_path: Path) -> None:
    saved(tmp_path, output())
    done = run("rules", "test", book(tmp_path, EXAMPLES))
    assert (done.exit_code, done.stdout.splitlines()) == (
        0,
        [
            "ok     tall enough",
            "ok     too low",
            "ok     a lonely rung",
            "ok     from a file",
            "dead   no example makes never fail",
            "4 passed, 0 failed, 1 dead rules",
        ],
    )


def test_an_example_that_fails_says_how(tmp_path: Path) -> None:
    text = EXAMPLES.replace("outcome: pass, findings: []", "outcome: warn, findings: [ladder]").replace(
        "job: job.json", "facts: {height: 1}"
    )
    done = run("rules", "test", book(tmp_path, text))
    assert done.exit_code == 1
    assert done.stdout.splitlines()[:4] == [
        "FAILED tall enough", "       expected the outcome warn, got pass", "       expected a finding of ladder, got none", "ok     too low",
    ]  # fmt: skip
    assert (
        "       expected the outcome pass, got fail\n       found: height is 1 px, expected at least 720 px"
        in done.stdout
    )


def test_a_drafted_book_finds_the_wrong_rung(tmp_path: Path) -> None:
    drafted = book(tmp_path, run("rules", "draft", JOBS / "ladder-good.json").stdout)
    assert run("check", JOBS / "ladder-good.json", "--rules", drafted).exit_code == 0
    assert run("check", JOBS / "ladder-wrong-rung.json", "--rules", drafted).exit_code == 1


@pytest.mark.parametrize("text", ["[" * 30_000, "a: &a [*a]", "include: [../../etc/passwd]\nversion: 1"])
@pytest.mark.parametrize("command", ["check", "test"])
def test_a_hostile_book_is_a_line_and_exit_code_2(tmp_path: Path, text: str, command: str) -> None:
    done = run("rules", command, book(tmp_path, text))
    assert (done.exit_code, done.stdout) == (2, "")
    assert f"{tmp_path / 'rules.yml'}:1:" in done.stderr


def test_what_a_book_says_moves_no_cursor(tmp_path: Path) -> None:
    done = run("rules", "check", book(tmp_path, 'version: 1\n"\u202ex": 1 # \x85 \u2066\n'))
    assert done.exit_code == 2
    assert all(line.isprintable() for line in done.stderr.split("\n"))
