"""multiple_of: a whole number of times another (an even width, a duration of whole segments)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from mediaverdict.conditions.status import NO, YES
from mediaverdict.errors import QuantityError, say
from mediaverdict.quantities import Kind, Number, format_quantity, parse_quantity

if TYPE_CHECKING:
    from mediaverdict.conditions.status import CheckStatus, Facts, Test


class MultipleOf(NamedTuple):
    """A constant step."""

    step: Number
    kind: Kind

    @classmethod
    def compile(cls, value: object, kind: Kind) -> MultipleOf:
        """Raises QuantityError for what is no number above zero of that kind."""
        step = parse_quantity(value, kind)
        if step <= 0:
            raise QuantityError(say("{value} is no step: multiple_of takes a number above zero", value=value))
        return cls(step, kind)

    def test(self) -> Test:
        """Whether nothing is left over."""
        step = self.step

        def is_multiple(value: Any, _: Facts) -> CheckStatus:
            return NO if value % step else YES

        return is_multiple

    def expected(self, facts: Facts | None, *, unit: bool) -> str:  # noqa: ARG002
        """`a multiple of 2 px`."""
        return f"a multiple of {format_quantity(self.step, self.kind, unit=unit)}"

    def unknown(self, facts: Facts) -> str:  # noqa: ARG002
        """It can always be told."""
        return ""
