"""One job: its ladder and durations as the report draws them, each finding beside the rule that made it."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from textwrap import dedent
from typing import TYPE_CHECKING, Any

from nicegui.element import Element

from mediaverdict_studio.examples import example_of
from mediaverdict_studio.form import Form
from mediaverdict_studio.looking import checks_of, verdict_of
from mediaverdict_studio.page.alarm_dialog import AlarmDialog
from mediaverdict_studio.page.markup import badge, button, tag

if TYPE_CHECKING:
    from mediaverdict.judging import Finding
    from mediaverdict.rulebook import Rulebook
    from mediaverdict_studio.page.scene import Scene
    from mediaverdict_studio.shelf import JobEntry

MOST_FINDINGS = 40
MOST_LINES = 14
"""Lines of a rule that stand beside its finding."""


class JobDrawing(Element, component=Path(__file__).with_name("job_drawing.js")):
    """The report's drawing of a verdict's data."""

    def __init__(self, data: dict[str, Any]) -> None:
        super().__init__()
        self._props["data"] = {"outputs": data["outputs"]}


class JobView:
    """The job that is open, drawn anew whenever it was judged anew."""

    def __init__(self, scene: Scene) -> None:
        self._scene, self._bench, self._say = scene, scene.bench, scene.say
        self._most = MOST_FINDINGS
        self._alarm = AlarmDialog(scene)
        self.box = tag("article", classes="job-view", aria_label=self._say("The job"))
        scene.follow(scene.job_chosen, self._opened)
        scene.follow(self._bench.jobs_judged, self.draw)

    def _opened(self) -> None:
        self._most = MOST_FINDINGS
        self.draw()

    def draw(self) -> None:
        """Draws it anew; nothing where no job is open."""
        self.box.clear()
        entry, book = self._bench.shelf.entries.get(self._scene.job), self._bench.book
        if entry is None or entry.evidence is None:
            return
        with self.box:
            with tag("div", classes="bar-of-tools"):
                button("← " + self._say("All jobs"), lambda: self._scene.open_job(""), data_key="all-jobs")
                if book is not None:
                    button(self._say("Make an example"), lambda: self._make_example(entry, book), data_key="example")
            if book is None:
                tag("h2", entry.name)
                tag("p", self._say("No outcome yet: the rule book has an error."), "soft")
            else:
                self._draw_verdict(entry, book)

    def _draw_verdict(self, entry: JobEntry, book: Rulebook) -> None:
        say = self._say
        judged = self._bench.judged.results(book).get(entry.key)
        if judged is None:
            return
        with tag("h2", classes="job-title", tabindex="-1"):
            badge(judged.outcome, say(judged.outcome))
            tag("span", entry.name)
        data = verdict_of(entry, book)["data"]
        tag("p", f"{say('job')} {entry.job_id} · {entry.source}", "soft")
        JobDrawing(data)
        tag("h3", say.count("{n} finding", "{n} findings", len(judged.findings)))
        if not judged.findings:
            tag("p", say("Every check passed."), "soft")
        told = [say.finding(one) for one in data["findings"]]
        for number, finding in enumerate(judged.findings[: self._most]):
            # A verdict that was too long for a message has fewer findings than were made.
            self._draw_finding(entry, finding, told[number] if len(told) == len(judged.findings) else finding.message)
        if len(judged.findings) > self._most:
            button(say("Show more"), self._show_more)
        self._draw_passed(entry, book, {finding.rule for finding in judged.findings})

    def _draw_finding(self, entry: JobEntry, finding: Finding, told: str) -> None:
        say = self._say
        severity = str(finding.severity)
        with tag("section", classes=f"finding edge-{severity}", aria_label=f"{say(severity)}: {finding.rule}"):
            with tag("div", classes="said"):
                with tag("p", classes="finding-head"):
                    badge(severity, say(severity))
                    tag("b", whose(finding) or say("job"))
                tag("p", told)
                with tag("dl"):
                    for name, value in (
                        ("raw", finding.raw), ("waived", finding.waived), ("why", say.pack(finding.why)),
                        ("fix", say.pack(finding.fix)), ("source", say.pack(finding.source)),
                    ):  # fmt: skip
                        if value:
                            tag("dt", say(name))
                            tag("dd", value)
                if finding.counts:
                    button(say("This is wrong…"), lambda: self._alarm.open(entry, finding, told), "small")
            with tag("div", classes="beside"):
                button(
                    finding.rule, lambda: self._scene.go_to_rule(finding.rule), "link rule-name",
                    aria_label=say("Rule {rule}, in the editor", rule=finding.rule),
                )  # fmt: skip
                lines = self._lines_of(finding.rule)
                if lines:
                    tag("pre", lines, tabindex="0", role="region", aria_label=say("The rule {rule}", rule=finding.rule))

    def _draw_passed(self, entry: JobEntry, book: Rulebook, found: set[str]) -> None:
        """The rules that were asked and found nothing."""
        asked = dict.fromkeys(
            check.rule for check in checks_of(entry, book) if check.part != "match" and check.rule not in found
        )
        if not asked:
            return
        with tag("details", classes="passed"):
            tag("summary", self._say.count("{n} rule found nothing", "{n} rules found nothing", len(asked)))
            with tag("ul", classes="inline-list"):
                for rule in asked:
                    with tag("li"):
                        button(rule, partial(self._scene.choose_rule, rule, show=True), "link rule-name")

    def _lines_of(self, rule: str) -> str:
        form = self._bench.form
        for own in form.rules if isinstance(form, Form) else ():
            if own.id == rule and own.line:
                lines = self._bench.text.split("\n")[own.line - 1 : own.last_line]
                return dedent("\n".join(lines[:MOST_LINES] + (["…"] if len(lines) > MOST_LINES else [])))
        for included in form.includes if isinstance(form, Form) else ():
            for one in included.rules:
                if one.id == rule:
                    return f"{included.pack or included.path}: {self._say.pack(one.description)}"
        return ""

    def _make_example(self, entry: JobEntry, book: Rulebook) -> None:
        if self._scene.apply(example_of(self._bench.text, self._bench.file.path, entry, book)):
            self._scene.tell(self._say("{name} is an example of the book now.", name=entry.name), kind="pass")

    def _show_more(self) -> None:
        self._most += MOST_FINDINGS
        self.draw()


def whose(finding: Finding) -> str:
    """The output or group that it is about; empty for the job."""
    if finding.output is not None:
        return f"{finding.group} / {finding.output}" if finding.group else finding.output or "(unnamed)"
    return f"group {finding.group}" if finding.group else ""
