"""Which package may import what, read from the source: the house's walls."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

LAYERS = Path(__file__).parent.parent / "layers"
MEDIAVERDICT = LAYERS / "mediaverdict" / "python" / "mediaverdict"
FCRUNTIME = LAYERS / "fcruntime" / "python" / "fcruntime"
CLOUD_SIDE = {
    "httpx",
    "pydantic",
    "pydantic_core",
    "structlog",
    "yaml",
    "tenacity",
    "fcruntime",
    "mediaverdict",
}
DESK_ONLY = {"rich", "typer"}
PURE = [
    "facts",
    "checks",
    "judging",
    "verdict.py",
    "delivery.py",
    "letters.py",
    "quantities.py",
    "notifications.py",
    "jobs.py",
    "message_size.py",
]
IMPURE_MODULES = {"httpx", "os", "socket", "sqlite3", "time", "subprocess", "structlog", "threading"}


def imports(path: Path) -> Iterator[str]:
    """Every module that a file imports, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            yield node.module


def sources(*places: Path) -> list[Path]:
    return sorted(path for place in places for path in ([place] if place.is_file() else place.rglob("*.py")))


def top(module: str) -> str:
    return module.partition(".")[0]


def third_party(modules: Iterator[str]) -> set[str]:
    import sys

    return {top(module) for module in modules} - set(sys.stdlib_module_names)


def test_fcruntime_knows_nothing_of_media() -> None:
    assert {path for path in sources(FCRUNTIME) if "mediaverdict" in third_party(imports(path))} == set()


def test_the_cloud_side_imports_only_what_its_lock_has() -> None:
    cloud_side = [
        path for path in sources(MEDIAVERDICT, FCRUNTIME) if "desk" not in path.parts and "local" not in path.parts
    ]
    assert {path.name: extra for path in cloud_side if (extra := third_party(imports(path)) - CLOUD_SIDE)} == {}


def test_the_desk_is_imported_by_the_desk_alone() -> None:
    outside = [path for path in sources(MEDIAVERDICT, FCRUNTIME) if "desk" not in path.parts]
    assert {path.name for path in outside if any("mediaverdict.desk" in module for module in imports(path))} == set()
    assert {path.name for path in outside if third_party(imports(path)) & DESK_ONLY} == set()


def test_the_local_runtime_is_imported_by_the_desk_alone() -> None:
    outside = [path for path in sources(MEDIAVERDICT, FCRUNTIME) if not {"desk", "local"} & set(path.parts)]
    assert {path.name for path in outside if any("fcruntime.local" in module for module in imports(path))} == set()


@pytest.mark.parametrize("place", PURE)
def test_the_core_does_no_io(place: str) -> None:
    used = {
        path.name: bad
        for path in sources(MEDIAVERDICT / place)
        if (bad := {top(one) for one in imports(path)} & IMPURE_MODULES)
    }
    assert used == {}


def test_the_bootstrap_needs_the_standard_library_alone() -> None:
    assert third_party(imports(FCRUNTIME / "local" / "bootstrap.py")) == set()


def test_the_handler_holds_no_logic() -> None:
    handler = LAYERS.parent / "functions" / "judge" / "handler.py"
    branches = [
        node
        for node in ast.walk(ast.parse(handler.read_text(encoding="utf-8")))
        if isinstance(node, ast.For | ast.While | ast.Try)
    ]
    assert branches == []
    assert len(handler.read_text(encoding="utf-8").splitlines()) <= 60
