"""one_of and none_of: a list of values, each held as `equals` would."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mediaverdict.conditions.bounds import equal, tolerance_words
from mediaverdict.conditions.operands import Operand, Reference, absent_operand, operand_words
from mediaverdict.conditions.status import CheckStatus, any_of, inverse, words

if TYPE_CHECKING:
    from mediaverdict.conditions.status import Facts
    from mediaverdict.facts import Value
    from mediaverdict.quantities import Kind, Tolerance


@dataclass(frozen=True, slots=True)
class Membership:
    """`one_of`, or `none_of` where `negated`."""

    operands: tuple[Operand, ...]
    kind: Kind
    tolerance: Tolerance
    negated: bool = False

    @property
    def constant(self) -> bool:
        """Not with another fact in the list; nor `none_of` with frames, where a tolerance makes a no of a yes."""
        plain = not any(isinstance(operand, Reference) for operand in self.operands)
        return plain and not (self.negated and self.tolerance.frames)

    def holds(self, value: Value, facts: Facts) -> CheckStatus:
        """Whether the value is one of them."""
        held = any_of([self._is(value, operand, facts) for operand in self.operands])
        return inverse(held) if self.negated else held

    def expected(self, facts: Facts | None, *, unit: bool) -> str:
        """`25 or 29.97 ± 0.01`, `none of a or b`."""
        named = words([operand_words(one, self.kind, facts, unit=unit) for one in self.operands], "or")
        tail = tolerance_words(self.tolerance, self.kind)
        return f"none of {named}{tail}" if self.negated else f"{named}{tail}"

    def unknown(self, facts: Facts) -> str:
        """The absent fact on the right side."""
        return " and ".join(filter(None, (absent_operand(operand, facts) for operand in self.operands)))

    def _is(self, value: Value, operand: Operand, facts: Facts) -> CheckStatus:
        wanted = operand.value(facts) if isinstance(operand, Reference) else operand
        return CheckStatus.UNKNOWN if wanted is None else equal(value, wanted, self.kind, self.tolerance, facts)
