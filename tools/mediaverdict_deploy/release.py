"""`make release`: what a release consists of, in `dist`, and then its tag.

    python -m mediaverdict_deploy.release [--no-tag]

Wheels of both packages, the layers and the code for each runtime as zips, the package for Serverless Devs, a bill of
materials (CycloneDX, from uv.lock) of what is deployed and of the command, the changelog's section, and `SHA256SUMS`
of all that. Nothing is uploaded. The tree must be clean, the version in the changelog with its day, and its tag not
given to another commit. The same commit gives the same bytes.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from mediaverdict_deploy.layers import build_code, build_layers
from mediaverdict_deploy.materials import bill_of_materials
from mediaverdict_deploy.package import build_package
from mediaverdict_deploy.runtimes import RUNTIMES, BuildError, Runtime
from mediaverdict_deploy.trees import zip_tree

SUMS = "SHA256SUMS"
BILLS = {"deployed": (), "command": ("cli", "studio")}
"""The bills of materials, by name: the extras of each."""


def changes_of(changelog: str, version: str) -> str:
    """The changelog's section of a version, without its title. Raises BuildError where there is none with a day."""
    found = re.search(
        rf"^## \[{re.escape(version)}\] - \d{{4}}-\d\d-\d\d\n(.*?)(?=^## |\Z)", changelog, re.MULTILINE | re.DOTALL
    )
    if found is None or not found[1].strip():
        raise BuildError(f"CHANGELOG.md has no section `## [{version}] - YYYY-MM-DD`: write what changed")
    return found[1].strip() + "\n"


def version_of(pyproject: str) -> str:
    """What pyproject.toml says."""
    found = re.search(r'^version = "(.+)"$', pyproject, re.MULTILINE)
    if found is None:
        raise BuildError("pyproject.toml has no version")
    return found[1]


def check_tree(root: Path, tag: str) -> None:
    """Raises BuildError where the tree is not as committed, or the tag is another commit's."""
    if changed := _git(root, "status", "--porcelain"):
        raise BuildError(f"not committed:\n{changed}\ncommit it or take it back, then release")
    held = _git(root, "tag", "--list", tag)
    if held and _git(root, "rev-list", "-n", "1", tag) != _git(root, "rev-parse", "HEAD"):
        raise BuildError(f"{tag} is the tag of another commit: raise the version in pyproject.toml")


def build(root: Path, target: Path, version: str) -> list[Path]:
    """Everything, in `target`; the files, sums last. Raises BuildError."""
    notes = changes_of((root / "CHANGELOG.md").read_text(encoding="utf-8"), version)
    committed = int(_git(root, "log", "-1", "--format=%ct"))
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    for folder in (root, root / "layers" / "fcruntime"):
        _wheel(folder, target, committed)
    work = target / "work"
    for name in RUNTIMES:
        runtime = Runtime(name)
        if runtime.interpreter() is None:
            raise BuildError(f"a release has bytecode for each runtime, and there is no Python {runtime.version} here")
        for layer in build_layers(root, runtime, work / "layers"):
            shutil.copyfile(layer.archive, target / f"mediaverdict-{version}-layer-{layer.name}-{runtime.suffix}.zip")
        build_code(root, root / "functions" / "judge", runtime, work / "code")
        zip_tree(work / "code", target / f"mediaverdict-{version}-code-{runtime.suffix}.zip")
    shutil.copyfile(build_package(root, work / "package"), target / f"mediaverdict-{version}-package.zip")
    shutil.rmtree(work)
    for name, extras in BILLS.items():
        text = bill_of_materials(root, extras, committed)
        (target / f"mediaverdict-{version}-{name}.cdx.json").write_text(text, encoding="utf-8")
    (target / "NOTES.md").write_text(notes, encoding="utf-8")
    files = sorted(target.iterdir())
    sums = target / SUMS
    sums.write_text("".join(f"{_sha256(path)}  {path.name}\n" for path in files), encoding="ascii")
    return [*files, sums]


def _wheel(folder: Path, target: Path, committed: int) -> None:
    done = subprocess.run(  # noqa: S603 - hatchling
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(target.resolve())], cwd=folder,
        env={**os.environ, "SOURCE_DATE_EPOCH": str(committed)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise BuildError(f"no wheel of {folder}:\n{done.stderr[-2000:]}")


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _git(root: Path, *arguments: str, stdin: str = "") -> str:
    done = subprocess.run(  # noqa: S603
        ["git", *arguments], cwd=root, input=stdin, capture_output=True, text=True, check=False,  # noqa: S607
    )  # fmt: skip
    if done.returncode:
        raise BuildError(f"git {arguments[0]}: {done.stderr.strip()}")
    return done.stdout.strip()


def main(arguments: list[str]) -> int:
    """The command; 2 for what the user can mend."""
    parser = argparse.ArgumentParser(prog="release", description="Builds a release and tags it.", allow_abbrev=False)
    parser.add_argument("--no-tag", action="store_true", help="build only")
    options = parser.parse_args(arguments)
    root = Path.cwd()
    try:
        version = version_of((root / "pyproject.toml").read_text(encoding="utf-8"))
        tag = f"v{version}"
        check_tree(root, tag)
        files = build(root, root / "dist", version)
        if not options.no_tag and not _git(root, "tag", "--list", tag):
            notes = (root / "dist" / "NOTES.md").read_text(encoding="utf-8")
            _git(root, "tag", "--annotate", "--cleanup=verbatim", tag, "--file=-", stdin=f"{version}\n\n{notes}")
    except BuildError as error:
        print(error, file=sys.stderr)
        return 2
    for path in files:
        print(f"{path.stat().st_size:>10,}  dist/{path.name}")
    print(f"not tagged; `git tag {tag}`" if options.no_tag else f"tagged {tag}; nothing is pushed or uploaded")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
