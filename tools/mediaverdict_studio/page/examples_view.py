"""The book's examples as they come out now, and the rules that nothing ever broke."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from mediaverdict_studio.page.markup import badge, button, tag

if TYPE_CHECKING:
    from mediaverdict_studio.page.scene import Scene


class ExamplesView:
    """Drawn anew after each change."""

    def __init__(self, scene: Scene) -> None:
        self._scene, self._bench, self._say = scene, scene.bench, scene.say
        self.box = tag("div", classes="examples-view")
        scene.follow(self._bench.jobs_judged, self.draw)
        self.draw()

    @property
    def failed(self) -> int:
        """How many don't come out as the book says."""
        return sum(bool(one.wrong) for one in self._bench.examples.ran) + len(self._bench.examples.errors)

    def draw(self) -> None:
        """Draws them."""
        say, examples = self._say, self._bench.examples
        self.box.clear()
        with self.box:
            tag("h2", say("The book's examples"))
            if not examples.ran and not examples.errors:
                tag("p", say("None yet: open a job and make it an example."), "soft")
            with tag("ul", classes="entries"):
                for name, why in examples.errors:
                    self._row("fail", say("can't be run"), name, [why])
                for one in examples.ran:
                    outcome = "fail" if one.wrong else "pass"
                    self._row(outcome, say("differs") if one.wrong else say("as expected"), one.name, list(one.wrong))
            if self._bench.dead:
                tag("h3", say("Dead rules"))
                tag("p", say("They matched nothing in any job, and no example breaks them."), "soft")
                with tag("ul", classes="inline-list"):
                    for rule in self._bench.dead:
                        with tag("li"):
                            button(rule, partial(self._scene.go_to_rule, rule), "link rule-name dead")

    @staticmethod
    def _row(outcome: str, word: str, name: str, lines: list[str]) -> None:
        with tag("li", classes="entry"):
            badge(outcome, word)
            with tag("span", classes="grows"):
                tag("b", name)
                for line in lines:
                    tag("span", line, "soft block")
