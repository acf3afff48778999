"""structlog, with lines as AWS Lambda Powertools for Python writes them.

One JSON object a line on stdout; order of keys, formats, variables and options are Powertools' (3.37), so the
dashboards and queries written for it keep working; docs/logging.md lists what differs, and why. Function Compute's
logger prefixes its lines, what is printed goes out as it is: hence stdout.

Inside `invocation(...)` every line carries `cold_start`, the `function_*` keys and `correlation_id`, and the keys
that `append_keys` added, which end with it. Logging never raises into its caller.

- `options` variables and options    `keys`    what stands on every line
- `lines`   a call -> its line       `values`  a line -> JSON, whatever is in it
- `channel` level, buffer, stdout    `bound`   structlog's logger
- `logger`  Powertools' class        `redacting`  an event without its secrets
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import structlog

from fcruntime.logs.bound import FunctionLogger
from fcruntime.logs.channel import DEFAULT
from fcruntime.logs.keys import append_context_keys, begin_cold, block_keys, current, invocation_scope
from fcruntime.logs.options import read_options
from fcruntime.logs.values import text_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from fcruntime.context import Context
    from fcruntime.logs.buffer import LoggerBufferConfig
    from fcruntime.logs.logger import Logger

__all__ = [
    "FunctionLogger",
    "Logger",
    "LoggerBufferConfig",
    "append_context_keys",
    "append_keys",
    "clear_state",
    "configure",
    "flush_buffer",
    "get_correlation_id",
    "get_current_keys",
    "get_logger",
    "invocation",
    "log_event",
    "remove_keys",
    "set_correlation_id",
]


def configure(environ: Mapping[str, str] = os.environ, **options: Any) -> None:
    """Sets logging up; without it the first line does, from the environment.

    Variables: `POWERTOOLS_SERVICE_NAME` (service_undefined), `POWERTOOLS_LOG_LEVEL` then `LOG_LEVEL` (INFO),
    `POWERTOOLS_LOGGER_SAMPLE_RATE` (that share of invocations logs at DEBUG), `POWERTOOLS_DEV` (indents).
    Options are those of Powertools' constructor and come first: `service`, `level`, `sampling_rate`, `utc`,
    `use_rfc3339`, `datefmt`, `use_datetime_directive`, `log_record_order`, `serialize_stacktrace`, `json_default`,
    `json_serializer`, `json_deserializer`, `buffer_config`, `stream`, `location` and `timestamp` (patterns, or None);
    any other is a key of every line.
    """
    DEFAULT.configure(read_options(environ, **options))
    # Other packages' structlog loggers write the same lines; processors that are added run before a line is made.
    structlog.configure(
        processors=[],
        wrapper_class=FunctionLogger,
        logger_factory=structlog.PrintLoggerFactory(),
        cache_logger_on_first_use=False,
    )


def get_logger(**bound: object) -> FunctionLogger:
    """A structlog logger: `log.info("text", key=value)`; `log.exception("text")` inside `except`."""
    return FunctionLogger(None, (), bound)


@contextmanager
def invocation(context: Context, correlation_id: str = "", *, traceparent: str = "") -> Iterator[None]:
    """Every line inside carries this invocation's keys; what `append_keys` adds ends with it."""
    standard: dict[str, object] = {
        "cold_start": begin_cold(),
        "function_name": context.function.name,
        "function_memory_size": context.function.memory,
        "function_arn": context.function_arn,
        "function_request_id": context.request_id,
        "correlation_id": correlation_id or context.request_id,
    }
    if traceparent:
        standard["traceparent"] = traceparent
    with invocation_scope(standard) as scope:
        scope.sampled = DEFAULT.draw()
        yield


def set_correlation_id(correlation_id: str | None) -> None:
    """Replaces the correlation ID until the invocation ends; None takes it off."""
    current().append({"correlation_id": correlation_id})


def get_correlation_id() -> str | None:
    """The correlation ID of this invocation; None outside of one that has none."""
    found = current().keys.get("correlation_id")
    return None if found is None else text_of(found)


def append_keys(**keys: object) -> None:
    """Adds keys to every further line of this invocation; outside of one, to every further line of all."""
    current().append(keys)


def remove_keys(names: Iterable[str]) -> None:
    """Takes keys off every further line of this invocation, the platform's too."""
    current().remove(names)


def clear_state() -> None:
    """Takes all appended keys off. The platform's, with the correlation ID, stay."""
    current().clear()


def get_current_keys() -> dict[str, object]:
    """The keys of every line, as they are now."""
    return {**DEFAULT.options.constants, **current().keys, **block_keys()}


def flush_buffer() -> None:
    """Writes the lines that were kept of this invocation."""
    DEFAULT.flush(current())


def log_event(event: object) -> None:
    """Logs an event at INFO, without the secrets in it."""
    from fcruntime.logs.redacting import redacted  # noqa: PLC0415 - for those who ask for it

    get_logger().info(redacted(event), stacklevel=3)


def __getattr__(name: str) -> Any:
    place = {"Logger": "logger", "LoggerBufferConfig": "buffer"}.get(name)
    if place is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module  # noqa: PLC0415 - for those who ask for it

    return getattr(import_module(f"{__name__}.{place}"), name)
