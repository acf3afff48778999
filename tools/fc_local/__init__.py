"""The local runtime: runs a handler as Function Compute does, without Docker."""

from __future__ import annotations

from fc_local.layout import Layout, installed_distributions
from fc_local.runtime import FunctionConfig, Invocation, LocalRuntime

__all__ = ["FunctionConfig", "Invocation", "Layout", "LocalRuntime", "installed_distributions"]
