"""Conditions that no value can fulfil: a slip of the writer's that would fail every output, or match none."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Protocol

from mediaverdict.conditions.bounds import Bound, least_and_most
from mediaverdict.conditions.membership import Membership
from mediaverdict.conditions.operands import Constant, Reference
from mediaverdict.conditions.status import CheckStatus, Predicate, words
from mediaverdict.facts import ABSENT, Fact

if TYPE_CHECKING:
    from fractions import Fraction

    from mediaverdict.facts import FactSpec

VALUES = {
    "output.group_type": ("file", "hls", "dash"),
    "output.status": ("Success", "Failed", "Skipped", "Init", "Scheduled"),
    "output.type": ("OSS", "Media"),
}
"""Facts whose every value is known, from the API's pages."""


class Tell(Protocol):
    """Takes a problem, and the keys that lead to it below the condition."""

    def __call__(self, message: str, *keys: str | int) -> None:
        """Keeps it."""
        ...


class _NoFacts:
    """A place without any fact: what is told here is told of constants alone."""

    def get(self, name: str) -> Fact:  # noqa: ARG002
        return ABSENT

    def frame(self) -> Fraction | None:
        return None


def find_contradictions(spec: FactSpec, tests: list[Predicate], exists: object, tell: Tell) -> None:
    """Tells what can't be: a range that is empty, values that another operator rules out, a value there never is."""
    if exists is False and tests:
        tell(f"{spec.name} can't be absent (exists: false) and have a value as well", "exists")
    bounds = [test for test in tests if isinstance(test, Bound)]
    _find_empty_range(spec, bounds, tell)
    for bound in bounds:
        if _is_of_itself(bound, spec.name):
            tell(f"{spec.name} is compared with itself, which never holds", bound.operator)
    wanted = _wanted(tests)
    if wanted and len(tests) > 1 and not any(_all_may_hold(value, tests) for value in wanted):
        tell(f"no {spec.name} can be that: its operators rule each other out")
    known = VALUES.get(spec.name, ())
    for value in wanted if known else ():
        if str(value).casefold() not in [one.casefold() for one in known]:
            near = get_close_matches(str(value), known, n=1, cutoff=0.5)
            hint = f": did you mean {near[0]}?" if near else ""
            tell(f"{spec.name} is never {value!r}, but {words(list(known), 'or')}{hint}")


def _find_empty_range(spec: FactSpec, bounds: list[Bound], tell: Tell) -> None:
    least, most = least_and_most(bounds)
    if least is None or most is None:
        return
    open_ended = any(bound.operator in ("above", "below") and not bound.tolerance for bound in bounds)
    if least > most:
        tell(f"no {spec.name} can be that: its lowest bound lies above its highest")
    elif least == most and open_ended:
        tell(f"no {spec.name} can be that: above and below leave nothing between them")


def _wanted(tests: list[Predicate]) -> list[Constant]:
    """The constants that equals and one_of ask for; none where another fact is among them."""
    for test in tests:
        if isinstance(test, Bound) and test.operator == "equals" and not isinstance(test.operand, Reference):
            return [test.operand]
        if isinstance(test, Membership) and not test.negated:
            constants = [operand for operand in test.operands if not isinstance(operand, Reference)]
            return constants if len(constants) == len(test.operands) else []
    return []


def _all_may_hold(value: Constant, tests: list[Predicate]) -> bool:
    """Whether no test rules the value out; one that asks another fact can't tell, a tolerance may help."""
    if any(getattr(test, "tolerance", None) for test in tests):
        return True
    return all(test.holds(value, _NoFacts()) is not CheckStatus.NO for test in tests)


def _is_of_itself(bound: Bound, name: str) -> bool:
    """`height: {above: {fact: height}}`."""
    operand = bound.operand
    plain = isinstance(operand, Reference) and operand.name == name and operand.times == 1 and not operand.plus
    return plain and bound.operator in ("above", "below", "not")
