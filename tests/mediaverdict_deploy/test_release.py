"""`make release`: what stops it, and what it says of what is in it. The whole is tried by tests/acceptance."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest

from command import ROOT
from mediaverdict_deploy.materials import bill_of_materials
from mediaverdict_deploy.release import BILLS, changes_of, check_tree, main, version_of
from mediaverdict_deploy.runtimes import BuildError

CHANGELOG = """# Changelog

## [Unreleased]

## [0.2.0] - 2026-11-27
### Added
- A thing.

## [0.1.0] - 2026-11-01
- The first.

## [0.0.1]
- No day.

## [0.0.0] - 2026-10-01

"""


@pytest.mark.parametrize(
    ("version", "text"), [("0.2.0", "### Added\n- A thing.\n"), ("0.1.0", "- The first.\n")], ids=["within", "before"]
)
def test_a_versions_section(version: str, text: str) -> None:
    assert changes_of(CHANGELOG, version) == text


@pytest.mark.parametrize("version", ["Unreleased", "0.0.1", "0.0.0", "0.3.0", "0.2"])
def test_a_version_without_a_day_or_a_word_is_not_released(version: str) -> None:
    with pytest.raises(BuildError) as raised:
        changes_of(CHANGELOG, version)
    assert str(raised.value) == f"CHANGELOG.md has no section `## [{version}] - YYYY-MM-DD`: write what changed"


def test_this_projects_version_has_its_section() -> None:
    version = version_of((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert changes_of((ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), version)


def test_a_project_without_a_version() -> None:
    with pytest.raises(BuildError, match=r"^pyproject\.toml has no version$"):
        version_of("[project]\nname = 'x'\n")


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    git(tmp_path, "init", "--quiet")
    (tmp_path / "pyproject.toml").write_text('version = "0.2.0"\n')
    (tmp_path / "CHANGELOG.md").write_text("## [0.1.0] - 2026-11-01\n- x\n")
    commit(tmp_path)
    return tmp_path


def git(folder: Path, *arguments: str) -> None:
    who = ("-c", "user.name=a", "-c", "user.email=a@b.example", "-c", "commit.gpgsign=false", "-c", "tag.gpgsign=false")
    subprocess.run(["git", *who, *arguments], cwd=folder, check=True, capture_output=True)


def commit(folder: Path) -> None:
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "--message", "x", "--allow-empty")


def test_a_tree_that_is_not_committed_is_not_released(tree: Path) -> None:
    check_tree(tree, "v0.2.0")
    (tree / "new.txt").write_text("")
    with pytest.raises(BuildError) as raised:
        check_tree(tree, "v0.2.0")
    assert str(raised.value) == "not committed:\n?? new.txt\ncommit it or take it back, then release"


def test_a_tag_of_another_commit_is_left_where_it_is(tree: Path) -> None:
    git(tree, "tag", "--annotate", "v0.2.0", "--message", "x")
    check_tree(tree, "v0.2.0")
    commit(tree)
    with pytest.raises(BuildError, match=r"^v0\.2\.0 is the tag of another commit: raise the version"):
        check_tree(tree, "v0.2.0")


def test_what_stops_it_is_said_and_nothing_is_left(
    tree: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tree)
    assert main([]) == 2
    said = "CHANGELOG.md has no section `## [0.2.0] - YYYY-MM-DD`: write what changed\n"
    assert capsys.readouterr().err == said
    assert not (tree / "dist").exists()


@pytest.mark.parametrize("name", BILLS)
def test_a_bill_of_materials_has_what_the_lock_has(name: str) -> None:
    text = bill_of_materials(ROOT, BILLS[name], 86_400)
    assert bill_of_materials(ROOT, BILLS[name], 86_400) == text
    bill = json.loads(text)
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.5")
    assert bill["metadata"]["timestamp"] == "1970-01-02T00:00:00Z"
    parts = {component["name"]: component for component in bill["components"]}
    deployed = (ROOT / "layers/dependencies/requirements.txt").read_text(encoding="utf-8")
    for package, version in re.findall(r"^([\w.-]+)==([\w.]+)", deployed, re.MULTILINE):
        assert parts[package]["version"] == version
        assert parts[package]["purl"] == f"pkg:pypi/{package}@{version}"
        assert parts[package]["externalReferences"][0]["hashes"][0]["alg"] == "SHA-256"
    assert parts["pydantic"]["licenses"] == [{"expression": "MIT"}]
    assert {"typer", "nicegui"} <= parts.keys() or name == "deployed"
    assert {"typer", "nicegui", "pytest", "uv", "mypy"}.isdisjoint(parts) or name == "command"
    assert {"pytest", "uv", "mypy"}.isdisjoint(parts)
