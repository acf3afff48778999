"""What lies under /opt for a function of this machine, and where its code begins."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from command import ROOT
from mediaverdict.errors import SettingsError
from mediaverdict_cli.function_layers import handler_source, hook_of, layer_entries


def test_in_a_clone_it_is_the_locked_packages_and_elsewhere_those_that_ours_needs(tmp_path: Path) -> None:
    clone = {path.name for path in layer_entries(ROOT / "functions" / "judge", Path(sys.executable))}
    elsewhere = {path.name for path in layer_entries(tmp_path, Path(sys.executable))}
    for names in (clone, elsewhere):
        assert {
            "httpx",
            "pydantic",
            "pydantic_core",
            "structlog",
            "yaml",
            "anyio",
            "mediaverdict",
            "fcruntime",
        } <= names
        assert not {"rich", "typer", "packaging", "mediaverdict_cli", "pytest"} & names
    assert {name for name in clone ^ elsewhere if not name.endswith(".dist-info")} == set()


@pytest.mark.parametrize(
    ("handler", "file"), [("handler.handler", "handler.py"), ("a.b.run", "a/b.py"), ("a/b.run", "a/b.py")]
)
def test_a_handlers_file(tmp_path: Path, handler: str, file: str) -> None:
    (tmp_path / file).parent.mkdir(exist_ok=True)
    (tmp_path / file).write_text("")
    assert handler_source(tmp_path, handler) == tmp_path / file


@pytest.mark.parametrize("handler", ["handler", "", ".run", "a..run", "../x.run", "a.b c", "a-b.run", "x."])
def test_what_names_no_handler_is_told(tmp_path: Path, handler: str) -> None:
    with pytest.raises(SettingsError, match=r"expected MODULE\.FUNCTION"):
        handler_source(tmp_path, handler)


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("def initialize(context): ...", "m.initialize"),
        ("from elsewhere import start as initialize", "m.initialize"),
        ("initialize = other", "m.initialize"),
        ("def start():\n    def initialize(): ...", ""),
        ("# initialize", ""),
        ("def broken(", ""),
        ("\0", ""),
    ],
)
def test_the_initializer_is_the_modules_own(tmp_path: Path, source: str, found: str) -> None:
    (tmp_path / "m.py").write_text(source)
    assert hook_of(tmp_path / "m.py", "m.run", "initialize") == found


def test_judges_own_has_one() -> None:
    folder = ROOT / "functions" / "judge"
    assert hook_of(handler_source(folder, "handler.handler"), "handler.handler", "initialize") == "handler.initialize"
    assert hook_of(handler_source(folder, "handler.handler"), "handler.handler", "pre_stop") == "handler.pre_stop"
