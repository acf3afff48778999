"""What is installed, in one line."""

from __future__ import annotations

import platform
from importlib import metadata


def version_line() -> str:
    """`mediaverdict 0.1.0 (CPython 3.12.1, Linux)`."""
    python = f"{platform.python_implementation()} {platform.python_version()}"
    return f"mediaverdict {metadata.version('mediaverdict')} ({python}, {platform.system()})"
