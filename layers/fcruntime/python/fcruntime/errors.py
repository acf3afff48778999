"""Everything this package raises on purpose.

FcRuntimeError
└── CredentialsError    neither the context nor the environment has credentials
"""

from __future__ import annotations


class FcRuntimeError(Exception):
    """The root of this package's errors."""


class CredentialsError(FcRuntimeError):
    """Neither the context nor the environment has a complete set of credentials."""
