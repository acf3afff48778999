"""A rule book that was compiled for its deployment: the same verdicts, and never a stale one."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import samples
from fcruntime import logs
from mediaverdict.instance import FunctionInstance
from mediaverdict.judging import judge
from mediaverdict.rulebook import Rulebook, load_rulebook
from mediaverdict.rulebook.compiled import Unusable, read_compiled, write_compiled
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
    assert isinstance(compiled, Rulebook)
    assert compiled.digest == load_rulebook(rules).digest
    assert judge(job, compiled).findings == judge(job, load_rulebook(rules)).findings
    assert judge(job, compiled).outcome == "fail"


def test_it_knows_whether_it_asks_for_templates(rules: Path) -> None:
    plain = "version: 1\nrules: [{id: hd, require: {height: 720}}]\n"
    for text, asks in ((plain, False), (plain.replace("height", "requested.height"), True)):
        rules.write_text(text)
        write_compiled(load_rulebook(rules), rules, sources_of(rules), "this-build")
        compiled = read_compiled(rules)
        assert isinstance(compiled, Rulebook)
        assert compiled.asks_templates is asks


def test_a_changed_rule_or_include_is_never_overlooked(rules: Path) -> None:
    for name, text in (("rules.yml", BOOK), ("more.yml", MORE)):
        (rules.parent / name).write_text(text + "# changed\n")
        assert read_compiled(rules) == Unusable(f"{name} has changed since")
        (rules.parent / name).write_text(text)
        assert isinstance(read_compiled(rules), Rulebook)
    (rules.parent / "more.yml").unlink()
    assert read_compiled(rules) == Unusable("more.yml can't be read: No such file or directory")


def test_another_build_of_the_package_reads_the_sources(rules: Path) -> None:
    (rules.parent / "BUILD").write_text("another-build")
    assert read_compiled(rules) == Unusable("it was made by another build of this package")


@pytest.mark.parametrize("content", [b"", b"{}\nx", b"no json\n", b"[1]\n", b'{"build": "this-build", "sources": 3}\n'])
def test_what_is_no_compiled_book_is_left_alone(rules: Path, content: bytes) -> None:
    rules.with_suffix(".compiled").write_bytes(content)
    assert read_compiled(rules) == Unusable("it was truncated or altered")


@pytest.mark.parametrize(
    "change", [lambda body: body[:-1], lambda body: body + b".", lambda body: body[:-9] + b"x" + body[-8:]]
)
def test_a_truncated_or_altered_book_is_never_unpickled(
    rules: Path, change: Callable[[bytes], bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pickle.loads", lambda _body: pytest.fail("unpickled"))
    compiled = rules.with_suffix(".compiled")
    compiled.write_bytes(change(compiled.read_bytes()))
    assert read_compiled(rules) == Unusable("it was truncated or altered")


def test_a_head_that_was_altered_is_no_better(rules: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pickle.loads", lambda _body: pytest.fail("unpickled"))
    compiled = rules.with_suffix(".compiled")
    digest, head, body = compiled.read_bytes().split(b"\n", 2)
    origin = {**json.loads(head), "sources": {}}
    compiled.write_bytes(b"\n".join((digest, json.dumps(origin).encode(), body)))
    assert read_compiled(rules) == Unusable("it was truncated or altered")


def test_a_book_that_names_no_source_is_not_used(rules: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_compiled(load_rulebook(rules), rules, [], "this-build")
    monkeypatch.setattr("pickle.loads", lambda _body: pytest.fail("unpickled"))
    assert read_compiled(rules) == Unusable("rules.yml has changed since")


def test_an_altered_book_does_not_stop_a_start_and_one_line_says_so(
    rules: Path, log_lines: Callable[[], list[dict[str, object]]]
) -> None:
    rules.with_suffix(".compiled").write_bytes(b"")
    logs.configure({})
    instance = FunctionInstance.start(
        {"MEDIAVERDICT_VERDICT_QUEUE": "sqlite::memory:", "FC_REGION": "cn-shanghai"}, rules
    )
    instance.close()
    (line,) = log_lines()
    assert (line["level"], line["message"]) == ("WARNING", "compiled rule book not used")
    assert (line["file"], line["reason"]) == ("rules.yml", "it was truncated or altered")


def test_a_checkout_has_none(root: Path) -> None:
    assert read_compiled(root / "functions" / "judge" / "rules.yml") is None


def test_a_compiled_book_loads_nothing_that_reads_one(rules: Path) -> None:
    """Neither what knows of slips and values nor any file of values, though the book was checked against them."""
    text = BOOK.replace(
        "id: named", "id: known, require: {audio.language: chi, audio.channels: 6, video.codec: H.264}}\n  - {id: named"
    )
    rules.write_text(text)
    write_compiled(load_rulebook(rules), rules, sources_of(rules), "this-build")
    code = f"""
import sys
opened = []
sys.addaudithook(lambda event, args: opened.append(str(args[0])) if event == "open" else None)
from pathlib import Path
from mediaverdict.rulebook import compiled
compiled.BUILD = Path({str(rules.parent / "BUILD")!r})
book = compiled.read_compiled(Path({str(rules)!r}))
from mediaverdict.judging import judge
from mediaverdict.jobs import Job, JsonNode
import json
import subprocess
import sys
answer = json.loads(Path({str(rules.parent / "job.json")!r}).read_text())
print(judge(Job(JsonNode(answer["Job"], "")), book).outcome)
ours = "rulebook.known rulebook.keyboards rulebook.syntax rulebook.commas rulebook.advice rulebook.synonyms rulebook.reading " \\
    "rulebook.explained rulebook.operators rulebook.checks rulebook.model rulebook.compiling quantity_slips".split()
print(sorted(({{f"mediaverdict.{{one}}" for one in ours}} | {{"yaml", "pydantic"}}) & set(sys.modules)))
print([one for one in opened if "values" in one and one.endswith(".txt")])
"""
    (rules.parent / "job.json").write_text(json.dumps(samples.answer(samples.output())))
    done = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, text=True)
    assert (done.stdout.splitlines(), done.stderr) == (["fail", "[]", "[]"], "")
