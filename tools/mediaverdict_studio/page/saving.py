"""Saving: the file and nothing else, and never over a change made outside without asking."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nicegui import ui

from mediaverdict_studio.bookfile import Conflict, NotSaved, Saved
from mediaverdict_studio.page.dialogs import Dialog
from mediaverdict_studio.page.markup import button, set_text, tag

if TYPE_CHECKING:
    from mediaverdict_studio.page.scene import Scene


class SaveButton:
    """The button, and the question when the file is another."""

    def __init__(self, scene: Scene) -> None:
        self._scene, self._bench, self._say = scene, scene.bench, scene.say
        self._button = button(scene.say("Save"), self.save, "primary save")
        self._state = tag("span", classes="soft save-state")
        self._dialog = Dialog(scene.say("The file was changed meanwhile"), scene.say, wide=True)
        scene.save = self.save
        scene.follow(self._bench.text_changed, self._draw)
        scene.follow(self._bench.file_saved, self._draw)
        self._draw()

    def _draw(self) -> None:
        unsaved = self._bench.unsaved
        set_text(self._state, self._state_of(unsaved=unsaved))
        self._button.props.update({"aria-disabled": str(not unsaved).lower()})
        with self._scene.client:
            # The browser asks before it leaves a text that is not saved.
            ui.run_javascript(f"window.onbeforeunload = {'(e) => e.preventDefault()' if unsaved else 'null'}")

    def _state_of(self, *, unsaved: bool) -> str:
        if self._bench.file.is_new:
            return self._say("new, not saved yet")
        return self._say("not saved") if unsaved else self._say("saved")

    def save(self) -> None:
        """Writes the file, or asks."""
        if self._bench.unsaved:
            self._tell(self._bench.save())

    def _tell(self, result: Saved | Conflict | NotSaved) -> None:
        match result:
            case Saved():
                self._scene.tell(self._say("Saved {path}", path=self._bench.file.path), kind="pass")
            case NotSaved():
                self._scene.tell(result.reason, kind="fail")
            case Conflict():
                self._ask(result)

    def _ask(self, conflict: Conflict) -> None:
        say = self._say
        self._dialog.body.clear()
        with self._dialog.body:
            tag("p", say("Somebody changed {path} since it was loaded. Nothing was written. From what is on the disk "
                         "to what would be saved:", path=self._bench.file.path))  # fmt: skip
            with tag("pre", classes="diff", tabindex="0", role="region", aria_label=say("The difference")):
                for line in conflict.difference.splitlines():
                    tag("span", line or " ", f"block {difference_class(line)}")
            with tag("div", classes="dialog-foot"):
                button(say("Load what is on the disk"), lambda: self._load(conflict))
                button(say("Write over it"), lambda: self._write(conflict), "danger")
        self._dialog.open()

    def _write(self, conflict: Conflict) -> None:
        self._dialog.close()
        self._tell(self._bench.save(over=conflict))

    def _load(self, conflict: Conflict) -> None:
        self._dialog.close()
        self._bench.take_file(conflict.file)


def difference_class(line: str) -> str:
    """What a line of a unified difference is."""
    if line.startswith(("+++", "---", "@@")):
        return "soft"
    return "added" if line.startswith("+") else "gone" if line.startswith("-") else ""
