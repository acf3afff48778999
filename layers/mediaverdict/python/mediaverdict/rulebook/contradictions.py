"""Conditions that no value can fulfil: a slip of the writer's that would fail every output, or match none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediaverdict.conditions.bounds import Bound
from mediaverdict.conditions.equality import Equality
from mediaverdict.conditions.operands import Constant, Operand, Reference, as_number
from mediaverdict.conditions.status import NO, Predicate
from mediaverdict.errors import say
from mediaverdict.facts import FactSpec, JobFacts
from mediaverdict.jobs import NOTHING, Job, JsonNode

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mediaverdict.errors import Problems
    from mediaverdict.quantities import Number


_NOWHERE = JobFacts(Job(JsonNode(NOTHING, "")))
"""What is told here is told of constants alone."""


def find_contradictions(spec: FactSpec, predicates: Sequence[Predicate], exists: object, problems: Problems) -> None:
    """Tells what can't be: a range that is empty, values that another operator rules out, a value there never is."""
    if exists is False and predicates:
        problems.at("exists").add(
            say("{fact} can't be absent (exists: false) and have a value as well", fact=spec.name)
        )
    _find_empty_range(spec, predicates, problems)
    for predicate in predicates:
        if isinstance(predicate, Bound | Equality) and _is_of_itself(predicate, spec.name):
            problems.at(predicate.operator).add(
                say("{fact} is compared with itself, which never holds", fact=spec.name)
            )
    wanted = _wanted(predicates)
    if wanted and len(predicates) > 1 and not any(_all_may_hold(value, predicates) for value in wanted):
        problems.add(say("no {fact} can be that: its operators rule each other out", fact=spec.name))


def _find_empty_range(spec: FactSpec, predicates: Sequence[Predicate], problems: Problems) -> None:
    """The constant range that bounds leave, tolerances included where they are absolute."""
    lows, highs = _edges(predicates, ("min", "above", "equals"), -1), _edges(predicates, ("max", "below", "equals"), 1)
    if not lows or not highs:
        return
    open_ended = any(
        isinstance(one, Bound) and one.operator in ("above", "below") and not one.tolerance for one in predicates
    )
    if max(lows) > min(highs):
        problems.add(say("no {fact} can be that: its lowest bound lies above its highest", fact=spec.name))
    elif max(lows) == min(highs) and open_ended:
        problems.add(say("no {fact} can be that: above and below leave nothing between them", fact=spec.name))


def _edges(predicates: Sequence[Predicate], operators: tuple[str, ...], side: int) -> list[Number]:
    found = []
    for predicate in predicates:
        if (
            isinstance(predicate, Bound | Equality)
            and predicate.operator in operators
            and not predicate.tolerance.frames
        ):
            operand = _operands(predicate)[0]
            number = None if isinstance(operand, Reference) else as_number(operand, predicate.kind)
            if number is not None:
                found.append(number + side * predicate.tolerance.margin(number, None))
    return found


def _operands(predicate: Predicate) -> tuple[Operand, ...]:
    if isinstance(predicate, Bound):
        return (predicate.operand,)
    return predicate.operands if isinstance(predicate, Equality) else ()


def _wanted(predicates: Sequence[Predicate]) -> list[Constant]:
    """The constants that equals and one_of ask for; none where another fact is among them."""
    for predicate in predicates:
        if isinstance(predicate, Equality) and predicate.operator in ("equals", "one_of"):
            constants = [operand for operand in predicate.operands if not isinstance(operand, Reference)]
            if predicate.operator == "one_of" or constants:
                return constants if len(constants) == len(predicate.operands) else []
    return []


def _all_may_hold(value: Constant, predicates: Sequence[Predicate]) -> bool:
    """Whether none rules the value out; one that asks another fact can't tell, a tolerance may help."""
    if any(getattr(predicate, "tolerance", None) for predicate in predicates):
        return True
    certain = [one for one in predicates if not any(isinstance(operand, Reference) for operand in _operands(one))]
    return all(predicate.test()(value, _NOWHERE) is not NO for predicate in certain)


def _is_of_itself(predicate: Bound | Equality, name: str) -> bool:
    """`height: {above: {fact: height}}`."""
    operand = _operands(predicate)[0]
    plain = isinstance(operand, Reference) and operand.name == name and operand.times == 1 and not operand.plus
    return plain and predicate.operator in ("above", "below", "not")
