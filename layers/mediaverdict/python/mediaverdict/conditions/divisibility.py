"""multiple_of: a whole number of times another (an even width, a duration of whole segments)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mediaverdict.conditions.operands import as_number
from mediaverdict.conditions.status import CheckStatus
from mediaverdict.errors import QuantityError
from mediaverdict.quantities import Kind, Number, format_quantity, parse_quantity

if TYPE_CHECKING:
    from mediaverdict.conditions.status import Facts
    from mediaverdict.facts import Value


@dataclass(frozen=True, slots=True)
class MultipleOf:
    """A constant step."""

    step: Number
    kind: Kind

    @classmethod
    def compile(cls, value: object, kind: Kind) -> MultipleOf:
        """Raises QuantityError for what is no number above zero of that kind."""
        step = parse_quantity(value, kind)
        if step <= 0:
            raise QuantityError(f"{value} is no step: multiple_of takes a number above zero")
        return cls(step, kind)

    @property
    def constant(self) -> bool:
        """A step always is."""
        return True

    def holds(self, value: Value, facts: Facts) -> CheckStatus:  # noqa: ARG002 - the same signature for every test
        """Whether nothing is left over."""
        number = as_number(value, self.kind)
        return CheckStatus.YES if number is not None and number % self.step == 0 else CheckStatus.NO

    def expected(self, facts: Facts | None, *, unit: bool) -> str:  # noqa: ARG002
        """`a multiple of 2 px`."""
        return f"a multiple of {format_quantity(self.step, self.kind, unit=unit)}"

    def unknown(self, facts: Facts) -> str:  # noqa: ARG002
        """It can always be told."""
        return ""
