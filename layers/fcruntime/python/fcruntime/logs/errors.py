"""An exception -> the keys that tell of it."""

from __future__ import annotations

import sys
import traceback
from typing import TYPE_CHECKING, Any, NamedTuple

from fcruntime.logs.values import text_of

if TYPE_CHECKING:
    from types import TracebackType


class Raised(NamedTuple):
    """An exception as `sys.exc_info` gives it, where there is one."""

    kind: type[BaseException]
    error: BaseException | None
    trace: TracebackType | None


def raised(exc_info: object) -> Raised | None:
    """What `exc_info=` asks for: an exception, a triple, or, for any other true value, the one that is handled now."""
    if issubclass(type(exc_info), BaseException):
        return Raised(type(exc_info), exc_info, exc_info.__traceback__)  # type: ignore[arg-type, attr-defined]
    try:
        if not exc_info:
            return None
    except Exception:  # noqa: BLE001 - a foreign __bool__
        return None
    triple: Any = exc_info if type(exc_info) is tuple and len(exc_info) == 3 else sys.exc_info()
    kind, error, trace = triple
    if not isinstance(kind, type) or not issubclass(kind, BaseException):
        return None
    return Raised(kind, error if isinstance(error, BaseException) else None, trace)


def add_exception(line: dict[str, Any], found: Raised, *, stack_trace: bool) -> None:
    """`exception` the whole chain as text, `exception_name`, `exception_notes`, and `stack_trace` of the outermost one.

    A caller's own keys of the first three names stay, as in Powertools. Never raises.
    """
    line.setdefault("exception", _text(found))
    line.setdefault("exception_name", found.kind.__name__)
    try:
        notes = getattr(found.error, "__notes__", None)
    except Exception:  # noqa: BLE001 - a foreign property
        notes = None
    if notes is not None:
        line.setdefault("exception_notes", notes)
    if stack_trace:
        line["stack_trace"] = {
            "type": found.kind.__name__,
            "value": found.error,
            "module": type(found.error).__module__,
            "frames": _frames(found.trace),
        }


def _text(found: Raised) -> str:
    try:
        text = "".join(traceback.format_exception(found.kind, found.error, found.trace))
    except Exception:  # noqa: BLE001 - a foreign exception may break its own traceback
        return f"{found.kind.__name__}: {text_of(found.error)}"
    return text.removesuffix("\n")


def _frames(trace: TracebackType | None) -> list[dict[str, object]]:
    try:
        return [
            {"file": frame.filename, "line": frame.lineno, "function": frame.name, "statement": frame.line}
            for frame in traceback.extract_tb(trace)
        ]
    except Exception:  # noqa: BLE001 - as above
        return []
