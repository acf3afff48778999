"""structlog, with lines as AWS Lambda Powertools for Python writes them.

One JSON object a line on stdout; order of keys, formats and variables are Powertools' (3.37), so the
dashboards and queries written for it keep working. Function Compute's logger prefixes its lines, what
is printed goes out as it is: hence stdout.

Inside `invocation(...)` every line carries `cold_start`, the `function_*` keys and `correlation_id`, and
the keys that `append_keys` added, which end with it. The state is one ContextVar: a pool's thread sees
it when its task runs in a `contextvars.copy_context()` of its own.
"""

from __future__ import annotations

import json
import os
import random
import sys
import time
import traceback
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

import structlog

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from structlog.typing import EventDict, FilteringBoundLogger

    from fcruntime.context import Context

LEVELS = {"DEBUG": 10, "INFO": 20, "WARNING": 30, "ERROR": 40, "CRITICAL": 50}


@dataclass(slots=True)
class _Invocation:
    standard: dict[str, object]
    appended: dict[str, object] = field(default_factory=dict)


_current: ContextVar[_Invocation | None] = ContextVar("fcruntime_invocation", default=None)


class _Instance:
    """What one instance of a function knows of itself: whether it has been called yet."""

    invoked = False


def configure(environ: Mapping[str, str] = os.environ) -> None:
    """Sets structlog up from Powertools' variables. Call it once, at initialize.

    `POWERTOOLS_SERVICE_NAME` (service_undefined), `POWERTOOLS_LOG_LEVEL` then `LOG_LEVEL` (INFO),
    `POWERTOOLS_LOGGER_SAMPLE_RATE` (that share of instances logs at DEBUG), `POWERTOOLS_DEV` (indents).
    """
    level = _level(environ)
    base: dict[str, object] = {"service": environ.get("POWERTOOLS_SERVICE_NAME") or "service_undefined"}
    rate = environ.get("POWERTOOLS_LOGGER_SAMPLE_RATE")
    if rate is not None:
        base["sampling_rate"] = rate  # stays text, as there
        if _sampled(rate):
            level = LEVELS["DEBUG"]
    indent = 4 if environ.get("POWERTOOLS_DEV", "").lower() in {"1", "true", "yes", "on", "y", "t"} else None

    def line(_logger: object, method: str, event: EventDict) -> EventDict:
        return _line(base, method, event)

    def write(line: object, **_: object) -> str:
        return _write(line, indent)

    structlog.configure(
        processors=[
            structlog.processors.CallsiteParameterAdder(
                {
                    structlog.processors.CallsiteParameter.FUNC_NAME,
                    structlog.processors.CallsiteParameter.LINENO,
                }
            ),
            line,
            structlog.processors.JSONRenderer(serializer=write),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(),
        cache_logger_on_first_use=False,
    )


def get_logger() -> FilteringBoundLogger:
    """A structlog logger: `log.info("text", key=value)`; `log.exception("text")` inside `except`."""
    return cast("FilteringBoundLogger", structlog.get_logger())


@contextmanager
def invocation(context: Context, correlation_id: str = "") -> Iterator[None]:
    """Every line inside carries this invocation's keys; what `append_keys` adds ends with it."""
    cold = not _Instance.invoked
    _Instance.invoked = True
    standard: dict[str, object] = {
        "cold_start": cold,
        "function_name": context.function.name,
        "function_memory_size": context.function.memory,
        "function_arn": context.function_arn,
        "function_request_id": context.request_id,
        "correlation_id": correlation_id or context.request_id,
    }
    token = _current.set(_Invocation(standard))
    try:
        yield
    finally:
        _current.reset(token)


def set_correlation_id(correlation_id: str) -> None:
    """Replaces the correlation ID until the invocation ends. Outside one it does nothing."""
    current = _current.get()
    if current is not None:
        current.standard["correlation_id"] = correlation_id


def append_keys(**keys: object) -> None:
    """Adds keys to every further line of this invocation. Outside one it does nothing."""
    current = _current.get()
    if current is not None:
        current.appended.update(keys)


def _level(environ: Mapping[str, str]) -> int:
    for name in ("POWERTOOLS_LOG_LEVEL", "LOG_LEVEL"):
        level = LEVELS.get(environ.get(name, "").upper())
        if level is not None:
            return level
    return LEVELS["INFO"]


def _sampled(rate: str) -> bool:
    try:
        return random.random() < float(rate)  # noqa: S311 - a sample, no secret
    except ValueError:
        return False


def _line(base: Mapping[str, object], method: str, event: EventDict) -> EventDict:
    location = f"{event.pop('func_name', '')}:{event.pop('lineno', '')}"
    message = event.pop("event", None)
    exc_info = event.pop("exc_info", None)
    line: dict[str, Any] = {
        "level": "ERROR" if method == "exception" else method.upper(),
        "location": location,
        "message": _message(message),
        "timestamp": _timestamp(),
        **base,
    }
    current = _current.get()
    if current is not None:
        line.update(current.standard)
        line.update(current.appended)
    line.update(event)
    if exc_info:
        _add_exception(line, exc_info)
    return {key: value for key, value in line.items() if value is not None}


def _message(message: object) -> object:
    """A text that is JSON comes out parsed, as in Powertools."""
    if not isinstance(message, str) or message[:1] not in '{["-0123456789tfn' or not message:
        return message
    try:
        return json.loads(message)
    except (ValueError, RecursionError):
        return message


def _timestamp() -> str:
    """`2026-11-23 14:17:05,779+0000`: local zone, comma, offset without a colon."""
    now = time.time()
    local = time.localtime(now)
    return f"{time.strftime('%Y-%m-%d %H:%M:%S', local)},{int(now % 1 * 1000):03d}{time.strftime('%z', local)}"


def _add_exception(line: dict[str, Any], exc_info: object) -> None:
    if isinstance(exc_info, BaseException):
        error: BaseException | None = exc_info
    elif isinstance(exc_info, tuple):
        error = exc_info[1]
    else:
        error = sys.exc_info()[1]
    if error is None:
        return
    line["exception"] = "".join(traceback.format_exception(error)).rstrip("\n")
    line["exception_name"] = type(error).__name__
    notes = getattr(error, "__notes__", None)
    if notes:
        line["exception_notes"] = notes
    line["stack_trace"] = {
        "type": type(error).__name__,
        "value": str(error),
        "module": type(error).__module__,
        "frames": [
            {"file": frame.filename, "line": frame.lineno, "function": frame.name, "statement": frame.line}
            for frame in traceback.extract_tb(error.__traceback__)
        ],
    }


def _write(line: object, indent: int | None) -> str:
    """The line as JSON. What JSON can't write is written as text: logging must not raise into its caller."""
    separators = (",", ":") if indent is None else (",", ": ")
    try:
        text = json.dumps(line, ensure_ascii=False, separators=separators, indent=indent, default=_plain)
    except (TypeError, ValueError, RecursionError):
        plain = {str(key): _plain(value) for key, value in cast("dict[object, object]", line).items()}
        text = json.dumps(plain, ensure_ascii=False, separators=separators, indent=indent)
    # A lone surrogate can't be printed as UTF-8.
    return text if text.isascii() else text.encode("utf-8", "backslashreplace").decode()


def _plain(value: object) -> object:
    if value is None or isinstance(value, str | int | float | bool):
        return value
    try:
        return str(value)
    except Exception:  # noqa: BLE001 - a foreign __str__ may raise anything
        return f"<{type(value).__name__}>"
