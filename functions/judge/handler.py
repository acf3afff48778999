"""What Function Compute calls. Wires the parts and holds no logic: see `mediaverdict.instance`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from fcruntime import logs
from fcruntime.context import read_context
from mediaverdict.instance import FunctionInstance

RULES = Path(__file__).with_name("rules.yml")


class _Instance:
    running: FunctionInstance | None = None


def initialize(context: object) -> None:  # noqa: ARG001 - the platform's signature
    """Once per instance: settings, rule book, clients. Raises what is wrong with them, all of it."""
    logs.configure(os.environ)
    _Instance.running = FunctionInstance.start(os.environ, RULES)


def handler(event: bytes, context: object) -> dict[str, Any]:
    """One event: the summary, or for an HTTP event its answer."""
    if _Instance.running is None:  # an instance without the initializer hook
        initialize(context)
    assert _Instance.running is not None  # noqa: S101 - for the type checker
    return _Instance.running.handle(event, context, read_context(context, os.environ))
