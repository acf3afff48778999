"""Where lines go: a logger's options, and the one way from a call to a written line, which never raises."""

from __future__ import annotations

import os
import random
import sys
import threading
from typing import Any

from fcruntime.logs import values
from fcruntime.logs.keys import Scope, block_keys, current
from fcruntime.logs.lines import Call, build_line, make_call
from fcruntime.logs.options import LEVELS, NAMES, Options, read_options, tell

DEBUG, ERROR = LEVELS["DEBUG"], LEVELS["ERROR"]


class _Writing:
    """One line at a time. Reentrant: a signal's handler may log while a line is written."""

    lock = threading.RLock()
    process = os.getpid()

    @classmethod
    def locked(cls) -> threading.RLock:
        """A forked process has a lock of its own: the thread that held its parent's is not there to let it go."""
        process = os.getpid()
        if process != cls.process:
            cls.lock, cls.process = threading.RLock(), process
        return cls.lock


class Channel:
    """What all loggers of one service share."""

    def __init__(self, options: Options | None = None) -> None:
        self._options = options
        self.sampled = False
        """Lines outside of an invocation are written at DEBUG."""

    @property
    def options(self) -> Options:
        """Powertools' variables, where nothing was configured: the first line is JSON like all others."""
        if self._options is None:
            self.configure(read_options(os.environ))
        assert self._options is not None  # noqa: S101 - for the type checker
        return self._options

    def configure(self, options: Options) -> None:
        """From now on."""
        self._options = options
        self.sampled = self.draw()

    def draw(self) -> bool:
        """Whether this invocation is one of the share that logs at DEBUG."""
        share = self.options.share
        return share > 0 and random.random() <= share  # noqa: S311 - a sample, no secret

    def threshold(self, scope: Scope) -> int:
        """The lowest level that is written."""
        sampled = self.sampled if scope.sampled is None else scope.sampled
        return DEBUG if sampled else self.options.level

    def log(
        self,
        level: int,
        message: object,
        args: tuple[object, ...],
        keys: dict[str, Any],
        bound: dict[str, Any],
        depth: int,
    ) -> None:
        """Writes a line, keeps it, or leaves it. Whatever it is given, it never raises.

        `depth` is how many frames the caller is away from the one that calls this.
        """
        try:
            scope = current()
            if self._wanted(level, scope):
                self._put(make_call(level, message, args, keys, depth + 1), scope, bound)
        except Exception as error:  # noqa: BLE001 - a log line is no reason to fail
            self._last_resort(level, message, error)

    def take(self, call: Call) -> None:
        """The same for a call that was made elsewhere."""
        try:
            scope = current()
            if self._wanted(call.level, scope):
                self._put(call, scope, {})
        except Exception as error:  # noqa: BLE001 - as above
            self._last_resort(call.level, call.message, error)

    def _wanted(self, level: int, scope: Scope) -> bool:
        """Whether it is written or kept. An error writes what was kept before it."""
        config = self.options.buffer
        if config is not None:
            if scope.buffer is None:
                from fcruntime.logs.buffer import Buffer  # noqa: PLC0415 - for those who keep lines

                scope.buffer = Buffer()
            if config.flush_on_error_log and level >= ERROR:
                self.flush(scope)
            if level <= config.level:
                return True
        return level >= self.threshold(scope)

    def _put(self, call: Call, scope: Scope, bound: dict[str, Any]) -> None:
        options = self.options
        text = self._text(call, options, scope, bound)
        config = options.buffer
        kept = config is not None and scope.buffer is not None and call.level <= config.level
        if not (kept and config and scope.buffer and scope.buffer.keep(text, config.max_bytes)):
            self.write(text)

    def flush(self, scope: Scope) -> None:
        """Writes the kept lines of an invocation."""
        if scope.buffer is None:
            return
        lines, evicted = scope.buffer.take()
        for text in lines:
            self.write(text)
        if evicted:
            call = Call(
                LEVELS["WARNING"],
                f"{evicted} kept lines had to go: the buffer is too small",
                (),
                {},
                "flush",
                0,
                __file__,
                None,
                _now(),
            )
            self.write(self._text(call, self.options, scope, {}))

    def write(self, text: str) -> None:
        """One line on stdout, whole also when several threads write."""
        try:
            stream = self.options.stream or sys.stdout
            with _Writing.locked():
                stream.write(f"{text}\n")
                stream.flush()
        except Exception as error:  # noqa: BLE001 - a closed stdout
            tell(f"a line could not be written: {type(error).__name__}")

    def _text(self, call: Call, options: Options, scope: Scope, bound: dict[str, Any]) -> str:
        line = build_line(call, options, (scope.keys, block_keys(), bound), scope.hidden)
        if options.json_serializer is not None:
            try:
                text: object = options.json_serializer(line)
                return text.decode() if isinstance(text, bytes) else f"{text:s}"  # orjson gives bytes
            except Exception as error:  # noqa: BLE001 - a foreign serializer
                tell(f"json_serializer raised {type(error).__name__}: the line is written without it")
        return values.to_json(line, options.indent, options.json_default)

    def _last_resort(self, level: int, message: object, error: Exception) -> None:
        line = {
            "level": NAMES.get(level) or values.text_of(level),
            "message": values.text_of(message),
            "logging_error": f"{type(error).__name__}: {values.text_of(error)}",
        }
        self.write(values.to_json(line, None))


def _now() -> float:
    import time  # noqa: PLC0415 - rarely

    return time.time()


DEFAULT = Channel()
"""Of `configure` and `get_logger`."""
