"""A job as an example of the book; the examples, run; dead rules."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from command import JOBS
from mediaverdict_studio.checked_text import check_text
from mediaverdict_studio.examples import dead_rules, example_of, run_book
from mediaverdict_studio.results import Edited, Refused
from mediaverdict_studio.shelf import Shelf
from studio_jobs import book_of, judged_by, shelf_of_jobs, with_rule
from studio_texts import REPOSITORY, RULES

SHELF = shelf_of_jobs()


def test_the_books_examples() -> None:
    run_ = run_book(REPOSITORY, RULES, book_of(REPOSITORY))
    assert (run_.ran[0].name, run_.ran[0].wrong) == ("a good ladder passes", ())
    assert (len(run_.ran), run_.errors, run_.dead) == (5, (), ())
    text = REPOSITORY.replace("cut-off-audio.json", "none.json").replace("outcome: pass", "outcome: warn")
    run_ = run_book(text, RULES, book_of(text))
    assert run_.ran[0].wrong == ("expected the outcome warn, got pass",)
    assert run_.errors == (
        ("audio that was cut off", f"example 'audio that was cut off': {RULES.parent / '../../events/jobs/none.json'} can't be read: No such file or directory"),
    )  # fmt: skip
    assert run_.dead == ("full-length",)


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "job.json")
    text = with_rule("{id: tall, require: {height: 1}}") + "examples: [{name: x, job: job.json, outcome: fail}]\n"
    run_ = run_book(text, tmp_path / "rules.yml", book_of(text))
    assert run_.errors == (("x", f"example 'x': {tmp_path / 'job.json'} is no file"),)


def test_dead_rules() -> None:
    text = with_rule("{id: nothing, match: {output.name: nowhere}, require: {height: 1}}") + (
        "  - {id: broken-by-an-example, match: {output.name: there}, require: {height: 1}}\n"
        "  - {id: matches, require: {height: {min: 1}}}\n"
        "examples: [{name: x, facts: {output.name: there, height: 2}, outcome: fail}]\n"
    )
    book = book_of(text)
    assert dead_rules(run_book(text, RULES, book), judged_by(SHELF, book), book) == ("nothing",)


def test_a_file_becomes_an_example_by_its_path() -> None:
    book = book_of(REPOSITORY)
    done = example_of(REPOSITORY, RULES, SHELF.entries["audio-only.json"], book)
    assert isinstance(done, Edited)
    assert done.text == REPOSITORY + (
        '\n  - name: "Podcast 14: warn"\n    job: ../../events/jobs/audio-only.json\n'
        "    outcome: warn\n    findings: [stereo]\n"
    )


@pytest.mark.parametrize("path", sorted(JOBS.glob("*.json")), ids=lambda path: path.stem)
def test_a_dropped_job_becomes_an_example_by_its_facts(path: Path) -> None:
    shelf, book = Shelf(), book_of(REPOSITORY)
    entry = shelf.add(path.name, path.read_bytes())
    done = example_of(REPOSITORY, RULES, entry, book)
    if path.stem in ("job-error", "still-running"):  # all that is to be told of them is no output's
        assert isinstance(done, Refused)
        return
    assert isinstance(done, Edited), done
    assert done.text.startswith(REPOSITORY)
    ran = run_book(done.text, RULES, book).ran[-1]
    assert ran.wrong == ()
    result = judged_by(shelf, book).results(book)[entry.key]
    found = {finding.rule for finding in result.findings if finding.counts}
    assert bool(done.note) is (ran.found != found)


def test_what_is_no_job_becomes_no_example() -> None:
    assert example_of(REPOSITORY, RULES, SHELF.entries["broken"], book_of(REPOSITORY)) == Refused("broken holds no job")


def test_a_hostile_name_stays_text() -> None:
    answer = json.loads((JOBS / "mp4-good.json").read_bytes())
    answer["Job"]["Config"]["JobName"] = 'x"\n  - {id: y}\u202e #'
    answer["Job"]["OutputDetails"][0]["Name"] = "a: [b, *c]\n}"
    shelf, book = Shelf(), book_of(REPOSITORY)
    entry = shelf.add("x", json.dumps(answer).encode())
    done = example_of(REPOSITORY, RULES, entry, book)
    assert isinstance(done, Edited)
    assert check_text(done.text, RULES).errors == ()
    assert len(run_book(done.text, RULES, book).ran) == 6
