"""What would change if the book went live: always in sight, above both sides."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from mediaverdict_studio.page.markup import badge, button, set_text, tag

if TYPE_CHECKING:
    from mediaverdict_studio.changes import Turn
    from mediaverdict_studio.page.scene import Scene

MOST_JOBS = 50
"""Jobs of a turn that are listed at once."""
MOST_RULES = 12


class ChangesStrip:
    """The turns as buttons; one that is pressed lists its jobs and the rules behind it."""

    def __init__(self, scene: Scene) -> None:
        self._scene, self._bench, self._say = scene, scene.bench, scene.say
        self._open: tuple[str, str] | None = None
        self._section = tag("section", classes="strip", aria_label=self._say("What would change"))
        with self._section:
            with tag("div", classes="strip-line"):
                self._title = tag("span", classes="soft")
                self._turns = tag("div", classes="chips", role="group", aria_label=self._say("Verdicts that change"))
                with tag("span", classes="progress", role="status") as self._progress:
                    self._bar = tag("progress", aria_label=self._say("Judging"))
                    self._done = tag("span", classes="soft")
            self._list = tag("div", classes="turn-list", role="region", aria_label=self._say("Jobs that change"))
        self._spoken = tag("p", classes="unseen", role="status", aria_live="polite")
        scene.follow(self._bench.progressed, self._tell_progress)
        scene.follow(self._bench.jobs_judged, self._draw)
        scene.follow(self._bench.text_changed, self._tell_progress)
        self._draw()

    def _tell_progress(self) -> None:
        progress = self._bench.progress
        self._section.props.update({"aria-busy": str(self._bench.busy).lower()})
        self._progress.set_visibility(progress is not None)
        if progress is not None:
            self._bar.props.update({"value": str(progress.done), "max": str(max(progress.total, 1))})
            set_text(self._done, self._say("{done} of {total} jobs", done=progress.done, total=progress.total))

    def _draw(self) -> None:
        say, changes = self._say, self._bench.changes
        self._tell_progress()
        self._turns.clear()
        if self._bench.deployed is None:
            title = say("Nothing is deployed yet to compare with.")
        elif not changes.turns:
            title = say.count("No verdict changes ({n} job)", "No verdict changes ({n} jobs)", changes.jobs)
        else:
            title = say("If this went live:")
        set_text(self._title, title)
        with self._turns:
            for turn in changes.turns:
                self._chip(turn)
            if changes.same_outcome:
                number = len(changes.same_outcome)
                tag("span", say.count("{n} job with other findings", "{n} jobs with other findings", number), "soft")
        if self._open not in {(turn.old, turn.new) for turn in changes.turns}:
            self._open = None
        self._draw_list()
        spoken = ", ".join(say("{n} {old} to {new}", n=t.count, old=say(t.old), new=say(t.new)) for t in changes.turns)
        set_text(self._spoken, f"{title} {spoken}".strip())

    def _chip(self, turn: Turn) -> None:
        pressed = self._open == (turn.old, turn.new)
        text = f"{turn.count} {self._say(turn.old)} → {self._say(turn.new)}"
        button(text, lambda: self._press(turn), f"chip {turn.new}", aria_pressed=str(pressed).lower())

    def _press(self, turn: Turn) -> None:
        self._open = None if self._open == (turn.old, turn.new) else (turn.old, turn.new)
        self._draw()

    def _draw_list(self) -> None:
        self._list.clear()
        turn = next((one for one in self._bench.changes.turns if (one.old, one.new) == self._open), None)
        self._list.set_visibility(turn is not None)
        if turn is None:
            return
        with self._list, tag("ul", classes="turn-jobs"):
            for key, change in turn.changes[:MOST_JOBS]:
                with tag("li"):
                    badge(change.new.outcome, self._say(change.new.outcome))
                    button(change.name or change.job_id, partial(self._scene.open_job, key), "link")
                    for sign, rules in (("+", change.added), ("\N{MINUS SIGN}", change.gone)):
                        for rule in rules[:MOST_RULES]:
                            button(f"{sign} {rule}", partial(self._scene.go_to_rule, rule), "link rule-name")
            if turn.count > MOST_JOBS:
                tag("li", self._say("and {n} more", n=turn.count - MOST_JOBS), "soft")
