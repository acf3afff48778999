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
        self._looking: asyncio.Task[None] | None = None

    def open(self, entry: JobEntry, finding: Finding, told: str) -> None:
        """Offers what would let the finding pass; `told` is what it says."""
        self._stop()
        say = self._say
        self._dialog.body.clear()
        with self._dialog.body:
            with tag("p"):
                badge(str(finding.severity), say(str(finding.severity)))
                tag("span", f"{finding.rule}: {told}")
            self._status = tag("p", say("Looking for what would let it pass…"), "soft", role="status")
            self._offers = tag("div")
        self._dialog.open()
        self._looking = asyncio.get_running_loop().create_task(self._look(entry, finding))

    async def _look(self, entry: JobEntry, finding: Finding) -> None:
        text, path, say = self._bench.text, self._bench.file.path, self._say
        found = await asyncio.to_thread(remedies, text, entry, finding, path)
        if found:
            self._status.delete()
        else:
            set_text(self._status, say("No tolerance and no bound would let it pass: change the rule itself."))
        with self._offers:
            effects = [(remedy, self._offer(remedy)) for remedy in found]
        for remedy, effect in effects:  # one by one: each judges all jobs
            await self._tell_effect(remedy, text, entry, finding, effect)

    def _offer(self, remedy: Remedy) -> Element:
        """A remedy, and the place where what else it lets pass will stand."""
        say = self._say
        with tag("section", classes="remedy", aria_label=remedy.title):
            with tag("div", classes="bar-of-tools"):
                tag("code", remedy.title, "grows")
                button(
                    say("Apply"), lambda: self._apply(remedy), "primary", aria_label=f"{say('Apply')}: {remedy.title}"
                )
            with tag("div", role="status") as effect:
                tag("p", say("Looking what else it would let pass…"), "soft")
        return effect

    async def _tell_effect(self, remedy: Remedy, text: str, entry: JobEntry, finding: Finding, effect: Element) -> None:
        say, path = self._say, self._bench.file.path
        seen = LetPass(done=False)
        for seen in let_pass(remedy, text, self._bench.judged, entry, finding, path):  # noqa: B007 - the last is whole
            await asyncio.sleep(0)
        effect.clear()
        with effect:
            if not seen.findings:
                tag("p", say("Nothing else would pass."), "pass")
            else:
                others = say.count(
                    "It would also let {n} other finding pass:",
                    "It would also let {n} other findings pass:",
                    len(seen.findings),
                )
                tag("p", others, "warn")
            with tag("ul", classes="plain-list"):
                for other, old, new in seen.jobs[:MOST]:
                    with tag("li"):
                        tag("b", self._name(other))
                        tag("span", f" {say(old)} → {say(new)}")
                for other, one in seen.findings[:MOST]:
                    tag("li", f"{self._name(other)}: {one.rule}: {one.message}", "soft")
                left = len(seen.findings) - MOST
                if left > 0:
                    tag("li", say("and {n} more", n=left), "soft")

    def _name(self, key: str) -> str:
        entry = self._bench.shelf.entries.get(key)
        return entry.name if entry is not None else key

    def _apply(self, remedy: Remedy) -> None:
        self._dialog.close()
        if self._scene.apply(remedy.edit) and not isinstance(remedy.edit, Refused):
            self._scene.show(left="text")
            self._scene.go_to_line(remedy.edit.line)

    def _stop(self) -> None:
        if self._looking is not None:
            self._looking.cancel()
