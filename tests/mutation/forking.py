"""Tests run in a fork of this process, which has loaded the packages that they need but nothing of the project."""

from __future__ import annotations

import json
import os
import resource
import signal
import sys
import time
from collections import Counter
from collections.abc import Sequence
from enum import Enum
from pathlib import Path

import httpx  # noqa: F401 - loaded once, for all forks
import jsonschema  # noqa: F401
import pydantic  # noqa: F401
import pytest
import structlog  # noqa: F401
import yaml  # noqa: F401

OPTIONS = ["-x", "-q", "-p", "no:randomly", "-p", "no:xdist", "--hypothesis-seed=0", "--no-header", "--tb=no"]
MEMORY = 4 * 1024**3
"""A changed loop may fill what there is."""


class RunResult(Enum):
    """What came of a run."""

    PASSED = "passed"
    FAILED = "failed"
    TIMEOUT = "timeout"


class _Chosen:
    """Runs these tests alone, in this order; notes how long each takes."""

    def __init__(self, tests: Sequence[str]) -> None:
        self._order = {test: number for number, test in enumerate(tests)}
        self.seconds: Counter[str] = Counter()

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """All of them where none was chosen."""
        if self._order:
            chosen = [item for item in items if item.nodeid in self._order]
            items[:] = sorted(chosen, key=lambda item: self._order[item.nodeid])

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """One phase of a test."""
        self.seconds[report.nodeid] += report.duration  # type: ignore[assignment]


def run_tests(
    arguments: Sequence[str], chosen: Sequence[str] = (), timeout: float = 1800.0, tell: Path | None = None
) -> RunResult:
    """pytest with these arguments, in a process of its own.

    `tell` is where the tests' seconds go, as JSON.
    """
    child = os.fork()
    if not child:
        os._exit(_run(arguments, chosen, tell))
    ends_at = time.monotonic() + timeout
    while time.monotonic() < ends_at:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            return RunResult.FAILED if status else RunResult.PASSED
        time.sleep(0.01)
    os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return RunResult.TIMEOUT


def _run(arguments: Sequence[str], chosen: Sequence[str], tell: Path | None) -> int:
    os.setsid()
    sys.dont_write_bytecode = tell is None  # of a changed module none may be kept
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    with Path(os.devnull).open("r+") as nowhere:
        for stream in range(3):
            os.dup2(nowhere.fileno(), stream)
    plugin = _Chosen(chosen)
    try:
        failed = pytest.main([*OPTIONS, *arguments], plugins=[plugin])
    except BaseException:  # noqa: BLE001 - a changed module may do anything
        return 1
    if tell is not None:
        tell.write_text(json.dumps(plugin.seconds))
    return int(failed)
