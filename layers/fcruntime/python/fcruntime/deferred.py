"""Imports that wait until their module is used: for what a library loads and a function never touches.

importlib's own LazyLoader does not help here: the next `import` of a module trace at its `__spec__`, and that
counts as a use.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import Any


class _Deferred(ModuleType):
    """Stands for a module until somebody asks for something in it."""

    def __getattr__(self, name: str) -> Any:
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        return getattr(import_module(self.__name__), name)


def defer(name: str) -> None:
    """From now on `import NAME` costs nothing; the module is loaded when something of it is used.

    Does nothing where the module is loaded already.
    """
    if name not in sys.modules:
        sys.modules[name] = _Deferred(name)


def defer_asyncio() -> None:
    """Saves a function without an event loop its tenth of a cold start; call it before anything imports structlog.

    structlog imports asyncio for its async methods; from Python 3.12 on, each log record would ask it for the
    task's name.
    """
    import logging  # noqa: PLC0415 - a function that defers nothing need not load it

    defer("asyncio")
    logging.logAsyncioTasks = False  # type: ignore[attr-defined]
