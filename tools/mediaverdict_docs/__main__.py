"""`make docs`: stages the site's source in build/docs and builds build/site from it, strictly."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from mediaverdict_docs.searching import with_chinese
from mediaverdict_docs.staging import Staged, place_of, stage
from mediaverdict_docs.translations import missing_translations

ROOT = Path(__file__).parents[2]
CONFIG = ROOT / "docs" / "site" / "mkdocs.yml"
STAGED = ROOT / "build" / "docs"
SITE = ROOT / "build" / "site"
BESIDE = ("README.md", "README_zh.md", "CHANGELOG.md", "SECURITY.md")
ASSETS = ("site.css", "site.js", "favicon.svg")


def pages() -> list[str]:
    """Every page that the site begins with."""
    return [*BESIDE, *sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "docs").rglob("*.md"))]


def write_source() -> None:
    """Fills build/docs."""
    shutil.rmtree(STAGED, ignore_errors=True)
    staged = stage(
        pages(), lambda path: (ROOT / path).read_text(encoding="utf-8"), lambda path: (ROOT / path).is_file()
    )
    assets = [Staged(f"site/{name}", f"docs/site/{name}") for name in ASSETS]
    for place, one in [*staged.items(), *((asset.place, asset) for asset in assets)]:
        path = STAGED / place
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(one, Staged):
            shutil.copyfile(ROOT / one.origin, path)
        else:
            path.write_text(one, encoding="utf-8")


def main() -> int:
    """0, or 1 where something is missing or a link leads nowhere."""
    lacking = missing_translations(set(map(place_of, pages())))
    if lacking:
        print(f"without a translation: {', '.join(lacking)}", file=sys.stderr)
        return 1
    write_source()
    quiet = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    # Not --quiet: what it does not tell it does not count either, and strict would mean nothing.
    built = subprocess.run(  # noqa: S603 - mkdocs
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--clean", "--config-file", str(CONFIG)],
        env=quiet, check=False, stderr=subprocess.PIPE, encoding="utf-8",
    )  # fmt: skip
    if built.returncode:
        print(*(line for line in built.stderr.splitlines() if not line.startswith("INFO")), sep="\n", file=sys.stderr)
        return 1
    index = SITE / "search" / "search_index.json"
    index.write_text(with_chinese(index.read_text(encoding="utf-8")), encoding="utf-8")
    # The menu of languages asks for it there.
    shutil.copyfile(SITE / "sitemap.xml", SITE / "zh" / "sitemap.xml")
    print(f"the site is in {SITE.relative_to(ROOT)}: python3 -m http.server --directory {SITE.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
