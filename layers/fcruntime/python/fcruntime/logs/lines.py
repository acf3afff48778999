"""One call of a logger -> the line's keys and values, in Powertools' order."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any, NamedTuple

from fcruntime.logs.errors import add_exception, raised
from fcruntime.logs.options import NAMES
from fcruntime.logs.values import plain, text_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from types import FrameType

    from fcruntime.logs.errors import Raised
    from fcruntime.logs.options import Options

OWN = frozenset({"level", "timestamp", "location"})
"""What a call's own keys never replace; Powertools ignores them too."""
PATTERNS = OWN | {
    "name", "msg", "args", "levelname", "levelno", "pathname", "filename", "module", "exc_info", "exc_text",
    "stack_info", "lineno", "funcName", "created", "msecs", "relativeCreated", "thread", "threadName", "processName",
    "process", "asctime",
}  # fmt: skip
"""Appended keys of these names are patterns over the record, as in Powertools: `location="%(module)s"`."""
STARTED = time.time()


class Call(NamedTuple):
    """What one call of a logger was given, and from where."""

    level: int
    message: object
    args: tuple[object, ...]
    keys: Mapping[object, object]
    function: str
    lineno: int
    path: str
    raised: Raised | None
    at: float
    """Unix seconds."""


def make_call(level: int, message: object, args: tuple[object, ...], keys: dict[str, Any], depth: int) -> Call:
    """Takes what logging interprets (`exc_info`, `stack_info`, `stacklevel`, `extra`) out of the keys.

    `depth` is how many frames the caller is away from the one that calls this.
    """
    exc_info = keys.pop("exc_info", None)
    keys.pop("stack_info", None)  # interpreted by logging, and written by no formatter of Powertools'
    stacklevel = keys.pop("stacklevel", 2)
    extra = keys.pop("extra", None)
    all_keys = {} if extra is None else _extra_keys(extra)
    all_keys.update(keys)
    more = stacklevel - 2 if issubclass(type(stacklevel), int) and stacklevel > 2 else 0
    frame = _caller(depth + 1)
    while more and frame.f_back is not None:
        frame, more = frame.f_back, more - 1
    code = frame.f_code
    return Call(
        level, message, args, all_keys, code.co_name, frame.f_lineno, code.co_filename, raised(exc_info), time.time()
    )


def _extra_keys(extra: object) -> dict[object, object]:
    if issubclass(type(extra), Mapping):
        with suppress(Exception):  # a foreign mapping that can't be gone through
            return dict(extra)  # type: ignore[call-overload, no-any-return]
    return {"extra": extra}


def _caller(depth: int) -> FrameType:
    """The caller's frame, as logging finds it; the outermost one where C called: a thread's start, atexit."""
    try:
        return sys._getframe(depth + 1)  # noqa: SLF001 - as logging does
    except ValueError:
        frame = sys._getframe()  # noqa: SLF001
        while frame.f_back is not None:
            frame = frame.f_back
        return frame


def build_line(
    call: Call, options: Options, scopes: Iterable[Mapping[str, object]], hidden: Iterable[str]
) -> dict[str, Any]:
    """The line. `scopes` are the keys that stand on every line, the later ones on top; `hidden` are left out."""
    line: dict[str, Any] = dict.fromkeys(options.order)
    line["level"] = NAMES.get(call.level) or f"Level {text_of(call.level)}"
    line["location"] = f"{call.function}:{call.lineno}"
    line["timestamp"] = timestamp(call.at, options)
    for keys in (options.constants, *scopes):
        _add_standing(line, keys, call, options)
    for name in hidden:
        line.pop(name, None)
    _add_own(line, call.keys)
    line["message"], note = message_of(call, options)
    if note:
        line.update(note)
    if call.raised is not None:
        add_exception(line, call.raised, stack_trace=options.stack_trace)
    return {key: value for key, value in line.items() if value is not None}


def _add_standing(line: dict[str, Any], keys: Mapping[str, object], call: Call, options: Options) -> None:
    """Keys of every line; of those that are patterns, what they come to."""
    for name, value in keys.items():
        if name not in PATTERNS or value is None:
            line[name] = value
        elif name not in OWN or issubclass(type(value), str):  # else the line's own stays
            line[name] = _pattern(value, call, options, line)


def _add_own(line: dict[str, Any], keys: Mapping[object, object]) -> None:
    """The call's own keys."""
    for key, value in keys.items():
        name = key if isinstance(key, str) else text_of(key)
        if name == "message":
            line["message_"] = value  # the line's own stays, and nothing is lost
        elif name not in OWN:
            line[name] = value


def message_of(call: Call, options: Options) -> tuple[object, dict[str, object] | None]:
    """(the message, what is to be said of it). A text that is JSON comes out parsed, arguments are filled in."""
    message, args = call.message, call.args
    if issubclass(type(message), dict):
        return message, {"message_arguments": list(args)} if args else None
    if args:
        try:
            only = args[0]
            return str(message) % (only if len(args) == 1 and isinstance(only, dict) and only else args), None
        except Exception as error:  # noqa: BLE001 - a caller's mistake, or a foreign __str__
            return _shown(message), {
                "message_arguments": list(args),
                "message_error": f"{type(error).__name__}: {text_of(error)}",
            }
    if issubclass(type(message), str):
        try:
            return options.json_deserializer(text_of(message)), None
        except Exception:  # noqa: BLE001 - most texts are none; a deep one ends in RecursionError
            return message, None
    return message, None


def timestamp(at: float, options: Options) -> str:
    """`2026-11-23 14:17:05,779+0000`: local zone, comma before the milliseconds, offset without a colon."""
    try:
        return _formatted(at, options)
    except Exception:  # noqa: BLE001 - a datefmt that is none must not cost the line its keys
        return _formatted(at, options._replace(datefmt=None))


def _formatted(at: float, options: Options) -> str:
    milliseconds = f"{int(at % 1 * 1000):03d}"
    if options.rfc3339 or (options.datetime_directives and options.datefmt):
        from datetime import datetime, timezone  # noqa: PLC0415 - most functions need it not

        moment = datetime.fromtimestamp(at, timezone.utc)
        moment = moment if options.utc else moment.astimezone()
        if options.rfc3339:
            return moment.isoformat(timespec="milliseconds")
        return moment.strftime((options.datefmt or "").replace("%F", milliseconds))
    when = time.gmtime(at) if options.utc else time.localtime(at)
    return time.strftime((options.datefmt or "%Y-%m-%d %H:%M:%S,%F%z").replace("%F", milliseconds), when)


def _shown(message: object) -> object:
    return message if issubclass(type(message), str) else plain(message)


def _pattern(value: object, call: Call, options: Options, line: Mapping[str, object]) -> object:
    """A pattern filled in; what is no pattern stays as it is."""
    if not issubclass(type(value), str) or "%" not in text_of(value):
        return value
    file = os.path.basename(call.path)  # noqa: PTH119 - no Path for each line
    thread = threading.current_thread()
    record = {
        "name": options.constants.get("service"), "msg": call.message, "args": call.args, "message": call.message,
        "levelname": line.get("level"), "levelno": call.level, "pathname": call.path,
        "filename": file, "module": file.partition(".")[0], "lineno": call.lineno, "funcName": call.function,
        "created": call.at, "msecs": call.at % 1 * 1000, "relativeCreated": (call.at - STARTED) * 1000,
        "thread": thread.ident, "threadName": thread.name, "process": os.getpid(), "processName": "MainProcess",
        "asctime": line.get("timestamp"),
    }  # fmt: skip
    try:
        return text_of(value) % record
    except Exception:  # noqa: BLE001 - "100%" is no pattern
        return value
