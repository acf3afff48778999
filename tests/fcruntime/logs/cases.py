"""What a caller may do to a logger: a few hundred cases, each run against Powertools' Logger and ours."""

from __future__ import annotations

import decimal
import logging
import math
import sys
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timezone
from enum import Enum
from pathlib import Path
from typing import Any

Act = Callable[[Any], object]


@dataclass(frozen=True)
class Case:
    """One thing that is done to a logger."""

    name: str
    act: Act
    environ: dict[str, str] = field(default_factory=dict)
    options: dict[str, Any] = field(default_factory=dict)
    inside: bool = False
    """Within an invocation whose correlation ID is at `id`."""
    decorator: dict[str, Any] = field(default_factory=dict)
    invocations: int = 1
    raises: bool = False
    """The handler itself raises."""


class Colour(Enum):
    RED = "red"


class Text(str):
    __slots__ = ()


class Plain:
    def __str__(self) -> str:
        return "plain"


class Hostile:
    def __str__(self) -> str:
        raise RuntimeError("no text")

    __repr__ = __str__


class HostileError(Exception):
    def __str__(self) -> str:
        raise RuntimeError("no text")


class Noted(Exception):
    """Has notes on every Python."""

    __notes__ = ["a note", "another"]


def circle() -> dict[str, Any]:
    found: dict[str, Any] = {}
    found["me"] = found
    return found


def nest(depth: int) -> list[Any]:
    found: list[Any] = []
    for _ in range(depth):
        found = [found]
    return found


LEVELS = ("debug", "info", "warning", "error", "critical", "exception")
MESSAGES: dict[str, object] = {
    "text": "hello", "empty": "", "chinese": "中文 é", "newline": "one\ntwo", "forged": 'x\n{"level":"INFO"}', "quote": 'a "b" \\',
    "json object": '{"a": 1}', "json list": "[1, 2]", "json number": "123", "json float": "1.5", "json true": "true", "json null": "null",
    "json text": '"quoted"', "blank before json": ' {"a": 1}', "blank after json": '{"a": 1} ', "NaN": "NaN", "Infinity": "-Infinity",
    "almost json": "{a: 1}", "json with a duplicate": '{"a": 1, "a": 2}', "long number": "9" * 5000, "percent": "100% %s %d",
    "dict": {"a": 1}, "nested dict": {"a": {"b": [1, None]}}, "list": [1, 2], "tuple": (1, 2), "int": 5, "zero": 0, "float": 1.5, "true": True,
    "false": False, "none": None, "bytes": b"abc", "object": Plain(), "exception": ValueError("v"), "path": Path("/a/b"),
    "surrogate": "\ud800", "tab": "\t", "separator": "\u2028", "emoji": "🙂", "nul": "\x00", "str subclass": Text("t"), "enum": Colour.RED,
    "hostile": Hostile(), "circle": circle(), "deep json": "[" * 100_000,
}  # fmt: skip
VALUES: dict[str, object] = {
    "int": 1, "big": 2**70, "huge": 10**5000, "float": 1.5, "nan": math.nan, "inf": math.inf, "text": "t", "empty": "", "none": None,
    "true": True, "false": False, "list": [1, "a", None], "dict": {"a": None, "b": 1}, "tuple": (1, 2), "set": {1}, "frozenset": frozenset({1}),
    "bytes": b"x", "decimal": decimal.Decimal("1.5"), "date": date(2026, 1, 2), "datetime": datetime(2026, 1, 2, tzinfo=timezone.utc),
    "uuid": uuid.UUID(int=5), "enum": Colour.RED, "object": Plain(), "class": Plain, "exception": ValueError("v"), "path": Path("/a"), "complex": 1j,
    "int keys": {1: "a", 2: "b"}, "none key": {None: 1}, "bool key": {True: 1}, "tuple keys": {(1, 2): 3}, "hostile": Hostile(),
    "circle": circle(), "deep": nest(100_000), "surrogate": "\ud800", "surrogate key": {"\ud800": 1}, "json text": '{"a": 1}', "unicode": "é",
    "nested object": {"a": [Plain()]}, "nested huge": {"a": 10**5000}, "range": range(3), "generator": iter(range(0)), "bytes in list": [b"x"],
}  # fmt: skip
RESERVED = (
    "level", "timestamp", "location", "message", "service", "name", "msg", "args", "levelname", "levelno", "pathname", "filename", "module",
    "exc_text", "lineno", "funcName", "func_name", "created", "msecs", "relativeCreated", "thread", "threadName", "process", "processName",
    "asctime", "event", "extra_key", "cold_start", "function_name", "function_request_id", "correlation_id", "sampling_rate", "exception",
    "exception_name", "exception_notes", "stack_trace", "xray_trace_id", "logger", "log_level", "self_", "method",
)  # fmt: skip


def raise_value(_log: Any = None) -> None:
    raise ValueError("bad value")


def chained() -> None:
    try:
        raise_value()
    except ValueError as error:
        raise RuntimeError("wrapped") from error


def in_context() -> None:
    try:
        raise_value()
    except ValueError:
        raise KeyError("second")  # noqa: B904 - the implicit chain is the case


def suppressed() -> None:
    try:
        raise_value()
    except ValueError:
        raise KeyError("second") from None


def deep_call(depth: int = 30) -> None:
    if depth == 0:
        raise_value()
    deep_call(depth - 1)


def raiser(error: BaseException) -> Callable[[], None]:
    def run() -> None:
        raise error.with_traceback(None)  # the same one again, without where it was raised before

    return run


ERRORS: dict[str, Callable[[], object]] = {
    "plain": raise_value, "chained": chained, "in context": in_context, "suppressed": suppressed, "deep": deep_call,
    "noted": raiser(Noted("n")), "no text": raiser(ValueError()), "two arguments": raiser(OSError(2, "gone", "f")), "hostile": raiser(HostileError()),
    "syntax": lambda: compile("def", "f", "exec"), "unicode": raiser(ValueError("中文")), "newline": raiser(ValueError("a\nb\n")),
    "key": raiser(KeyError("k")), "interrupt": raiser(KeyboardInterrupt()), "exit": raiser(SystemExit(3)), "stop": raiser(StopIteration()),
    "surrogate": raiser(ValueError("\ud800")), "zero": lambda: 1 / 0, "attribute": lambda: Plain().nothing,  # type: ignore[attr-defined]
}  # fmt: skip
if sys.version_info >= (3, 11):
    ERRORS["group"] = raiser(ExceptionGroup("g", [ValueError("a"), KeyError("b")]))  # noqa: F821 - newer Pythons have it
    ERRORS["nested group"] = raiser(ExceptionGroup("g", [ExceptionGroup("h", [ValueError("a")]), TypeError("t")]))  # noqa: F821


def caught(way: str, make: Callable[[], object]) -> Act:
    def act(log: Any) -> None:
        try:
            make()
        except BaseException as error:
            if way == "exception":
                log.exception("it failed")
            elif way == "exc_info true":
                log.warning("it failed", exc_info=True)
            elif way == "exc_info error":
                log.error("it failed", exc_info=error)
            else:
                log.info("it failed", exc_info=(type(error), error, error.__traceback__))

    return act


def at(level: str, message: object) -> Act:
    return lambda log: getattr(log, level)(message)


def with_key(value: object) -> Act:
    return lambda log: log.info("m", key=value)


def with_extra(value: object) -> Act:
    return lambda log: log.info("m", extra={"key": value})


def keyword(name: str) -> Act:
    return lambda log: log.info("m", **{name: "mine"})


def appended(name: str, value: object = "mine") -> Act:
    def act(log: Any) -> None:
        log.append_keys(**{name: value})
        log.info("m")

    return act


def every_level(log: Any) -> None:
    for level in ("debug", "info", "warning", "error", "critical"):
        getattr(log, level)(level)


def blocks(log: Any) -> None:
    with log.append_context_keys(a=1):
        log.info("in")
        with log.append_context_keys(b=2):
            log.info("deeper")
    log.info("out")


def keys_come_and_go(log: Any) -> None:
    log.append_keys(a=1, b=2)
    log.info("both")
    log.append_keys(a=3)
    log.remove_keys(["b", "unknown"])
    log.info("one")
    log.append_keys(b=4)
    log.info("two")


def nested_location(log: Any) -> None:
    def inner() -> None:
        log.info("here", stacklevel=3)

    inner()


def correlation(log: Any) -> None:
    log.set_correlation_id("manual")
    log.info(str(log.get_correlation_id()))
    log.set_correlation_id(None)
    log.info("gone")


def raise_after_debug(log: Any) -> None:
    log.debug("kept")
    raise ValueError("uncaught")


def sequence(*calls: tuple[str, str]) -> Act:
    def act(log: Any) -> None:
        for level, text in calls:
            getattr(log, level)(text)

    return act


def append_when_cold(log: Any) -> None:
    if log.get_current_keys()["cold_start"]:
        log.append_keys(customer="first")
    log.info("m")


def cleared(log: Any) -> None:
    log.append_keys(a=1)
    log.clear_state()
    log.info("cleared")


FORMATS: dict[str, Act] = {
    "one argument": lambda log: log.info("a %s", 1), "two": lambda log: log.info("%s %s", 1, 2), "mapping": lambda log: log.info("%(a)s", {"a": 1}),
    "empty mapping": lambda log: log.info("%s", {}), "too few": lambda log: log.info("%s %s", 1), "too many": lambda log: log.info("m", 1),
    "wrong kind": lambda log: log.info("%d", "x"), "dict with argument": lambda log: log.info({"a": 1}, 2),
    "json as argument": lambda log: log.info("%s", '{"a": 1}'), "json with argument": lambda log: log.info('{"a": %s}', 1),
    "hostile argument": lambda log: log.info("%s", Hostile()), "number with argument": lambda log: log.info(5, 1),
    "unfinished": lambda log: log.info("100%", 1), "none argument": lambda log: log.info("%s", None),
    "msg keyword": lambda log: log.info(msg="m"), "msg keyword and more": lambda log: log.info(msg="m", a=1),
    "msg twice": lambda log: log.info("m", msg="n"), "no message": lambda log: log.info(), "self keyword": lambda log: log.info("m", **{"self": 1}),
    "long argument": lambda log: log.info("%s", "x" * 10_000), "surrogate argument": lambda log: log.info("%s", "\ud800"),
    "repr": lambda log: log.info("%r", "a"), "huge argument": lambda log: log.info("%s", 10**5000),
}  # fmt: skip
EXTRAS: dict[str, Act] = {
    "a key": lambda log: log.info("m", extra={"a": 1}), "and a keyword": lambda log: log.info("m", extra={"a": 1}, b=2),
    "the same key": lambda log: log.info("m", extra={"a": 1}, a=2), "empty": lambda log: log.info("m", extra={}),
    "none": lambda log: log.info("m", extra=None), "null": lambda log: log.info("m", extra={"a": None}),
    "no mapping": lambda log: log.info("m", extra="text"), "number keys": lambda log: log.info("m", extra={1: 2}),
    "level": lambda log: log.info("m", extra={"level": "x"}), "message": lambda log: log.info("m", extra={"message": "x"}),
    "exception": lambda log: log.info("m", extra={"exception": "x", "exception_name": "y"}),
    "stack_info": lambda log: log.info("m", stack_info=True), "stacklevel": nested_location,
    "stacklevel too far": lambda log: log.info("m", stacklevel=2),
    "exc_info false": lambda log: log.info("m", exc_info=False), "exc_info outside": lambda log: log.info("m", exc_info=True),
    "exception outside": lambda log: log.exception("m"), "exc_info empty": lambda log: log.info("m", exc_info=(None, None, None)),
    "exception without exc_info": lambda log: log.exception("m", exc_info=False),
    "exc_info unraised": lambda log: log.info("m", exc_info=ValueError("never raised")),
    "with an exception": lambda log: caught_with_keys(log), "many keys": lambda log: log.info("m", **{f"k{n}": n for n in range(50)}),
}  # fmt: skip


def caught_with_keys(log: Any) -> None:
    try:
        raise_value()
    except ValueError:
        log.exception("m", exception="mine", exception_name="Mine", stack_trace="mine", other=1)


ENVIRONS: dict[str, dict[str, str]] = {
    "debug": {"POWERTOOLS_LOG_LEVEL": "DEBUG"}, "lower": {"POWERTOOLS_LOG_LEVEL": "debug"}, "warn": {"POWERTOOLS_LOG_LEVEL": "WARN"},
    "warning": {"POWERTOOLS_LOG_LEVEL": "WARNING"}, "error": {"POWERTOOLS_LOG_LEVEL": "ERROR"}, "critical": {"POWERTOOLS_LOG_LEVEL": "CRITICAL"},
    "fatal": {"POWERTOOLS_LOG_LEVEL": "FATAL"}, "notset": {"POWERTOOLS_LOG_LEVEL": "NOTSET"}, "legacy": {"LOG_LEVEL": "ERROR"},
    "both": {"POWERTOOLS_LOG_LEVEL": "DEBUG", "LOG_LEVEL": "ERROR"}, "empty": {"POWERTOOLS_LOG_LEVEL": "", "LOG_LEVEL": "ERROR"},
    "unknown": {"POWERTOOLS_LOG_LEVEL": "LOUD"}, "number": {"POWERTOOLS_LOG_LEVEL": "10"}, "service": {"POWERTOOLS_SERVICE_NAME": "payment"},
    "sampled": {"POWERTOOLS_LOGGER_SAMPLE_RATE": "1"},
    "not sampled": {"POWERTOOLS_LOGGER_SAMPLE_RATE": "0"}, "rate no number": {"POWERTOOLS_LOGGER_SAMPLE_RATE": "often"},
    "dev": {"POWERTOOLS_DEV": "true"}, "dev no": {"POWERTOOLS_DEV": "false"}, "dev odd": {"POWERTOOLS_DEV": "perhaps"},
    "time zone": {"TZ": "Asia/Shanghai"}, "xray": {"_X_AMZN_TRACE_ID": "Root=1-5759e988-bd862e3fe1be46a994272793"},
    "lambda's own level": {"AWS_LAMBDA_LOG_LEVEL": "ERROR"}, "colours": {"NO_COLOR": "1"},
}  # fmt: skip
OPTIONS: dict[str, dict[str, Any]] = {
    "service": {"service": "orders"}, "level": {"level": "ERROR"}, "level lower": {"level": "error"}, "level number": {"level": 10},
    "level odd number": {"level": 15}, "level unknown": {"level": "LOUD"}, "level warn": {"level": "warn"}, "utc": {"utc": True},
    "rfc3339": {"use_rfc3339": True}, "rfc3339 utc": {"use_rfc3339": True, "utc": True}, "datefmt": {"datefmt": "%Y"},
    "datefmt ms": {"datefmt": "%H:%M:%S.%F"}, "datetime": {"datefmt": "%Y-%m-%d %f %F", "use_datetime_directive": True}, "sampled": {"sampling_rate": 1.0},
    "not sampled": {"sampling_rate": 0.0}, "order": {"log_record_order": ["message", "level"]}, "order custom": {"log_record_order": ["job", "message"]},
    "order empty": {"log_record_order": []}, "location": {"location": "[%(funcName)s] %(module)s"}, "location lines": {"location": "%(lineno)d"},
    "location none": {"location": None}, "timestamp none": {"timestamp": None}, "timestamp pattern": {"timestamp": "at %(asctime)s"},
    "level pattern": {"level_": "%(levelname)s"}, "default": {"json_default": lambda value: f"<{type(value).__name__}>"},
    "default raises": {"json_default": lambda value: 1 / 0}, "serializer": {"json_serializer": lambda line: f"line {sorted(line)[0]}"},
    "serializer raises": {"json_serializer": lambda line: 1 / 0}, "deserializer": {"json_deserializer": lambda text: text.upper()},
    "deserializer raises": {"json_deserializer": lambda text: 1 / 0}, "no stack trace": {"serialize_stacktrace": False},
    "constant": {"team": "video"}, "constants": {"a": 1, "b": None, "c": [1]}, "service and constant": {"service": "s", "z": 1},
    "name": {"name": "%(name)s"}, "process": {"process": "%(threadName)s"}, "file": {"filename": "%(filename)s"}, "percent": {"module": "100%"},
}  # fmt: skip


def used(log: Any) -> None:
    every_level(log)
    log.append_keys(job="j")
    log.warning("with a key", other=Plain())
    try:
        raise_value()
    except ValueError:
        log.exception("failed")


BUFFERED: dict[str, Act] = {
    "kept and dropped": sequence(("debug", "a"), ("info", "b")), "written at an error": sequence(("debug", "a"), ("info", "b"), ("error", "c")),
    "at critical": sequence(("debug", "a"), ("critical", "c")), "at exception": sequence(("debug", "a"), ("exception", "c")),
    "not at a warning": sequence(("debug", "a"), ("warning", "w")), "flushed": lambda log: (log.debug("a"), log.flush_buffer()),
    "flushed twice": lambda log: (log.debug("a"), log.flush_buffer(), log.flush_buffer()),
    "after a flush": sequence(("debug", "a"), ("error", "b"), ("debug", "c"), ("error", "d")),
}  # fmt: skip


def all_cases(buffer: Callable[..., Any]) -> Iterator[Case]:
    """Every case; `buffer` makes a package's own LoggerBufferConfig."""
    for level in LEVELS:
        for name in ("text", "json object", "dict", "empty", "none", "surrogate"):
            yield Case(f"level/{level}/{name}", at(level, MESSAGES[name]), {"POWERTOOLS_LOG_LEVEL": "DEBUG"})
    for name, message in MESSAGES.items():
        yield Case(f"message/{name}", at("info", message))
        yield Case(f"message inside/{name}", at("warning", message), inside=True)
    for name, act in FORMATS.items():
        yield Case(f"format/{name}", act)
    for name, act in EXTRAS.items():
        yield Case(f"extra/{name}", act)
    for name, value in VALUES.items():
        yield Case(f"value/{name}", with_key(value))
        yield Case(f"value in extra/{name}", with_extra(value))
        yield Case(f"value appended/{name}", appended("key", value), inside=True)
    for name in RESERVED:
        yield Case(f"keyword/{name}", keyword(name))
        yield Case(f"keyword inside/{name}", keyword(name), inside=True)
        yield Case(f"appended/{name}", appended(name))
        yield Case(f"appended number/{name}", appended(name, 5))
    for name, make in ERRORS.items():
        for way in ("exception", "exc_info true", "exc_info error", "exc_info triple"):
            yield Case(f"error/{way}/{name}", caught(way, make), inside=way == "exception")
    for name, environ in ENVIRONS.items():
        yield Case(f"environ/{name}", every_level, environ)
        yield Case(f"environ inside/{name}", every_level, environ, inside=True)
    for name, options in OPTIONS.items():
        # Before 3.11 Powertools names its own source for what `exception` logs.
        act = every_level if sys.version_info < (3, 11) and {"location", "filename"} & set(options) else used
        yield Case(f"option/{name}", act, options=options)
        yield Case(f"option inside/{name}", act, options=options, inside=True)
    for name, act in BUFFERED.items():
        for verbosity in ("DEBUG", "INFO", "WARNING"):
            yield Case(
                f"buffer/{verbosity}/{name}",
                act,
                options={"buffer_config": buffer(buffer_at_verbosity=verbosity)},
                inside=True,
            )
    no_flush = {"buffer_config": buffer(flush_on_error_log=False)}
    yield Case("buffer/no flush on error", BUFFERED["written at an error"], options=no_flush, inside=True)
    yield Case(
        "buffer/too small",
        sequence(*[("debug", f"{n}" * 300) for n in range(9)], ("error", "e")),
        options={"buffer_config": buffer(max_bytes=2000)},
        inside=True,
    )
    yield Case(
        "buffer/one too long",
        sequence(("debug", "x" * 3000), ("info", "i")),
        options={"buffer_config": buffer(max_bytes=2000)},
        inside=True,
    )
    yield Case("buffer/outside", BUFFERED["written at an error"], options={"buffer_config": buffer()})
    yield Case(
        "buffer/uncaught",
        raise_after_debug,
        options={"buffer_config": buffer()},
        inside=True,
        raises=True,
        decorator={"flush_buffer_on_uncaught_error": True},
    )
    yield Case(
        "buffer/uncaught not asked", raise_after_debug, options={"buffer_config": buffer()}, inside=True, raises=True
    )
    yield Case(
        "buffer/next invocation",
        BUFFERED["kept and dropped"],
        options={"buffer_config": buffer()},
        inside=True,
        invocations=2,
    )
    yield Case("context/plain", at("info", "m"), inside=True)
    yield Case("context/three invocations", at("info", "m"), inside=True, invocations=3)
    yield Case("context/no correlation path", at("info", "m"), inside=True, decorator={"correlation_id_path": None})
    yield Case(
        "context/deeper path", at("info", "m"), inside=True, decorator={"correlation_id_path": "detail.items[0].id"}
    )
    yield Case("context/quoted path", at("info", "m"), inside=True, decorator={"correlation_id_path": 'headers."x-id"'})
    yield Case(
        "context/path to nothing", at("info", "m"), inside=True, decorator={"correlation_id_path": "nothing.here"}
    )
    yield Case("context/appended keys and the next invocation", appended("a"), inside=True, invocations=2)
    yield Case("context/keys of the first invocation", append_when_cold, inside=True, invocations=2)
    yield Case("context/clear_state", appended("a"), inside=True, invocations=2, decorator={"clear_state": True})
    yield Case("context/clear_state in the handler", cleared, inside=True)
    yield Case("context/cleared outside", cleared)
    yield Case("context/log_event", at("info", "m"), inside=True, decorator={"log_event": True})
    yield Case("context/log_event by variable", at("info", "m"), {"POWERTOOLS_LOGGER_LOG_EVENT": "true"}, inside=True)
    yield Case(
        "context/no log_event",
        at("info", "m"),
        {"POWERTOOLS_LOGGER_LOG_EVENT": "true"},
        inside=True,
        decorator={"log_event": False},
    )
    yield Case("context/the handler raises", raise_value, inside=True, raises=True)
    for where, inside in (("outside", False), ("inside", True)):
        yield Case(f"keys/{where}/come and go", keys_come_and_go, inside=inside)
        yield Case(f"keys/{where}/blocks", blocks, inside=inside)
        yield Case(f"keys/{where}/correlation", correlation, inside=inside)
        yield Case(f"keys/{where}/block over a key", block_over, inside=inside)
        yield Case(
            f"keys/{where}/remove service", lambda log: (log.remove_keys(["service"]), log.info("m")), inside=inside
        )
        yield Case(
            f"keys/{where}/remove location",
            lambda log: (log.remove_keys(["location", "timestamp"]), log.info("m")),
            inside=inside,
        )
        yield Case(
            f"keys/{where}/current",
            lambda log: log.info(sorted(set(log.get_current_keys()) & {"service", "a"})),
            inside=inside,
        )
        yield Case(f"keys/{where}/null", lambda log: (log.append_keys(a=None, b=1), log.info("m")), inside=inside)
    for where, inside in (("outside", False), ("inside", True)):
        service = {"service": "orders"}
        yield Case(f"children/{where}", children, options=service, inside=inside)
        yield Case(f"children/{where}/at an error", children, {"POWERTOOLS_LOG_LEVEL": "ERROR"}, service, inside=inside)
    yield Case(
        "sampling/each invocation", every_level, {"POWERTOOLS_LOGGER_SAMPLE_RATE": "1"}, inside=True, invocations=2
    )
    yield Case("sampling/none", every_level, {"POWERTOOLS_LOGGER_SAMPLE_RATE": "0.0"}, inside=True, invocations=2)
    yield Case("sampling/by option", every_level, options={"sampling_rate": 1}, inside=True, invocations=2)


def children(log: Any) -> None:
    child = logging.getLogger("orders.stock")
    log.append_keys(a=1)
    child.debug("not written")
    child.info("asked for %s", "o-1", extra={"b": 2})
    child.info("%(a)s", {"a": 1})
    try:
        raise_value()
    except ValueError:
        child.exception("it failed")
    logging.getLogger("ordersother").info("not a child")


def block_over(log: Any) -> None:
    log.append_keys(a=1)
    with log.append_context_keys(a=2):
        log.info("in")
    log.info("out")
