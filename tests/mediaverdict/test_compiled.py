"""A rule book that was compiled for its deployment: the same verdicts, and never a stale one."""

from __future__ import annotations

from pathlib import Path

import pytest

import samples
from mediaverdict.judging import judge
from mediaverdict.rulebook import load_rulebook
from mediaverdict.rulebook.compiled import read_compiled, write_compiled
from mediaverdict.rulebook.compiling import sources_of

BOOK = """version: 1
include: [more.yml, {pack: sane}]
rules:
  - {id: named, require: {video.codec: {regex: "h26[45]"}, output.name: {glob: "web-*"}, width: {equals: {fact: height, times: 2}}}}
"""
MORE = "version: 1\nrules: [{id: more, severity: warn, require: {duration: {min: 10m, tolerance: 2 frames}}}]\n"


@pytest.fixture
def rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "rules.yml").write_text(BOOK)
    (tmp_path / "more.yml").write_text(MORE)
    (tmp_path / "BUILD").write_text("this-build")
    monkeypatch.setattr("mediaverdict.rulebook.compiled.BUILD", tmp_path / "BUILD")
    rules = tmp_path / "rules.yml"
    write_compiled(load_rulebook(rules), rules, sources_of(rules), "this-build")
    return rules


def test_it_judges_as_the_sources_do(rules: Path) -> None:
    compiled = read_compiled(rules)
    job = samples.job_of(samples.output(), samples.output("other"))
    assert compiled is not None
    assert compiled.digest == load_rulebook(rules).digest
    assert judge(job, compiled).findings == judge(job, load_rulebook(rules)).findings
    assert judge(job, compiled).outcome == "fail"


def test_a_changed_rule_or_include_is_never_overlooked(rules: Path) -> None:
    for name, text in (("rules.yml", BOOK), ("more.yml", MORE)):
        (rules.parent / name).write_text(text + "# changed\n")
        assert read_compiled(rules) is None
        (rules.parent / name).write_text(text)
        assert read_compiled(rules) is not None
    (rules.parent / "more.yml").unlink()
    assert read_compiled(rules) is None


def test_another_build_of_the_package_reads_the_sources(rules: Path) -> None:
    (rules.parent / "BUILD").write_text("another-build")
    assert read_compiled(rules) is None


@pytest.mark.parametrize("content", [b"", b"{}\nx", b"no json\n", b"[1]\n", b'{"build": "this-build", "sources": 3}\n'])
def test_what_is_no_compiled_book_is_left_alone(rules: Path, content: bytes) -> None:
    rules.with_suffix(".compiled").write_bytes(content)
    assert read_compiled(rules) is None


def test_a_checkout_has_none(root: Path) -> None:
    assert read_compiled(root / "functions" / "judge" / "rules.yml") is None
