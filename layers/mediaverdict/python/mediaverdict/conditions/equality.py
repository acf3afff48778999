"""equals, not, one_of, none_of: numbers exactly or within a tolerance, text without regard to case."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple

from mediaverdict.conditions.operands import (
    Constant,
    Operand,
    Reference,
    absent_operand,
    as_number,
    operand_words,
    right_side,
    tolerance_words,
)
from mediaverdict.conditions.status import NO, UNKNOWN, WITHIN, YES, any_of, inverse, words
from mediaverdict.quantities import Kind, distance

if TYPE_CHECKING:
    from mediaverdict.conditions.status import CheckStatus, Facts, Test
    from mediaverdict.facts import Value
    from mediaverdict.quantities import Tolerance

_WORDS = {"equals": "", "not": "not ", "one_of": "", "none_of": "none of "}


class Equality(NamedTuple):
    """One of the four operators with its right side; `equals` and `not` have a single operand."""

    operator: str
    operands: tuple[Operand, ...]
    kind: Kind
    tolerance: Tolerance

    def test(self) -> Test:
        """Whether the value is one of them, or none."""
        is_one = self._is_one()
        if self.operator in ("equals", "one_of"):
            return is_one
        return lambda value, facts: inverse(is_one(value, facts))

    def expected(self, facts: Facts | None, *, unit: bool) -> str:
        """`25 or 29.97 ± 0.01`, `none of a or b`."""
        named = words([operand_words(one, self.kind, facts, unit=unit) for one in self.operands], "or")
        return f"{_WORDS[self.operator]}{named}{tolerance_words(self.tolerance, self.kind)}"

    def unknown(self, facts: Facts) -> str:
        """The absent fact on the right side."""
        return " and ".join(filter(None, (absent_operand(operand, facts) for operand in self.operands)))

    def _is_one(self) -> Test:
        constants = [operand for operand in self.operands if not isinstance(operand, Reference)]
        if len(constants) == len(self.operands) and not self.tolerance.frames:
            if self.kind is Kind.TEXT:
                return _one_of_texts(constants)
            if self.kind is Kind.LANGUAGE:
                return _one_of_languages(constants)
            if self.kind.numeric:
                return _one_of_numbers(constants, self.kind, self.tolerance)
        wanted = [right_side(operand) for operand in self.operands]
        kind, tolerance, numeric = self.kind, self.tolerance, self.kind.numeric

        def is_one(value: Value, facts: Facts) -> CheckStatus:
            best = NO
            for find in wanted:
                one = find(facts)
                if numeric and one == value:
                    return YES
                status = UNKNOWN if one is None else equal(value, one, kind, tolerance, facts)
                if status is YES:
                    return YES
                best = any_of((best, status))
            return best

        return is_one


def _one_of_texts(wanted: list[Constant]) -> Test:
    folded = frozenset(str(one).casefold() for one in wanted)
    as_written = folded.union(map(str, wanted))  # most values are spelled so, and need no folding
    return lambda value, _: YES if value in as_written or str(value).casefold() in folded else NO


def _one_of_languages(wanted: list[Constant]) -> Test:
    from mediaverdict.facts.languages import same_language  # noqa: PLC0415 - a table that few rule books need

    tags = [str(one) for one in wanted]
    return lambda value, _: YES if any(same_language(str(value), tag) for tag in tags) else NO


def _one_of_numbers(wanted: list[Constant], kind: Kind, tolerance: Tolerance) -> Test:
    """With the ranges around them worked out once, no arithmetic is left to do."""
    numbers = [number for one in wanted if (number := as_number(one, kind)) is not None]
    margins = [tolerance.margin(number, None) for number in numbers] if tolerance else []
    ranges = [(number - margin, number + margin) for number, margin in zip(numbers, margins, strict=False)]

    def is_one(value: Any, _: Facts) -> CheckStatus:
        if value in numbers:
            return YES
        for low, high in ranges:
            if low <= value <= high:
                return WITHIN
        return NO

    return is_one


def equal(value: Value, wanted: Constant, kind: Kind, tolerance: Tolerance, facts: Facts) -> CheckStatus:
    """Whether a value is the wanted one, or within its tolerance."""
    if isinstance(value, tuple):  # a set of names has it
        return YES if str(wanted).lower() in value else NO
    if isinstance(wanted, bool) or isinstance(value, bool):
        return YES if str(value).lower() == str(wanted).lower() else NO
    if kind.numeric or isinstance(wanted, int | Fraction):
        left, right = as_number(value, kind), as_number(wanted, kind)
        if left is None or right is None:
            return NO
        if left == right:
            return YES
        return WITHIN if tolerance and distance(left, right) <= tolerance.margin(right, facts.frame()) else NO
    if kind is Kind.LANGUAGE:
        return _one_of_languages([wanted])(value, facts)
    return YES if str(value).casefold() == wanted.casefold() else NO
