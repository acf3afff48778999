"""A short message at the bottom, which a screen reader hears; it goes by itself, or by a click."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nicegui import ui

from mediaverdict_studio.page.markup import button, set_text, tag

if TYPE_CHECKING:
    from mediaverdict_studio.page.words import Words

SHOWN = 8.0
"""Seconds."""


class Toast:
    """One at a time; the newest is what matters."""

    def __init__(self, say: Words) -> None:
        with tag("div", classes="toast", role="status", aria_live="polite") as self._box:
            self._text = tag("span")
            self._close = button("✕", self._hide, "quiet", aria_label=say("Close"))
            self._timer = ui.timer(SHOWN, self._hide, active=False, immediate=False)
        self._hide()

    def show(self, text: str, kind: str) -> None:
        """`kind` is `info`, `pass` (done), `warn` (not done) or `fail`."""
        self._box.classes(replace=f"toast shown edge-{kind}")
        set_text(self._text, text)
        self._close.set_visibility(True)
        self._timer.deactivate()
        self._timer.activate()

    def _hide(self) -> None:
        self._timer.deactivate()
        self._box.classes(replace="toast")
        set_text(self._text, "")
        self._close.set_visibility(False)
