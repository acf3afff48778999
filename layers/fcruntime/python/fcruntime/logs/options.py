"""How lines are written: Powertools' variables and constructor options, read into one value.

A wrong setting never stops a function: it is told once on stderr, and the default holds.
"""

from __future__ import annotations

import json
import sys
from contextlib import suppress
from types import MappingProxyType
from typing import IO, TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from fcruntime.logs.buffer import LoggerBufferConfig

LEVELS = {"NOTSET": 0, "DEBUG": 10, "INFO": 20, "WARN": 30, "WARNING": 30, "ERROR": 40, "CRITICAL": 50, "FATAL": 50}
NAMES = {0: "NOTSET", 10: "DEBUG", 20: "INFO", 30: "WARNING", 40: "ERROR", 50: "CRITICAL"}
ORDER = ("level", "location", "message", "timestamp")
YES = {"1", "true", "yes", "on", "y", "t"}


class Options(NamedTuple):
    """One logger's settings."""

    level: int = LEVELS["INFO"]
    sampling_rate: float | str | None = None
    """As it was given: the environment's stays text, as in Powertools."""
    constants: Mapping[str, object] = MappingProxyType({"service": "service_undefined"})
    """Keys of every line: `service`, `sampling_rate`, and those of the constructor."""
    indent: int | None = None
    utc: bool = False
    rfc3339: bool = False
    datefmt: str | None = None
    datetime_directives: bool = False
    order: tuple[str, ...] = ORDER
    stack_trace: bool = True
    json_default: Callable[[Any], Any] | None = None
    json_serializer: Callable[[dict[str, Any]], str] | None = None
    json_deserializer: Callable[[str], Any] = json.loads
    buffer: LoggerBufferConfig | None = None
    stream: IO[str] | None = None
    """Where lines go; None for what is stdout at the time."""

    @property
    def share(self) -> float:
        """Which share of the invocations logs at DEBUG, from 0.0 to 1.0."""
        try:
            return float(self.sampling_rate or 0)
        except ValueError:
            return 0.0


def read_options(
    environ: Mapping[str, str],
    *,
    service: str | None = None,
    level: str | int | None = None,
    sampling_rate: float | str | None = None,
    stream: IO[str] | None = None,
    json_serializer: Callable[[dict[str, Any]], str] | None = None,
    json_deserializer: Callable[[str], Any] | None = None,
    json_default: Callable[[Any], Any] | None = None,
    datefmt: str | None = None,
    use_datetime_directive: bool = False,
    log_record_order: Iterable[str] | None = None,
    utc: bool = False,
    use_rfc3339: bool = False,
    serialize_stacktrace: bool = True,
    buffer_config: LoggerBufferConfig | None = None,
    **constants: object,
) -> Options:
    """What is given comes first, then the environment's variables. `constants` are keys of every line.

    A constant named `location`, `timestamp` or `level` is a pattern (`"%(module)s.%(funcName)s"`), None leaves it out.
    """
    rate = sampling_rate if sampling_rate is not None else environ.get("POWERTOOLS_LOGGER_SAMPLE_RATE")
    name = service if service is not None else environ.get("POWERTOOLS_SERVICE_NAME") or "service_undefined"
    options = Options(
        level=_level(level, environ),
        sampling_rate=rate,
        constants={"service": name, "sampling_rate": rate, **constants},
        indent=4 if environ.get("POWERTOOLS_DEV", "").lower() in YES else None,
        utc=utc,
        rfc3339=use_rfc3339,
        datefmt=datefmt,
        datetime_directives=use_datetime_directive,
        order=tuple(log_record_order) if log_record_order else ORDER,
        stack_trace=serialize_stacktrace,
        json_default=json_default,
        json_serializer=json_serializer,
        json_deserializer=json_deserializer or json.loads,
        buffer=buffer_config,
        stream=stream,
    )
    if rate and not options.share and str(rate).strip("0.") != "":
        tell(f"the sampling rate {rate!r} is no number from 0 to 1: nothing is sampled")
    return options


def level_number(level: object) -> int | None:
    """A level by its name, in any case, or by its number; None for what is none."""
    kind = type(level)  # isinstance would ask a foreign __class__ too
    if issubclass(kind, int) and kind is not bool:
        return int.__index__(level)  # type: ignore[arg-type]
    return LEVELS.get(str.upper(level)) if issubclass(kind, str) else None  # type: ignore[arg-type]


def tell(problem: str) -> None:
    """Says on stderr what is wrong with the logging itself. Never raises."""
    with suppress(Exception):  # there is nobody left to tell
        sys.stderr.write(f"fcruntime.logs: {problem}\n")


def _level(given: str | int | None, environ: Mapping[str, str]) -> int:
    for level in (given, environ.get("POWERTOOLS_LOG_LEVEL"), environ.get("LOG_LEVEL")):
        if level is None or level == "":
            continue
        number = level_number(level)
        if number is not None:
            return number
        tell(f"unknown level {level!r}: expected one of {', '.join(NAMES.values())}")
    return LEVELS["INFO"]
