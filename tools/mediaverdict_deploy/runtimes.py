"""Function Compute's Python runtimes, and interpreters of their version on this machine."""

from __future__ import annotations

import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

RUNTIMES = ("python3.12", "python3.10")
"""Those that this project supports; the first is the default."""


class BuildError(Exception):
    """A build that can't go on; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Runtime:
    """One of them."""

    name: str

    @property
    def version(self) -> str:
        """`3.12`."""
        return self.name.removeprefix("python")

    @property
    def suffix(self) -> str:
        """`python312`: what a layer's name may hold."""
        return self.name.replace(".", "")

    def interpreter(self) -> Path | None:
        """A Python of this version: the running one, on the PATH, or pyenv's. None where there is none."""
        if f"{sys.version_info.major}.{sys.version_info.minor}" == self.version:
            return Path(sys.executable)
        candidates = [shutil.which(self.name), *_of_pyenv(self.version)]
        return next((Path(path) for path in candidates if path and _is_of(path, self.version)), None)


def runtime_named(name: str) -> Runtime:
    """The runtime of that name. Raises BuildError, which says what is known."""
    if name not in RUNTIMES:
        raise BuildError(f"RUNTIME is {name!r}: expected {' or '.join(RUNTIMES)}")
    return Runtime(name)


def _of_pyenv(version: str) -> list[str]:
    pyenv = shutil.which("pyenv")
    if pyenv is None:
        return []
    root = subprocess.run([pyenv, "root"], capture_output=True, text=True, check=False).stdout.strip()  # noqa: S603
    return sorted(str(path) for path in Path(root).glob(f"versions/{version}*/bin/python"))[::-1]


def _is_of(path: str, version: str) -> bool:
    """Asked, not guessed from its name: pyenv's shims stand for versions that are not switched on."""
    ask = "import sys; print('%d.%d' % sys.version_info[:2])"
    done = subprocess.run([path, "-I", "-c", ask], capture_output=True, text=True, check=False)  # noqa: S603
    return done.stdout.strip() == version
