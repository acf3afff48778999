"""Every snippet of the guides is run, in both languages; what a page shows is what is printed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from command import ROOT
from docs.snippets import blocks, clone, is_shown, play, reason_not_run

PAGES = ("start", "tutorial", "runbooks", "troubleshooting", "faq")
PATHS = [ROOT / "docs" / f"{name}{ending}" for name in PAGES for ending in (".md", ".zh.md")]


@pytest.mark.parametrize("page", PATHS, ids=lambda path: path.name)
def test_what_it_shows_is_what_is_printed(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clone(tmp_path)
    monkeypatch.chdir(tmp_path)
    for shown, printed in play(page):
        assert is_shown(shown, printed), f"{page.name} shows\n{shown}\nprinted is\n{printed}"
