"""What lies under /opt: the distributions that are named, and nothing else."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from fc_local import installed_distributions
from fc_local.errors import LocalRuntimeError


def test_only_the_named_distributions_are_found() -> None:
    found = {path.name for path in installed_distributions(Path(sys.executable), ["httpx", "typing_extensions"])}
    assert {"httpx", "typing_extensions.py"} <= found
    assert "pydantic" not in found


def test_a_missing_distribution_is_named_unless_it_is_optional() -> None:
    with pytest.raises(LocalRuntimeError, match="lacks no-such-thing: install layers/dependencies"):
        installed_distributions(Path(sys.executable), ["httpx", "no-such-thing"])
    assert installed_distributions(Path(sys.executable), [], ["no-such-thing"]) == []
