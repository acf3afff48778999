"""What holding a condition against a value comes to, and what conditions are held against."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import TYPE_CHECKING, Protocol

from mediaverdict.facts import GroupFacts, JobFacts, OutputFacts, TrackFacts, Value

if TYPE_CHECKING:
    from collections.abc import Sequence


class CheckStatus(Enum):
    """Three values, and a note: a pass that only a tolerance made possible is told as such."""

    NO = "no"
    YES = "yes"
    WITHIN = "within tolerance"
    UNKNOWN = "unknown"
    """A fact is absent, on the left side or on the right."""

    def __bool__(self) -> bool:
        raise TypeError("a CheckStatus has more than two values: compare it")


NO, YES, WITHIN, UNKNOWN = CheckStatus.NO, CheckStatus.YES, CheckStatus.WITHIN, CheckStatus.UNKNOWN
PASSES = (YES, WITHIN)


Facts = JobFacts | OutputFacts | GroupFacts | TrackFacts
"""What conditions look facts up in."""
Test = Callable[[Value, Facts], CheckStatus]
"""Whether something holds for a value that is there."""


class Predicate(Protocol):
    """One operator with its right side."""

    def test(self) -> Test:
        """What is asked of each value, made ready once."""
        ...

    def expected(self, facts: Facts | None, *, unit: bool) -> str:
        """What was expected, in words; with `facts`, the values of the facts it names too."""
        ...

    def unknown(self, facts: Facts) -> str:
        """Why it can't be told, in words; empty where it can."""
        ...


def all_of(results: Sequence[CheckStatus]) -> CheckStatus:
    """AND over three values: a certain no beats an unknown, an unknown beats a yes."""
    for worst in (NO, UNKNOWN, WITHIN):
        if worst in results:
            return worst
    return YES


def any_of(results: Sequence[CheckStatus]) -> CheckStatus:
    """OR over three values: a certain yes beats an unknown, an unknown beats a no."""
    for best in (YES, WITHIN, UNKNOWN):
        if best in results:
            return best
    return NO


def inverse(status: CheckStatus) -> CheckStatus:
    """NOT over three values."""
    if status is NO:
        return YES
    return UNKNOWN if status is UNKNOWN else NO


def words(parts: Sequence[str], joint: str) -> str:
    """`a`, `a or b`, `a, b or c`."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {joint} {parts[-1]}"
