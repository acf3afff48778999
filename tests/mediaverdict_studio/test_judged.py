"""All jobs under a book: the same as one job judged by itself, and no rule is asked twice."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from corpus.faults import FAULTS, GOOD
from mediaverdict.facts import JobFacts
from mediaverdict.judging import judge_evidence, selects
from mediaverdict.judging.evaluating import evaluate
from mediaverdict.rulebook import Rule, Rulebook, load_rulebook, read_rulebook
from mediaverdict.rulebook.compiling import pack_names
from mediaverdict_studio import judged as judged_module
from mediaverdict_studio.judged import JudgedJobs, RuleHits
from mediaverdict_studio.shelf import Shelf

ROOT = Path(__file__).parents[2]
BOOKS = {
    "the repository's": lambda: load_rulebook(ROOT / "functions/judge/rules.yml"),
    "all packs": lambda: read_rulebook(
        "version: 1\ninclude: [" + ", ".join(f"{{pack: {name}}}" for name in pack_names()) + "]\n"
    ),
    "waivers, a selection of jobs, a rule that must match": lambda: read_rulebook(
        "version: 1\n"
        "jobs: {job.state: {not: Fail}}\n"
        "rules:\n"
        "  - {id: tall, require: {height: {min: 800}}}\n"
        "  - {id: there, must_match: true, match: {output.name: nowhere}}\n"
        "  - {id: ladder, scope: group, severity: warn, require: {count: {min: 5}}}\n"
        "waive:\n"
        "  - {rule: tall, match: {video.codec: h264}, reason: known}\n"
    ),
    "nothing": lambda: read_rulebook("version: 1\n"),
}


def shelf_of_corpus() -> Shelf:
    shelf = Shelf()
    answers: dict[str, Any] = {**GOOD, **{f"{fault.name} {fault.on}": fault.job() for fault in FAULTS}}
    for name, answer in answers.items():
        shelf.add(name, json.dumps(answer).encode())
    for path in sorted((ROOT / "events/jobs").glob("*.json")):
        shelf.add(path.name, path.read_bytes())
    return shelf


SHELF = shelf_of_corpus()


def run(judged: JudgedJobs, book: Rulebook) -> None:
    for _ in judged.judge(book):
        pass


@pytest.mark.parametrize("name", BOOKS)
def test_a_job_comes_out_as_it_does_alone(name: str) -> None:
    book, judged = BOOKS[name](), JudgedJobs(SHELF)
    run(judged, book)
    results = judged.results(book)
    assert len(results) == len(SHELF.jobs) > 50
    for entry in SHELF.jobs:
        assert entry.evidence is not None
        result, alone = results[entry.key], judge_evidence(entry.evidence, book)
        if not selects(book.jobs, JobFacts(entry.evidence.job)):
            assert (result.outcome, result.findings) == ("ignored", ())
            continue
        assert (result.outcome, result.findings) == (alone.outcome, alone.findings)
        assert result.outputs == tuple(outcome for _, outcome in alone.outputs)


def test_only_what_changed_is_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = Counter[str]()

    def counted(rule: Rule, evidence: Any) -> Any:
        asked[rule.id] += 1
        return evaluate(rule, evidence)

    monkeypatch.setattr(judged_module, "evaluate", counted)
    text = (ROOT / "functions/judge/rules.yml").read_text(encoding="utf-8")
    judged, jobs = JudgedJobs(SHELF), len(SHELF.jobs)
    before = read_rulebook(text, folder=ROOT / "functions/judge")
    run(judged, before)
    assert asked == {rule.id: jobs for rule in before.rules}
    asked.clear()
    run(judged, read_rulebook("# a comment\n" + text, folder=ROOT / "functions/judge"))
    assert asked == {}
    after = read_rulebook(text.replace("max: 500ms", "max: 400ms"), folder=ROOT / "functions/judge")
    run(judged, after)
    assert asked == {"full-length": jobs}


def test_one_and_true_are_two_rules() -> None:
    """They are equal in Python, and so are the rules that hold them."""
    shelf = Shelf()
    shelf.add(
        "a", b'{"Job": {"State": "Complete", "OutputDetails": [{"Status": "Success"}], "UserData": "{\\"x\\": 1}"}}'
    )
    judged = JudgedJobs(shelf)
    outcomes = []
    for value in ("1", "true"):
        book = read_rulebook(f"version: 1\nrules: [{{id: x, require: {{user_data.x: {value}}}}}]")
        run(judged, book)
        outcomes.append(judged.results(book)["a"].outcome)
    assert outcomes == ["pass", "fail"]


def test_a_run_that_was_cancelled_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mediaverdict_studio.slices.SLICE", 0.0)
    book, judged = BOOKS["nothing"](), JudgedJobs(SHELF)
    steps = judged.judge(book)
    seen = [next(steps) for _ in range(3)]
    assert [tuple(one) for one in seen] == [(0, len(SHELF.jobs)), (1, len(SHELF.jobs)), (2, len(SHELF.jobs))]
    assert len(judged.results(book)) == 2
    run(judged, book)
    assert len(judged.results(book)) == len(SHELF.jobs)


def test_jobs_come_and_go() -> None:
    shelf = Shelf()
    judged, book = JudgedJobs(shelf), BOOKS["nothing"]()
    run(judged, book)
    assert judged.results(book) == {}
    shelf.add("a", (ROOT / "events/jobs/mp4-good.json").read_bytes())
    shelf.add("b", b"no job")
    run(judged, book)
    assert list(judged.results(book)) == ["a"]
    shelf.add("a", (ROOT / "events/jobs/job-error.json").read_bytes())
    run(judged, book)
    assert judged.results(book)["a"].outcome == "fail"
    shelf.remove("a")
    run(judged, book)
    assert judged.results(book) == {}


def test_what_a_rule_does_to_all_jobs() -> None:
    shelf = Shelf()
    for name in ("ladder-good", "mp4-good", "audio-only"):
        shelf.add(name, (ROOT / f"events/jobs/{name}.json").read_bytes())
    book = read_rulebook(
        "version: 1\nrules:\n"
        "  - {id: video, match: {video.count: {min: 1}}, require: {video.codec: hevc}}\n"
        "  - {id: nothing, match: {output.name: nowhere}, require: {height: 1}}\n"
    )
    judged = JudgedJobs(shelf)
    assert judged.hits(book) == {}
    run(judged, book)
    assert judged.hits(book) == {
        "video": RuleHits(5, ("ladder-good", "mp4-good")),
        "nothing": RuleHits(0, ()),
    }


def test_books_that_are_gone_leave_nothing_behind() -> None:
    shelf = Shelf()
    shelf.add("a", (ROOT / "events/jobs/mp4-good.json").read_bytes())
    judged = JudgedJobs(shelf)
    for height in range(judged_module.MOST_STALE + 50):
        run(judged, read_rulebook(f"version: 1\nrules: [{{id: x, require: {{height: {height + 1}}}}}]"))
    assert len(judged._tokens) <= judged_module.MOST_STALE + judged_module.MOST_BOOKS
    assert len(judged._known["a"].answers) <= judged_module.MOST_STALE + judged_module.MOST_BOOKS
