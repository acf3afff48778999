"""Everything this package raises on purpose.

FcRuntimeError
├── CredentialsError    neither the context nor the environment has credentials
└── LocalRuntimeError   the local runtime could not start or lost its interpreter
"""

from __future__ import annotations


class FcRuntimeError(Exception):
    """The root of this package's errors."""


class CredentialsError(FcRuntimeError):
    """Neither the context nor the environment has a complete set of credentials."""


class LocalRuntimeError(FcRuntimeError):
    """The local runtime could not start its interpreter, or lost it."""
