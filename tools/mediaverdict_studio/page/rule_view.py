"""One rule: each output that it matched, and what it said of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediaverdict_studio.form import Form
from mediaverdict_studio.looking import CheckSeen, checks_of
from mediaverdict_studio.page.markup import badge, button, choice, tag

if TYPE_CHECKING:
    from mediaverdict.rulebook import Rulebook
    from mediaverdict_studio.page.scene import Scene
    from mediaverdict_studio.shelf import JobEntry

PAGE = 10
"""Jobs that are drawn at once."""
STATUS_WORDS = {"yes": "holds", "within tolerance": "within the tolerance", "no": "does not hold", "unknown": "unknown"}
PART_WORDS = {"when": "when", "any_of": "alternative {n}:", "none_of": "not, {n}:"}
STATUS_CLASS = {"yes": "pass", "within tolerance": "info", "no": "fail", "unknown": "inconclusive"}


class RuleView:
    """The chosen rule; the book's rules to choose from."""

    def __init__(self, scene: Scene) -> None:
        self._scene, self._bench, self._say = scene, scene.bench, scene.say
        self._most = PAGE
        self.box = tag("article", classes="rule-view", aria_label=self._say("The rule"))
        scene.follow(scene.rule_chosen, self._chosen)
        scene.follow(scene.pane_chosen, self.draw)
        scene.follow(self._bench.jobs_judged, self.draw)

    def _chosen(self) -> None:
        self._most = PAGE
        self.draw()

    def draw(self) -> None:
        """Draws it anew where it is in sight: it looks into many jobs."""
        if self._scene.right != "rule":
            return
        say, book, rule = self._say, self._bench.book, self._scene.rule
        self.box.clear()
        with self.box:
            if book is None:
                tag("p", say("No outcome yet: the rule book has an error."), "soft")
                return
            hits = self._bench.judged.hits(book)
            with tag("div", classes="bar-of-tools"), tag("label", classes="grows"):
                tag("span", say("Rule"), "unseen")
                options = [("", say("Choose a rule"))]
                options += [(one, self._label(one, len(hits[one].jobs))) for one in hits]
                choice(options, rule if rule in hits else "", self._scene.choose_rule, data_key="choose-rule")
            if rule not in hits:
                tag("p", say("Choose a rule here, or put the cursor into one."), "soft")
                return
            self._draw_rule(book, rule, hits[rule].matched, hits[rule].jobs)

    def _label(self, rule: str, jobs: int) -> str:
        dead = f" · {self._say('dead')}" if rule in self._bench.dead else ""
        return f"{rule} · {self._say.count('{n} job', '{n} jobs', jobs)}{dead}"

    def _draw_rule(self, book: Rulebook, rule: str, matched: int, jobs: tuple[str, ...]) -> None:
        say = self._say
        tag("h2", rule, "rule-name" + (" dead" if rule in self._bench.dead else ""))
        self._draw_description(rule)
        if rule in self._bench.dead:
            tag("p", say("Dead: it matched nothing in any job, and no example breaks it."), "soft")
        tag("p", say("outputs asked: {matched} · jobs with a finding: {jobs}", matched=f"{matched:,}",
                     jobs=f"{len(jobs):,}"))  # fmt: skip
        button(say("Show in the editor"), lambda: self._scene.go_to_rule(rule), "small")
        drawn = 0
        rest = [entry for entry in self._bench.shelf.jobs if entry.key not in set(jobs)]
        for entry in [*(self._bench.shelf.entries[key] for key in jobs if key in self._bench.shelf.entries), *rest]:
            if drawn >= self._most:
                button(say("Show more"), self._show_more)
                break
            drawn += self._draw_job(entry, book, rule)

    def _draw_description(self, rule: str) -> None:
        form = self._bench.form
        if not isinstance(form, Form):
            return
        own = {one.id: one.description for one in form.rules}
        own.update({one.id: one.description for included in form.includes for one in included.rules})
        if own.get(rule):
            tag("p", own[rule])

    def _draw_job(self, entry: JobEntry, book: Rulebook, rule: str) -> bool:
        """Whether the rule was asked of anything in it."""
        checks = [check for check in checks_of(entry, book, rule) if check.part != "match"]
        judged = self._bench.judged.results(book).get(entry.key)
        if entry.evidence is None or judged is None or not checks:
            return False
        names = [facts.output.name for facts in entry.evidence.of_outputs]
        with tag("section", classes="rule-job", aria_label=entry.name):
            with tag("h3"):
                button(entry.name, lambda: self._scene.open_job(entry.key), "link")
            found = [finding for finding in judged.findings if finding.rule == rule]
            for finding in found:
                with tag("p", classes="rule-said"):
                    badge(str(finding.severity), self._say(str(finding.severity)))
                    tag("span", finding.message)
            if not found:
                tag("p", self._say("found nothing"), "soft")
            with tag("div", classes="wide", tabindex="0", role="region", aria_label=entry.name), tag("table"):
                with tag("thead"), tag("tr"):
                    for name in ("output", "fact", "expected", "found", "so"):
                        tag("th", self._say(name), scope="col")
                with tag("tbody"):
                    for check in checks:
                        self._draw_check(check, names)
        return True

    def _draw_check(self, check: CheckSeen, names: list[str]) -> None:
        say = self._say
        with tag("tr"):
            output = check.output
            tag(
                "td",
                names[output] or "(unnamed)" if output is not None and output < len(names) else say("group or job"),
            )
            with tag("td"):
                if check.part != "require":
                    tag("span", say(PART_WORDS[check.part]).format(n=(check.branch or 0) + 1) + " ", "soft")
                tag("code", check.fact)
            tag("td", say.expectation(check.expected))
            tag("td", check.actual or check.why_absent or "-")
            with tag("td"):
                # Only what is required is good or bad by itself; an alternative may fail beside one that holds.
                colour = STATUS_CLASS.get(check.status, "info") if check.part == "require" else "unchecked"
                badge(colour, say(STATUS_WORDS.get(check.status, check.status)))

    def _show_more(self) -> None:
        self._most += PAGE
        self.draw()
