"""Maps of facts and conditions -> checks: names, scopes and operators that fit each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mediaverdict.conditions.aggregates import Each, IncreasesWith, Same, Spread, Step
from mediaverdict.conditions.condition import OPERATORS, Condition, Mode, compile_condition
from mediaverdict.errors import Problem, QuantityError
from mediaverdict.facts import FactSpec, find_fact, nearest_facts
from mediaverdict.quantities import Kind, Tolerance, parse_tolerance
from mediaverdict.rulebook import model
from mediaverdict.rulebook.rules import AggregateCheck, AnyCheck, Check
from mediaverdict.rulebook.shape import check_shape

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mediaverdict.conditions.aggregates import AggregateCondition

Where = tuple[str | int, ...]
_STEP = FactSpec("step", Kind.COUNT, "a value over the one before it")
COUNT = FactSpec("count", Kind.COUNT, "number of outputs that the rule matched")
_ACROSS = ("spread", "step", "same", "increases_with", "every", "some")


@dataclass(frozen=True, slots=True)
class Place:
    """What may stand in a map of conditions."""

    mode: Mode
    scope: str = "output"
    """output, group or job: in the last two, conditions are over several outputs."""
    job_facts_only: bool = False


def compile_checks(raw: Mapping[str, object], place: Place, where: Where, problems: list[Problem]) -> list[AnyCheck]:
    """Every condition of a map; what is wrong stands in `problems`, all of it."""
    checks: list[AnyCheck] = []
    for name, condition in raw.items():
        spec = _find(name, place, (*where, name), problems)
        if spec is not None:
            checks.extend(_compile(condition, spec, place, (*where, name), problems))
    return checks


def compile_selection(
    raw: Mapping[str, object], where: Where, problems: list[Problem], *, job_facts_only: bool = False
) -> tuple[Check, ...]:
    """A map that selects outputs or jobs: conditions on one thing at a time."""
    place = Place(Mode.SELECT, job_facts_only=job_facts_only)
    return tuple(check for check in compile_checks(raw, place, where, problems) if isinstance(check, Check))


def _find(name: str, place: Place, where: Where, problems: list[Problem]) -> FactSpec | None:
    if name == "count" and place.scope != "output":
        return COUNT
    spec = find_fact(name)
    if spec is None:
        near = nearest_facts(name)
        hint = f"did you mean {' or '.join(near)}?" if near else "the README lists all facts"
        if name == "count":
            hint = "count is for rules with scope: group or job"
        problems.append(Problem(f"unknown fact {name!r}", where, hint=hint))
    elif place.job_facts_only and not spec.of_job:
        problems.append(Problem(f"{name} is an output's: only facts of the job (job.*, user_data.*) fit here", where))
        return None
    return spec


def _compile(raw: object, spec: FactSpec, place: Place, where: Where, problems: list[Problem]) -> list[AnyCheck]:
    if isinstance(raw, dict):
        if check_shape(model.Condition, raw, f"a condition on {spec.name}", where, problems) is None:
            return []
        across = [key for key in _ACROSS if key in raw]
        if across and (place.scope == "output" or spec.of_job or spec is COUNT):
            problems.append(
                Problem(
                    f"{across[0]} compares several outputs",
                    (*where, across[0]),
                    hint="set scope: group or scope: job",
                )
                if place.scope == "output"
                else Problem(f"{spec.name} is one value, so {across[0]} makes no sense for it", (*where, across[0]))
            )
            return []
        if across:
            return _compile_across(raw, across, spec, where, problems)
    if place.scope != "output" and not spec.of_job and spec is not COUNT:
        hint = f"write {spec.name}: {{every: ...}} or {{some: ...}}"
        problems.append(Problem(f"{spec.name} has one value in each output of the {place.scope}", where, hint=hint))
        return []
    condition = compile_condition(raw, spec, place.mode, where, problems)
    return [] if condition is None else [Check(spec, condition)]


def _compile_across(
    raw: dict[str, object], keys: list[str], spec: FactSpec, where: Where, problems: list[Problem]
) -> list[AnyCheck]:
    for operator in OPERATORS:
        if operator in raw:
            problems.append(
                Problem(
                    f"{operator} stands beside {keys[0]}",
                    (*where, operator),
                    hint=f"write every: {{{operator}: ...}}",
                )
            )
            return []
    on_missing = raw.get("on_missing")
    missing = on_missing if isinstance(on_missing, str) else None
    found: list[AnyCheck] = []
    for key in keys:
        across = _across(key, raw, spec, missing, where, problems)
        if across is not None:
            found.append(AggregateCheck(spec, across))
    return found


def _across(
    key: str,
    raw: dict[str, object],
    spec: FactSpec,
    missing: str | None,
    where: Where,
    problems: list[Problem],
) -> AggregateCondition | None:
    place = (*where, key)
    if key in ("spread", "step", "increases_with") and not spec.kind.numeric:
        problems.append(Problem(f"{spec.name} is {spec.kind.value}, so {key} makes no sense for it", place))
        return None
    if key in ("every", "some", "spread", "step"):
        # A step is a plain number, whatever is stepped.
        condition = _nested(raw[key], _STEP if key == "step" else spec, place, problems)
        if condition is None:
            return None
        if key == "step":
            return Step(condition, missing)
        return Spread(condition, missing) if key == "spread" else Each(condition, key == "every", missing)
    tolerance = _tolerance(raw, spec, where, problems)
    if key == "same":
        return Same(spec.kind, tolerance, raw[key] is True, missing)
    other = find_fact(str(raw[key]))
    if other is None or not other.kind.numeric:
        near = nearest_facts(str(raw[key]))
        hint = f"did you mean {' or '.join(near)}?" if other is None and near else ""
        problems.append(Problem(f"increases_with names {raw[key]!r}, which is no fact with a number", place, hint=hint))
        return None
    return IncreasesWith(other.name, spec.kind, tolerance, missing)


def _nested(raw: object, spec: FactSpec, where: Where, problems: list[Problem]) -> Condition | None:
    if isinstance(raw, dict):
        if check_shape(model.Condition, raw, f"a condition on {spec.name}", where, problems) is None:
            return None
        again = [key for key in _ACROSS if key in raw]
        if again:
            problems.append(Problem(f"{again[0]} can't stand inside {where[-1]}", (*where, again[0])))
            return None
    return compile_condition(raw, spec, Mode.REQUIRE, where, problems)


def _tolerance(raw: dict[str, object], spec: FactSpec, where: Where, problems: list[Problem]) -> Tolerance:
    if "tolerance" not in raw:
        return Tolerance()
    if not spec.kind.numeric:
        problems.append(Problem(f"{spec.name} is {spec.kind.value}: a tolerance needs numbers", (*where, "tolerance")))
        return Tolerance()
    try:
        return parse_tolerance(raw["tolerance"], spec.kind)
    except QuantityError as error:
        problems.append(Problem(str(error), (*where, "tolerance")))
        return Tolerance()
