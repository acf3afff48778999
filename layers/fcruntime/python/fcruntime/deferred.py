"""Imports that wait until their module is used: for what a library loads and a function never touches."""

from __future__ import annotations

import importlib.util
import sys


def defer(name: str) -> None:
    """From now on `import NAME` gives the module at once, and its code runs at the first use of it.

    Does nothing where the module is loaded already.
    """
    if name in sys.modules:
        return
    spec = importlib.util.find_spec(name)
    if spec is None or spec.loader is None:  # a later import will say so
        return
    spec.loader = importlib.util.LazyLoader(spec.loader)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
