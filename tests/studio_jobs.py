"""The repository's jobs on a shelf, and books by which they are judged: for the studio's tests."""

from __future__ import annotations

from functools import cache

from command import JOBS, ROOT
from mediaverdict.judging import Finding
from mediaverdict.rulebook import Rulebook
from mediaverdict_studio.checked_text import check_text
from mediaverdict_studio.judged import JudgedJobs
from mediaverdict_studio.shelf import Shelf
from studio_texts import RULES


@cache
def shelf_of_jobs() -> Shelf:
    """All of `events/jobs`, their templates, and an entry that is no job; not to be changed."""
    found = Shelf(ROOT / "events" / "templates")
    for _ in found.read(JOBS):
        pass
    found.add("broken", b"no job")
    return found


def book_of(text: str) -> Rulebook:
    """The book of a text without an error."""
    checked = check_text(text, RULES)
    assert checked.book is not None, checked.marks
    return checked.book


def judged_by(shelf: Shelf, *books: Rulebook) -> JudgedJobs:
    """All jobs, judged by these books."""
    judged = JudgedJobs(shelf)
    for book in books:
        for _ in judged.judge(book):
            pass
    return judged


def with_rule(rule: str) -> str:
    """A book of one rule."""
    return f"version: 1\nrules:\n  - {rule}\n"


def finding_of(judged: JudgedJobs, book: Rulebook, key: str, rule: str) -> Finding:
    """The rule's first finding of a job."""
    return next(one for one in judged.results(book)[key].findings if one.rule == rule)
