"""What a person does in the studio, step by step, and what must be seen of it: the book before, the book after."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.sync_api import expect

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Locator, Page, ViewportSize

BOOK = """\
# What our films are held against.
version: 1
include:
  - pack: sane            # what is never right
rules:
  - id: full-length
    description: Nothing is cut off.
    require:
      av.duration_gap: {max: 500ms, on_missing: pass}   # half a second

  - id: hd-is-720p
    match: {output.name: "*720*"}
    require: {height: {min: 700}}
"""

SAVED = """\
# What our films are held against.
version: 1
include:
  - pack: sane            # what is never right
rules:
  - id: full-length
    description: Nothing is cut off.
    require:
      av.duration_gap: {max: 60ms, on_missing: pass}   # half a second

  - id: hd-is-720p
    match: {output.name: "*720*"}
    require: {height: {min: 700}}

  - id: "draft/web-720p"
    description: "As in 3 outputs of good jobs."
    match: {output.name: "web-720p"}
    require:
      width: 1280   # the same in all 3
      video.codec: "h264"   # the same in all 3
      audio.channels: 2   # the same in all 3

examples:
  - name: "audio cut off (file): fail"
    job: jobs/10-audio-cut-off-file.json
    outcome: fail
    findings: [sane/audio-not-short, full-length]
"""
KEPT = ("width:", "video.codec:", "audio.channels:")
"""Lines of the draft that are kept."""
WIDE: ViewportSize = {"width": 1280, "height": 800}
NARROW: ViewportSize = {"width": 390, "height": 844}


class Person:
    """Somebody at a page of the studio."""

    def __init__(self, page: Page, address: str, shots: Path | None = None) -> None:
        self.page, self.address, self.shots = page, address, shots
        self._shot = 0

    def open(self) -> None:
        """Opens the address that the terminal printed, and waits until all is judged."""
        self.page.goto(self.address)
        self.page.locator(".entry .badge").first.wait_for()
        self.settle()

    def settle(self) -> None:
        """Waits until the page has checked and judged what was typed."""
        self.page.wait_for_timeout(300)
        expect(self.page.locator(".strip")).to_have_attribute("aria-busy", "false", timeout=30_000)
        self.page.wait_for_timeout(100)

    def shot(self, name: str) -> None:
        """Keeps two screenshots of a step: as it is, and as a phone shows it."""
        if self.shots is not None:
            self._shot += 1
            path = f"step-{self._shot:02}-{re.sub('[^a-z]+', '-', name)}"
            for suffix, size in (("", WIDE), ("-narrow", NARROW), ("", WIDE)):
                self.page.set_viewport_size(size)
                self.page.wait_for_timeout(400)  # what fades in is there
                self.page.screenshot(path=str(self.shots / f"{path}{suffix}.png"))

    def tab(self, name: str) -> None:
        """Turns to a pane."""
        self.page.locator(".tabs button", has_text=name).click()

    def open_job(self, name: str) -> None:
        """Opens a job from the list, which it searches."""
        self.tab("Jobs")
        if self.page.locator("[data-key=all-jobs]").is_visible():
            self.page.locator("[data-key=all-jobs]").click()
        search = self.page.get_by_placeholder("Search jobs")
        search.fill(name)
        self.page.wait_for_timeout(500)
        self.page.locator("button.open-job").filter(has_text=name).first.click()
        self.page.locator(".job-title").filter(has_text=name).wait_for()

    def opens_an_alarm(self) -> None:
        """Says of a finding of the open job that it is wrong."""
        self.page.get_by_role("button", name="This is wrong…").last.click()
        self.sees_effects()

    def sees_effects(self) -> None:
        """Waits until it is told what else each remedy would let pass."""
        dialog = self.page.get_by_role("dialog")
        dialog.locator("section.remedy").first.wait_for()
        expect(dialog).not_to_contain_text("Looking", timeout=30_000)

    def opens_a_draft(self) -> None:
        """From the first job that can be marked."""
        self.tab("Jobs")
        self.page.locator("[data-key=all-jobs]").click()
        self.page.locator("input[type=checkbox]").first.check()
        self.page.locator("[data-key=draft]").click()
        self.page.get_by_role("dialog").locator(".draft-line").first.wait_for()

    def text(self) -> str:
        """What stands in the editor, all of it."""
        text: str = self.page.evaluate(
            "getElement(Number(document.querySelector('.editor').id.slice(1))).editor.state.doc.toString()"
        )
        return text

    def line(self, text: str) -> Locator:
        """A line of the editor."""
        return self.page.locator(".cm-line", has_text=text).first

    def set_bound(self, value: str) -> None:
        """Another bound for the gap between picture and sound, in the form."""
        field = self.page.get_by_label("Value for av.duration_gap")
        field.fill(value)
        field.press("Enter")
        self.settle()

    def works(self, file: Path) -> None:
        """The whole way, from the open book to the saved one."""
        self.open()
        assert self.text() == BOOK
        self.shot("open")
        self.breaks_a_rule_and_mends_it()
        self.types_fast()
        self.completes()
        self.switches_a_packs_rule()
        self.types_while_the_form_is_drawn_anew()
        self.marks_many_at_once()
        self.raises_a_bound()
        self.marks_a_false_alarm()
        self.drafts_from_three_jobs()
        self.makes_an_example()
        self.saves(file)
        self.saves_over_a_change_made_outside(file)

    def breaks_a_rule_and_mends_it(self) -> None:
        """A slip is underlined where it is, in the words of `rules check`; a click mends it."""
        page = self.page
        page.locator(".cm-line", has_text="require: {height").locator("span", has_text="height").first.dblclick()
        page.keyboard.type("hieght")
        page.keyboard.press("Escape")
        page.locator(".cm-content .marked-error").first.wait_for()
        assert "".join(page.locator(".cm-content .marked-error").all_inner_texts()) == "hieght"
        problem = page.locator("li.problem").first
        said = problem.locator("button.go-there").inner_text().split()
        assert " ".join(said) == "line 13: unknown fact 'hieght' did you mean height?", said
        expect(page.locator(".problems-title")).to_have_text("1 error")
        expect(page.locator(".jobs-list")).to_contain_text("Under the last book without an error.")
        page.locator(".cm-content .marked-error").first.hover()
        page.locator(".cm-tooltip .meaning .error").wait_for()
        self.shot("a slip, underlined")
        self.line("version").click()
        problem.locator("button.go-there").click()
        page.locator(".cm-activeLine", has_text="hieght").wait_for()
        page.get_by_role("button", name="Mend it").click()
        self.settle()
        expect(page.locator(".problems-title")).to_have_text("No errors.")
        assert self.text() == BOOK
        self.shot("mended")

    def types_fast(self) -> None:
        """Nothing of what is typed is lost while it is checked and judged."""
        page, typed = self.page, " ".join(f"word{number}" for number in range(40))
        self.line("# What our films").click()
        page.keyboard.press("End")
        page.keyboard.type(f" {typed}", delay=12)
        self.settle()
        assert self.text() == BOOK.replace("held against.", f"held against. {typed}"), self.text()
        for _ in range(99):
            if self.text() == BOOK:
                break
            page.keyboard.press("Control+z")
        self.settle()
        assert self.text() == BOOK

    def completes(self) -> None:
        """What fits at a place is offered as it is typed, each with its meaning."""
        page = self.page
        self.line("require: {height").click()
        page.keyboard.press("End")
        page.keyboard.press("ArrowLeft")
        page.keyboard.type(", wid")
        offer = page.locator(".cm-tooltip-autocomplete li", has_text="width").first
        offer.wait_for()
        page.locator(".cm-completionInfo").wait_for()
        assert len(page.locator(".cm-completionInfo").inner_text()) > 10
        self.shot("what fits here")
        page.wait_for_timeout(200)
        page.keyboard.press("Enter")
        page.wait_for_timeout(200)
        assert "{height: {min: 700}, width:" in self.text()
        for _ in range(9):
            page.keyboard.press("Control+z")
            page.wait_for_timeout(100)
            if self.text() == BOOK:
                break
        self.settle()
        assert self.text() == BOOK, self.text()

    def switches_a_packs_rule(self) -> None:
        """Off, and on again: the text is as it was."""
        page = self.page
        self.tab("Form")
        page.locator("details.pack summary", has_text="sane").click()
        severity = page.get_by_label("Severity of sane/audio-not-short", exact=True)
        severity.select_option("off")
        self.settle()
        assert self.text() == BOOK + "\n  - {id: sane/audio-not-short, severity: off}\n", self.text()
        self.shot("a rule of a pack, off")
        expect(page.locator("details.pack summary")).to_contain_text("33 of 34 rules on")
        page.get_by_label("Severity of sane/audio-not-short", exact=True).select_option("warn")
        self.settle()
        assert self.text() == BOOK, self.text()
        page.locator("details.pack summary", has_text="sane").click()
        self.tab("Text")

    def types_while_the_form_is_drawn_anew(self) -> None:
        """A bound is set, the next field typed in at once: nothing of it is lost, nor of a rule that was begun."""
        page = self.page
        self.tab("Form")
        page.locator("[data-key='new-rule/open']").click()
        page.locator("[data-key='new-rule/name']").click()
        for keys in ("begun", "Tab", "bitrate", "Tab", "Tab", "300k", "Tab"):
            page.keyboard.press(keys) if keys == "Tab" else page.keyboard.type(keys)
        page.get_by_label("Value for av.duration_gap").fill("20ms")
        described = page.get_by_label("What full-length is for")
        described.click()
        page.keyboard.press("Control+a")
        page.keyboard.type("Somebody types while the form is drawn anew.", delay=30)
        page.keyboard.press("Tab")
        self.settle()
        changed = BOOK.replace("Nothing is cut off.", "Somebody types while the form is drawn anew.")
        assert self.text() == changed.replace("500ms", "20ms"), self.text()
        for field, value in (("name", "begun"), ("fact", "bitrate"), ("value", "300k")):
            expect(page.locator(f"[data-key='new-rule/{field}']")).to_have_value(value)
        page.get_by_role("button", name="Cancel").click()
        described.fill("Nothing is cut off.")
        described.press("Enter")
        self.set_bound("500ms")
        assert self.text() == BOOK, self.text()
        self.tab("Text")

    def marks_many_at_once(self) -> None:
        """As fast as the boxes can be ticked."""
        page = self.page
        for number in range(5):
            page.locator("input[type=checkbox]").nth(number).check()
        page.get_by_text("5 jobs marked as good").wait_for()
        page.get_by_role("button", name="Unmark").click()
        expect(page.locator("input[type=checkbox]:checked")).to_have_count(0)

    def raises_a_bound(self) -> None:
        """In the form; the text keeps its comment, and the jobs that change are told at once."""
        page = self.page
        self.tab("Form")
        self.shot("the form")
        self.set_bound("20ms")
        assert page.get_by_label("Value for av.duration_gap").evaluate("one => one === document.activeElement")
        chip = page.locator(".strip button.chip", has_text="pass → fail")
        chip.wait_for()
        expect(page.locator(".strip button.chip")).to_have_text(["1 pass → fail", "1 warn → fail"])
        chip.click()
        listed = page.locator(".turn-jobs li")
        expect(listed).to_have_count(1)
        expect(listed).to_contain_text("good: ntsc")
        expect(listed).to_contain_text("+ full-length")
        self.shot("what would change")
        self.tab("Text")
        assert self.text() == BOOK.replace("max: 500ms", "max: 20ms")

    def marks_a_false_alarm(self) -> None:
        """The finding's tolerances and bounds are offered, with what else each lets pass; one is taken."""
        page = self.page
        page.locator(".turn-jobs button.link", has_text="good: ntsc").click()
        page.locator(".job-title", has_text="good: ntsc").wait_for()
        finding = page.locator("section.finding", has_text="full-length")
        assert "max: 20ms" in finding.locator("pre").inner_text(), "the rule stands beside its finding"
        self.shot("a job and its findings")
        finding.locator("button.rule-name").click()
        page.locator(".cm-activeLine", has_text="full-length").wait_for()
        finding.get_by_role("button", name="This is wrong…").click()
        dialog = page.get_by_role("dialog")
        self.sees_effects()
        self.shot("a false alarm")
        dialog.locator("section.remedy").filter(has_text="in place of 20ms").get_by_role("button").first.click()
        page.get_by_role("dialog").wait_for(state="hidden")
        self.settle()
        expect(page.locator(".strip button.chip")).to_have_text(["1 warn → fail"])

    def drafts_from_three_jobs(self) -> None:
        """Three good jobs are marked; of what they have in common a line is dropped; the rest goes into the book."""
        page = self.page
        page.locator("[data-key=all-jobs]").click()
        for name in ("good: file", "good: ntsc", "good: rotation"):
            page.get_by_placeholder("Search jobs").fill(name)
            page.wait_for_timeout(500)
            page.get_by_label(f"Mark {name}", exact=False).first.check()
        page.get_by_placeholder("Search jobs").fill("")
        page.get_by_text("3 jobs marked as good").wait_for()
        page.locator("[data-key=draft]").click()
        dialog = page.get_by_role("dialog")
        dialog.locator(".draft-line").first.wait_for()
        lines = dialog.locator(".draft-line").count()
        assert lines > 3
        assert dialog.locator(".draft-line", has_text="would catch").count() > 0
        for line in dialog.locator(".draft-line").all():
            if not line.locator("code").inner_text().startswith(KEPT):
                line.locator("input").uncheck()
        expect(dialog.locator(".dialog-foot")).to_contain_text(f"{len(KEPT)} of {lines} lines kept")
        self.shot("a draft")
        dialog.locator("[data-key=take-draft]").click()
        dialog.wait_for(state="hidden")
        self.settle()
        expect(page.locator(".problem.edge-fail")).to_have_count(0)
        self.shot("drafted")

    def makes_an_example(self) -> None:
        """A job becomes an example, which comes out as it does now."""
        page = self.page
        self.open_job("audio cut off (file)")
        page.locator("[data-key=example]").click()
        self.settle()
        self.tab("Examples")
        row = page.locator(".examples-view .entry", has_text="audio cut off (file)")
        row.wait_for()
        expect(row).to_contain_text("as expected")
        self.shot("an example")

    def saves(self, file: Path) -> None:
        """The file is the editor's text, and nothing else of it has changed."""
        page = self.page
        expect(page.locator(".save-state")).to_have_text("not saved")
        assert file.read_text(encoding="utf-8") == BOOK, "nothing is written before"
        page.get_by_role("button", name="Save").click()
        expect(page.locator(".save-state")).to_have_text("saved")
        assert file.read_text(encoding="utf-8") == self.text() == SAVED
        self.shot("saved")

    def saves_over_a_change_made_outside(self, file: Path) -> None:
        """It shows the difference and asks."""
        page = self.page
        ours = self.text()
        file.write_text(ours.replace("What our films", "What all films"), encoding="utf-8")
        self.line("What our films").click()
        page.keyboard.press("End")
        page.keyboard.type(" Always.")
        self.settle()
        page.keyboard.press("Control+s")
        dialog = page.get_by_role("dialog")
        dialog.wait_for()
        assert "-# What all films are held against." in dialog.locator("pre.diff").inner_text()
        assert "+# What our films are held against. Always." in dialog.locator("pre.diff").inner_text()
        self.shot("changed outside")
        assert "What all films" in file.read_text(encoding="utf-8")
        dialog.get_by_role("button", name="Write over it").click()
        dialog.wait_for(state="hidden")
        self.settle()
        assert file.read_text(encoding="utf-8") == SAVED.replace("held against.", "held against. Always.", 1)
