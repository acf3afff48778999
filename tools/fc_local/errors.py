"""Everything this package raises on purpose."""

from __future__ import annotations

from fcruntime.errors import FcRuntimeError


class LocalRuntimeError(FcRuntimeError):
    """The local runtime could not start its interpreter, or lost it."""
