"""Which package may import what, read from the source: the house's walls."""

from __future__ import annotations

import ast
import sys
from collections.abc import Container, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MEDIAVERDICT = ROOT / "layers" / "mediaverdict" / "python" / "mediaverdict"
FCRUNTIME = ROOT / "layers" / "fcruntime" / "python" / "fcruntime"
TOOLS = ROOT / "tools"
TOOL_PACKAGES = {path.name for path in TOOLS.iterdir() if path.is_dir()} - {"__pycache__"}
LOCKED = {"httpx", "pydantic", "pydantic_core", "structlog", "yaml"}
"""What the layer of dependencies has."""
MAY_IMPORT = {
    MEDIAVERDICT: LOCKED | {"fcruntime", "mediaverdict"},
    FCRUNTIME: {"structlog", "fcruntime"},
    TOOLS / "fc_local": {"fcruntime", "fc_local"},
    TOOLS / "alicloud_emulator": {"fcruntime", "mediaverdict", "alicloud_emulator"},
}
"""All that stands here and the standard library."""
PURE = [
    "conditions",
    "facts",
    "judging",
    "verdict",
    "severity.py",
    "processing/plan.py",
    "processing/dead_letters.py",
    "quantities.py",
    "notifications.py",
    "jobs.py",
    "message_size.py",
    "templates/asked.py",
    "templates/model.py",
]
IMPURE_MODULES = {"httpx", "os", "socket", "sqlite3", "time", "subprocess", "structlog", "threading"}


def imports(path: Path) -> Iterator[str]:
    """Every module that a file imports, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            yield node.module


def sources(place: Path) -> list[Path]:
    found = [place] if place.is_file() else sorted(place.rglob("*.py"))
    assert found, place
    return found


def top(module: str) -> str:
    return module.partition(".")[0]


def third_party(path: Path) -> set[str]:
    return {top(module) for module in imports(path)} - set(sys.stdlib_module_names)


@pytest.mark.parametrize("package", MAY_IMPORT, ids=lambda package: package.name)
def test_a_package_imports_what_it_may(package: Path) -> None:
    found = {str(path.relative_to(ROOT)): third_party(path) - MAY_IMPORT[package] for path in sources(package)}
    assert {path: extra for path, extra in found.items() if extra} == {}


def test_only_the_studios_page_knows_its_framework() -> None:
    core = [path for path in sources(TOOLS / "mediaverdict_studio") if "page" not in path.parts]
    used = {path.name: third_party(path) - LOCKED - TOOL_PACKAGES - {"mediaverdict"} for path in core}
    assert {name: other for name, other in used.items() if other} == {}


def test_nothing_that_is_deployed_knows_of_the_tools() -> None:
    assert {"mediaverdict_cli", "mediaverdict_deploy", "alicloud_emulator", "fc_local"} <= TOOL_PACKAGES
    deployed = [*sources(ROOT / "layers"), *sources(ROOT / "functions")]
    assert {path.name for path in deployed if third_party(path) & TOOL_PACKAGES} == set()


@pytest.mark.parametrize("package", [MEDIAVERDICT, FCRUNTIME, *(TOOLS / name for name in sorted(TOOL_PACKAGES))])
def test_no_module_imports_itself_by_a_circle(package: Path) -> None:
    """Of what is imported at the top; what only a type checker reads, or a function loads later, makes no circle."""
    modules = {_module(path, package): path for path in sources(package)}
    graph = {module: set(_at_the_top(path, modules)) for module, path in modules.items()}
    done: set[str] = set()

    def visit(module: str, way: tuple[str, ...]) -> None:
        assert module not in way, " -> ".join([*way[way.index(module) :], module])
        if module in done:
            return
        for imported in sorted(graph[module] & graph.keys()):
            visit(imported, (*way, module))
        done.add(module)

    for module in sorted(graph):
        visit(module, ())


def _module(path: Path, package: Path) -> str:
    parts = path.relative_to(package.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _at_the_top(path: Path, modules: Container[str]) -> Iterator[str]:
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:  # a module of that package, or a name in it
                inner = f"{node.module}.{alias.name}"
                yield inner if inner in modules else node.module


@pytest.mark.parametrize("place", PURE)
def test_the_core_does_no_io(place: str) -> None:
    used = {
        path.name: bad
        for path in sources(MEDIAVERDICT / place)
        if (bad := {top(one) for one in imports(path)} & IMPURE_MODULES)
    }
    assert used == {}


def test_the_bootstrap_needs_the_standard_library_alone() -> None:
    assert third_party(TOOLS / "fc_local" / "bootstrap.py") == set()


def test_the_handler_holds_no_logic() -> None:
    handler = ROOT / "functions" / "judge" / "handler.py"
    branches = [
        node
        for node in ast.walk(ast.parse(handler.read_text(encoding="utf-8")))
        if isinstance(node, ast.For | ast.While | ast.Try)
    ]
    assert branches == []
    assert len(handler.read_text(encoding="utf-8").splitlines()) <= 60
