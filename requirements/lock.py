"""Renews the locks from pyproject.toml: for every Python from 3.10 on, with hashes. `make lock` runs it.

The largest set is solved first and holds the others, so that what is tested is what is deployed.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
LOCKS = (
    ("requirements/dev.txt", ["cli", "dev", "build", "lock"]),
    ("requirements/desk.txt", ["cli", "build"]),
    ("requirements/fuzz.txt", ["fuzz"]),
    ("requirements/deploy.txt", ["deploy"]),
    ("requirements/page.txt", ["page"]),
    ("requirements/peer.txt", []),
    ("layers/dependencies/requirements.txt", []),
)
OPTIONS = (
    "--universal",
    "--python-version=3.10",
    "--generate-hashes",
    "--no-header",
    "--no-emit-index-url",
    "--no-emit-find-links",
    "--no-annotate",
    "--quiet",
)
HEADER = "# Locked by `make lock` from pyproject.toml; not written by hand.\n"


def main() -> None:
    """Solves each lock, the later ones within the first."""
    first = LOCKS[0][0]
    sources = {"requirements/peer.txt": "requirements/peer.in"}
    for target, extras in LOCKS:
        command = [sys.executable, "-m", "uv", "pip", "compile", sources.get(target, "pyproject.toml"), *OPTIONS]
        command += [f"--extra={extra}" for extra in extras]
        command += ["--upgrade"] if target == first else ["--constraint", first]
        done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
        (ROOT / target).write_text(HEADER + done.stdout, encoding="utf-8")


if __name__ == "__main__":
    main()
