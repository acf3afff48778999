"""The benchmark's loopback cloud, from the side that starts it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

TESTS = Path(__file__).parents[1]


@contextmanager
def cloud(delay: float = 0.0) -> Iterator[tuple[str, Any]]:
    """(endpoint, a function that says how many verdicts came and forgets them)."""
    process = subprocess.Popen(
        [sys.executable, str(Path(__file__).with_name("cloud_process.py")), str(delay)], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        text=True, env={**os.environ, "PYTHONPATH": str(TESTS)},
    )  # fmt: skip
    assert process.stdin is not None
    assert process.stdout is not None
    stdin, stdout = process.stdin, process.stdout

    def count() -> int:
        stdin.write("\n")
        stdin.flush()
        return int(stdout.readline())

    try:
        yield stdout.readline().strip(), count
    finally:
        stdin.close()
        process.wait()
