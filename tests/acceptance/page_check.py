"""`make page-check`: the report page in a real browser.

    python tests/page_check.py CHROMIUM AXE [FOLDER FOR SCREENSHOTS]

It renders, filters, marks the right rendition, follows deep links, can be used by keyboard, keeps hostile names
text, fetches nothing, and axe finds nothing serious, in both themes and widths.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

from mediaverdict.judging import judge
from mediaverdict.rulebook import load_rulebook
from mediaverdict_cli.output.page import html_page
from mediaverdict_cli.saved_jobs import read_saved, verdict_on

ROOT = Path(__file__).parents[2]
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


def main(chromium: str, axe: Path, shots: Path | None) -> None:
    verdicts = sample_verdicts()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        pages = {"samples": verdicts, "hostile": [hostile(verdicts[0])], "many": many(verdicts[0], 3000), "none": []}
        for name, some in pages.items():
            (Path(folder) / f"{name}.html").write_text(html_page(some), encoding="utf-8")
        browser = driver.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-gpu", "--disable-quic"]
        )
        asked: list[str] = []
        for scheme in ("light", "dark"):
            for width in (1280, 400):
                # Only for axe's own script; the page's policy is tried in the other contexts.
                context = browser.new_context(
                    color_scheme=scheme, viewport={"width": width, "height": 900}, bypass_csp=True
                )  # type: ignore[arg-type]
                page = context.new_page()
                page.on("request", lambda request: asked.append(request.url))
                page.goto(f"file://{folder}/samples.html")
                check_axe(page, axe)
                if width == 400:
                    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (
                        "the page is wider than a phone"
                    )
                if shots is not None:
                    page.screenshot(path=str(shots / f"report-{scheme}-{width}.png"), full_page=True)
                context.close()
        page = browser.new_page()
        errors: list[str] = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"file://{folder}/samples.html")
        check_samples(page, verdicts)
        check_deep_link(page, f"file://{folder}/samples.html", verdicts[3])
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
