"""A finding that is wrong: what would let it pass, and what else that would let pass."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from mediaverdict_studio.alarms import LetPass, Remedy, let_pass, remedies
from mediaverdict_studio.page.dialogs import Dialog
from mediaverdict_studio.page.markup import badge, button, set_text, tag
from mediaverdict_studio.results import Refused

if TYPE_CHECKING:
    from nicegui.element import Element

    from mediaverdict.judging import Finding
    from mediaverdict_studio.page.scene import Scene
    from mediaverdict_studio.shelf import JobEntry

MOST = 8
"""Findings of other jobs that are listed for a remedy."""


class AlarmDialog:
    """Opened on a finding."""

    def __init__(self, scene: Scene) -> None:
        self._scene, self._bench, self._say = scene, scene.bench, scene.say
        self._dialog = Dialog(scene.say("A false alarm?"), scene.say, on_close=self._stop)
        self._looking: set[asyncio.Task[None]] = set()

    def open(self, entry: JobEntry, finding: Finding) -> None:
        """Offers what would let the finding pass."""
        self._stop()
        say, text = self._say, self._bench.text
        found = remedies(text, entry, finding)
        self._dialog.body.clear()
        with self._dialog.body:
            with tag("p"):
                badge(str(finding.severity), say(str(finding.severity)))
                tag("span", f"{finding.rule}: {finding.message}")
            if not found:
                tag("p", say("No tolerance and no bound would let it pass: change the rule itself."), "soft")
            for remedy in found:
                self._draw(remedy, text, entry, finding)
        self._dialog.open()

    def _draw(self, remedy: Remedy, text: str, entry: JobEntry, finding: Finding) -> None:
        say = self._say
        with tag("section", classes="remedy", aria_label=remedy.title):
            with tag("div", classes="bar-of-tools"):
                tag("code", remedy.title, "grows")
                if not isinstance(remedy.edit, Refused):
                    button(
                        say("Apply"),
                        lambda: self._apply(remedy),
                        "primary",
                        aria_label=f"{say('Apply')}: {remedy.title}",
                    )
            if isinstance(remedy.edit, Refused):
                tag("p", remedy.edit.reason, "soft")
                return
            what = tag("p", say("Looking what else it would let pass…"), "soft", role="status")
            others = tag("ul", classes="plain-list")
        work = self._look(remedy, text, entry, finding, what, others)
        task = asyncio.get_running_loop().create_task(work)
        self._looking.add(task)
        task.add_done_callback(self._looking.discard)

    async def _look(
        self, remedy: Remedy, text: str, entry: JobEntry, finding: Finding, what: Element, others: Element
    ) -> None:
        seen: LetPass | None = None
        for seen in let_pass(remedy, text, self._bench.judged, entry, finding):  # noqa: B007 - the last one is whole
            await asyncio.sleep(0)
        if seen is None:
            return
        say = self._say
        if not seen.findings and not seen.jobs:
            set_text(what, say("Nothing else would pass."))
            return
        findings = say.count("It would also let {n} other finding pass", "It would also let {n} other findings pass",
                             len(seen.findings))  # fmt: skip
        jobs = say.count("{n} job with another outcome", "{n} jobs with another outcome", len(seen.jobs))
        set_text(what, f"{findings}; {jobs}.")
        with others:
            for key, old, new in seen.jobs[:MOST]:
                with tag("li"):
                    tag("span", f"{say(old)} → {say(new)} ")
                    tag("b", self._name(key))
            for key, other in seen.findings[:MOST]:
                tag("li", f"{self._name(key)}: {other.message}", "soft")
            if len(seen.findings) > MOST:
                tag("li", say("and {n} more", n=len(seen.findings) - MOST), "soft")

    def _name(self, key: str) -> str:
        entry = self._bench.shelf.entries.get(key)
        return entry.name if entry is not None else key

    def _apply(self, remedy: Remedy) -> None:
        self._dialog.close()
        if self._scene.apply(remedy.edit) and not isinstance(remedy.edit, Refused):
            self._scene.show(left="text")
            self._scene.go_to_line(remedy.edit.line)

    def _stop(self) -> None:
        for task in tuple(self._looking):
            task.cancel()
