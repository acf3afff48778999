"""What a function prints, passed on line by line as it comes, fit for a terminal."""

from __future__ import annotations

import os
import threading
from typing import IO, TYPE_CHECKING

from mediaverdict.judging import printable

if TYPE_CHECKING:
    from types import TracebackType

JOIN_SECONDS = 5.0
"""A process that the function left behind may hold its output open: it is not waited for."""


class FunctionOutput:
    """A pipe whose lines go to a stream; use it as a context manager. The inner end is what the function prints to."""

    def __init__(self, out: IO[str]) -> None:
        self._out = out

    def __enter__(self) -> IO[bytes]:
        reading, writing = os.pipe()
        self._inner = os.fdopen(writing, "wb", buffering=0)
        self._reader = threading.Thread(target=self._pass_on, args=(reading,), daemon=True)
        self._reader.start()
        return self._inner

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._inner.close()
        self._reader.join(JOIN_SECONDS)

    def _pass_on(self, reading: int) -> None:
        with os.fdopen(reading, "rb") as lines:
            for line in lines:
                text = line.decode("utf-8", "replace").rstrip("\r\n").expandtabs()
                print(printable(text), file=self._out, flush=True)
