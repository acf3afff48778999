"""The rule book's text in an editor: what is wrong underlined, what fits offered, what a word means told."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from nicegui import ui
from nicegui.element import Element

from mediaverdict_studio.completion import complete
from mediaverdict_studio.form import Form
from mediaverdict_studio.hovering import hover
from mediaverdict_studio.page.underlining import underline
from mediaverdict_studio.page.workbench import TYPING_PAUSE

if TYPE_CHECKING:
    from collections.abc import Callable

    from nicegui.elements.codemirror import CodeMirror

    from mediaverdict_studio.page.scene import Scene

TYPES = {
    "key": "keyword", "fact": "property", "operator": "function", "value": "constant", "pack": "namespace",
    "rule": "class", "unit": "constant", "severity": "enum",
}  # fmt: skip
"""What the editor calls the sorts of what fits: each has a sign of its own."""


class EditorHelp(Element, component=Path(__file__).with_name("rule_editor.js")):
    """Completion, meanings and the cursor, which NiceGUI's editor has not."""

    def __init__(self, editor: CodeMirror, label: str, scene: Scene, on_line: Callable[[int], None]) -> None:
        super().__init__()
        self._props["editor"] = editor.id
        self._props["label"] = label
        self._scene = scene
        self.on("ask", lambda event: self._answer(event.args))
        self.on("cursor", lambda event: on_line(int(event.args["line"])))

    def go_to(self, line: int) -> None:
        """Puts the cursor into a line, in sight."""
        self.run_method("goTo", line)

    def draw(self, specs: list[dict[str, Any]], length: int) -> None:
        """Draws marks on a text of that length; where it was typed on meanwhile, the next check draws them.

        NiceGUI's own decorations would do, but each change of them sends the editor's text along, as Python knows it:
        what was typed since then is lost.
        """
        self.run_method("draw", specs, length)

    def _answer(self, asked: dict[str, Any]) -> None:
        text, line, column = self._scene.bench.text, int(asked["line"]), int(asked["column"])
        answer = self._meaning(text, line, column) if asked["what"] == "hover" else self._fitting(text, line, column)
        self.run_method("answer", asked["id"], answer)

    @staticmethod
    def _fitting(text: str, line: int, column: int) -> dict[str, Any]:
        found = complete(text, line, column)
        return {
            "start": found.start,
            "end": found.end,
            "options": [
                {
                    "label": option.label,
                    "apply": option.insert,
                    "type": TYPES.get(option.sort, "text"),
                    "detail": option.detail,
                    "info": "\n".join(filter(None, (option.meaning, option.example))),
                }
                for option in found.options
            ],
        }

    def _meaning(self, text: str, line: int, column: int) -> dict[str, Any] | None:
        say, said, start, end = self._scene.say, [], column, column + 1
        for mark in self._scene.bench.checked.marks:
            if mark.line == line and mark.column <= column < mark.end and not mark.file:
                said.append(
                    {"level": mark.level, "text": "\n".join(map(say.message, filter(None, (mark.message, mark.hint))))}
                )
                start, end = mark.column, mark.end
        found = hover(text, line, column)
        if found is not None:
            meaning = "\n".join(filter(None, (found.title, found.meaning, found.example)))
            said.append({"level": "meaning", "text": meaning})
            start, end = found.column, found.end
        return {"start": start, "end": end, "said": said} if said else None


class EditorView:
    """The editor on the left."""

    def __init__(self, scene: Scene) -> None:
        self._scene, self._bench = scene, scene.bench
        self._marked: tuple[str, list[dict[str, Any]]] = "", []
        self.editor: CodeMirror = ui.codemirror(
            self._bench.text,
            language="YAML",
            theme="githubLight",
            indent="  ",
            line_wrapping=True,
            on_change=lambda event: self._typed(event.value),
            keymap={"Mod-s": lambda _: scene.save()},
        ).classes("editor")
        self._help = EditorHelp(self.editor, scene.say("The rule book as text"), scene, self._moved)
        scene.go_to_line = self._help.go_to
        scene.follow(self._bench.text_changed, self._take_text)
        scene.follow(self._bench.book_checked, self._mark)
        scene.follow(self._bench.jobs_judged, self._mark)
        scene.follow(scene.rule_chosen, self._mark)
        self._mark()

    def _typed(self, text: str) -> None:
        self._bench.edit(text, by=self, pause=TYPING_PAUSE)

    def _take_text(self) -> None:
        if self._bench.edited_by is not self:
            self.editor.value = self._bench.text

    def _moved(self, line: int) -> None:
        form = self._bench.form
        for rule in form.rules if isinstance(form, Form) else ():
            if rule.line <= line <= rule.last_line:
                self._scene.choose_rule(rule.id)

    def _mark(self) -> None:
        if self._bench.checked.text != self._bench.text:
            return  # another check is on its way
        lines = self._bench.text.split("\n")
        specs = [spec for mark in self._bench.checked.marks if (spec := underline(mark, lines)) is not None]
        form = self._bench.form
        for rule in form.rules if isinstance(form, Form) else ():
            sort = "dead-rule" if rule.id in self._bench.dead else ""
            sort = f"{sort} chosen-rule".strip() if rule.id == self._scene.rule else sort
            if sort and rule.line:
                specs += [{"line": line, "class": sort} for line in range(rule.line, rule.last_line + 1)]
        if (self._bench.text, specs) != self._marked:
            self._marked = self._bench.text, specs
            self._help.draw(specs, len(self._bench.text))
