"""`studio`: what its options come to; the page itself is tried in a browser."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from command import ROOT, run
from mediaverdict_studio.settings import StudioSettings


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> list[StudioSettings]:
    """What the page was asked to serve, in place of the page."""
    asked: list[StudioSettings] = []
    page = ModuleType("mediaverdict_studio.page")
    page.serve = asked.append  # type: ignore[attr-defined]
    nicegui = ModuleType("nicegui")
    nicegui.__spec__ = SimpleNamespace(name="nicegui")  # type: ignore[assignment]
    monkeypatch.setitem(sys.modules, "mediaverdict_studio.page", page)
    monkeypatch.setitem(sys.modules, "nicegui", nicegui)
    return asked


def test_its_options(served: list[StudioSettings], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    old = tmp_path / "old.yml"
    old.write_text("version: 1\n")
    cases: list[tuple[list[Any], StudioSettings]] = [
        ([], StudioSettings(Path("rules.yml"))),
        (["--lang", "zh"], StudioSettings(Path("rules.yml"), lang="zh")),
        (["--rules", "new.yml", "--no-browser"], StudioSettings(Path("new.yml"), open_browser=False)),
        (
            ["--jobs", tmp_path, "--templates", tmp_path, "--against", old, "--port", "8081"],
            StudioSettings(Path("rules.yml"), old, tmp_path, tmp_path, 8081),
        ),
    ]
    for arguments, settings in cases:
        assert run("studio", *arguments).exit_code == 0
        assert served.pop() == settings
    monkeypatch.chdir(ROOT)
    assert run("studio").exit_code == 0
    assert served == [StudioSettings(Path("functions/judge/rules.yml"), templates=Path("events/templates"))]


@pytest.mark.parametrize("option", ["--jobs", "--templates", "--against"])
def test_what_is_not_there_is_told(served: list[StudioSettings], option: str, tmp_path: Path) -> None:
    done = run("studio", option, tmp_path / "none")
    assert (done.exit_code, done.stderr) == (
        2, f"mediaverdict: {option} {tmp_path / 'none'}: there is no such file or folder\n",
    )  # fmt: skip
    assert served == []


@pytest.mark.parametrize("option", ["--rules", "--against"])
def test_a_folder_is_no_rule_book(served: list[StudioSettings], option: str, tmp_path: Path) -> None:
    done = run("studio", option, tmp_path)
    assert (done.exit_code, done.stderr) == (
        2, f"mediaverdict: {option} {tmp_path} is no file: name the rule book's file\n",
    )  # fmt: skip
    assert served == []


def test_a_pipe_is_no_rule_book_to_save(served: list[StudioSettings], tmp_path: Path) -> None:
    pipe = tmp_path / "rules.yml"
    os.mkfifo(pipe)
    done = run("studio", "--rules", pipe)
    assert (done.exit_code, done.stderr) == (
        2, f"mediaverdict: --rules {pipe} is no file: name the rule book's file\n",
    )  # fmt: skip
    assert run("studio", "--against", pipe).exit_code == 0, "what a shell puts in for <(git show ...)"


def test_without_its_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "nicegui", None)
    done = run("studio")
    assert (done.exit_code, done.stderr) == (
        2, "mediaverdict: the studio needs nicegui, which is not installed: pip install 'mediaverdict[studio]'\n",
    )  # fmt: skip
