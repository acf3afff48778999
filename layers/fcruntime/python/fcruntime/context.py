"""The context that Function Compute hands to a handler, as one type for both Python runtimes.

python3.12 and python3.10 disagree on where things are: the version and the log store stand under
`function` and at the top in the one, under `service` in the other. What neither has is taken from the
environment (`FC_*`). Source: the runtimes' documented attributes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Function:
    """The function that runs."""

    name: str
    handler: str
    memory: int
    """MB."""
    timeout: int | None
    """Seconds; None where the runtime does not say."""
    version: str
    qualifier: str


@dataclass(frozen=True, slots=True)
class Context:
    """One invocation's context. Holds no credentials: see `fcruntime.credentials`."""

    request_id: str
    function: Function
    region: str
    account_id: str
    log_project: str
    log_store: str

    @property
    def function_arn(self) -> str:
        """`acs:fc:<region>:<account>:functions/<name>`."""
        return f"acs:fc:{self.region}:{self.account_id}:functions/{self.function.name}"


def read_context(context: object, environ: Mapping[str, str]) -> Context:
    """Either runtime's context as one type. Never raises: what is missing is empty (a timeout, None)."""
    function = getattr(context, "function", None)
    service = getattr(context, "service", None)

    def first(*places: tuple[object, str], variable: str = "") -> str:
        for carrier, name in places:
            value = getattr(carrier, name, None)
            if value is not None and value != "":
                return str(value)
        return environ.get(variable, "") if variable else ""

    return Context(
        request_id=first((context, "request_id")),
        function=Function(
            name=first((function, "name"), variable="FC_FUNCTION_NAME"),
            handler=first((function, "handler"), variable="FC_FUNCTION_HANDLER"),
            memory=_whole(first((function, "memory"), variable="FC_FUNCTION_MEMORY_SIZE")) or 0,
            timeout=_whole(first((function, "timeout"))),
            version=first((function, "version_id"), (service, "version_id"), variable="FC_FUNCTION_VERSION")
            or environ.get("FC_VER_ID", ""),  # of the runtimes on Debian 10 and older
            qualifier=first((function, "qualifier"), (service, "qualifier"), variable="FC_QUALIFIER"),
        ),
        region=first((context, "region"), variable="FC_REGION"),
        account_id=first((context, "account_id"), variable="FC_ACCOUNT_ID"),
        log_project=first((context, "log_project"), (service, "log_project")),
        log_store=first((context, "log_store"), (service, "log_store")),
    )


def _whole(text: str) -> int | None:
    try:
        return int(text)
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class Deadline:
    """When an invocation ends. The context does not tell the time left, so it is counted from the start."""

    ends_at: float | None
    """On the clock that `remaining` is given; None when the timeout is not known."""

    @classmethod
    def after(cls, started: float, timeout: int | None) -> Deadline:
        """The deadline of an invocation that began at `started` (a monotonic clock's seconds)."""
        return cls(None if timeout is None else started + timeout)

    def remaining(self, now: float) -> float | None:
        """Seconds left, 0.0 when there are none, None when it can't be known: three different things."""
        return None if self.ends_at is None else max(0.0, self.ends_at - now)
