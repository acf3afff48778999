"""structlog's logger: `bind`, `unbind`, `new`, and lines as the channel writes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import structlog

from fcruntime.logs.channel import DEFAULT
from fcruntime.logs.keys import current
from fcruntime.logs.methods import LogMethods, send
from fcruntime.logs.options import LEVELS, NAMES, level_number

if TYPE_CHECKING:
    from collections.abc import Iterable


class FunctionLogger(LogMethods, structlog.BoundLoggerBase):
    """Takes its options from `configure` at each line, so that one that was made before follows them too."""

    def __init__(self, logger: Any, processors: Iterable[Any], context: dict[str, Any]) -> None:
        super().__init__(logger, processors, context)

    async def adebug(self, /, *msg_and_args: object, **keys: Any) -> None:
        """structlog's name for `debug` in a coroutine."""
        self._log(LEVELS["DEBUG"], msg_and_args, keys)

    async def ainfo(self, /, *msg_and_args: object, **keys: Any) -> None:
        """`info` in a coroutine."""
        self._log(LEVELS["INFO"], msg_and_args, keys)

    async def awarning(self, /, *msg_and_args: object, **keys: Any) -> None:
        """`warning` in a coroutine."""
        self._log(LEVELS["WARNING"], msg_and_args, keys)

    async def aerror(self, /, *msg_and_args: object, **keys: Any) -> None:
        """`error` in a coroutine."""
        self._log(LEVELS["ERROR"], msg_and_args, keys)

    async def acritical(self, /, *msg_and_args: object, **keys: Any) -> None:
        """`critical` in a coroutine."""
        self._log(LEVELS["CRITICAL"], msg_and_args, keys)

    async def aexception(self, /, *msg_and_args: object, **keys: Any) -> None:
        """`exception` in a coroutine."""
        keys.setdefault("exc_info", True)
        self._log(LEVELS["ERROR"], msg_and_args, keys)

    def is_enabled_for(self, level: int | str) -> bool:
        """Whether a line at that level is written now."""
        number = level_number(level)
        return number is not None and number >= DEFAULT.threshold(current())

    def get_effective_level(self) -> int:
        """The lowest level that is written now."""
        return DEFAULT.threshold(current())

    def _log(self, level: int, args: tuple[object, ...], keys: dict[str, Any]) -> None:
        bound: dict[str, Any] = self._context
        processors = _processors()
        if processors:
            try:
                (args, keys), bound = _processed(processors, level, args, {**bound, **keys}), {}
            except structlog.DropEvent:
                return
            except Exception as error:  # noqa: BLE001 - a processor of somebody else's must not fail its caller
                keys = {**keys, "processor_error": type(error).__name__}
        send(DEFAULT, level, args, keys, bound)


def _processors() -> Iterable[Any]:
    """Those that somebody added to what `configure` set up, and the one that structlog's `capture_logs` puts in."""
    config = structlog.get_config()
    found: list[Any] = config["processors"]
    captured = bool(found) and type(found[-1]).__name__ == "LogCapture"
    return found if captured or config["wrapper_class"] is FunctionLogger else ()


def _processed(
    processors: Iterable[Any], level: int, args: tuple[object, ...], keys: dict[str, Any]
) -> tuple[tuple[object, ...], dict[str, Any]]:
    """What structlog's processors make of a call."""
    event: Any = {**keys, "event": args[0] if args else keys.pop("msg", None)}
    for processor in processors:
        event = processor(None, NAMES.get(level, "info").lower(), event)
    if not isinstance(event, dict):
        return (event,), {}
    message = event.pop("event", None)
    return (message, *args[1:]), event
