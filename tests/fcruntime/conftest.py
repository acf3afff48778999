"""What these tests need and nothing else, so that they run wherever the package and they are copied."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest


@pytest.fixture
def log_lines(capsys: pytest.CaptureFixture[str]) -> Callable[[], list[dict[str, object]]]:
    """The JSON lines on stdout since the last call."""
    return lambda: [json.loads(line) for line in capsys.readouterr().out.splitlines()]
