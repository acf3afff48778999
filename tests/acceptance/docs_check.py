"""`make docs-check`: the documentation's site in a real browser.

    python tests/acceptance/docs_check.py CHROMIUM AXE [FOLDER FOR SCREENSHOTS]

In both languages and themes, wide and as wide as a phone: axe finds nothing serious, no page is wider than the window,
nothing is fetched from elsewhere, the search finds words of both languages, the menu leads to the page's translation,
and every page of the site is there from its navigation.
"""

from __future__ import annotations

import shutil
import sys
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from playwright.sync_api import Page, sync_playwright

from mediaverdict_docs.translations import TRANSLATED

if TYPE_CHECKING:
    from playwright.sync_api import Browser

SITE = Path(__file__).parents[2] / "build" / "site"
PAGES = (
    "index", "start", "tutorial", "rules", "deploy", "operate", "runbooks", "troubleshooting", "faq", "reliability",
    "reference/facts", "reference/errors", "reference/commands", "packs-reference", "decisions/index",
    "studio", "others", "templates", "speed", "project/SECURITY",
)  # fmt: skip
LANGUAGES = {"": "en", "zh/": "zh"}
WIDTHS = {"wide": 1280, "phone": 390}
LOOKS: tuple[tuple[Literal["light", "dark"], str], ...] = (("light", "phone"), ("dark", "wide"))
"""Each page in each width and in each theme, once: what one breaks does not hang on the other."""
SEARCHES = {
    "": {"increases_with": "conditions.html", "dead letter": "runbooks.html", "rotation": "facts.html"},
    "zh/": {"死信": "runbooks.html", "码率阶梯": "tutorial.html", "回调": "deploy.html"},
}
"""By language: what somebody types, and a page that must be among what is found."""
READY = {"": "Type to start searching", "zh/": "键入以开始搜索"}
"""By language: what the search says when it has read its index."""
LETTERS = 11
"""Pixels; smaller ones can't be read on a phone."""


class Quiet(SimpleHTTPRequestHandler):
    """Serves the site, and says nothing of it."""

    def log_message(self, *_: object) -> None:
        """Nothing."""


def check_page(page: Page, axe: Path, name: str) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{name}: wider than the window"
    small = page.evaluate(
        """least => [...document.querySelectorAll("article *")].filter(one => one.childNodes.length
             && [...one.childNodes].some(part => part.nodeType === 3 && part.data.trim())
             && one.checkVisibility() && parseFloat(getComputedStyle(one).fontSize) < least
             && !one.closest(".headerlink, svg")).map(one => one.outerHTML.slice(0, 80))""",
        LETTERS,
    )
    assert small == [], f"{name}: too small: {small[:3]}"
    cut = page.locator("article img:not([src*='architecture'], [src*='day-'])").evaluate_all(
        "all => all.filter(one => one.getBoundingClientRect().right > innerWidth).map(one => one.src)"
    )
    assert cut == [], f"{name}: a picture is cut at its right edge: {cut}"
    assert page.locator("h1").count() == 1, name
    assert page.locator("footer").get_by_text("Made with").count() == 0, name
    page.add_script_tag(path=str(axe))
    found = page.evaluate("async () => (await axe.run()).violations")
    bad = [
        (one["id"], one["impact"], [node["html"][:200] for node in one["nodes"]][:3])
        for one in found
        if one["impact"] in ("serious", "critical")
    ]
    assert bad == [], f"{name}: {bad}"


def check_pages(browser: Browser, root: str, axe: Path, shots: Path | None, asked: list[str]) -> int:
    """Every page in every language, as LOOKS says; how many that were."""
    looked = 0
    for scheme, size in LOOKS:
        context = browser.new_context(color_scheme=scheme, viewport={"width": WIDTHS[size], "height": 900})
        page = context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        for prefix, language in LANGUAGES.items():
            for name in PAGES if not prefix else TRANSLATED:
                page.goto(f"{root}/{prefix}{name}.html")
                assert page.locator("html").get_attribute("lang") == language
                check_page(page, axe, f"{prefix}{name} {size} {scheme}")
                looked += 1
                if shots is not None:
                    file = shots / f"{language}-{name.replace('/', '-')}-{size}-{scheme}.png"
                    page.evaluate("scrollTo(0, 0)")
                    page.screenshot(path=str(file))
        context.close()
    return looked


def check_search(page: Page, root: str) -> None:
    for prefix, searches in SEARCHES.items():
        for typed, wanted in searches.items():
            page.goto(f"{root}/{prefix}start.html")
            page.locator("input.md-search__input").click()
            # Chinese comes as from an input method, without a key; the search must hear of it once it is ready, too.
            page.locator(f".md-search-result__meta:text-is('{READY[prefix]}')").wait_for()
            page.locator("input.md-search__input").press_sequentially(typed)
            page.locator(f".md-search-result__link[href*='{wanted}']").first.wait_for(state="attached", timeout=20_000)


def check_languages(page: Page, root: str) -> None:
    """The menu leads from a page to itself in the other language, and back."""
    page.goto(f"{root}/tutorial.html")
    for language, heading in (("zh", "教程"), ("en", "Tutorial")):
        page.locator(".md-select").hover()
        page.locator(f".md-select__link[hreflang={language}]").click()
        page.wait_for_url(f"**/{'zh/' if language == 'zh' else ''}tutorial.html")
        assert heading in page.locator("h1").inner_text()


def check_navigation(page: Page, root: str) -> None:
    """Each page can be had from the navigation, and is there."""
    for prefix in LANGUAGES:
        page.goto(f"{root}/{prefix}index.html")
        links = page.locator("nav.md-nav a.md-nav__link[href]").evaluate_all("all => all.map(one => one.href)")
        reached = {link.partition("#")[0] for link in links}
        folder = SITE / prefix
        there = {
            f"{root}/{path.relative_to(SITE).as_posix()}"
            for path in folder.rglob("*.html")
            if path.name != "404.html" and (prefix or not path.is_relative_to(SITE / "zh"))
        }
        assert reached == there, reached ^ there


def main(chromium: str, axe: Path, shots: Path | None) -> None:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(SITE)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    root = f"http://127.0.0.1:{server.server_port}"
    asked: list[str] = []
    with sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-gpu", "--disable-quic"]
        )
        looked = check_pages(browser, root, axe, shots, asked)
        page = browser.new_page()
        errors: list[str] = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("response", lambda one: errors.append(f"{one.status} {one.url}") if one.status >= 400 else None)
        page.on("request", lambda request: asked.append(request.url))
        check_search(page, root)
        check_languages(page, root)
        check_navigation(page, root)
        browser.close()
    server.shutdown()
    assert errors == [], errors
    outside = {url for url in asked if not url.startswith((root, "data:", "blob:"))}
    assert outside == set(), outside
    print(
        f"the site holds in Chromium: {looked} looks at pages, search, languages, navigation; nothing fetched from elsewhere; axe is content"
    )


if __name__ == "__main__":
    main(shutil.which(sys.argv[1]) or sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]) if len(sys.argv) > 3 else None)
