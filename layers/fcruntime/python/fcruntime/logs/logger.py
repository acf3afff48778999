"""Powertools' `Logger`, for a function that was written for it: the same constructor, methods and decorator."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from functools import partial, wraps
from typing import TYPE_CHECKING, Any

from fcruntime import logs
from fcruntime.context import read_context
from fcruntime.lambda_events import LambdaContext, find, read_event
from fcruntime.logs.channel import Channel
from fcruntime.logs.children import adopt_children, release_children
from fcruntime.logs.keys import append_context_keys, block_keys, current
from fcruntime.logs.methods import LogMethods, send
from fcruntime.logs.options import YES, level_number, read_options
from fcruntime.logs.redacting import redacted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from contextlib import AbstractContextManager
    from types import TracebackType

_channels: dict[str, Channel] = {}


class Logger(LogMethods):
    """Loggers of one service share their options: those of the one that was made first.

    Appended keys are the invocation's, and end with it. `logger_formatter` and `logger_handler` are logging's own
    machinery, which writes no line here: they are refused. `log_uncaught_exceptions` writes what ends the process.
    """

    def __init__(
        self,
        service: str | None = None,
        level: str | int | None = None,
        child: bool = False,  # noqa: FBT001, FBT002 - Powertools' signature
        **options: Any,
    ) -> None:
        logs_uncaught = options.pop("log_uncaught_exceptions", False)
        for name in ("logger_formatter", "logger_handler"):
            if options.pop(name, None):
                raise TypeError(f"{name} is not supported: see docs/logging.md")
        read = read_options(os.environ, service=service, level=level, **options)
        self.service = str(read.constants["service"])
        self.child = child
        found = _channels.get(self.service)
        if found is None:
            found = _channels[self.service] = Channel()
            found.configure(read)
            adopt_children(self.service, found)
        self._channel = found
        if logs_uncaught:
            sys.excepthook = self._log_uncaught

    def inject_lambda_context(
        self,
        lambda_handler: Callable[..., Any] | None = None,
        log_event: bool | None = None,  # noqa: FBT001 - Powertools' signature
        correlation_id_path: str | None = None,
        clear_state: bool = False,  # noqa: FBT001, FBT002
        flush_buffer_on_uncaught_error: bool = False,  # noqa: FBT001, FBT002
    ) -> Callable[..., Any]:
        """A Lambda handler as Function Compute can call it: bytes become the event's JSON, the context Lambda's.

        `clear_state` changes nothing: what an invocation appends ends with it.
        """
        if correlation_id_path:
            find({}, correlation_id_path)  # a path that is none fails at the start, not at each call
        if lambda_handler is None:
            return partial(
                self.inject_lambda_context, log_event=log_event, correlation_id_path=correlation_id_path,
                clear_state=clear_state, flush_buffer_on_uncaught_error=flush_buffer_on_uncaught_error,
            )  # fmt: skip
        logs_event = log_event
        if logs_event is None:
            logs_event = os.environ.get("POWERTOOLS_LOGGER_LOG_EVENT", "").lower() in YES

        @wraps(lambda_handler)
        def decorated(event: object, context: object, *args: Any, **kwargs: Any) -> Any:
            value = read_event(event)
            known = read_context(context, os.environ)
            correlation = find(value, correlation_id_path) if correlation_id_path else None
            with logs.invocation(known, "" if correlation is None else str(correlation)):
                current().sampled = self._channel.draw()
                if logs_event:
                    self.info(redacted(value))
                try:
                    return lambda_handler(value, LambdaContext.of(known), *args, **kwargs)
                except BaseException:
                    if flush_buffer_on_uncaught_error:
                        self.flush_buffer()
                    raise

        return decorated

    def append_keys(self, /, **keys: object) -> None:
        """Adds keys to every further line of this invocation."""
        current().append(keys)

    def remove_keys(self, keys: Iterable[str]) -> None:
        """Takes keys off."""
        current().remove(keys)

    def clear_state(self) -> None:
        """Takes all appended keys off; the platform's stay."""
        current().clear()

    def append_context_keys(self, **keys: Any) -> AbstractContextManager[None]:
        """Keys of the lines in a `with` block."""
        return append_context_keys(**keys)

    def structure_logs(self, append: bool = False, **keys: object) -> None:  # noqa: FBT001, FBT002 - as there
        """Powertools' older way to append keys, or to begin anew with these."""
        if not append:
            current().clear()
        current().append(keys)

    def get_current_keys(self) -> dict[str, Any]:
        """The keys of every line, as they are now."""
        return {**self._channel.options.constants, **current().keys, **block_keys()}

    def set_correlation_id(self, value: str | None) -> None:
        """Replaces the correlation ID; None takes it off."""
        current().append({"correlation_id": value})

    def get_correlation_id(self) -> str | None:
        """The correlation ID of this invocation."""
        return logs.get_correlation_id()

    def flush_buffer(self) -> None:
        """Writes the lines that were kept."""
        self._channel.flush(current())

    def refresh_sample_rate_calculation(self) -> None:
        """Draws anew whether this invocation logs at DEBUG."""
        self._channel.sampled = current().sampled = self._channel.draw()

    def setLevel(self, level: str | int | None) -> None:  # noqa: N802 - logging's name
        """Lines below it are not written from now on."""
        number = level_number(level)
        if number is not None:
            self._channel.configure(self._channel.options._replace(level=number))

    def isEnabledFor(self, level: int | str) -> bool:  # noqa: N802 - logging's name
        """Whether a line at that level is written now."""
        number = level_number(level)
        return number is not None and number >= self._channel.threshold(current())

    @property
    def log_level(self) -> int:
        """The level that was set."""
        return self._channel.options.level

    level = log_level

    @property
    def name(self) -> str:
        """The service's."""
        return self.service

    def clear_buffer(self) -> None:
        """Forgets the lines that were kept."""
        buffer = current().buffer
        if buffer is not None:
            buffer.take()

    def thread_safe_clear_keys(self) -> None:
        """Takes all appended keys off."""
        current().clear()

    # ContextVars hold all keys here, so that every way to append is safe between threads.
    thread_safe_append_keys = append_keys
    thread_safe_remove_keys = remove_keys
    thread_safe_get_current_keys = get_current_keys

    def _log_uncaught(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """What `sys.excepthook` is while uncaught exceptions are logged."""
        self.error(error, exc_info=(kind, error, trace))

    def _log(self, level: int, args: tuple[object, ...], keys: dict[str, Any]) -> None:
        send(self._channel, level, args, keys, {})


@contextmanager
def forgotten_loggers() -> Iterator[None]:
    """A clean slate while it lasts, for tests: options are read anew."""
    before = dict(_channels)
    _channels.clear()
    try:
        yield
    finally:
        for service in _channels.keys() - before.keys():
            release_children(service)
        _channels.clear()
        _channels.update(before)
