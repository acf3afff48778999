"""Rules drafted from the jobs that are marked as good: each line, with what it would catch, kept or dropped."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from mediaverdict_studio.drafts import Draft, DraftLine, draft_from, draft_text
from mediaverdict_studio.edits import add_rules
from mediaverdict_studio.form import Form
from mediaverdict_studio.page.dialogs import Dialog
from mediaverdict_studio.page.markup import button, set_text, tag
from mediaverdict_studio.results import Edited, Refused

if TYPE_CHECKING:
    from nicegui.element import Element

    from mediaverdict_studio.drafts import DraftedRule
    from mediaverdict_studio.page.scene import Scene

MOST = 6
"""Outputs that are listed of those which a line would catch."""


class DraftDialog:
    """Opened with jobs that are marked."""

    def __init__(self, scene: Scene) -> None:
        self._scene, self._bench, self._say = scene, scene.bench, scene.say
        self._dialog = Dialog(scene.say("Draft rules from good jobs"), scene.say, wide=True, on_close=self._stop)
        self._draft: Draft | None = None
        self._dropped: set[tuple[str, int]] = set()
        self._task: asyncio.Task[None] | None = None

    def open(self) -> None:
        """Drafts from the marked jobs."""
        self._stop()
        self._dropped = set()
        self._draft = None
        self._dialog.body.clear()
        with self._dialog.body:
            tag("p", self._say("Drafting…"), "soft", role="status")
        self._dialog.open()
        self._task = asyncio.get_running_loop().create_task(self._work())

    async def _work(self) -> None:
        good = [entry for entry in self._bench.shelf.jobs if entry.key in self._scene.good]
        for draft in draft_from(good, self._bench.shelf):
            self._draft = draft
            await asyncio.sleep(0)
        self._show()

    def _show(self) -> None:
        say, draft = self._say, self._draft
        self._dialog.body.clear()
        with self._dialog.body:
            if draft is None or not draft.rules:
                tag("p", say("These jobs have nothing in common that a rule could ask."), "soft")
                return
            tag("p", say("What the marked jobs have in common. Untick what was chance; what a line would have caught "
                         "among all jobs stands beside it."))  # fmt: skip
            for rule in draft.rules:
                self._draw_rule(rule)
            with tag("div", classes="dialog-foot"):
                self._kept = tag("span", classes="soft grows", role="status")
                button(say("Put into the book"), self._take, "primary", data_key="take-draft")
        self._count()

    def _draw_rule(self, rule: DraftedRule) -> None:
        with tag("fieldset", classes="drafted"):
            with tag("legend"):
                tag("b", rule.id)
                if rule.match:
                    tag("code", f" {rule.match}")
            tag("p", rule.description, "soft")
            for line in rule.lines:
                self._draw_line(rule.id, line)

    def _draw_line(self, rule: str, line: DraftLine) -> None:
        say = self._say
        with tag("div", classes="draft-line") as row:
            with tag("label", classes="grows"):
                tag("input", type="checkbox", checked=True).on(
                    "change", lambda event: self._keep(rule, line.index, bool(event.args), row),
                    js_handler="(e) => emit(e.target.checked)",
                )  # fmt: skip
                tag("code", line.text)
                tag("span", f" {line.comment}", "soft")
            caught = say.count("would catch {n} of {asked} outputs", "would catch {n} of {asked} outputs",
                               len(line.caught), asked=f"{line.asked:,}")  # fmt: skip
            if line.caught or line.missing:
                with tag("details", classes="caught"):
                    tag("summary", caught, "fail" if line.caught else "soft")
                    with tag("ul", classes="plain-list"):
                        for one in line.caught[:MOST]:
                            entry = self._bench.shelf.entries.get(one.key)
                            tag("li", f"{entry.name if entry is not None else one.key} · {one.output}: {one.message}")
                        if len(line.caught) > MOST:
                            tag("li", say("and {n} more", n=len(line.caught) - MOST), "soft")
                        if line.missing:
                            tag("li", say("absent in {n} outputs: inconclusive there", n=line.missing), "soft")
            else:
                tag("span", caught, "soft caught")

    def _keep(self, rule: str, line: int, kept: bool, row: Element) -> None:
        (self._dropped.discard if kept else self._dropped.add)((rule, line))
        row.classes(remove="dropped") if kept else row.classes("dropped")
        self._count()

    def _count(self) -> None:
        lines = sum(len(rule.lines) for rule in self._draft.rules) if self._draft is not None else 0
        set_text(self._kept, self._say("{kept} of {n} lines kept", kept=lines - len(self._dropped), n=lines))

    def _take(self) -> None:
        if self._draft is None:
            return
        form = self._bench.form
        taken = {rule.id for rule in form.rules} if isinstance(form, Form) else set()
        entries = draft_text(self._draft, self._dropped, taken)
        result = add_rules(self._bench.text, entries) if entries else Refused(self._say("No line is kept."))
        if self._scene.apply(result) and isinstance(result, Edited):
            self._dialog.close()
            self._scene.unmark()
            self._scene.show(left="text")
            self._scene.go_to_line(result.line)

    def _stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
