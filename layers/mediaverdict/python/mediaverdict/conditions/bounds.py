"""min, max, above, below: on numbers and times, exactly."""

from __future__ import annotations

import operator
from math import ceil, floor, inf
from typing import TYPE_CHECKING, Any, NamedTuple

from mediaverdict.conditions.operands import (
    Operand,
    Reference,
    absent_operand,
    as_number,
    operand_words,
    right_side,
    tolerance_words,
)
from mediaverdict.conditions.status import NO, UNKNOWN, WITHIN, YES

if TYPE_CHECKING:
    from collections.abc import Callable

    from mediaverdict.conditions.status import CheckStatus, Facts, Test
    from mediaverdict.facts import Value
    from mediaverdict.quantities import Kind, Number, Tolerance

_WORDS = {"min": "at least {}", "max": "at most {}", "above": "above {}", "below": "below {}"}
_COMPARE: dict[str, Callable[[Number, Number], bool]] = {
    "min": operator.ge, "max": operator.le, "above": operator.gt, "below": operator.lt,
}  # fmt: skip


class Bound(NamedTuple):
    """One of the four operators with its right side."""

    operator: str
    operand: Operand
    kind: Kind
    tolerance: Tolerance

    def test(self) -> Test:
        """A constant bound is widened by its tolerance once."""
        compare, kind, tolerance = _COMPARE[self.operator], self.kind, self.tolerance
        side = -1 if self.operator in ("min", "above") else 1
        wanted = right_side(self.operand)

        def of_any(value: Value, facts: Facts) -> CheckStatus:
            found = wanted(facts)
            if found is None:
                return UNKNOWN
            left, right = as_number(value, kind), as_number(found, kind)
            if left is None or right is None:
                return NO
            if compare(left, right):
                return YES
            if not tolerance:
                return NO
            return WITHIN if compare(left, right + side * tolerance.margin(right, facts.frame())) else NO

        if isinstance(self.operand, Reference) or tolerance.frames or not kind.numeric:
            return of_any
        bound = as_number(self.operand, kind) or 0
        wider = bound + side * tolerance.margin(bound, None)

        def of_number(value: Any, _: Facts) -> CheckStatus:
            if compare(value, bound):
                return YES
            return WITHIN if compare(value, wider) else NO

        return of_number

    def whole_range(self) -> tuple[float, float] | None:
        """The least and the most whole number that plainly fulfil it; None where that is no constant."""
        bound = None if isinstance(self.operand, Reference) else as_number(self.operand, self.kind)
        if bound is None or not self.kind.numeric:
            return None
        if self.operator in ("min", "above"):
            return (ceil(bound) if self.operator == "min" else floor(bound) + 1), inf
        return -inf, (floor(bound) if self.operator == "max" else ceil(bound) - 1)

    def expected(self, facts: Facts | None, *, unit: bool) -> str:
        """`at least 720 px`, `403.04 s (user_data.durationSeconds) ± 0.5 s`."""
        text = _WORDS[self.operator].format(operand_words(self.operand, self.kind, facts, unit=unit))
        return text + tolerance_words(self.tolerance, self.kind)

    def unknown(self, facts: Facts) -> str:
        """The absent fact on the right side."""
        return absent_operand(self.operand, facts)
