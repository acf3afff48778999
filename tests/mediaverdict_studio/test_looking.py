"""One job as it is looked at."""

from __future__ import annotations

from command import JOBS, lines_of, run
from mediaverdict_studio.looking import CheckSeen, checks_of, verdict_of
from studio_jobs import book_of, shelf_of_jobs
from studio_texts import REPOSITORY, RULES

SHELF = shelf_of_jobs()


def test_a_job_as_the_report_has_it() -> None:
    book, entry = book_of(REPOSITORY), SHELF.entries["cut-off-audio.json"]
    (printed,) = lines_of(run("check", JOBS / "cut-off-audio.json", "--rules", RULES, "--json"))
    verdict = verdict_of(entry, book)
    assert {**verdict, "time": "", "id": ""} == {**printed, "time": "", "id": ""}
    assert verdict_of(SHELF.entries["broken"], book) == {}


def test_every_check_of_a_rule() -> None:
    book = book_of(REPOSITORY)
    assert checks_of(SHELF.entries["audio-only.json"], book, "stereo") == [
        CheckSeen("stereo", "match", None, 0, None, "yes", "audio.count", "at least 1", "1"),
        CheckSeen("stereo", "require", None, 0, None, "no", "audio.channels", "2", "1"),
    ]
    assert {one.rule for one in checks_of(SHELF.entries["audio-only.json"], book)} > {"stereo", "full-length"}
    assert checks_of(SHELF.entries["broken"], book) == []
