"""What is on the bench: the text, the book that it makes, the jobs under it. One for all pages: a reload loses nothing.

A text that changes is checked after a short pause, then every job is judged by the new book in slices, so that the
page answers meanwhile; a newer text stops what is on its way. No NiceGUI here.
"""

from __future__ import annotations

import asyncio
from itertools import chain
from time import monotonic
from typing import TYPE_CHECKING

from mediaverdict_studio.bookfile import BookFile, Saved
from mediaverdict_studio.changes import Changes, what_changes
from mediaverdict_studio.checked_text import CheckedText, check_text
from mediaverdict_studio.completion import complete
from mediaverdict_studio.examples import ExamplesRun, dead_rules, run_book
from mediaverdict_studio.form import Form, read_form
from mediaverdict_studio.judged import JudgedJobs
from mediaverdict_studio.page.signals import Signal
from mediaverdict_studio.results import Edited, Refused
from mediaverdict_studio.shelf import Shelf

if TYPE_CHECKING:
    from collections.abc import Coroutine, Iterator
    from pathlib import Path

    from mediaverdict.rulebook import Rulebook
    from mediaverdict_studio.bookfile import Conflict, NotSaved
    from mediaverdict_studio.settings import StudioSettings
    from mediaverdict_studio.slices import Progress

TYPING_PAUSE = 0.15
"""Seconds without a key before a text is checked."""
PROGRESS_EVERY = 0.1
"""Seconds between two tellings of how far the judging is."""


class Workbench:
    """The state of the studio. Its methods are called in one event loop."""

    def __init__(self, settings: StudioSettings) -> None:
        self.settings = settings
        self.file = BookFile.load(settings.rules)
        self.text = self.file.text
        self.shelf = Shelf(templates=settings.templates)
        self.judged = JudgedJobs(self.shelf)
        self.checked = CheckedText("", None)
        self.form: Form | Refused = Refused("")
        self.book: Rulebook | None = None
        """The last one without an error: what the jobs are shown under."""
        self.deployed: Rulebook | None = None
        self.changes = Changes(0)
        self.examples = ExamplesRun(())
        self.dead: tuple[str, ...] = ()
        self.progress: Progress | None = None
        """None when all is judged."""
        self.edited_by: object = None
        """Whose edit the text is: that page has it already."""

        self.text_changed = Signal()
        self.book_checked = Signal()
        self.progressed = Signal()
        self.jobs_judged = Signal()
        self.file_saved = Signal()
        self.busy = True
        """Whether the jobs are not yet shown under the text as it is."""
        self._work: asyncio.Task[None] | None = None
        self._deployed_read = False
        self._reading: Iterator[Progress] = iter(())
        if settings.jobs is not None:
            self._reading = iter(self.shelf.read(settings.jobs))

    @property
    def unsaved(self) -> bool:
        """Whether the text is another than the file's."""
        return self.text != self.file.text

    @property
    def why_no_book(self) -> str:
        """Why no job has an outcome: the text is `empty`, or has an `error`; "" with a book, or before a check."""
        if self.book is not None or self.busy:
            return ""
        return "error" if self.text.strip() or self.file.error else "empty"

    def start(self) -> None:
        """Begins to read the jobs and to judge them by the deployed book and by the edited one."""
        self._begin(self._follow(0.0))

    def edit(self, text: str, by: object = None, pause: float = 0.0) -> None:
        """The text is another. `by` is the page that has it already; typed text waits for a `pause`, seconds."""
        if text == self.text:
            return
        self.text, self.edited_by = text, by
        self._begin(self._follow(pause))
        self.text_changed.emit()

    def apply(self, result: Edited | Refused) -> Edited | Refused:
        """An edit's text becomes the text; a refused one changes nothing."""
        if isinstance(result, Edited):
            self.edit(result.text)
        return result

    def read_more(self, place: Path) -> None:
        """More jobs: a folder's, or those that `replay` kept."""
        self._reading = chain(self._reading, self.shelf.read(place))
        self._begin(self._follow(0.0))

    def add_job(self, name: str, content: bytes) -> str:
        """A job that was dropped onto the page. Returns why it can't be read; empty where it can."""
        entry = self.shelf.add(name, content)
        self._begin(self._follow(TYPING_PAUSE))  # several files are dropped at once
        return entry.error

    def save(self, *, over: Conflict | None = None) -> Saved | Conflict | NotSaved:
        """Writes the file; over a change made outside only where the person has seen it."""
        result = (over.file if over is not None else self.file).save(self.text)
        if isinstance(result, Saved):
            self.file = result.file
            self.file_saved.emit()
        return result

    def take_file(self, file: BookFile) -> None:
        """What is on the disk becomes the text: what was not saved is given up."""
        self.file = file
        self.edit(file.text)
        self.file_saved.emit()

    def _begin(self, work: Coroutine[None, None, None]) -> None:
        if self._work is not None:
            self._work.cancel()
        self.busy = True
        self._work = asyncio.get_running_loop().create_task(work)

    async def _follow(self, pause: float) -> None:
        """May be cancelled at any await: what was read and judged until then is kept, and gone on with."""
        await asyncio.sleep(pause)
        await self._check()
        if not self._deployed_read:
            loaded = self.file if self.settings.against is None else BookFile.load(self.settings.against)
            self.deployed = (await asyncio.to_thread(check_text, loaded.text, loaded.path)).book
            self._deployed_read = True
            await asyncio.to_thread(complete, "", 1, 1)  # the first call loads what the others use
        await self._in_slices(self._reading)
        await self._judge()

    async def _check(self) -> None:
        text = self.text
        self.checked = await asyncio.to_thread(check_text, text, self.file.path)
        self.form = await asyncio.to_thread(read_form, text, self.file.path)
        if self.checked.book is not None:
            self.book = self.checked.book
        self.book_checked.emit()

    async def _judge(self) -> None:
        book = self.book
        if book is None:
            self._told()
            return
        if self.deployed is not None:
            await self._in_slices(self.judged.judge(self.deployed, keep=True))
        await self._in_slices(self.judged.judge(book))
        if self.deployed is not None:
            self.changes = what_changes(self.judged, self.deployed, book)
        if self.checked.book is book:
            self.examples = await asyncio.to_thread(run_book, self.checked.text, self.file.path, book)
        self.dead = dead_rules(self.examples, self.judged, book)
        self._told()

    def _told(self) -> None:
        self.progress, self.busy = None, False
        self.jobs_judged.emit()

    async def _in_slices(self, steps: Iterator[Progress]) -> None:
        told = monotonic()
        for progress in steps:
            if monotonic() - told > PROGRESS_EVERY:
                told, self.progress = monotonic(), progress
                self.progressed.emit()
            await asyncio.sleep(0)
