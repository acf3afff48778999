"""What holding a condition against a value comes to."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from fractions import Fraction

    from mediaverdict.facts import Fact, Value
    from mediaverdict.quantities import Kind


class CheckStatus(Enum):
    """Three values, and a note: a pass that only a tolerance made possible is told as such."""

    NO = "no"
    YES = "yes"
    WITHIN = "within tolerance"
    UNKNOWN = "unknown"
    """The right side's fact is absent, or a pattern took too long."""

    def __bool__(self) -> bool:
        raise TypeError("a CheckStatus has more than two values: compare it")


class Facts(Protocol):
    """What conditions look facts up in: an output's, or a job's."""

    def get(self, name: str) -> Fact:
        """The fact of that name."""
        ...

    def frame(self) -> Fraction | None:
        """One frame's length in s."""
        ...


class Predicate(Protocol):
    """One operator with its right side."""

    @property
    def constant(self) -> bool:
        """Whether the answer depends on the value alone (a plain yes never depends on the tolerance)."""
        ...

    def holds(self, value: Value, facts: Facts) -> CheckStatus:
        """Whether it holds for a value that is there."""
        ...

    def expected(self, facts: Facts | None, *, unit: bool) -> str:
        """What was expected, in words; with `facts`, the values of the facts it names too."""
        ...

    def unknown(self, facts: Facts) -> str:
        """Why it can't be told, in words; empty where it can."""
        ...


def all_of(results: list[CheckStatus]) -> CheckStatus:
    """AND over three values: a certain no beats an unknown, an unknown beats a yes."""
    for worst in (CheckStatus.NO, CheckStatus.UNKNOWN, CheckStatus.WITHIN):
        if worst in results:
            return worst
    return CheckStatus.YES


def any_of(results: list[CheckStatus]) -> CheckStatus:
    """OR over three values: a certain yes beats an unknown, an unknown beats a no."""
    for best in (CheckStatus.YES, CheckStatus.WITHIN, CheckStatus.UNKNOWN):
        if best in results:
            return best
    return CheckStatus.NO


def inverse(held: CheckStatus) -> CheckStatus:
    """NOT over three values."""
    if held is CheckStatus.NO:
        return CheckStatus.YES
    return CheckStatus.UNKNOWN if held is CheckStatus.UNKNOWN else CheckStatus.NO


def words(parts: list[str], joint: str) -> str:
    """`a`, `a or b`, `a, b or c`."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {joint} {parts[-1]}"


def kind_is_text(kind: Kind) -> bool:
    """Whether values of the kind are compared as text."""
    return kind.value in ("text", "time", "value", "set of names")
