"""Folders that come out the same, byte for byte, wherever and whenever they are made."""

from __future__ import annotations

import hashlib
import os
import subprocess
import zipfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a zip can hold."""

# Run by the runtime's own Python. Unchecked: a time-stamped file goes stale in a zip across time zones, and
# the interpreter then compiles everything anew at each cold start.
_COMPILE = """
import compileall, py_compile, sys
done = compileall.compile_dir(
    sys.argv[1], quiet=1, force=True, stripdir=sys.argv[1], prependdir=sys.argv[2], workers=1,
    invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH)
sys.exit(not done)
"""


def files_of(folder: Path) -> Iterator[Path]:
    """Every file in it, in an order that depends on nothing but the names."""
    yield from sorted(path for path in folder.rglob("*") if path.is_file())


def compile_tree(folder: Path, interpreter: Path, seen_at: str) -> None:
    """Writes bytecode beside every module; its paths are those in the cloud (`seen_at`), not this machine's.

    Raises CalledProcessError, whose stdout names the module that can't be compiled.
    """
    # Sets of strings are written in the order of their hashes: fixed, the bytes are the same every time.
    environ = {**os.environ, "PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1"}
    environ.pop("PYTHONPATH", None)
    subprocess.run(  # noqa: S603 - an interpreter of the runtime's version
        [str(interpreter), "-S", "-s", "-c", _COMPILE, str(folder), seen_at],
        check=True, capture_output=True, text=True, env=environ,
    )  # fmt: skip


def settle_modes(folder: Path) -> None:
    """The same permissions whatever the umask was."""
    for path in files_of(folder):
        path.chmod(0o755 if path.suffix == ".so" else 0o644)
    for path in folder.rglob("*"):
        if path.is_dir():
            path.chmod(0o755)


def digest_of(folder: Path) -> str:
    """`sha256:` of all names and contents."""
    found = hashlib.sha256()
    for path in files_of(folder):
        found.update(f"{path.relative_to(folder).as_posix()}\0{path.stat().st_size}\0".encode())
        found.update(path.read_bytes())
    return f"sha256:{found.hexdigest()}"


def zip_tree(folder: Path, target: Path) -> None:
    """The folder's content as a zip without a trace of when and where it was made."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path in files_of(folder):
            entry = zipfile.ZipInfo(path.relative_to(folder).as_posix(), _LONG_AGO)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # Unix: the permissions count
            entry.external_attr = path.stat().st_mode << 16
            archive.writestr(entry, path.read_bytes())
