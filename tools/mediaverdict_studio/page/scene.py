"""What one page looks at: which job, which rule, which pane. Each browser tab has its own."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from mediaverdict_studio.form import Form
from mediaverdict_studio.page.signals import Signal
from mediaverdict_studio.page.toast import Toast
from mediaverdict_studio.results import Refused

if TYPE_CHECKING:
    from collections.abc import Callable

    from nicegui.client import Client

    from mediaverdict_studio.page.words import Words
    from mediaverdict_studio.page.workbench import Workbench
    from mediaverdict_studio.results import Edited


class Scene:
    """A page's choices, and what it needs to act."""

    def __init__(self, bench: Workbench, say: Words, client: Client) -> None:
        self.bench, self.say, self.client = bench, say, client
        self.job = ""
        """The key of the job that is open; empty for the list."""
        self.rule = ""
        """The ID of the chosen rule."""
        self.good: set[str] = set()
        """Keys of the jobs that are marked as good."""
        self.begun: dict[str, tuple[str, str, str, str]] = {}
        """Conditions that are being made in the form, by the place where: name, fact, operator, value."""
        self.right = "jobs"
        self.left = "text"
        self.toast = Toast(say)
        self.job_chosen = Signal()
        self.rule_chosen = Signal()
        self.pane_chosen = Signal()
        self.marked = Signal()
        self.go_to_line: Callable[[int], None] = lambda _: None
        """Set by the editor."""
        self.save: Callable[[], None] = lambda: None
        """Set by what saves."""

    def follow(self, signal: Signal, call: Callable[[], None]) -> None:
        """Subscribes for as long as the page is there."""
        self.client.on_delete(signal.subscribe(call))

    def open_job(self, key: str) -> None:
        """Shows a job on the right."""
        before, self.job = self.job, key
        self.show(right="jobs")
        self.job_chosen.emit()
        focused = ".job-title" if key else f'[data-key="job/{_in_quotes(before)}"]'
        self.client.run_javascript(f"studioShow('.jobs-pane', {json.dumps(focused)})")

    def unmark(self) -> None:
        """No job is marked as good."""
        self.good.clear()
        self.marked.emit()

    def choose_rule(self, rule: str, *, show: bool = False) -> None:
        """A rule is looked at; `show` turns the right side to it."""
        if rule != self.rule:
            self.rule = rule
            self.rule_chosen.emit()
        if show:
            self.show(right="rule")
            self.client.run_javascript("studioShow('.rule-pane', '[data-key=choose-rule]')")

    def show(self, *, left: str = "", right: str = "") -> None:
        """Turns to a pane."""
        self.left, self.right = left or self.left, right or self.right
        self.pane_chosen.emit()

    def go_to_rule(self, rule: str) -> None:
        """To the rule in the editor: its own lines, or those of the pack that brings it."""
        self.choose_rule(rule)
        line = self.line_of(rule)
        if line:
            self.show(left="text")
            self.go_to_line(line)
        else:
            self.tell(self.say("{rule} stands in no line of this book.", rule=rule))

    def line_of(self, rule: str) -> int:
        """Where a rule stands in the text; 0 where it does not."""
        form = self.bench.form
        if not isinstance(form, Form):
            return 0
        for own in form.rules:
            if own.id == rule:
                return own.line
        for included in form.includes:
            if any(one.id == rule for one in included.rules):
                return _line_with(self.bench.text, included.pack or included.path)
        return 0

    def apply(self, result: Edited | Refused) -> bool:
        """An edit; a refused one is told. Whether the text is another now."""
        if isinstance(self.bench.apply(result), Refused):
            self.tell(result.reason if isinstance(result, Refused) else "", kind="warn")
            return False
        return True

    def tell(self, text: str, kind: str = "info") -> None:
        """A short message: `info`, `pass` (done), `warn` (not done), `fail`."""
        self.toast.show(text, kind)


def _in_quotes(text: str) -> str:
    """For a CSS string: https://www.w3.org/TR/css-syntax-3/#consume-string-token."""
    return "".join(f"\\{ord(char):x} " if char in '"\\' or ord(char) < 32 else char for char in text)


def _line_with(text: str, name: str) -> int:
    for number, line in enumerate(text.splitlines(), 1):
        if name in line and not line.lstrip().startswith("#"):
            return number
    return 0
