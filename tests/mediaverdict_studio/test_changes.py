"""What would change if the book went live."""

from __future__ import annotations

from mediaverdict_studio.changes import Changes, what_changes
from studio_jobs import book_of, judged_by, shelf_of_jobs, with_rule
from studio_texts import REPOSITORY

SHELF = shelf_of_jobs()


def test_nothing_changes_without_a_change() -> None:
    book = book_of(REPOSITORY)
    assert what_changes(judged_by(SHELF, book), book, book) == Changes(jobs=11)


def test_the_worst_change_comes_first() -> None:
    deployed = book_of(with_rule("{id: a, severity: warn, require: {height: {min: 1000}}}"))
    book = book_of(with_rule("{id: a, require: {height: 1}}"))
    changes = what_changes(judged_by(SHELF, deployed, book), deployed, book)
    assert [(turn.old, turn.new, turn.count) for turn in changes.turns] == [
        ("pass", "fail", 1), ("warn", "fail", 6), ("warn", "inconclusive", 1),
    ]  # fmt: skip


def test_what_changes() -> None:
    deployed = book_of(REPOSITORY)
    stereo = "  - id: stereo\n    severity: warn"
    book = book_of(REPOSITORY.replace("max: 512k", "max: 100k").replace(stereo, stereo.replace("warn", "fail")))
    judged = judged_by(SHELF, deployed, book)
    changes = what_changes(judged, deployed, book)
    assert changes.jobs == 11
    assert [(turn.old, turn.new, turn.count, [key for key, _ in turn.changes]) for turn in changes.turns] == [
        ("warn", "fail", 1, ["audio-only.json"]),
        ("pass", "warn", 3, ["ladder-good.json", "mp4-good.json", "portrait.json"]),
    ]
    assert changes.turns[1].changes[0][1].added == ["audio-bitrate-known"]
    assert (changes.added, changes.gone) == ((("audio-bitrate-known", 3),), ())
    assert [(key, change.added, change.gone) for key, change in changes.same_outcome] == [
        (f"{name}.json", ["audio-bitrate-known"], [])
        for name in ("cut-off-audio", "failed-output", "ladder-wrong-rung", "less-than-the-template")
    ]
