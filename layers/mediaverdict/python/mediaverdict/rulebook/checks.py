"""Maps of facts and conditions -> checks: names, scopes and operators that fit each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from mediaverdict.conditions.aggregates import Each, IncreasesWith, Same, Spread, Step
from mediaverdict.conditions.alike import By, CountOfLargest, Pairs
from mediaverdict.conditions.equality import Equality
from mediaverdict.conditions.inclusion import Includes
from mediaverdict.enumerating import chained, did_you_mean
from mediaverdict.errors import say
from mediaverdict.facts import find_fact, nearest_facts
from mediaverdict.facts.catalog import COUNT, renamed
from mediaverdict.facts.every_track import EVERY
from mediaverdict.quantities import shown
from mediaverdict.rulebook import messages, model
from mediaverdict.rulebook.explained import EXPLAINED
from mediaverdict.rulebook.operators import OPERATORS, Mode, read_condition, read_tolerance
from mediaverdict.rulebook.rules import AggregateCheck, AnyCheck, Check
from mediaverdict.rulebook.shape import check_shape
from mediaverdict.rulebook.synonyms import FACTS, as_pair
from mediaverdict.severity import on_missing

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mediaverdict.conditions import Condition
    from mediaverdict.conditions.aggregates import AggregateCondition
    from mediaverdict.errors import Problems
    from mediaverdict.facts import FactSpec
    from mediaverdict.severity import OnMissing

_STEP = COUNT._replace(name="step", meaning="a value over the one before it")


@dataclass(frozen=True, slots=True)
class Place:
    """What may stand in a map of conditions."""

    mode: Mode
    scope: str = "output"
    """output, group or job: in the last two, conditions are over several outputs."""
    job_facts_only: bool = False


def read_checks(raw: Mapping[str, object], place: Place, problems: Problems) -> tuple[AnyCheck, ...]:
    """Every condition of a map; what is wrong stands in `problems`, all of it."""
    checks: list[AnyCheck] = []
    for name, condition in raw.items():
        spec = _find(name, place, problems.at(name), condition)
        if spec is not None:
            checks.extend(_read(condition, spec, place, problems.at(name)))
    return tuple(checks)


def read_selection(
    raw: Mapping[str, object], problems: Problems, *, job_facts_only: bool = False
) -> tuple[AnyCheck, ...]:
    """A map that selects outputs or jobs: conditions on one thing at a time."""
    return read_checks(raw, Place(Mode.SELECT, job_facts_only=job_facts_only), problems)


def _find(name: str, place: Place, problems: Problems, raw: object) -> FactSpec | None:
    if name == COUNT.name and place.scope != "output":
        return COUNT
    spec = find_fact(name)
    if spec is None:
        near, pair = FACTS.get(name) or nearest_facts(name), as_pair(name)
        hint = renamed(name) or did_you_mean(near) or say("`mediaverdict rules facts` lists them all")
        if pair and find_fact(pair.partition(":")[0]) is not None:
            hint = say("write {written}", written=pair)
        inner = [f"{name}.{key}: ..." for key in raw if find_fact(f"{name}.{key}")] if isinstance(raw, dict) else []
        if inner:
            hint = messages.NESTED.format(written=chained(inner))
        if name == COUNT.name:
            hint = say("count is for rules with scope: group or job")
        problems.add(say("unknown fact {name!r}", name=name), hint=hint)
    elif place.job_facts_only and not spec.of_job:
        problems.add(say("{fact} is an output's: only facts of the job (job.*, user_data.*) fit here", fact=name))
        return None
    return spec


def _read(raw: object, spec: FactSpec, place: Place, problems: Problems) -> list[AnyCheck]:
    one_value, of_tracks = spec.of_job or spec is COUNT, EVERY in spec.name
    if isinstance(raw, dict):
        if check_shape(model.Condition, raw, messages.condition_on(spec), problems) is None:
            return []
        aggregates = [key for key in AGGREGATES if key in raw]
        if aggregates and place.scope == "output" and not of_tracks:
            spot = problems.at(aggregates[0])
            spot.add(
                say("{operator} compares several outputs", operator=aggregates[0]),
                hint=say("set scope: group or scope: job"),
            )
            return []
        if aggregates and one_value:
            message = say(
                "{fact} is one value, so {operator} makes no sense for it", fact=spec.name, operator=aggregates[0]
            )
            problems.at(aggregates[0]).add(message)
            return []
        if "by" in raw and not aggregates:
            problems.at("by").add(
                say("by goes with a condition over several outputs"), hint="increases_with, same, pairs, ..."
            )
            return []
        if aggregates:
            return _read_aggregates(raw, aggregates, spec, problems)
    if of_tracks or (place.scope != "output" and not one_value):
        if of_tracks:
            message = say("{fact} has one value in each audio or video track", fact=spec.name)
        elif place.scope == "group":
            message = say("{fact} has one value in each output of the group", fact=spec.name)
        else:
            message = say("{fact} has one value in each output of the job", fact=spec.name)
        problems.add(message, hint=say("write {fact}: {{every: ...}} or {{some: ...}}", fact=spec.name))
        return []
    condition = read_condition(raw, spec, place.mode, problems)
    return [] if condition is None else [Check(spec, condition, _on_missing(raw))]


def _read_aggregates(raw: dict[str, Any], keys: list[str], spec: FactSpec, problems: Problems) -> list[AnyCheck]:
    for operator in OPERATORS:
        if operator in raw:
            hint = say("write every: {{{operator}: ...}}", operator=operator)
            problems.at(operator).add(
                say("{operator} stands beside {other}", operator=operator, other=keys[0]), hint=hint
            )
            return []
    found = [(key, AGGREGATES[key](_Asked(key, raw, spec, problems))) for key in keys]
    missing, by = _on_missing(raw), _read_by(raw.get("by"), problems.at("by"))
    return [
        AggregateCheck(spec, key, By(by, condition) if by else condition, missing)
        for key, condition in found
        if condition is not None
    ]


def _read_by(raw: object, problems: Problems) -> tuple[str, ...]:
    """The facts by which outputs are told apart; none where there are none or something is wrong with one."""
    names = [raw] if isinstance(raw, str) else raw
    if names is None:
        return ()
    if not isinstance(names, list) or not names or not all(isinstance(name, str) for name in names):
        problems.add(say("by takes the name of a fact, or a list of names"))
        return ()
    before = len(problems)
    for name in names:
        spec = find_fact(name)
        if spec is None:
            near = nearest_facts(name)
            hint = renamed(name) or did_you_mean(near)
            problems.add(say("by names {name!r}, which is no fact", name=name), hint=hint)
        elif spec.of_job:
            problems.add(say("{fact} is the job's, so all outputs are alike in it", fact=name))
    return tuple(names) if len(problems) == before else ()


def _on_missing(raw: object) -> OnMissing | None:
    says = raw.get("on_missing") if isinstance(raw, dict) else None
    return None if says is None else on_missing(says)


class _Asked(NamedTuple):
    """One condition over several outputs, as it stands in the book."""

    key: str
    entries: dict[str, Any]
    """All that stands in its map."""
    spec: FactSpec
    problems: Problems
    """Those of the map."""

    def is_of_numbers(self) -> bool:
        """Whether the fact is a number, which is told where it is none."""
        fits = self.spec.kind in EXPLAINED[self.key].kinds
        if not fits:
            self.problems.at(self.key).add(messages.no_sense(self.spec, self.key))
        return fits

    def condition(self, spec: FactSpec) -> Condition | None:
        """The condition inside."""
        raw, problems = self.entries[self.key], self.problems.at(self.key)
        if isinstance(raw, dict):
            if check_shape(model.Condition, raw, messages.condition_on(spec), problems) is None:
                return None
            again = [key for key in (*AGGREGATES, "by") if key in raw]
            if again:
                message = say("{inner} can't stand inside {outer}", inner=again[0], outer=self.key)
                problems.at(again[0]).add(message)
                return None
        return read_condition(raw, spec, Mode.REQUIRE, problems)


def _spread(asked: _Asked) -> AggregateCondition | None:
    condition = asked.condition(asked.spec) if asked.is_of_numbers() else None
    return None if condition is None else Spread(condition)


def _step(asked: _Asked) -> AggregateCondition | None:
    # A step is a plain number, whatever is stepped.
    condition = asked.condition(_STEP) if asked.is_of_numbers() else None
    return None if condition is None else Step(condition)


def _same(asked: _Asked) -> AggregateCondition:
    tolerance = read_tolerance(asked.entries, asked.spec, asked.problems)
    return Same(asked.spec.kind, tolerance, asked.entries[asked.key] is True)


def _increases_with(asked: _Asked) -> AggregateCondition | None:
    if not asked.is_of_numbers():
        return None
    tolerance = read_tolerance(asked.entries, asked.spec, asked.problems)
    name = asked.entries[asked.key]
    other = find_fact(name)
    if other is None or not other.kind.numeric:
        near = nearest_facts(name)
        hint = did_you_mean(near) if other is None else ""
        message = say("increases_with names {name!r}, which is no fact with a number", name=name)
        asked.problems.at(asked.key).add(message, hint=hint)
        return None
    return IncreasesWith(other.name, asked.spec.kind, tolerance)


def _pairs(asked: _Asked) -> AggregateCondition | None:
    condition = asked.condition(_STEP) if asked.is_of_numbers() else None
    return None if condition is None else Pairs(condition)


def _count_of_largest(asked: _Asked) -> AggregateCondition | None:
    condition = asked.condition(COUNT) if asked.is_of_numbers() else None
    return None if condition is None else CountOfLargest(condition)


def _each(asked: _Asked) -> AggregateCondition | None:
    condition = asked.condition(asked.spec)
    raw = asked.entries[asked.key]
    if asked.key == "some" and isinstance(raw, list) and len(raw) > 1:
        values = ", ".join(shown(one).strip("'") for one in raw)
        asked.problems.at(asked.key).advise(messages.SOME_OF_SEVERAL.format(fact=asked.spec.name, values=values))
    return None if condition is None else Each(condition, asked.key == "every")


def _includes(asked: _Asked) -> AggregateCondition | None:
    tolerance = {"tolerance": asked.entries["tolerance"]} if "tolerance" in asked.entries else {}
    one_of = {"one_of": asked.entries[asked.key], **tolerance}
    condition = read_condition(one_of, asked.spec, Mode.REQUIRE, asked.problems.at(asked.key))
    if condition is None:
        return None
    (wanted,) = (one for one in condition.predicates if isinstance(one, Equality))
    return Includes(tuple(wanted._replace(operator="equals", operands=(operand,)) for operand in wanted.operands))


# A condition over several outputs by its name in the rule book, and what reads it.
AGGREGATES: dict[str, Callable[[_Asked], AggregateCondition | None]] = {
    "spread": _spread, "step": _step, "same": _same, "increases_with": _increases_with, "every": _each, "some": _each,
    "pairs": _pairs, "count_of_largest": _count_of_largest,
    "includes": _includes,
}  # fmt: skip
