"""The two set-up commands in fresh copies: every Python that is here, each with the pip that it brings.

Run by `make install-check`, not by `make test`: it fetches what is locked, and runs the whole suite in each
Python but the one that it is run by, which CI has just run it in.
"""

from __future__ import annotations

import base64
import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterator, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NEWER = "9999.0"
LISTED = (
    "import json; from importlib.metadata import distributions;"
    " print(json.dumps({one.metadata['Name']: one.version for one in distributions()}))"
)
ABOUT = "import ensurepip, json, sys, venv; print(json.dumps([sys.version_info[:2], ensurepip.version()]))"


def pythons() -> dict[str, tuple[Path, str]]:
    """`3.10` and so on to the interpreter, on the PATH or pyenv's, and the version of the pip that it brings."""
    names = [f"python3.{minor}" for minor in range(10, 20)]
    candidates = [path for name in names if (path := shutil.which(name))]
    if pyenv := shutil.which("pyenv"):
        home = subprocess.run([pyenv, "root"], capture_output=True, text=True, check=True).stdout.strip()
        candidates += sorted(map(str, Path(home).glob("versions/3.*/bin/python3")), reverse=True)
    found: dict[str, tuple[Path, str]] = {}
    for candidate in [*candidates, sys.executable]:
        done = subprocess.run([candidate, "-c", ABOUT], capture_output=True, text=True, check=False)
        if done.returncode == 0:  # else a shim without a version, or a Python without venv
            (major, minor), pip = json.loads(done.stdout)
            if (major, minor) >= (3, 10):
                found.setdefault(f"{major}.{minor}", (Path(candidate), pip))
    return dict(sorted(found.items(), key=lambda item: int(item[0].partition(".")[2])))


PYTHONS = pythons()
RUNNING = f"{sys.version_info.major}.{sys.version_info.minor}"


class Copy:
    """What git knows of the project, as a fresh clone has it."""

    def __init__(self, folder: Path, environ: Mapping[str, str]) -> None:
        self.folder = folder
        ours = re.compile(r"^(UV_|MAKE|MFLAGS|PYTEST|COV|VIRTUAL_ENV|PYTHON)")
        self.environ = {name: value for name, value in os.environ.items() if not ours.match(name)} | {**environ}
        listed = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
        names = subprocess.run(listed, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0")
        for name in filter(None, names):
            if (ROOT / name).is_file():
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(ROOT / name, folder / name)

    def make(self, *arguments: str) -> str:
        """What make prints; it must succeed."""
        return self.run("make", *arguments)

    def run(self, *command: str) -> str:
        """What a command prints; it must succeed."""
        done = subprocess.run(
            command,
            cwd=self.folder,
            env=self.environ,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout[-5000:]
        return done.stdout

    def installed(self) -> dict[str, str]:
        """Packages and their versions, but for the project itself."""
        listed: dict[str, str] = json.loads(self.run(".venv/bin/python", "-c", LISTED))
        found = {re.sub(r"[-_.]+", "-", name).lower(): version for name, version in listed.items()}
        del found["mediaverdict"]
        return found

    def unlocked(self) -> dict[str, str]:
        """What is installed in another version than the lock's."""
        return {name: version for name, version in self.installed().items() if version not in locked().get(name, [])}


def locked() -> dict[str, list[str]]:
    """Each package's versions in uv.lock; some have one for old and one for new Pythons."""
    found: dict[str, list[str]] = {}
    for name, version in re.findall(r'^name = "(.+)"\nversion = "(.+)"', _lock(), re.MULTILINE):
        found.setdefault(name, []).append(version)
    return found


def _lock() -> str:
    return (ROOT / "uv.lock").read_text(encoding="utf-8")


def test_the_pythons_that_a_machine_of_ours_has() -> None:
    print(*(f"Python {version} with pip {pip}: {path}" for version, (path, pip) in PYTHONS.items()), sep="\n")
    assert PYTHONS


@pytest.mark.parametrize("version", PYTHONS)
def test_a_fresh_copy_demonstrates_and_tests_itself(version: str, tmp_path: Path) -> None:
    python, pip = PYTHONS[version]
    copy = Copy(tmp_path / "copy", {})
    assert "the handler returned" in copy.make("demo", f"PYTHON={python}")
    installed = copy.installed()
    assert installed.pop("pip") == pip
    assert {"rich", "typer", "uv"} <= set(installed)
    assert set(installed) & {"pytest", "hypothesis", "mypy", "ruff", "alibabacloud-tea"} == set()
    assert copy.make("-n", "demo").splitlines() == [".venv/bin/mediaverdict invoke events/smq-queue.json"]
    if version == RUNNING:  # the suite has just run in it: that is what this one is made by
        copy.make(".venv/.test")
    else:
        assert re.search(r"^\d{3,} passed in ", copy.make("test"), re.MULTILINE)
    assert copy.unlocked() == {"pip": pip}
    assert copy.make("-n", "test").splitlines() == [".venv/bin/python -m pytest -n 3"]
    assert not (copy.folder / "build").exists()


class NewerIndex:
    """An index of all that is locked, with a newer release of each, on a port of its own."""

    def __init__(self) -> None:
        files: dict[str, list[str]] = {}
        for package in _lock().split("[[package]]\n")[1:]:
            name = package.split('"')[1]
            links = re.findall(r'\{ url = "(.+?)", hash = "sha256:(\w+)"', package)
            files.setdefault(name, []).extend(
                f'<a href="{url}#sha256={sha}">{Path(url).name}</a>' for url, sha in links
            )
        asked: set[str] = set()

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                name = self.path.strip("/").split("/")[-1]
                if self.path.startswith("/files/"):
                    self._answer(newer_wheel(name.partition("-")[0]), "application/zip")
                elif name in files:
                    asked.add(name)
                    wheel = f"{name.replace('-', '_')}-{NEWER}-py3-none-any.whl"
                    page = "\n".join([*files[name], f'<a href="/files/{wheel}">{wheel}</a>'])
                    self._answer(f"<!DOCTYPE html><html><body>{page}</body></html>".encode(), "text/html")
                else:
                    self.send_error(404)

            def _answer(self, body: bytes, kind: str) -> None:
                self.send_response(200)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        self.asked = asked
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/simple"


def newer_wheel(name: str) -> bytes:
    """A wheel without a module: what imports it from there fails."""
    info = f"{name}-{NEWER}.dist-info"
    files = {
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {NEWER}\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = [
        f"{path},sha256={base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).decode().rstrip('=')},{len(text)}"
        for path, text in files.items()
    ]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for path, text in files.items():
            archive.writestr(path, text)
        archive.writestr(f"{info}/RECORD", "\n".join([*record, f"{info}/RECORD,,", ""]))
    return out.getvalue()


@pytest.fixture
def newer() -> Iterator[NewerIndex]:
    index = NewerIndex()
    thread = threading.Thread(target=index.server.serve_forever)
    thread.start()
    yield index
    index.server.shutdown()
    index.server.server_close()
    thread.join()


GIVEN = {
    "to pip, in place of the public one": (["PIP_INDEX_URL"], True),
    "to pip in its file, in place of the public one": (["PIP_CONFIG_FILE"], True),
    "to pip, beside the public one": (["PIP_EXTRA_INDEX_URL"], False),
    "to uv, in place of the public one": (["UV_DEFAULT_INDEX"], True),
    "to uv, beside the public one": (["UV_INDEX", "UV_EXTRA_INDEX_URL"], False),
}


@pytest.mark.parametrize(("variables", "instead"), GIVEN.values(), ids=GIVEN)
def test_newer_releases_change_nothing(variables: list[str], instead: bool, newer: NewerIndex, tmp_path: Path) -> None:
    (tmp_path / "pip.conf").write_text(f"[global]\nindex-url = {newer.url}\n")
    given = {name: str(tmp_path / "pip.conf") if name == "PIP_CONFIG_FILE" else newer.url for name in variables}
    copy = Copy(tmp_path / "copy", given)
    copy.make(".venv/.test", ".venv/.lint", f"PYTHON={sys.executable}")
    assert copy.unlocked().keys() == {"pip"}
    assert ({"coverage", "typer"} <= newer.asked) is instead
    assert copy.run(".venv/bin/python", "-c", "import coverage, pytest, typer, mediaverdict_cli") == ""


def test_that_index_does_offer_them(newer: NewerIndex, tmp_path: Path) -> None:
    copy = Copy(tmp_path / "copy", {"PIP_INDEX_URL": newer.url})
    copy.run(
        sys.executable, "-m", "pip", "download", "--no-deps", "--no-cache-dir", "--dest", "got", "coverage", "typer"
    )
    assert {path.name for path in (copy.folder / "got").iterdir()} == {
        f"coverage-{NEWER}-py3-none-any.whl",
        f"typer-{NEWER}-py3-none-any.whl",
    }
