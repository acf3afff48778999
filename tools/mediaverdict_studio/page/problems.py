"""What is wrong with the text, in the words of `rules check`: a click goes there, another mends what can be mended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediaverdict_studio.page.markup import button, set_text, tag
from mediaverdict_studio.page.underlining import mended

if TYPE_CHECKING:
    from mediaverdict_studio.checked_text import Mark
    from mediaverdict_studio.page.scene import Scene

MOST = 30


class ProblemsList:
    """Below the editor; a screen reader hears how many there are."""

    def __init__(self, scene: Scene) -> None:
        self._scene, self._bench, self._say = scene, scene.bench, scene.say
        with tag("section", classes="problems", aria_label=self._say("Problems")):
            self._title = tag("p", classes="problems-title", role="status", aria_live="polite")
            self._list = tag("ul", classes="problem-list")
        scene.follow(self._bench.book_checked, self.draw)
        self.draw()

    def draw(self) -> None:
        """Draws them."""
        say, marks = self._say, self._bench.checked.marks
        errors = sum(mark.level == "error" for mark in marks)
        parts = [say.count("{n} error", "{n} errors", errors)] if errors else []
        if len(marks) > errors:
            parts.append(say.count("{n} piece of advice", "{n} pieces of advice", len(marks) - errors))
        set_text(self._title, ", ".join(parts) or say("No errors."))
        self._title.classes(replace=f"problems-title {'fail' if errors else 'pass' if not marks else 'warn'}")
        self._list.clear()
        with self._list:
            if self._bench.file.error:
                tag("li", self._bench.file.error, "problem edge-fail")
            elif not self._bench.text.strip():
                tag("li", say("Nothing in it yet: in the form, include a pack or add a rule; or mark good jobs and "
                              "draft rules from them."))  # fmt: skip
            for mark in marks[:MOST]:
                self._row(mark)
            if len(marks) > MOST:
                tag("li", say("and {n} more", n=len(marks) - MOST), "soft")

    def _row(self, mark: Mark) -> None:
        say = self._say
        with tag("li", classes=f"problem edge-{'fail' if mark.level == 'error' else 'warn'}"):
            with tag("button", "", "go-there", type="button").on(
                "click", lambda _: self._go(mark), js_handler="() => emit()"
            ):
                place = say("line {line}", line=mark.line)
                tag("span", f"{mark.file}, {place}: " if mark.file else f"{place}: ", "place")
                tag("span", say.message(mark.message))
                if mark.hint:
                    tag("span", say.message(mark.hint), "soft block")
            lines = self._bench.checked.text.split("\n")
            line = mended(mark, lines)
            if line:
                button(say("Mend it"), lambda: self._mend(lines, mark, line), "small", title=line.strip(),
                       aria_label=f"{say('Mend it')}: {line.strip()}")  # fmt: skip

    def _go(self, mark: Mark) -> None:
        self._scene.show(left="text")
        self._scene.go_to_line(mark.line)

    def _mend(self, lines: list[str], mark: Mark, line: str) -> None:
        if self._bench.checked.text == self._bench.text:
            self._bench.edit("\n".join([*lines[: mark.line - 1], line, *lines[mark.line :]]))
