"""A rule book's value for a fact -> a Condition: the registry of operators."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Any

from mediaverdict.conditions.bounds import ORDERED, Bound
from mediaverdict.conditions.contradictions import find_contradictions
from mediaverdict.conditions.divisibility import MultipleOf
from mediaverdict.conditions.membership import Membership
from mediaverdict.conditions.operands import parse_operand
from mediaverdict.conditions.patterns import Glob, Regex
from mediaverdict.conditions.status import CheckStatus, Predicate, all_of, kind_is_text
from mediaverdict.errors import Problem, QuantityError
from mediaverdict.quantities import Kind, Tolerance, parse_tolerance

if TYPE_CHECKING:
    from collections.abc import Callable

    from mediaverdict.conditions.status import Facts
    from mediaverdict.facts import FactSpec, Value

Where = tuple[str | int, ...]
REMEMBERED = 256
"""Values of a condition whose answer is remembered: a warm instance sees the same ones again and again."""
_GLOB_SIGNS = frozenset("*?[")


class Mode(Enum):
    """What a condition is for: there a plain text with `*` is a glob, here it would be a slip."""

    SELECT = "select"
    """match, when, jobs and a waiver's match."""
    REQUIRE = "require"


@dataclass(frozen=True, slots=True)
class Condition:
    """All operators on one fact; they hold together or not at all."""

    tests: tuple[Predicate, ...]
    kind: Kind
    exists: bool | None = None
    on_missing: str | None = None
    """This check's own, over the rule's and the book's."""
    _plain: dict[Value, bool] = field(default_factory=dict, repr=False, compare=False)
    _constant: bool = field(init=False, repr=False, compare=False)
    """Whether the value alone decides, so that its answer can be remembered."""

    def __post_init__(self) -> None:
        # Of user data true and 1 may both come, which one key can't tell apart.
        constant = self.kind is not Kind.JSON and all(test.constant for test in self.tests)
        object.__setattr__(self, "_constant", constant)

    @property
    def on_absent(self) -> CheckStatus | None:
        """What an absent fact comes to; None where that is for `on_missing` to say."""
        if self.exists is None:
            return None
        return CheckStatus.NO if self.exists else CheckStatus.YES

    def surely_holds(self, value: Value, facts: Facts) -> bool:
        """Whether it holds plainly, without help of a tolerance. Remembered where nothing but the value counts."""
        if not self._constant:
            return self.holds(value, facts) is CheckStatus.YES
        known = self._plain.get(value)
        if known is None:
            if len(self._plain) >= REMEMBERED:
                self._plain.clear()
            known = self._plain[value] = self.holds(value, facts) is CheckStatus.YES
        return known

    def holds(self, value: Value, facts: Facts) -> CheckStatus:
        """Whether it holds for a value that is there."""
        if self.exists is False:
            return CheckStatus.NO
        if len(self.tests) == 1:
            return self.tests[0].holds(value, facts)
        return all_of([test.holds(value, facts) for test in self.tests])

    def unknown(self, value: Value, facts: Facts) -> str:
        """Why it can't be told whether it holds, in words."""
        return " and ".join(
            test.unknown(facts) for test in self.tests if test.holds(value, facts) is CheckStatus.UNKNOWN
        )

    def expected(self, facts: Facts | None, *, unit: bool = False) -> str:
        """All operators in words."""
        if self.exists is False:
            return "absent"
        if not self.tests:
            return "present"
        return " and ".join(test.expected(facts, unit=unit) for test in self.tests)


class _Reader:
    """One condition's way from the rule book; problems are collected, so that all are told at once."""

    def __init__(self, spec: FactSpec, where: Where, problems: list[Problem]) -> None:
        self.spec = spec
        self.where = where
        self.problems = problems
        self.tolerance = Tolerance()

    def problem(self, message: str, *keys: str | int) -> None:
        self.problems.append(Problem(message, (*self.where, *keys)))

    def bound(self, operator: str, value: object) -> Predicate:
        if operator in ORDERED and self.spec.kind in (Kind.TEXT, Kind.NAMES, Kind.FLAG):
            raise QuantityError(f"{self.spec.name} is {self.spec.kind.value}, so {operator} makes no sense for it")
        if isinstance(value, list):
            raise QuantityError(f"{operator} takes one value: write one_of for a list")
        return Bound(operator, parse_operand(value, self.spec.kind), self.spec.kind, self.tolerance)

    def membership(self, operator: str, values: object) -> Predicate:
        if not isinstance(values, list) or not values:
            raise QuantityError(f"{operator} takes a list of values")
        operands = tuple(parse_operand(value, self.spec.kind) for value in values)
        return Membership(operands, self.spec.kind, self.tolerance, negated=operator == "none_of")

    def glob(self, _operator: str, value: object) -> Predicate:
        self._needs_text("glob")
        patterns = value if isinstance(value, list) else [value]
        texts = [pattern for pattern in patterns if isinstance(pattern, str)]
        if len(texts) < len(patterns):
            raise QuantityError("glob takes text: put the pattern in quotes")
        return Glob.compile(texts)

    def regex(self, _operator: str, value: object) -> Predicate:
        self._needs_text("regex")
        if not isinstance(value, str):
            raise QuantityError("regex takes text: put the pattern in quotes")
        return Regex.compile(value)

    def multiple_of(self, _operator: str, value: object) -> Predicate:
        if not self.spec.kind.numeric:
            raise QuantityError(f"{self.spec.name} is no number, so multiple_of makes no sense for it")
        return MultipleOf.compile(value, self.spec.kind)

    def _needs_text(self, operator: str) -> None:
        if not kind_is_text(self.spec.kind):
            raise QuantityError(f"{self.spec.name} is no text, so {operator} makes no sense for it")


# An operator's name in the rule book, and what makes a test of its right side.
OPERATORS: dict[str, Callable[[_Reader, str, object], Predicate]] = {
    "equals": _Reader.bound,
    "not": _Reader.bound,
    "min": _Reader.bound,
    "max": _Reader.bound,
    "above": _Reader.bound,
    "below": _Reader.bound,
    "one_of": _Reader.membership,
    "none_of": _Reader.membership,
    "glob": _Reader.glob,
    "regex": _Reader.regex,
    "multiple_of": _Reader.multiple_of,
}


def compile_condition(
    raw: object, spec: FactSpec, mode: Mode, where: Where, problems: list[Problem]
) -> Condition | None:
    """A plain value (equals), a list (one of) or a map of operators, as a Condition.

    A map's keys must have been checked. None when it has a problem; it then stands in `problems` with
    the keys that lead to it.
    """
    reader = _Reader(spec, where, problems)
    entries: dict[str, Any] = raw if isinstance(raw, dict) else {_plain_operator(raw, spec, mode): raw}
    before = len(problems)
    exists = entries.get("exists")
    if "tolerance" in entries:
        _read_tolerance(reader, entries)
    tests: list[Predicate] = []
    for name, value in entries.items():
        make = OPERATORS.get(name)
        if make is None:
            continue
        try:
            tests.append(make(reader, name, value))
        except QuantityError as error:
            reader.problem(str(error), *([name] if isinstance(raw, dict) else []))
    if not tests and exists is None and len(problems) == before:
        reader.problem(f"{spec.name} has no condition: write a value, a list, or {{min: ...}}")
    find_contradictions(reader.spec, tests, exists, reader.problem)
    if len(problems) > before:
        return None
    return Condition(tuple(tests), spec.kind, exists, entries.get("on_missing"))


def _plain_operator(raw: object, spec: FactSpec, mode: Mode) -> str:
    values = raw if isinstance(raw, list) else [raw]
    if mode is Mode.SELECT and kind_is_text(spec.kind):
        globs = [isinstance(value, str) and bool(_GLOB_SIGNS & set(value)) for value in values]
        if any(globs):
            return "glob"
    return "one_of" if isinstance(raw, list) else "equals"


def _read_tolerance(reader: _Reader, entries: dict[str, object]) -> None:
    if not reader.spec.kind.numeric and reader.spec.kind is not Kind.JSON:
        reader.problem(f"{reader.spec.name} is {reader.spec.kind.value}: a tolerance needs numbers", "tolerance")
        return
    try:
        kind = Kind.COUNT if reader.spec.kind is Kind.JSON else reader.spec.kind
        reader.tolerance = parse_tolerance(entries["tolerance"], kind)
    except QuantityError as error:
        reader.problem(str(error), "tolerance")
