"""A logger's methods, one a level: the same for structlog's loggers and for Powertools' class."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fcruntime.logs.options import LEVELS, level_number

if TYPE_CHECKING:
    from fcruntime.logs.channel import Channel

DEBUG, INFO, WARNING, ERROR, CRITICAL = (LEVELS[name] for name in ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"))
_CALLER = 2
"""Frames from the caller's to `_log`'s, where it is counted from."""


class LogMethods:
    """`log.info("text %s", argument, key=value)`. None of them ever raises.

    `exc_info`, `stack_info`, `stacklevel` and `extra` mean what they mean in logging; every other keyword is a key.
    """

    __slots__ = ()

    def _log(self, level: int, args: tuple[object, ...], keys: dict[str, Any]) -> None:
        """One frame away from the public method, two from the caller."""
        raise NotImplementedError

    def debug(self, /, *msg_and_args: object, **keys: Any) -> None:
        """A line at DEBUG."""
        self._log(DEBUG, msg_and_args, keys)

    def info(self, /, *msg_and_args: object, **keys: Any) -> None:
        """A line at INFO."""
        self._log(INFO, msg_and_args, keys)

    def warning(self, /, *msg_and_args: object, **keys: Any) -> None:
        """A line at WARNING."""
        self._log(WARNING, msg_and_args, keys)

    warn = warning

    def error(self, /, *msg_and_args: object, **keys: Any) -> None:
        """A line at ERROR."""
        self._log(ERROR, msg_and_args, keys)

    def critical(self, /, *msg_and_args: object, **keys: Any) -> None:
        """A line at CRITICAL."""
        self._log(CRITICAL, msg_and_args, keys)

    fatal = critical

    def exception(self, /, *msg_and_args: object, **keys: Any) -> None:
        """A line at ERROR with the exception that is handled now."""
        keys.setdefault("exc_info", True)
        self._log(ERROR, msg_and_args, keys)

    def log(self, level: object, /, *msg_and_args: object, **keys: Any) -> None:
        """A line at a level by its number or name; at INFO where it is none."""
        number = level_number(level)
        self._log(INFO if number is None else number, msg_and_args, keys)


def send(channel: Channel, level: int, args: tuple[object, ...], keys: dict[str, Any], bound: dict[str, Any]) -> None:
    """From a `_log` to the channel: the first argument is the message, `msg=` where there is none."""
    message = args[0] if args else keys.pop("msg", None)
    channel.log(level, message, args[1:], keys, bound, _CALLER + 1)
