"""The local runtime: runs a handler as Function Compute does, without Docker. Not in the built layer."""

from __future__ import annotations

from fcruntime.local.layout import Layout, installed_distributions
from fcruntime.local.runtime import FunctionConfig, Invocation, LocalRuntime

__all__ = ["FunctionConfig", "Invocation", "Layout", "LocalRuntime", "installed_distributions"]
