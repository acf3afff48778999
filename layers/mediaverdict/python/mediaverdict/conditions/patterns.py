"""glob and regex, neither of which can be made to hang.

A glob becomes what `fnmatch` makes of it (Python 3.9 and newer: no backtracking across stars). A regex
runs in the engine that pydantic brings along (Rust's), whose time is linear in the text whatever the
pattern is; it knows no look-around and no backreferences. The standard library's can't be stopped.
"""

from __future__ import annotations

import fnmatch
import re
from typing import TYPE_CHECKING, NamedTuple

from mediaverdict.conditions.status import NO, YES, words
from mediaverdict.errors import QuantityError, say
from mediaverdict.quantities import format_number

if TYPE_CHECKING:
    from collections.abc import Callable

    from mediaverdict.conditions.status import CheckStatus, Facts, Test
    from mediaverdict.facts import Value


class Glob(NamedTuple):
    """`*`, `?` and `[...]`, the whole text, without regard to case; of several patterns, any."""

    patterns: tuple[str, ...]

    def test(self) -> Test:
        """Whether any pattern fits (of a set of names, any name)."""
        match = re.compile("|".join(fnmatch.translate(one.casefold()) for one in self.patterns)).match
        return _test(lambda text: match(text.casefold()) is not None)

    def expected(self, facts: Facts | None, *, unit: bool) -> str:  # noqa: ARG002 - one signature for every operator
        """`like *720*`."""
        return f"like {words(self.patterns, 'or')}"

    def unknown(self, facts: Facts) -> str:  # noqa: ARG002
        """A glob can always be told."""
        return ""


class Regex(NamedTuple):
    """A regular expression for the whole text, without regard to case, in linear time."""

    pattern: str

    @classmethod
    def compile(cls, pattern: str) -> Regex:
        """Raises QuantityError with what is wrong with the pattern, and where."""
        _matcher(pattern)  # by itself: what opens nothing may close nothing
        regex = cls(pattern)
        regex.test()
        return regex

    def test(self) -> Test:
        """Whether it matches (of a set of names, any name)."""
        return _test(_matcher(rf"\A(?i:{self.pattern})\z"))

    def expected(self, facts: Facts | None, *, unit: bool) -> str:  # noqa: ARG002
        """`matching /.../`."""
        return f"matching /{self.pattern}/"

    def unknown(self, facts: Facts) -> str:  # noqa: ARG002
        """A regex can always be told."""
        return ""


def _test(matches: Callable[[str], bool]) -> Test:
    def holds(value: Value, _: Facts) -> CheckStatus:
        if type(value) is str:
            return YES if matches(value) else NO
        return YES if any(matches(text) for text in _texts(value)) else NO

    return holds


def _texts(value: Value) -> tuple[str, ...]:
    if isinstance(value, tuple):
        return value
    if isinstance(value, bool):
        return (str(value).lower(),)
    return (value if isinstance(value, str) else format_number(value),)


def _matcher(pattern: str) -> Callable[[str], bool]:
    from pydantic_core import SchemaError, SchemaValidator, core_schema  # noqa: PLC0415 - few rule books have one

    schema = core_schema.str_schema(pattern=pattern, regex_engine="rust-regex")
    try:
        return SchemaValidator(schema).isinstance_python
    except SchemaError as error:
        # Between its own preface and ours stands the reason, after a drawing of the place.
        if pattern.startswith(("*", "?")):
            raise QuantityError(
                say('{pattern!r} is a glob, no regular expression: write glob: "{pattern}"', pattern=pattern)
            ) from error
        reason = str(error).strip().rpartition("error: ")[2].rpartition("SchemaError: ")[2]
        message = say("{pattern!r} is no regular expression: {reason}", pattern=pattern, reason=reason)
        if "look-around" in reason:
            message = say("{message}: to rule a text out, use none_of", message=message)
        raise QuantityError(message) from error
