"""What Function Compute calls in this package: the handler, with the packages beside it on the path."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(1, str(Path(__file__).with_name("python")))

from handler import handler, initialize, pre_stop

__all__ = ["handler", "initialize", "pre_stop"]
