"""Code and layers where Function Compute has them: `/code`, and every layer's `python/` merged in `/opt/python`.

The layout is a private folder of links, so nothing is copied, no root is needed, and what is edited is
what runs.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from fc_local.errors import LocalRuntimeError

if TYPE_CHECKING:
    from collections.abc import Iterable

# Asked of the function's own interpreter: the top-level files and folders of each distribution.
_LIST_DISTRIBUTIONS = """
import importlib.metadata, json, sys
found, missing = {}, []
for name in sys.argv[1:]:
    try:
        files = importlib.metadata.distribution(name).files or []
    except importlib.metadata.PackageNotFoundError:
        missing.append(name)
        continue
    for file in files:
        top = file.parts[0]
        if top not in ("..", "__pycache__"):
            found[top] = str(file.locate().parents[len(file.parts) - 1] / top)
json.dump({"found": found, "missing": missing}, sys.stdout)
"""


@dataclass(frozen=True, slots=True)
class Layout:
    """A folder with `code` and `opt`, as the function sees `/code` and `/opt`."""

    root: Path

    @property
    def code(self) -> Path:
        """`/code`."""
        return self.root / "code"

    @property
    def opt(self) -> Path:
        """`/opt`."""
        return self.root / "opt"

    @classmethod
    def make(cls, code: Path, entries: Iterable[Path] = (), layers: Iterable[Path] = ()) -> Layout:
        """Links `code`, each layer's content into `opt`, and each entry (a package or module) into `opt/python`.

        Folders are merged; of files of one name a later one wins, as a later layer's does in the cloud.
        The folder is temporary; `remove` takes it away.
        """
        layout = cls(Path(tempfile.mkdtemp(prefix="fc-")))
        python = layout.opt / "python"
        python.mkdir(parents=True)
        layout.code.symlink_to(code.resolve(), target_is_directory=True)
        for layer in layers:
            _link_all(sorted(layer.iterdir()), layout.opt)
        _link_all(entries, python)
        return layout

    def remove(self) -> None:
        """Takes the folder away: links go, what they point to stays."""
        shutil.rmtree(self.root)


def _link_all(entries: Iterable[Path], folder: Path) -> None:
    """Links entries into a folder. Folders of one name are merged, as several layers' are in the cloud."""
    for entry in entries:
        link = folder / entry.name
        if entry.is_dir() and link.is_dir():
            if link.is_symlink():
                first = link.resolve()
                link.unlink()
                link.mkdir()
                _link_all(sorted(first.iterdir()), link)
            _link_all(sorted(entry.iterdir()), link)
            continue
        if link.is_dir() and not link.is_symlink():
            shutil.rmtree(link)
        link.unlink(missing_ok=True)
        link.symlink_to(entry.resolve())


def installed_distributions(python: Path, names: Iterable[str], optional: Iterable[str] = ()) -> list[Path]:
    """The packages and modules of distributions that are installed beside an interpreter.

    So that a function gets its locked dependencies and nothing else that happens to be installed.
    Raises LocalRuntimeError for those that are missing, but for the optional ones.
    """
    wanted = [*names]
    try:
        done = subprocess.run(  # noqa: S603 - an interpreter that the caller names
            [str(python), "-I", "-c", _LIST_DISTRIBUTIONS, *wanted, *optional],
            capture_output=True,
            text=True,
            check=False,
        )
    except OSError as error:
        raise LocalRuntimeError(f"can't start {python}: {error.strerror}") from error
    if done.returncode != 0:
        raise LocalRuntimeError(f"{python} can't list its packages: {done.stderr.strip()[-500:]}")
    answer = json.loads(done.stdout)
    missing = sorted(set(answer["missing"]) & set(wanted))
    if missing:
        raise LocalRuntimeError(
            f"{python} lacks {', '.join(missing)}: install layers/dependencies/requirements.txt or that there"
        )
    return [Path(path) for path in answer["found"].values()]
