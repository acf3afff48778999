"""A dialog with a title and a way out; the keyboard stays in it, Escape ends it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nicegui import ui

from mediaverdict_studio.page.markup import button, tag

if TYPE_CHECKING:
    from collections.abc import Callable

    from nicegui.element import Element

    from mediaverdict_studio.page.words import Words


class Dialog:
    """Built once, filled each time that it is opened."""

    def __init__(
        self, title: str, say: Words, *, wide: bool = False, on_close: Callable[[], None] | None = None
    ) -> None:
        self._dialog = ui.dialog().props(f'aria-label="{title}"')
        if on_close is not None:
            self._dialog.on("hide", lambda _: on_close(), js_handler="() => emit()")
        with self._dialog, tag("div", classes="dialog wide-dialog" if wide else "dialog"):
            with tag("div", classes="dialog-head"):
                tag("h2", title)
                button("✕", self.close, "quiet", aria_label=say("Close"))
            self.body: Element = tag("div", classes="dialog-body")

    def open(self) -> None:
        """Shows it."""
        self._dialog.open()

    def close(self) -> None:
        """Hides it."""
        self._dialog.close()

    @property
    def is_open(self) -> bool:
        """Whether it is shown."""
        return bool(self._dialog.value)
