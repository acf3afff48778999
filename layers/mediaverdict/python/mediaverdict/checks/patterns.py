"""glob and regex, neither of which can be made to hang.

A glob becomes what `fnmatch` makes of it (Python 3.9 and newer: no backtracking across stars). A regex
runs in the `regex` package, whose matcher looks at the clock; the standard library's can't be stopped.
It is loaded only when a rule book has a regex.
"""

from __future__ import annotations

import fnmatch
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mediaverdict.checks.held import Held, words
from mediaverdict.errors import QuantityError
from mediaverdict.quantities import format_number

if TYPE_CHECKING:
    from collections.abc import Callable

    from mediaverdict.checks.held import Facts
    from mediaverdict.facts import Value

REGEX_SECONDS = 0.1
"""A match that takes longer is given up; the finding says so."""


def _texts(value: Value) -> list[str]:
    if isinstance(value, tuple):
        return list(value)
    if isinstance(value, bool):
        return [str(value).lower()]
    return [value if isinstance(value, str) else format_number(value)]


@dataclass(frozen=True, slots=True)
class Glob:
    """`*`, `?` and `[...]`, the whole text, without regard to case; of several patterns, any."""

    patterns: tuple[str, ...]
    _match: tuple[Callable[[str], object], ...]

    @classmethod
    def compile(cls, patterns: list[str]) -> Glob:
        """Raises QuantityError for an empty list."""
        if not patterns:
            raise QuantityError("an empty list of globs")
        compiled = tuple(re.compile(fnmatch.translate(one.casefold())).match for one in patterns)
        return cls(tuple(patterns), compiled)

    def holds(self, value: Value, facts: Facts) -> Held:  # noqa: ARG002 - the same signature for every test
        """Whether any pattern fits (of a set of names, any name)."""
        hit = any(match(text.casefold()) for text in _texts(value) for match in self._match)
        return Held.YES if hit else Held.NO

    def expected(self, facts: Facts | None, *, unit: bool) -> str:  # noqa: ARG002
        """`like *720*`."""
        return f"like {words(list(self.patterns), 'or')}"

    def unknown(self, facts: Facts) -> str:  # noqa: ARG002
        """A glob can always be told."""
        return ""


@dataclass(frozen=True, slots=True)
class Regex:
    """A regular expression for the whole text, without regard to case, within a bound of time."""

    pattern: str
    _compiled: Any

    @classmethod
    def compile(cls, pattern: str) -> Regex:
        """Raises QuantityError with what is wrong with the pattern, and where."""
        import regex  # type: ignore[import-untyped]  # noqa: PLC0415 - few rule books have one, and it costs a cold start

        try:
            return cls(pattern, regex.compile(pattern, regex.IGNORECASE | regex.VERSION0))
        except regex.error as error:
            raise QuantityError(f"{pattern!r} is no regular expression: {error}") from error

    def holds(self, value: Value, facts: Facts) -> Held:  # noqa: ARG002
        """Whether it matches; UNKNOWN where that could not be told in time."""
        try:
            hit = any(self._compiled.fullmatch(text, timeout=REGEX_SECONDS) for text in _texts(value))
        except TimeoutError:
            return Held.UNKNOWN
        return Held.YES if hit else Held.NO

    def expected(self, facts: Facts | None, *, unit: bool) -> str:  # noqa: ARG002
        """`matching /.../`."""
        return f"matching /{self.pattern}/"

    def unknown(self, facts: Facts) -> str:  # noqa: ARG002
        """Asked only after it could not be told."""
        return f"the pattern took over {REGEX_SECONDS:g} s and was stopped: simplify it"
