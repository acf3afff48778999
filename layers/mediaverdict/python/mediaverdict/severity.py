"""How bad a finding is, and what all of them come to."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable

Outcome = Literal["fail", "inconclusive", "warn", "pass"]
OutputOutcome = Literal[Outcome, "unchecked"]
"""`unchecked` is an output that no check looked at: never called a pass."""


class Severity(str, Enum):
    """Mildest first, and ordered so; as text it is what a rule book and a verdict say.

    `inconclusive` comes of absent facts only: no rule can ask for it.
    """

    INFO = "info"
    WARN = "warn"
    INCONCLUSIVE = "inconclusive"
    FAIL = "fail"

    # Of text, these would be the alphabet's.
    __hash__ = str.__hash__
    __str__ = str.__str__

    def __format__(self, format_spec: str) -> str:
        return format(self.value, format_spec)

    def __lt__(self, other: str) -> bool:
        return self.rank < Severity(other).rank

    def __gt__(self, other: str) -> bool:
        return self.rank > Severity(other).rank

    def __le__(self, other: str) -> bool:
        return self.rank <= Severity(other).rank

    def __ge__(self, other: str) -> bool:
        return self.rank >= Severity(other).rank

    @property
    def rank(self) -> int:
        """0 for the mildest."""
        return _ORDER.index(self)

    @property
    def counts(self) -> bool:
        """Whether it has a say in an outcome."""
        return self is not Severity.INFO


_ORDER = tuple(Severity)
OnMissing = Severity | Literal["pass"]
"""What an absent fact comes to; `pass` is no finding."""


def on_missing(text: str) -> OnMissing:
    """A rule book's word for it."""
    return "pass" if text == "pass" else Severity(text)


_OUTCOMES: dict[Severity, Outcome] = {
    Severity.FAIL: "fail", Severity.INCONCLUSIVE: "inconclusive", Severity.WARN: "warn",
}  # fmt: skip


def worst(severities: Iterable[Severity]) -> Outcome:
    """The outcome that these severities come to."""
    counted = [severity for severity in severities if severity.counts]
    return _OUTCOMES[max(counted)] if counted else "pass"
