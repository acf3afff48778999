"""What Function Compute calls. Wires the parts and holds no logic: see `mediaverdict.instance`."""

from __future__ import annotations

from fcruntime.deferred import defer_asyncio

defer_asyncio()  # before the imports that would load it

import os  # noqa: E402
from pathlib import Path  # noqa: E402

import fcruntime  # noqa: E402
from fcruntime import logs  # noqa: E402
from mediaverdict.instance import FunctionInstance  # noqa: E402

RULES = Path(__file__).with_name("rules.yml")


class _Instance:
    running: FunctionInstance | None = None


def initialize(context: object) -> None:  # noqa: ARG001 - the platform's signature
    """Once per instance: settings, rule book, clients. Raises what is wrong with them, all of it."""
    logs.configure(os.environ)
    _Instance.running = FunctionInstance.start(os.environ, RULES)


@fcruntime.handler
def handler(event: fcruntime.Envelope, invocation: fcruntime.Invocation) -> object:
    """One event: the summary, or for an HTTP event its answer."""
    if _Instance.running is None:  # an instance without the initializer hook
        initialize(invocation.platform)
    assert _Instance.running is not None  # noqa: S101 - for the type checker
    return _Instance.running.handle(event, invocation)


def pre_stop(context: object) -> None:  # noqa: ARG001 - the platform's signature
    """Before the instance goes: connections and threads are closed."""
    if _Instance.running is not None:
        _Instance.running.close()
        _Instance.running = None
