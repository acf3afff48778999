"""The tests leave nothing behind in `build/` or in the user's cache; loaded by conftest.py.

A run of several processes is looked at as a whole, by the one that starts them.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

BUILD = Path(__file__).parents[1] / "build"
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "mediaverdict"

_BEFORE = pytest.StashKey[frozenset[Path]]()


def pytest_sessionstart(session: pytest.Session) -> None:
    """Remembers what is there."""
    session.stash[_BEFORE] = _there()


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fails the run that left something, and says what."""
    before: frozenset[Path] = session.stash[_BEFORE]
    left = sorted(map(str, _there() - before))
    if left and not hasattr(session.config, "workerinput"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
        print("\nleft behind by the tests:", *left, sep="\n  ")


def _there() -> frozenset[Path]:
    return frozenset(path for folder in (BUILD, CACHE) for path in folder.rglob("*"))
