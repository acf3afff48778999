"""The cloud side's locked packages, for a runtime's Python whatever Python runs the build."""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

from packaging.markers import Marker

from mediaverdict_deploy.runtimes import BuildError

if TYPE_CHECKING:
    from pathlib import Path

    from mediaverdict_deploy.runtimes import Runtime

PLATFORM = "manylinux2014_x86_64"
"""glibc 2.17: older than that of every runtime's Debian."""

_REQUIREMENT = re.compile(r"^[A-Za-z0-9].*?(?:\\\n.*?)*$", re.MULTILINE)

# What a wheel brings and a function never takes: tests, type stubs, what serves mypy and the command line,
# and the halves of packages that only async or old code loads. Each is optional by its own package's word:
# its import is guarded there, or lazy.
DROPPED = (
    "bin", "**/__pycache__", "**/tests", "**/*.pyi", "**/py.typed",
    "*.dist-info/WHEEL", "*.dist-info/INSTALLER", "*.dist-info/REQUESTED",
    "*.dist-info/direct_url.json", "*.dist-info/entry_points.txt", "*.dist-info/top_level.txt", "*.dist-info/sboms",
    "_yaml", "yaml/_yaml.*",          # libyaml's binding, 2.7 MB: rule books are read by the Python reader
    "httpx/_main.py",                 # httpx's command; httpx goes without
    "idna/cli.py", "idna/__main__.py", "certifi/__main__.py",
    "idna/uts46data.py", "idna/codec.py",  # a browser's mapping of typed names, 0.3 MB; httpx asks for none
    "structlog/twisted.py",
    # httpx's own transport, and async: requests go over our own (mediaverdict.cloud.transport).
    "httpcore", "httpcore-*.dist-info", "h11", "h11-*.dist-info", "anyio", "anyio-*.dist-info",
    "pydantic/v1", "pydantic/mypy.py", "pydantic/deprecated/tools.py",
    "pydantic/experimental/pipeline.py", "pydantic/experimental/arguments_schema.py",
)  # fmt: skip


def target_requirements(lock: str, runtime: Runtime) -> str:
    """The lines of a lock that count for that Python on Linux, without their markers."""
    environment = {
        "python_version": runtime.version, "python_full_version": f"{runtime.version}.0", "sys_platform": "linux",
        "platform_system": "Linux", "platform_machine": "x86_64", "os_name": "posix",
        "implementation_name": "cpython", "platform_python_implementation": "CPython",
    }  # fmt: skip
    kept = []
    for entry in _REQUIREMENT.findall(lock):
        head, _, hashes = entry.partition(" \\\n")
        name, _, marker = head.partition(";")
        if not marker.strip() or Marker(marker.strip()).evaluate({**environment}):
            kept.append(f"{name.strip()} \\\n{hashes}")
    return "\n".join(kept) + "\n"


def install_wheels(lock: Path, runtime: Runtime, cache: Path, target: Path) -> None:
    """Unpacks the locked wheels into `target`, less what is dropped. Raises BuildError."""
    requirements = target_requirements(lock.read_text(encoding="utf-8"), runtime)
    folder = cache / f"{runtime.suffix}-{hashlib.sha256(requirements.encode()).hexdigest()[:16]}"
    wanted = folder / "requirements.txt"
    done = folder / "complete"
    if not done.exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        wanted.write_text(requirements, encoding="utf-8")
        _pip(
            "download", "--dest", str(folder), "--platform", PLATFORM, "--implementation", "cp",
            "--python-version", runtime.version, "--only-binary=:all:", "--require-hashes", "--no-deps",
            "--requirement", str(wanted),
        )  # fmt: skip
        done.touch()
    _pip(
        "install", "--target", str(target), "--no-index", "--find-links", str(folder), "--no-compile", "--no-deps",
        "--platform", PLATFORM, "--implementation", "cp", "--python-version", runtime.version,
        "--only-binary=:all:", "--require-hashes", "--requirement", str(wanted),
    )  # fmt: skip
    for pattern in DROPPED:
        for path in sorted(target.glob(pattern)):
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)
    for metadata in target.glob("*.dist-info/METADATA"):
        # Its fields; the description after them is the package's whole README (pydantic's: 140 kB).
        fields, _, _ = metadata.read_bytes().partition(b"\n\n")
        metadata.write_bytes(fields + b"\n")


def _pip(*arguments: str) -> None:
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - pip
    if done.returncode:
        raise BuildError(f"pip {arguments[0]} failed:\n{done.stderr.strip()[-2000:]}")
