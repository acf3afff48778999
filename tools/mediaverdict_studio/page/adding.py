"""Jobs by a button or by dropping files anywhere on the page."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from nicegui.element import Element

if TYPE_CHECKING:
    from mediaverdict_studio.page.scene import Scene


class AddJobs(Element, component=Path(__file__).with_name("add_jobs.js")):
    """The button, and the whole page as a place to drop files."""

    def __init__(self, scene: Scene) -> None:
        super().__init__()
        self._props["label"] = scene.say("Add jobs…")
        self._scene = scene
        self.on("added", lambda event: self._told(int(event.args["taken"]), str(event.args["errors"])))

    def _told(self, taken: int, errors: str) -> None:
        say = self._scene.say
        text = say.count("{n} job added", "{n} jobs added", taken)
        self._scene.tell(f"{text}. {errors}" if errors else text, kind="warn" if errors else "pass")
