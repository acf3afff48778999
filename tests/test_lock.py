"""uv.lock says all that is installed, and what is exported from it for other installers is current."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LOCK = (ROOT / "uv.lock").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
EXPORTS = re.findall(r"^\t\$\(call export,(\S+?),(.+)\)$", MAKEFILE, re.MULTILINE)
UV = Path(sys.executable).with_name("uv")


def uv(*arguments: str) -> str:
    """What uv prints, without a network and whatever the user set."""
    environ = {name: value for name, value in os.environ.items() if not name.startswith("UV_")}
    environ["UV_PYTHON"] = sys.executable
    command = [str(UV), "--quiet", "--no-config", "--no-cache", "--offline", *arguments]
    done = subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_lock_is_current() -> None:
    uv("lock", "--check")


@pytest.mark.parametrize(("exported", "options"), EXPORTS, ids=[file for file, _ in EXPORTS])
def test_what_is_exported_is_current(exported: str, options: str) -> None:
    """Else: `make lock`."""
    told = [line for line in (ROOT / exported).read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    assert told == uv("export", "--locked", *options.split(), "--no-annotate", "--no-header").splitlines()


def test_what_is_exported() -> None:
    assert {file for file, _ in EXPORTS} == {"requirements/uv.txt", "layers/dependencies/requirements.txt"}


def test_every_file_that_the_lock_names_has_its_hash_and_comes_from_one_public_index() -> None:
    files = re.findall(r"\{ url = .*", LOCK)
    assert len(files) > 1000
    assert [file for file in files if not re.search(r'hash = "sha256:[0-9a-f]{64}"', file)] == []
    indexes = set(re.findall(r'registry = "(.*?)"', LOCK))
    assert len(indexes) == 1
    assert re.search(r'(registry|url) = "(?!https://)|https://[^/"]*(@|localhost|127\.0|:\d)', LOCK) is None


def test_what_is_built_on_the_machine_is_built_by_what_is_locked() -> None:
    packages = re.split(r"^\[\[package\]\]$", LOCK, flags=re.MULTILINE)[1:]
    built = {name[1] for one in packages if "wheels = [" not in one and (name := re.search(r'name = "(.*?)"', one))}
    assert set(re.findall(r"--no-build-isolation-package (\S+)", MAKEFILE)) == built
    said = re.search(r"^no-build-isolation-package = (.*)$", (ROOT / "pyproject.toml").read_text(), re.MULTILINE)
    assert said
    assert set(json.loads(said[1])) == built
