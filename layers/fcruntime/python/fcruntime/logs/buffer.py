"""Lines that are kept until an error makes them worth writing, as in Powertools."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

LEVELS = {"DEBUG": 10, "INFO": 20, "WARNING": 30}


@dataclass(frozen=True, slots=True)
class LoggerBufferConfig:
    """Which lines are kept. Raises ValueError for a level or a size that is none."""

    max_bytes: int = 20480
    """Of an invocation; beyond them the oldest lines go."""
    buffer_at_verbosity: str = "DEBUG"
    """Lines of this level and below are kept: DEBUG, INFO or WARNING."""
    flush_on_error_log: bool = True
    """A line at ERROR or above writes them."""

    def __post_init__(self) -> None:
        if isinstance(self.max_bytes, bool) or not isinstance(self.max_bytes, int) or self.max_bytes <= 0:
            raise ValueError(f"max_bytes is {self.max_bytes!r}: expected a number of bytes above zero")
        if str(self.buffer_at_verbosity).upper() not in LEVELS:
            raise ValueError(
                f"buffer_at_verbosity is {self.buffer_at_verbosity!r}: expected one of {', '.join(LEVELS)}"
            )

    @property
    def level(self) -> int:
        """The highest level that is kept."""
        return LEVELS[self.buffer_at_verbosity.upper()]


class Buffer:
    """One invocation's kept lines."""

    def __init__(self) -> None:
        self._lines: deque[tuple[str, int]] = deque()
        self._size = 0
        self.evicted = 0
        """Lines that had to go."""

    def keep(self, text: str, most: int) -> bool:
        """Keeps a line; False when it alone is too long, and is to be written now."""
        size = len(text.encode("utf-8", "surrogatepass"))
        if size > most:
            return False
        while self._size + size > most:
            self._size -= self._lines.popleft()[1]
            self.evicted += 1
        self._lines.append((text, size))
        self._size += size
        return True

    def take(self) -> tuple[list[str], int]:
        """The kept lines, and how many had to go; both are forgotten."""
        lines, evicted = [text for text, _ in self._lines], self.evicted
        self._lines.clear()
        self._size = self.evicted = 0
        return lines, evicted
