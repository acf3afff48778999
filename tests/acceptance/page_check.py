"""`make page-check`: the report page in a real browser.

    python tests/page_check.py CHROMIUM AXE [FOLDER FOR SCREENSHOTS]

It renders, filters, marks the right rendition, follows deep links, can be used by keyboard, keeps hostile names
text, fetches nothing, and axe finds nothing serious, in both languages, themes and widths.
"""

# ruff: noqa: RUF001 - Chinese punctuation

from __future__ import annotations

import json
import re
import shutil
import sys
import tempfile
import time
from itertools import product
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

from mediaverdict.judging import judge
from mediaverdict.rulebook import load_rulebook
from mediaverdict_cli.language import CODES, translator
from mediaverdict_cli.output.page import html_page
from mediaverdict_cli.saved_jobs import read_saved, verdict_on

ROOT = Path(__file__).parents[2]
CHINESE = re.compile("[\u4e00-\u9fff]")
HOSTILE = '</script><img src=x onerror="window.hurt=1"><b>"\'&\u202e\x1b[31m'


def sample_verdicts() -> list[dict[str, Any]]:
    from datetime import datetime, timezone

    book = load_rulebook(ROOT / "functions" / "judge" / "rules.yml")
    now = datetime(2026, 11, 23, tzinfo=timezone.utc)
    paths = sorted((ROOT / "events" / "jobs").glob("*.json"))
    jobs = [read_saved(path, path.read_bytes()) for path in paths]
    return [json.loads(verdict_on(job, judge(job, book), book, now)) for job in jobs]


def hostile(verdict: dict[str, Any]) -> dict[str, Any]:
    copy: dict[str, Any] = json.loads(json.dumps(verdict))
    copy["id"] = "00000000-0000-5000-8000-000000000000"
    copy["data"]["job"]["name"] = HOSTILE
    for output in copy["data"]["outputs"]:
        output["name"] = HOSTILE
    for finding in copy["data"]["findings"]:
        finding["message"] = finding["output"] = HOSTILE
    return copy


def many(verdict: dict[str, Any], count: int) -> list[dict[str, Any]]:
    text = json.dumps(verdict)
    return [
        {
            **json.loads(text),
            "id": f"id-{number}",
            "data": {**json.loads(text)["data"], "outcome": "pass" if number % 3 else "fail"},
        }
        for number in range(count)
    ]


def check_samples(page: Page, verdicts: list[dict[str, Any]]) -> None:
    assert page.locator("details.job").count() == len(verdicts)
    fails = sum(verdict["data"]["outcome"] == "fail" for verdict in verdicts)
    page.get_by_role("button", name=f"{fails} fail").click()
    assert page.locator("details.job").count() == fails
    assert "outcome=fail" in page.url
    page.get_by_role("button", name="Clear").click()
    page.get_by_label("Search").fill("lighthouse, episode 2")
    assert page.locator("details.job").count() == 1
    page.get_by_role("button", name="Clear").click()
    page.locator("#rule").select_option("ladder/bitrate-rises")
    assert page.locator("details.job").count() == 1
    page.locator("details.job summary").focus()
    page.keyboard.press("Enter")
    marked = page.locator("svg.ladder g[data-faulty=true]").evaluate_all(
        "marks => marks.map(mark => mark.dataset.output)"
    )
    assert marked == ["720p", "1080p"], marked
    assert page.locator("svg.ladder g[data-faulty=false]").count() == 1
    assert page.locator("table.findings tbody tr").count() > 3
    assert "expected" in page.locator("table.findings").inner_text()
    assert page.locator(".lengths i").count() == 3


def in_view(page: Page, selector: str) -> bool:
    """Whether it is on the screen, below what sticks to the top."""
    return bool(
        page.locator(selector).first.evaluate(
            """one => { const bar = document.getElementById("controls").getBoundingClientRect();
              const box = one.getBoundingClientRect();
              return box.top >= bar.bottom - 1 && box.top < innerHeight && box.left >= 0 && box.right <= innerWidth + 1; }"""
        )
    )


def clear(page: Page) -> None:
    """The button's name is in the page's language."""
    page.locator("#controls button[type=reset]").click()


def check_chinese(page: Page) -> None:
    """A page in Chinese says nothing in English but what stands in the rule book, the verdicts and the API."""
    assert page.locator("html").get_attribute("lang") == "zh-CN"
    page.locator("#rule").select_option("ladder/bitrate-rises")
    page.locator("details.job summary").first.click()
    heads = page.locator("table.findings th, table.findings dt").all_inner_texts()
    assert {"查出的问题", "期望", "实际", "路径", "原因"} <= set(heads), heads
    names = page.locator("h1, h2, h3, label, .controls button, #more, th, dt, figcaption, #status").all_inner_texts()
    english = {name for name in names if not CHINESE.search(name) and name not in ("fps", "s", "")}
    assert english == set(), english
    assert "width 为 848 px，期望：至少 1278 px" in page.locator("table.findings").inner_text()
    clear(page)


def check_clicks_scroll_and_search_is_at_hand(page: Page) -> None:
    """In a window of any width: after a click on an outcome or a rule the jobs are in view; the search always is."""
    page.evaluate("scrollTo(0, 0)")
    assert page.locator("#q").evaluate("one => one.getBoundingClientRect().bottom <= innerHeight"), "search, at the top"
    page.locator("#outcomes button").first.click()
    assert in_view(page, "details.job summary"), "an outcome's jobs"
    clear(page)
    page.evaluate("scrollTo(0, 0)")
    page.locator("#rules button").last.click()
    assert in_view(page, "details.job summary"), "a rule's jobs"
    clear(page)
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    box = page.locator("#q").bounding_box()
    assert box is not None
    assert 0 <= box["y"] < 200, "search, at the end"
    assert box["width"] >= 100


def check_letters(page: Page) -> None:
    """A chart's letters are as large as they say: the picture is not scaled down."""
    page.locator("#rule").select_option("ladder/bitrate-rises")
    page.locator("details.job summary").first.click()
    page.locator("svg.ladder").wait_for()
    heights = page.locator("svg.ladder text").evaluate_all(
        "texts => texts.map(one => one.getBoundingClientRect().height)"
    )
    assert len(heights) >= 6
    assert min(heights) >= 12, heights
    assert page.locator("svg.ladder").evaluate(
        "one => { const right = one.getBoundingClientRect().right;"
        " return [...one.querySelectorAll('text')].every(text => text.getBoundingClientRect().right <= right + 1); }"
    ), "a label is cut off"
    pointer = page.locator("table.findings code").first
    assert pointer.inner_text().startswith("/Job/")
    assert "rules.yml" in page.locator("#judged").inner_text()
    assert "2026-11-23" in page.locator("#judged").inner_text()


def check_deep_link(page: Page, url: str, verdict: dict[str, Any]) -> None:
    page.goto(f"{url}#job={verdict['id']}")
    page.reload()
    assert page.locator("details.job[open]").count() == 1
    assert page.locator("details.job[open] summary").evaluate("one => one === document.activeElement")


def check_hostile(page: Page) -> None:
    page.locator("details.job summary").first.click()
    assert page.evaluate("window.hurt") is None
    assert page.locator("img").count() == 0
    assert "<img src=x" in page.locator("details.job b").first.inner_text()


def check_axe(page: Page, axe: Path) -> None:
    for summary in page.locator("details.job summary").all()[:3]:
        if summary.evaluate("one => !one.parentElement.open"):
            summary.click()
    page.add_script_tag(path=str(axe))
    found = page.evaluate("async () => (await axe.run()).violations")
    bad = [
        (one["id"], one["impact"], [node["html"][:200] for node in one["nodes"]][:3])
        for one in found
        if one["impact"] in ("serious", "critical")
    ]
    assert bad == [], bad


def write_pages(folder: Path, verdicts: list[dict[str, Any]]) -> None:
    """Each page that is looked at, the samples in both languages."""
    pages = {"samples": verdicts, "hostile": [hostile(verdicts[0])], "many": many(verdicts[0], 3000), "none": []}
    for name, some in pages.items():
        (folder / f"{name}.html").write_text(html_page(some, "my/rules.yml"), encoding="utf-8")
    for code in CODES:
        page_of = html_page(verdicts, "my/rules.yml", translator(code))
        (folder / f"samples-{code}.html").write_text(page_of, encoding="utf-8")


def main(chromium: str, axe: Path, shots: Path | None) -> None:
    verdicts = sample_verdicts()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        write_pages(Path(folder), verdicts)
        browser = driver.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-gpu", "--disable-quic"]
        )
        asked: list[str] = []
        for scheme in ("light", "dark"):
            for width, code in product((1280, 400), CODES):
                # Only for axe's own script; the page's policy is tried in the other contexts.
                context = browser.new_context(
                    color_scheme=scheme, viewport={"width": width, "height": 900}, bypass_csp=True
                )  # type: ignore[arg-type]
                page = context.new_page()
                page.on("request", lambda request: asked.append(request.url))
                page.goto(f"file://{folder}/samples-{code}.html")
                check_axe(page, axe)
                if width == 400:
                    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (
                        "the page is wider than a phone"
                    )
                if shots is not None:
                    page.screenshot(path=str(shots / f"report-{scheme}-{width}-{code}.png"), full_page=True)
                page.reload()
                page.evaluate("scrollTo(0, 0)")
                if shots is not None:
                    page.screenshot(path=str(shots / f"top-{scheme}-{width}-{code}.png"))
                check_clicks_scroll_and_search_is_at_hand(page)
                check_letters(page)
                page.locator("svg.ladder").first.scroll_into_view_if_needed()
                if shots is not None:
                    page.screenshot(path=str(shots / f"chart-{scheme}-{width}-{code}.png"))
                context.close()
        page = browser.new_page()
        errors: list[str] = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"file://{folder}/samples.html")
        check_samples(page, verdicts)
        check_deep_link(page, f"file://{folder}/samples.html", verdicts[3])
        page.goto(f"file://{folder}/samples-zh.html")
        check_chinese(page)
        page.goto(f"file://{folder}/hostile.html")
        check_hostile(page)
        begun = time.perf_counter()
        page.goto(f"file://{folder}/many.html")
        assert page.locator("details.job").count() == 200
        page.get_by_role("button", name="Show more").click()
        assert page.locator("details.job").count() == 400
        took = time.perf_counter() - begun
        page.goto(f"file://{folder}/none.html")
        assert "0 of 0 jobs" in page.locator("#status").inner_text()
        browser.close()
    assert errors == [], errors
    outside = [url for url in asked if not url.startswith("file://")]
    assert outside == [], outside
    print(
        f"the page holds in Chromium: filters, deep links, marks, keyboard, hostile names; nothing fetched; axe is content; 3,000 verdicts open in {took:.1f} s"
    )


if __name__ == "__main__":
    main(shutil.which(sys.argv[1]) or sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]) if len(sys.argv) > 3 else None)
