"""Function Compute without a vendor SDK: handlers, context, credentials, trigger envelopes, logging.

Nothing is loaded here: what is asked for is, so that a cold start pays for that alone.

- `handler`, `Invocation`    a decorator for a handler, and what it is given
- `Envelope`, `HttpResponse` an event's records; an HTTP trigger's answer
- `batch`                    a loop over records with an outcome each
- `context`                  the typed view of both runtimes' contexts, and the time that is left
- `credentials`              the role's credentials, from the context or the environment
- `envelopes`                event bytes -> records, one file a trigger
- `logs`                     structlog with Powertools' keys
- `powertools`               the names that a function written for AWS Lambda Powertools imports
- `deferred`                 imports that wait until their module is used
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fcruntime.envelopes import Envelope, HttpRequest, HttpResponse, Record
    from fcruntime.invocations import Invocation, handler

__version__ = "0.1.0"
__all__ = ["Envelope", "HttpRequest", "HttpResponse", "Invocation", "Record", "__version__", "handler"]

_PLACES = {
    "Envelope": "envelopes", "HttpRequest": "envelopes", "HttpResponse": "envelopes", "Record": "envelopes",
    "Invocation": "invocations", "handler": "invocations",
}  # fmt: skip


def __getattr__(name: str) -> object:
    if name not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module  # noqa: PLC0415 - only now

    return getattr(import_module(f"{__name__}.{_PLACES[name]}"), name)
