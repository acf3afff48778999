"""What holding a condition against a value comes to."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from fractions import Fraction

    from mediaverdict.facts import Fact, Value
    from mediaverdict.quantities import Kind


class Held(Enum):
    """Three values, and a note: a pass that only a tolerance made possible is told as such."""

    NO = "no"
    YES = "yes"
    WITHIN = "within tolerance"
    UNKNOWN = "unknown"
    """The right side's fact is absent, or a pattern took too long."""

    def __bool__(self) -> bool:
        raise TypeError("a Held has more than two values: compare it")


class Facts(Protocol):
    """What conditions look facts up in: an output's, or a job's."""

    def get(self, name: str) -> Fact:
        """The fact of that name."""
        ...

    def frame(self) -> Fraction | None:
        """One frame's length in s."""
        ...


class Test(Protocol):
    """One operator with its right side."""

    @property
    def constant(self) -> bool:
        """Whether the answer depends on the value alone (a plain yes never depends on the tolerance)."""
        ...

    def holds(self, value: Value, facts: Facts) -> Held:
        """Whether it holds for a value that is there."""
        ...

    def expected(self, facts: Facts | None, *, unit: bool) -> str:
        """What was expected, in words; with `facts`, the values of the facts it names too."""
        ...

    def unknown(self, facts: Facts) -> str:
        """Why it can't be told, in words; empty where it can."""
        ...


def all_of(results: list[Held]) -> Held:
    """AND over three values: a certain no beats an unknown, an unknown beats a yes."""
    for worst in (Held.NO, Held.UNKNOWN, Held.WITHIN):
        if worst in results:
            return worst
    return Held.YES


def any_of(results: list[Held]) -> Held:
    """OR over three values: a certain yes beats an unknown, an unknown beats a no."""
    for best in (Held.YES, Held.WITHIN, Held.UNKNOWN):
        if best in results:
            return best
    return Held.NO


def inverse(held: Held) -> Held:
    """NOT over three values."""
    if held is Held.NO:
        return Held.YES
    return Held.UNKNOWN if held is Held.UNKNOWN else Held.NO


def words(parts: list[str], joint: str) -> str:
    """`a`, `a or b`, `a, b or c`."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {joint} {parts[-1]}"


def kind_is_text(kind: Kind) -> bool:
    """Whether values of the kind are compared as text."""
    return kind.value in ("text", "time", "value", "set of names")
