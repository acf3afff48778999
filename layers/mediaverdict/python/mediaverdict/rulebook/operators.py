"""A rule book's value for a fact -> a Condition: the registry of operators."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Any

from mediaverdict.conditions.bounds import Bound
from mediaverdict.conditions.condition import Condition
from mediaverdict.conditions.divisibility import MultipleOf
from mediaverdict.conditions.equality import Equality
from mediaverdict.conditions.operands import Reference, parse_operand
from mediaverdict.conditions.patterns import Glob, Regex
from mediaverdict.errors import Problems, QuantityError, say, told
from mediaverdict.quantities import Kind, Tolerance, parse_tolerance
from mediaverdict.rulebook import messages
from mediaverdict.rulebook.advice import advise
from mediaverdict.rulebook.contradictions import find_contradictions
from mediaverdict.rulebook.explained import EXPLAINED, TEXTS
from mediaverdict.rulebook.known import known_value

if TYPE_CHECKING:
    from collections.abc import Callable

    from mediaverdict.conditions.operands import Operand
    from mediaverdict.conditions.status import Predicate
    from mediaverdict.facts import FactSpec

_GLOB_SIGNS = frozenset("*?[")


class Mode(Enum):
    """What a condition is for: there a plain text with `*` is a glob, here it would be a slip."""

    SELECT = "select"
    """match, when, jobs and a waiver's match."""
    REQUIRE = "require"


def _bound(operator: str, value: object, spec: FactSpec, tolerance: Tolerance) -> Predicate:
    if spec.kind not in EXPLAINED[operator].kinds:
        raise QuantityError(messages.no_sense(spec, operator))
    return Bound(operator, parse_operand(_single(operator, value), spec.kind), spec.kind, tolerance)


def _equality(operator: str, value: object, spec: FactSpec, tolerance: Tolerance) -> Predicate:
    return Equality(operator, (_known_operand(_single(operator, value), spec),), spec.kind, tolerance)


def _known_operand(value: object, spec: FactSpec) -> Operand:
    """A right side that names a value: one that the fact can have."""
    operand = parse_operand(value, spec.kind)
    return operand if isinstance(operand, Reference) else known_value(spec, operand)


def _single(operator: str, value: object) -> object:
    if isinstance(value, list):
        instead = "none_of" if operator == "not" else "one_of"
        raise QuantityError(
            say("{operator} takes one value: write {instead} for a list", operator=operator, instead=instead)
        )
    return value


def _membership(operator: str, values: object, spec: FactSpec, tolerance: Tolerance) -> Predicate:
    if not isinstance(values, list) or not values:
        raise QuantityError(say("{operator} takes a list of values", operator=operator))
    return Equality(operator, tuple(_known_operand(value, spec) for value in values), spec.kind, tolerance)


def _glob(_operator: str, value: object, spec: FactSpec, _tolerance: Tolerance) -> Predicate:
    _needs_text("glob", spec)
    patterns = value if isinstance(value, list) else [value]
    texts = [pattern for pattern in patterns if isinstance(pattern, str)]
    if len(texts) < len(patterns):
        raise QuantityError(say("glob takes text: put the pattern in quotes"))
    if not texts:
        raise QuantityError(say("an empty list of globs"))
    return Glob(tuple(texts))


def _regex(_operator: str, value: object, spec: FactSpec, _tolerance: Tolerance) -> Predicate:
    _needs_text("regex", spec)
    if not isinstance(value, str):
        raise QuantityError(say("regex takes text: put the pattern in quotes"))
    return Regex.compile(value)


def _multiple_of(_operator: str, value: object, spec: FactSpec, _tolerance: Tolerance) -> Predicate:
    if spec.kind not in EXPLAINED["multiple_of"].kinds:
        raise QuantityError(say("{fact} is no number, so multiple_of makes no sense for it", fact=spec.name))
    return MultipleOf.compile(value, spec.kind)


def _needs_text(operator: str, spec: FactSpec) -> None:
    if spec.kind not in EXPLAINED[operator].kinds:
        raise QuantityError(
            say("{fact} is no text, so {operator} makes no sense for it", fact=spec.name, operator=operator)
        )


# An operator's name in the rule book, and what makes a predicate of its right side; each raises QuantityError.
OPERATORS: dict[str, Callable[[str, object, FactSpec, Tolerance], Predicate]] = {
    "equals": _equality, "not": _equality, "min": _bound, "max": _bound, "above": _bound, "below": _bound,
    "one_of": _membership, "none_of": _membership, "glob": _glob, "regex": _regex, "multiple_of": _multiple_of,
}  # fmt: skip


def read_condition(raw: object, spec: FactSpec, mode: Mode, problems: Problems) -> Condition | None:
    """A plain value (equals), a list (one of) or a map of operators, as a Condition.

    A map's keys must have been checked. None when something is wrong with it, which then stands in `problems`.
    """
    if raw is None:
        problems.add(messages.NO_VALUE.format(key=spec.name, fact=spec.name))
        return None
    entries: dict[str, Any] = raw if isinstance(raw, dict) else {_plain_operator(raw, spec, mode): raw}
    before = len(problems)
    tolerance = read_tolerance(entries, spec, problems)
    predicates: list[Predicate] = []
    for name, value in entries.items():
        if name not in OPERATORS:
            continue
        if value is None:
            problems.at(name).add(messages.NO_VALUE.format(key=name, fact=spec.name))
            continue
        try:
            predicates.append(OPERATORS[name](name, value, spec, tolerance))
        except QuantityError as error:
            (problems.at(name) if isinstance(raw, dict) else problems).add(told(error))
    advise(raw, spec, problems, plain_glob=mode is Mode.REQUIRE and spec.kind in TEXTS)
    exists = entries.get("exists")
    if not predicates and exists is None and len(problems) == before:
        problems.add(say("{fact} has no condition: write a value, a list, or {{min: ...}}", fact=spec.name))
    find_contradictions(spec, predicates, exists, problems)
    return Condition(tuple(predicates), exists) if len(problems) == before else None


def _plain_operator(raw: object, spec: FactSpec, mode: Mode) -> str:
    values = raw if isinstance(raw, list) else [raw]
    if mode is Mode.SELECT and spec.kind in TEXTS:
        globs = [isinstance(value, str) and bool(_GLOB_SIGNS & set(value)) for value in values]
        if any(globs):
            return "glob"
    return "one_of" if isinstance(raw, list) else "equals"


def read_tolerance(entries: dict[str, Any], spec: FactSpec, problems: Problems) -> Tolerance:
    """A condition's tolerance; none where it has none, or where something is wrong with it."""
    if "tolerance" not in entries:
        return Tolerance()
    problems = problems.at("tolerance")
    if spec.kind not in EXPLAINED["tolerance"].kinds:
        problems.add(say("{fact} is {kind}: a tolerance needs numbers", fact=spec.name, kind=messages.KINDS[spec.kind]))
        return Tolerance()
    try:
        return parse_tolerance(entries["tolerance"], Kind.COUNT if spec.kind is Kind.JSON else spec.kind)
    except QuantityError as error:
        problems.add(told(error))
        return Tolerance()
