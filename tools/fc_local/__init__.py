"""The local runtime: runs a handler as Function Compute does, without Docker."""

from __future__ import annotations

from fc_local.answers import HttpAnswer
from fc_local.layout import Layout, installed_distributions
from fc_local.runtime import FunctionConfig, Invocation, LocalRuntime

__all__ = ["FunctionConfig", "HttpAnswer", "Invocation", "Layout", "LocalRuntime", "installed_distributions"]
