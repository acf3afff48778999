"""equals, not, min, max, above, below: on numbers exactly, on text without regard to case."""

from __future__ import annotations

import operator
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from mediaverdict.conditions.operands import (
    Constant,
    Operand,
    Reference,
    absent_operand,
    as_number,
    operand_words,
)
from mediaverdict.conditions.status import CheckStatus, inverse
from mediaverdict.quantities import Kind, Number, Tolerance, format_number, format_quantity

if TYPE_CHECKING:
    from collections.abc import Callable

    from mediaverdict.conditions.status import Facts
    from mediaverdict.facts import Value

_WORDS = {
    "equals": "{}", "not": "not {}", "min": "at least {}", "max": "at most {}", "above": "above {}",
    "below": "below {}",
}  # fmt: skip
ORDERED = ("min", "max", "above", "below")
_COMPARE: dict[str, Callable[[Number, Number], bool]] = {
    "min": operator.ge, "max": operator.le, "above": operator.gt, "below": operator.lt,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Bound:
    """One of the six operators with its right side."""

    operator: str
    operand: Operand
    kind: Kind
    tolerance: Tolerance

    @property
    def constant(self) -> bool:
        """Not with another fact on the right; nor `not` with frames, where a tolerance makes a no of a yes."""
        return not isinstance(self.operand, Reference) and not (self.operator == "not" and self.tolerance.frames)

    def holds(self, value: Value, facts: Facts) -> CheckStatus:
        """Whether the value is on the right side of the bound."""
        wanted = self.operand.value(facts) if isinstance(self.operand, Reference) else self.operand
        if wanted is None:
            return CheckStatus.UNKNOWN
        if self.operator in ORDERED:
            return self._ordered(value, wanted, facts)
        held = equal(value, wanted, self.kind, self.tolerance, facts)
        return inverse(held) if self.operator == "not" else held

    def expected(self, facts: Facts | None, *, unit: bool) -> str:
        """`at least 720 px`, `403.04 s (user_data.durationSeconds) ± 0.5 s`."""
        text = _WORDS[self.operator].format(operand_words(self.operand, self.kind, facts, unit=unit))
        return text + tolerance_words(self.tolerance, self.kind)

    def unknown(self, facts: Facts) -> str:
        """The absent fact on the right side."""
        return absent_operand(self.operand, facts)

    def _ordered(self, value: Value, wanted: Constant, facts: Facts) -> CheckStatus:
        left, right = as_number(value, self.kind), as_number(wanted, self.kind)
        if left is None or right is None:
            return CheckStatus.NO
        compare = _COMPARE[self.operator]
        if compare(left, right):
            return CheckStatus.YES
        if not self.tolerance:
            return CheckStatus.NO
        margin = self.tolerance.margin(right, facts.frame())
        wider = right - margin if self.operator in ("min", "above") else right + margin
        return CheckStatus.WITHIN if compare(left, wider) else CheckStatus.NO


def equal(value: Value, wanted: Constant, kind: Kind, tolerance: Tolerance, facts: Facts) -> CheckStatus:
    """Whether a value is the wanted one, or within its tolerance."""
    if isinstance(value, tuple):  # a set of names has it
        return CheckStatus.YES if str(wanted).lower() in value else CheckStatus.NO
    if isinstance(wanted, bool) or isinstance(value, bool):
        return CheckStatus.YES if str(value).lower() == str(wanted).lower() else CheckStatus.NO
    if kind.numeric or isinstance(wanted, int | Fraction):
        left, right = as_number(value, kind), as_number(wanted, kind)
        if left is None or right is None:
            return CheckStatus.NO
        if left == right:
            return CheckStatus.YES
        if not tolerance:
            return CheckStatus.NO
        return (
            CheckStatus.WITHIN
            if abs(Fraction(left) - right) <= tolerance.margin(right, facts.frame())
            else CheckStatus.NO
        )
    return CheckStatus.YES if str(value).casefold() == wanted.casefold() else CheckStatus.NO


def tolerance_words(tolerance: Tolerance, kind: Kind) -> str:
    """` ± 0.5 s`, ` ± the widest of 0.5 s and 1 %`; empty where there is none."""
    parts: list[str] = []
    if tolerance.absolute:
        parts.append(format_quantity(tolerance.absolute, kind))
    if tolerance.percent:
        parts.append(f"{format_number(tolerance.percent)} %")
    if tolerance.frames:
        parts.append(format_quantity(tolerance.frames, Kind.FRAMES))
    if not parts:
        return ""
    return f" ± {parts[0]}" if len(parts) == 1 else f" ± the widest of {' and '.join(parts)}"


def least_and_most(bounds: list[Bound]) -> tuple[Number | None, Number | None]:
    """The constant range that bounds leave, tolerances included where they are absolute."""
    lows = [number for bound in bounds if (number := _edge(bound, ("min", "above", "equals"), -1)) is not None]
    highs = [number for bound in bounds if (number := _edge(bound, ("max", "below", "equals"), 1)) is not None]
    return (max(lows) if lows else None, min(highs) if highs else None)


def _edge(bound: Bound, operators: tuple[str, ...], side: int) -> Number | None:
    if bound.operator not in operators or isinstance(bound.operand, Reference) or bound.tolerance.frames:
        return None
    number = as_number(bound.operand, bound.kind)
    return None if number is None else number + side * bound.tolerance.margin(number, None)
