"""`make studio-check`: the studio as a person uses it, in a real browser.

    python -m acceptance.studio_check CHROMIUM AXE [FOLDER FOR SCREENSHOTS]

A rule book is opened, broken, mended, changed in the form, its false alarm let pass, rules drafted from three jobs, an
example made, and saved: the file is what was meant, letter by letter. Foreign requests are refused, hostile names stay
text, nothing is fetched from elsewhere, and axe finds nothing serious, in both themes and widths and languages.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from playwright.sync_api import sync_playwright

from acceptance.studio_server import check_refusals, check_taken_port, studio
from acceptance.studio_steps import BOOK, Person
from corpus.writing import write_samples

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Browser, Page

HOSTILE = '</script><img src=x onerror="window.hurt=1"><b>"\'&\u202e\x1b[31m'
MANY = 1000


def prepare(folder: Path) -> None:
    """A rule book, fifty jobs, and one whose names are an attack."""
    (folder / "rules.yml").write_text(BOOK, encoding="utf-8")
    jobs = folder / "jobs"
    write_samples(jobs)
    (jobs / "hostile.json").write_text(json.dumps(hostile(jobs / "10-audio-cut-off-file.json")), encoding="utf-8")
    (jobs / "no-job.json").write_text("{}", encoding="utf-8")


def hostile(path: Path) -> dict[str, Any]:
    """A job that is named by somebody who means ill, as are its outputs."""
    answer: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    answer["Job"]["Config"]["JobName"] = HOSTILE
    answer["Job"]["JobId"] = "f" * 32
    for output in answer["Job"].get("OutputDetails", []):
        output["Name"] = HOSTILE
    for output in answer["Job"].get("Config", {}).get("Outputs", []):
        output["Name"] = HOSTILE
    return answer


def check_axe(page: Page, axe: Path, where: str) -> None:
    """Nothing serious."""
    page.wait_for_timeout(400)  # what fades in is judged when it is there
    page.add_script_tag(path=str(axe))
    found = page.evaluate("async () => (await axe.run()).violations")
    bad = [
        (one["id"], one["impact"], [node["html"][:200] for node in one["nodes"]][:3])
        for one in found
        if one["impact"] in ("serious", "critical")
    ]
    assert bad == [], (where, bad)


def check_themes_and_widths(browser: Browser, address: str, axe: Path, shots: Path | None) -> None:
    """Each view in dark and light, wide and narrow; none is wider than a phone."""
    for scheme in ("light", "dark"):
        for width, height in ((1280, 800), (390, 844)):
            # Only for axe's own script; the page's policy is tried in the other contexts.
            context = browser.new_context(
                color_scheme=scheme, viewport={"width": width, "height": height}, bypass_csp=True
            )  # type: ignore[arg-type]
            page = context.new_page()
            person = Person(page, address)
            person.open()
            views: dict[str, Callable[[], None]] = {
                "list": partial(person.tab, "Jobs"),
                "job": partial(person.open_job, "audio cut off (file)"),
                "alarm": person.opens_an_alarm,
                "rule": partial(person.tab, "One rule"),
                "examples": partial(person.tab, "Examples"),
                "form": partial(person.tab, "Form"),
                "draft": person.opens_a_draft,
            }
            for name, turn in views.items():
                turn()
                person.settle()
                if shots is not None:
                    page.screenshot(path=str(shots / f"view-{name}-{scheme}-{width}.png"))
                check_axe(page, axe, f"{name}, {scheme}, {width} px")
                page.keyboard.press("Escape")
                assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (
                    f"{name} is wider than {width}"
                )
            context.close()


def check_hostile(page: Page, address: str) -> None:
    """Its names are text, wherever they stand."""
    person = Person(page, address)
    person.open()
    shown = "</script><img src=x onerror="
    person.open_job(shown)
    assert shown in page.locator(".job-title").inner_text()
    assert "\u202e" not in page.locator("body").inner_text()
    person.tab("One rule")
    page.locator("[data-key=choose-rule]").select_option("full-length")
    page.locator(".rule-job").filter(has_text=shown).first.wait_for()
    assert page.evaluate("window.hurt") is None
    assert page.locator("img").count() == 0


def check_added_jobs(page: Page, address: str, folder: Path) -> None:
    """Files that are handed to the page are jobs, or are told to be none; a job that came again takes its place."""
    person = Person(page, address)
    person.open()
    job = folder / "jobs" / "00-good-ladder.json"
    other = folder / "other.json"
    other.write_text(job.read_text(encoding="utf-8").replace("good: ladder", "a dropped one"), encoding="utf-8")
    other.write_text(other.read_text(encoding="utf-8").replace('"JobId": "0', '"JobId": "e'), encoding="utf-8")
    none = folder / "none.json"
    none.write_text("[]", encoding="utf-8")
    page.locator(".add-jobs input").set_input_files([other, none])
    page.locator(".toast.shown").wait_for()
    assert page.locator(".toast").inner_text().startswith("1 job added. none.json holds no job"), page.locator(
        ".toast"
    ).inner_text()
    person.settle()
    person.open_job("a dropped one")


def check_chinese(browser: Browser, address: str, shots: Path | None) -> None:
    """A browser that asks for Chinese gets it, findings and all."""
    context = browser.new_context(locale="zh-CN", viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.goto(address)
    page.get_by_role("button", name="不合格", exact=False).first.wait_for()
    assert page.evaluate("document.documentElement.lang") == "zh-CN"
    page.locator("button.open-job").filter(has_text="audio cut off (file)").click()
    page.get_by_role("button", name="这是误报…").first.wait_for()
    if shots is not None:
        page.screenshot(path=str(shots / "chinese.png"))
    context.close()


def check_many(browser: Browser, folder: Path) -> float:
    """A thousand jobs: seconds from a change of one rule until all are judged anew. Told, not asserted."""
    jobs = folder / "many"
    jobs.mkdir()
    samples = [json.loads(path.read_text(encoding="utf-8")) for path in sorted((folder / "jobs").glob("[0-4]*.json"))]
    for number in range(MANY):
        answer = samples[number % len(samples)]
        answer["Job"]["JobId"] = f"{number:032x}"
        (jobs / f"{number}.json").write_text(json.dumps(answer), encoding="utf-8")
    (folder / "many.yml").write_text(BOOK, encoding="utf-8")
    with studio("--rules", "many.yml", "--jobs", "many", folder=folder, unsaved="many.yml") as address:
        page = browser.new_page()
        person = Person(page, address)
        person.open()
        page.get_by_text("1,000 of 1,000 jobs").wait_for()
        page.get_by_text("No verdict changes (1,000 jobs)", exact=True).first.wait_for()
        person.tab("Form")
        begun = time.perf_counter()
        person.set_bound("20ms")
        page.locator(".strip button.chip").first.wait_for()
        took = time.perf_counter() - begun
        page.close()
    return took


def main(chromium: str, axe: Path, shots: Path | None) -> None:
    with tempfile.TemporaryDirectory() as name, sync_playwright() as driver:
        folder = Path(name)
        prepare(folder)
        browser = driver.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-gpu", "--disable-quic"]
        )
        errors: list[str] = []
        asked: list[str] = []
        with studio("--rules", "rules.yml", "--jobs", "jobs", folder=folder) as address:
            check_refusals(address)
            check_taken_port(address, folder)
            check_themes_and_widths(browser, address, axe, shots)
            page = browser.new_page(viewport={"width": 1280, "height": 800})
            page.on("pageerror", lambda error: errors.append(str(error)))
            page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
            page.on("request", lambda request: asked.append(request.url))
            check_hostile(page, address)
            check_chinese(browser, address, shots)
            check_added_jobs(page, address, folder)
            page.goto("about:blank")
        work = folder / "work"
        write_samples(work / "jobs")
        (work / "rules.yml").write_text(BOOK, encoding="utf-8")
        with studio("--rules", "rules.yml", "--jobs", "jobs", folder=work) as address:
            person = Person(page, address, shots)
            person.works(work / "rules.yml")
            page.close()
        assert {path.name for path in work.iterdir()} == {"jobs", "rules.yml", "studio.log"}, "nothing else is written"
        assert len(list((work / "jobs").iterdir())) == 50
        took = check_many(browser, folder)
        browser.close()
    assert errors == [], errors
    outside = [url for url in asked if not url.startswith(("http://127.0.0.1:", "ws://127.0.0.1:", "data:"))]
    assert outside == [], outside
    print(
        "the studio holds in Chromium: broken and mended, changed in the form, drafted, a false alarm, an example, "
        f"saved as meant; refusals, hostile names, Chinese; nothing fetched; axe is content; {MANY:,} jobs judged anew "
        f"{took:.1f} s after a change"
    )


if __name__ == "__main__":
    main(shutil.which(sys.argv[1]) or sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]) if len(sys.argv) > 3 else None)
