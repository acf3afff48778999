"""Everything this package raises on purpose.

FcRuntimeError
├── CredentialsError      neither the context nor the environment has credentials
└── RecordsFailedError    some of an event's records were not handled
"""

from __future__ import annotations


class FcRuntimeError(Exception):
    """The root of this package's errors."""


class CredentialsError(FcRuntimeError):
    """Neither the context nor the environment has a complete set of credentials."""


class RecordsFailedError(FcRuntimeError):
    """Some of an event's records were not handled; the others were."""
