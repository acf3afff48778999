"""The page: a strip on top, the rule book on the left, the jobs on the right; stacked where there is no room."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from nicegui import ui

from mediaverdict_studio.page.adding import AddJobs
from mediaverdict_studio.page.draft_dialog import DraftDialog
from mediaverdict_studio.page.editor import EditorView
from mediaverdict_studio.page.examples_view import ExamplesView
from mediaverdict_studio.page.form_view import FormView
from mediaverdict_studio.page.job_view import JobView
from mediaverdict_studio.page.jobs_list import JobsList
from mediaverdict_studio.page.markup import button, set_text, tag
from mediaverdict_studio.page.problems import ProblemsList
from mediaverdict_studio.page.rule_view import RuleView
from mediaverdict_studio.page.saving import SaveButton
from mediaverdict_studio.page.scene import Scene
from mediaverdict_studio.page.strip import ChangesStrip
from mediaverdict_studio.page.words import Words

if TYPE_CHECKING:
    from nicegui.element import Element

    from mediaverdict_cli.language.choosing import Code
    from mediaverdict_studio.page.workbench import Workbench


def lay_out(bench: Workbench, language: Code) -> None:
    """Builds one page; each browser tab has its own, on the same bench."""
    say = Words(language)
    scene = Scene(bench, say, ui.context.client)
    dark = ui.dark_mode(None)
    with tag("div", classes="studio"):
        with tag("header", classes="top"):
            with tag("div", classes="top-line"):
                tag("h1", "mediaverdict studio")
                tag("span", str(bench.file.path), "soft file-name")
                _theme_and_language(scene, dark)
                SaveButton(scene)
            ChangesStrip(scene)
        with tag("main", classes="sides"):
            _left(scene)
            _right(scene)
    scene.show()


def _theme_and_language(scene: Scene, dark: ui.dark_mode) -> None:
    say = scene.say
    other = "zh" if say.language == "en" else "en"
    title = "中文" if other == "zh" else "English"
    tag("a", title, "quiet-link", href=f"/{other}", hreflang=other, lang=other).on(
        "click",
        js_handler="() => { window.onbeforeunload = null }",  # nothing is lost: the text is on the bench
    )
    # Until it is pressed the page is as the system is: what is shown then is known to the browser alone.
    tag("button", "◐", "quiet", type="button", aria_label=say("Dark or light"), title=say("Dark or light")).on(
        "click", lambda event: dark.set_value(not event.args), js_handler="() => emit(Quasar.Dark.isActive)"
    )


def _left(scene: Scene) -> None:
    say = scene.say
    with tag("section", classes="side left", aria_label=say("The rule book")):
        tabs = _Tabs(scene, say("The rule book"), {"text": say("Text"), "form": say("Form")}, side="left")
        with tag("div", classes="pane text-pane") as text:
            EditorView(scene)
            tag("p", say("Tab indents; Escape, then Tab leaves the editor. Ctrl+Space: what fits here."), "soft hint")
        with tag("div", classes="pane form-pane") as form:
            FormView(scene)
        ProblemsList(scene)
        tabs.show_panes({"text": text, "form": form})


def _right(scene: Scene) -> None:
    say = scene.say
    with tag("section", classes="side right", aria_label=say("The jobs")):
        names = {"jobs": say("Jobs"), "rule": say("One rule"), "examples": say("Examples")}
        tabs = _Tabs(scene, say("The jobs"), names, side="right")
        with tag("div", classes="pane jobs-pane") as jobs:
            listed = JobsList(scene)
            with listed.adding:
                AddJobs(scene)
            _drafting(scene)
            opened = JobView(scene)
        with tag("div", classes="pane rule-pane") as rule:
            RuleView(scene)
        with tag("div", classes="pane") as examples:
            shown = ExamplesView(scene)
        tabs.show_panes({"jobs": jobs, "rule": rule, "examples": examples})

    def count_examples() -> None:
        failed = shown.failed
        tabs.name("examples", f"{names['examples']} ({failed} ✗)" if failed else names["examples"])

    def turn() -> None:
        listed.box.set_visibility(not scene.job)
        opened.box.set_visibility(bool(scene.job))

    scene.follow(scene.bench.jobs_judged, count_examples)
    scene.follow(scene.job_chosen, turn)
    count_examples()
    turn()


def _drafting(scene: Scene) -> None:
    """What can be done with the jobs that are marked as good: in sight while there are some."""
    say, dialog = scene.say, DraftDialog(scene)
    with tag("div", classes="marked-bar", role="region", aria_label=say("Marked jobs")) as bar:
        count = tag("span", classes="grows", role="status")
        button(say("Unmark"), scene.unmark, "small")
        button(say("Draft rules from them…"), dialog.open, "primary small", data_key="draft")

    def draw() -> None:
        bar.set_visibility(bool(scene.good))
        set_text(count, say.count("{n} job marked as good", "{n} jobs marked as good", len(scene.good)))

    scene.follow(scene.marked, draw)
    draw()


class _Tabs:
    """Buttons of which one is pressed, and the panes of which one is shown."""

    def __init__(self, scene: Scene, title: str, names: dict[str, str], side: str) -> None:
        self._scene, self._side = scene, side
        self._panes: dict[str, Element] = {}
        with tag("div", classes="tabs", role="group", aria_label=title):
            self._buttons = {
                name: button(text, partial(scene.show, **{side: name}), "tab", data_key=f"tab/{name}")
                for name, text in names.items()
            }
        scene.follow(scene.pane_chosen, self._draw)

    def show_panes(self, panes: dict[str, Element]) -> None:
        """What they turn to."""
        self._panes = panes
        self._draw()

    def name(self, tab: str, text: str) -> None:
        """Another text on a tab."""
        set_text(self._buttons[tab], text)

    def _draw(self) -> None:
        chosen = getattr(self._scene, self._side)
        for name, one in self._buttons.items():
            one.props.update({"aria-pressed": str(name == chosen).lower()})
        for name, pane in self._panes.items():
            pane.set_visibility(name == chosen)
