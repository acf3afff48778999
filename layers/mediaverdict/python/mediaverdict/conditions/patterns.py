"""glob and regex, neither of which can be made to hang.

A glob becomes what `fnmatch` makes of it (Python 3.9 and newer: no backtracking across stars). A regex
runs in the engine that pydantic brings along (Rust's), whose time is linear in the text whatever the
pattern is; it knows no look-around and no backreferences. The standard library's can't be stopped.
"""

from __future__ import annotations

import fnmatch
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mediaverdict.conditions.status import CheckStatus, words
from mediaverdict.errors import QuantityError
from mediaverdict.quantities import format_number

if TYPE_CHECKING:
    from collections.abc import Callable

    from mediaverdict.conditions.status import Facts
    from mediaverdict.facts import Value


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

    def __reduce__(self) -> tuple[Any, ...]:
        """A compiled rule book holds the patterns alone: what they are compiled to differs by Python."""
        return Glob.compile, (list(self.patterns),)

    @classmethod
    def compile(cls, patterns: list[str]) -> Glob:
        """Raises QuantityError for an empty list."""
        if not patterns:
            raise QuantityError("an empty list of globs")
        compiled = tuple(re.compile(fnmatch.translate(one.casefold())).match for one in patterns)
        return cls(tuple(patterns), compiled)

    @property
    def constant(self) -> bool:
        """A pattern always is."""
        return True

    def holds(self, value: Value, facts: Facts) -> CheckStatus:  # noqa: ARG002 - the same signature for every test
        """Whether any pattern fits (of a set of names, any name)."""
        hit = any(match(text.casefold()) for text in _texts(value) for match in self._match)
        return CheckStatus.YES if hit else CheckStatus.NO

    def expected(self, facts: Facts | None, *, unit: bool) -> str:  # noqa: ARG002
        """`like *720*`."""
        return f"like {words(list(self.patterns), 'or')}"

    def unknown(self, facts: Facts) -> str:  # noqa: ARG002
        """A glob can always be told."""
        return ""


@dataclass(frozen=True, slots=True)
class Regex:
    """A regular expression for the whole text, without regard to case, in linear time."""

    pattern: str
    _matches: Callable[[str], bool]

    def __reduce__(self) -> tuple[Any, ...]:
        """As a glob."""
        return Regex.compile, (self.pattern,)

    @classmethod
    def compile(cls, pattern: str) -> Regex:
        """Raises QuantityError with what is wrong with the pattern, and where."""
        _matcher(pattern)  # by itself: what opens nothing may close nothing
        return cls(pattern, _matcher(rf"\A(?i:{pattern})\z"))

    @property
    def constant(self) -> bool:
        """A pattern always is."""
        return True

    def holds(self, value: Value, facts: Facts) -> CheckStatus:  # noqa: ARG002
        """Whether it matches (of a set of names, any name)."""
        return CheckStatus.YES if any(self._matches(text) for text in _texts(value)) else CheckStatus.NO

    def expected(self, facts: Facts | None, *, unit: bool) -> str:  # noqa: ARG002
        """`matching /.../`."""
        return f"matching /{self.pattern}/"

    def unknown(self, facts: Facts) -> str:  # noqa: ARG002
        """A regex can always be told."""
        return ""


def _matcher(pattern: str) -> Callable[[str], bool]:
    from pydantic_core import SchemaError, SchemaValidator, core_schema  # noqa: PLC0415 - few rule books have one

    schema = core_schema.str_schema(pattern=pattern, regex_engine="rust-regex")
    try:
        return SchemaValidator(schema).isinstance_python
    except SchemaError as error:
        # Between its own preface and ours stands the reason, after a drawing of the place.
        reason = str(error).strip().rpartition("error: ")[2].rpartition("SchemaError: ")[2]
        raise QuantityError(f"{pattern!r} is no regular expression: {reason}") from error
