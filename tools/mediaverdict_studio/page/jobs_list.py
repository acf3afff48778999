"""The jobs on the right: the outcome of each under the book as it stands, and which are marked as good."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from mediaverdict_studio.page.markup import badge, button, set_text, tag
from mediaverdict_studio.shelf import kept_jobs_file

if TYPE_CHECKING:
    from nicegui.element import Element

    from mediaverdict_studio.judged import JudgedJob
    from mediaverdict_studio.page.scene import Scene
    from mediaverdict_studio.shelf import JobEntry

ORDER = ("unreadable", "judging", "not judged", "fail", "inconclusive", "warn", "pass", "ignored")
PAGE = 50
"""Jobs that are drawn at once."""
FEW_RULES = 3


class JobsList:
    """Filters, rows, and what can be done with the marked ones."""

    def __init__(self, scene: Scene) -> None:
        self._scene, self._bench, self._say = scene, scene.bench, scene.say
        self._outcomes: set[str] = set()
        self._search = ""
        self._changed_only = False
        self._most = PAGE
        self._ticking = False
        say = self._say
        with tag("div", classes="jobs-list") as self.box:
            with tag("div", classes="bar-of-tools"):
                with tag("label", classes="grows"):
                    tag("span", say("Search"), "unseen")
                    tag("input", type="search", placeholder=say("Search jobs"), autocomplete="off").on(
                        "input", lambda event: self._find(str(event.args)), js_handler="(e) => emit(e.target.value)",
                        throttle=0.3, leading_events=False,
                    )  # fmt: skip
                self._add = tag("div", classes="adding")
                kept = kept_jobs_file()
                if kept is not None and kept != self._bench.settings.jobs:
                    button(say("Add those that replay kept"), partial(self._bench.read_more, kept), data_key="kept")
            self._chips = tag("div", classes="chips", role="group", aria_label=say("Filter by outcome"))
            self._status = tag("p", classes="soft", role="status")
            self._rows = tag("ul", classes="entries", aria_label=say("Jobs"))
            self._more = button(say("Show more"), self._show_more)
        scene.follow(self._bench.jobs_judged, self.draw)
        scene.follow(scene.marked, self._draw_marks)
        self.draw()

    @property
    def adding(self) -> Element:
        """Where the button that adds jobs goes."""
        return self._add

    def draw(self) -> None:
        """Draws the rows anew."""
        self._draw_chips()
        found = self._found()
        set_text(self._status, self._summary(len(found)))
        self._more.set_visibility(len(found) > self._most)
        self._rows.clear()
        with self._rows:
            for entry, judged in found[: self._most]:
                self._row(entry, judged)

    def _draw_chips(self) -> None:
        tally: dict[str, int] = {}
        for entry, judged in self._all():
            outcome = self._outcome(entry, judged)
            tally[outcome] = tally.get(outcome, 0) + 1
        self._chips.clear()
        with self._chips:
            for outcome in ORDER:
                if tally.get(outcome):
                    pressed = str(outcome in self._outcomes).lower()
                    text = f"{tally[outcome]:,} {self._say(outcome)}"
                    button(text, partial(self._filter, outcome), f"chip {outcome}", aria_pressed=pressed)
            if self._bench.changes.turns:
                button(
                    self._say("changed only"),
                    self._toggle_changed,
                    "chip",
                    aria_pressed=str(self._changed_only).lower(),
                )

    def _all(self) -> list[tuple[JobEntry, JudgedJob | None]]:
        book = self._bench.book
        results = self._bench.judged.results(book) if book is not None else {}
        return [(entry, results.get(entry.key)) for entry in self._bench.shelf.entries.values()]

    def _found(self) -> list[tuple[JobEntry, JudgedJob | None]]:
        changed = {key for turn in self._bench.changes.turns for key, _ in turn.changes}
        rows = [
            (entry, judged)
            for entry, judged in self._all()
            if (not self._outcomes or self._outcome(entry, judged) in self._outcomes)
            and (not self._changed_only or entry.key in changed)
            and self._search in f"{entry.name} {entry.job_id} {entry.key}".casefold()
        ]
        rank = {outcome: place for place, outcome in enumerate(ORDER)}
        return sorted(rows, key=lambda row: rank[self._outcome(*row)])

    def _outcome(self, entry: JobEntry, judged: JudgedJob | None) -> str:
        return outcome_of(entry, judged, has_book=not self._bench.why_no_book)

    def _summary(self, found: int) -> str:
        total = len(self._bench.shelf.entries)
        if not total and self._bench.busy:
            return self._say("Reading the jobs…")
        if not total:
            return self._say("No jobs yet: drop GetMediaConvertJob answers (JSON files) onto this page.")
        text = self._say("{found} of {total} jobs", found=f"{found:,}", total=f"{total:,}")
        if self._bench.why_no_book == "empty":
            return f"{text}. {self._say('No outcome yet: the rule book is empty.')}"
        if self._bench.why_no_book:
            return f"{text}. {self._say('No outcome yet: the rule book has an error.')}"
        if self._bench.book is not None and self._bench.checked.book is None:
            return f"{text}. {self._say('Under the last book without an error.')}"
        return text

    def _row(self, entry: JobEntry, judged: JudgedJob | None) -> None:
        say = self._say
        if entry.evidence is None:
            with tag("li", classes="entry broken"):
                badge("unreadable", say("unreadable"))
                with tag("span", classes="grows"):
                    tag("b", entry.key)
                    tag("span", say.message(entry.error), "soft block")
                button(say("Remove"), lambda: self._remove(entry.key))
            return
        with tag("li", classes="entry"):
            with tag("label", classes="mark-good"):
                tag(
                    "input", type="checkbox", checked=entry.key in self._scene.good, data_key=f"good/{entry.key}",
                    aria_label=say("Mark {name} as good", name=entry.name),
                ).on("change", lambda event: self._mark(entry.key, bool(event.args)),
                     js_handler="(e) => emit(e.target.checked)")  # fmt: skip
            rules = list(dict.fromkeys(one.rule for one in judged.findings if one.counts)) if judged is not None else []
            with tag("button", "", "open-job", type="button", data_key=f"job/{entry.key}").on(
                "click", lambda _: self._scene.open_job(entry.key), js_handler="() => emit()"
            ):
                if judged is not None:
                    badge(judged.outcome, say(judged.outcome))
                tag("b", entry.name)
                shown = ", ".join(rules[:FEW_RULES])
                if len(rules) > FEW_RULES:
                    shown = say("{rules} and {n} more", rules=shown, n=len(rules) - FEW_RULES)
                tag("span", shown, "soft")

    def _draw_marks(self) -> None:
        if not self._ticking:
            self.draw()

    def _mark(self, key: str, good: bool) -> None:
        """A box that was ticked shows it; were all rows drawn anew, the next box's tick would be lost meanwhile."""
        (self._scene.good.add if good else self._scene.good.discard)(key)
        self._ticking = True
        self._scene.marked.emit()
        self._ticking = False

    def _remove(self, key: str) -> None:
        self._bench.shelf.remove(key)
        self.draw()

    def _filter(self, outcome: str) -> None:
        self._outcomes ^= {outcome}
        self._most = PAGE
        self.draw()

    def _toggle_changed(self) -> None:
        self._changed_only = not self._changed_only
        self.draw()

    def _find(self, text: str) -> None:
        self._search, self._most = text.casefold().strip(), PAGE
        self.draw()

    def _show_more(self) -> None:
        self._most += PAGE
        self.draw()


def outcome_of(entry: JobEntry, judged: JudgedJob | None, *, has_book: bool = True) -> str:
    """Its outcome; `unreadable` for what is no job, `judging` for one that will have its outcome soon.

    `not judged` is one that nothing can judge yet, since there is no rule book without an error.
    """
    if entry.evidence is None:
        return "unreadable"
    if judged is not None:
        return judged.outcome
    return "judging" if has_book else "not judged"
