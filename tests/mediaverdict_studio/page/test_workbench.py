"""What is on the bench: checked, judged and told after each edit; saved only when it is asked for."""

# ruff: noqa: ASYNC110, ASYNC240 - a test waits for what it watches, and reads small files

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from command import ROOT
from mediaverdict_studio.bookfile import Conflict, Saved
from mediaverdict_studio.page.workbench import Workbench
from mediaverdict_studio.results import Edited, Refused
from mediaverdict_studio.settings import StudioSettings

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

BOOK = "version: 1\nrules:\n  - id: wide\n    require: {width: {min: 640}}\n"
NARROW = BOOK.replace("640", "2000")
JOBS = ROOT / "events" / "jobs"


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    path = tmp_path / "rules.yml"
    path.write_text(BOOK, encoding="utf-8")
    return path


def on_bench(settings: StudioSettings, work: Callable[[Workbench], Coroutine[Any, Any, None]]) -> None:
    """Runs `work` on a bench that has read and judged all."""

    async def run() -> None:
        bench = Workbench(settings)
        bench.start()
        await quiet(bench)
        await work(bench)

    asyncio.run(run())


async def quiet(bench: Workbench) -> None:
    """Until all that is on its way has come."""
    while bench.busy:
        await asyncio.sleep(0.001)


def turns(bench: Workbench) -> list[tuple[str, str, int]]:
    return [(turn.old, turn.new, turn.count) for turn in bench.changes.turns]


def test_an_edit_is_checked_judged_and_compared(rules: Path) -> None:
    told: list[str] = []

    async def work(bench: Workbench) -> None:
        bench.text_changed.subscribe(lambda: told.append("text"))
        bench.book_checked.subscribe(lambda: told.append("checked"))
        bench.jobs_judged.subscribe(lambda: told.append("judged"))
        assert (turns(bench), bench.unsaved, bench.changes.jobs) == ([], False, 11)
        bench.edit(NARROW)
        assert (bench.text, bench.unsaved, bench.busy) == (NARROW, True, True)
        await quiet(bench)
        assert [(old, new) for old, new, _ in turns(bench)] == [("pass", "fail")]
        assert told == ["text", "checked", "judged"]
        bench.edit(NARROW)
        assert told == ["text", "checked", "judged"], "the same text is no edit"

    on_bench(StudioSettings(rules, jobs=JOBS), work)


def test_under_an_error_the_last_book_stays(rules: Path) -> None:
    async def work(bench: Workbench) -> None:
        book = bench.book
        bench.edit("version: 1\nrules: [{id: x, require: {hieght: 1}}]\n")
        await quiet(bench)
        assert bench.checked.book is None
        assert [mark.message for mark in bench.checked.marks] == ["unknown fact 'hieght'"]
        assert bench.book is book

    on_bench(StudioSettings(rules, jobs=JOBS), work)


def test_an_edit_stops_what_is_on_its_way_and_loses_no_job(rules: Path) -> None:
    async def run() -> None:
        bench = Workbench(StudioSettings(rules, jobs=JOBS))
        bench.start()
        for number in range(20):
            await asyncio.sleep(0.002)
            bench.edit(BOOK.replace("640", str(1000 + number)))
        await quiet(bench)
        assert bench.text == BOOK.replace("640", "1019")
        assert bench.book is not None
        assert len(bench.judged.results(bench.book)) == len(bench.shelf.jobs) == 11

    asyncio.run(run())


def test_against_a_deployed_book(rules: Path, tmp_path: Path) -> None:
    deployed = tmp_path / "deployed.yml"
    deployed.write_text(NARROW, encoding="utf-8")

    async def work(bench: Workbench) -> None:
        assert [(old, new) for old, new, _ in turns(bench)] == [("fail", "pass")]

    on_bench(StudioSettings(rules, against=deployed, jobs=JOBS), work)


def test_edits_are_applied_or_refused(rules: Path) -> None:
    async def work(bench: Workbench) -> None:
        refused = Refused("there is no such rule")
        assert bench.apply(refused) is refused
        assert bench.text == BOOK
        bench.apply(Edited(NARROW))
        assert (bench.text, bench.edited_by) == (NARROW, None)

    on_bench(StudioSettings(rules), work)


def test_jobs_that_are_added(rules: Path) -> None:
    job = (JOBS / "mp4-good.json").read_bytes()

    async def work(bench: Workbench) -> None:
        assert bench.add_job("good.json", job) == ""
        assert bench.add_job("none.json", b"{}").startswith("none.json holds no job")
        bench.read_more(JOBS / "cut-off-audio.json")
        await quiet(bench)
        assert bench.book is not None
        assert len(bench.judged.results(bench.book)) == 2
        assert len(bench.shelf.entries) == 3

    on_bench(StudioSettings(rules), work)


def test_saving_asks_before_it_writes_over_a_change(rules: Path) -> None:
    async def work(bench: Workbench) -> None:
        bench.edit(NARROW)
        assert rules.read_text(encoding="utf-8") == BOOK, "nothing is written by an edit"
        assert isinstance(bench.save(), Saved)
        assert (rules.read_text(encoding="utf-8"), bench.unsaved) == (NARROW, False)
        rules.write_text("version: 1\n", encoding="utf-8")
        bench.edit(BOOK)
        conflict = bench.save()
        assert isinstance(conflict, Conflict)
        assert rules.read_text(encoding="utf-8") == "version: 1\n"
        assert isinstance(bench.save(over=conflict), Saved)
        assert rules.read_text(encoding="utf-8") == BOOK
        rules.write_text("version: 1\n", encoding="utf-8")
        bench.edit(NARROW)
        conflict = bench.save()
        assert isinstance(conflict, Conflict)
        bench.take_file(conflict.file)
        assert (bench.text, bench.unsaved) == ("version: 1\n", False)

    on_bench(StudioSettings(rules), work)


def test_a_book_that_is_not_there_yet(tmp_path: Path) -> None:
    async def work(bench: Workbench) -> None:
        assert (bench.text, bench.deployed, bench.book) == ("", None, None)
        assert (bench.file.is_new, bench.unsaved, bench.why_no_book) == (True, False, "empty")
        bench.edit("version: 2\n")
        assert bench.why_no_book == "", "it is yet to be checked"
        await quiet(bench)
        assert bench.why_no_book == "error"
        bench.edit(BOOK)
        await quiet(bench)
        assert bench.book is not None
        assert (bench.file.is_new, bench.unsaved, bench.why_no_book) == (True, True, "")
        assert isinstance(bench.save(), Saved)
        assert (bench.file.is_new, bench.unsaved) == (False, False)
        assert (tmp_path / "new.yml").read_text(encoding="utf-8") == BOOK

    on_bench(StudioSettings(tmp_path / "new.yml", jobs=JOBS), work)
