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
