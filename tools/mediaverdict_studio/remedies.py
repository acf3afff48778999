"""What might let a finding pass, as edits of the text: a tolerance, a bound, a value more, an excuse, a waiver."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from mediaverdict.conditions.bounds import Bound
from mediaverdict.conditions.equality import Equality
from mediaverdict.conditions.operands import Reference, as_number
from mediaverdict.errors import QuantityError
from mediaverdict.facts import find_fact
from mediaverdict.facts.catalog import COUNT
from mediaverdict.quantities import Kind, format_number, parse_quantity
from mediaverdict.rulebook.rules import Check
from mediaverdict_cli.rules.drafting import written
from mediaverdict_studio import edits, nodes

if TYPE_CHECKING:
    from collections.abc import Iterator

    import yaml

    from mediaverdict.facts import Value
    from mediaverdict.judging import Finding, TraceEntry
    from mediaverdict.quantities import Number
    from mediaverdict.rulebook import Rule
    from mediaverdict_studio.results import Edited, Refused, Where
    from mediaverdict_studio.shelf import JobEntry

DIGITS = 3
"""Of a bound or a tolerance that is offered: more is noise."""
_UNIT = {
    Kind.SECONDS: ("s", Fraction(1)), Kind.BIT_RATE: ("k", Fraction(1000)), Kind.BYTES: ("kB", Fraction(1000)),
}  # fmt: skip
_WITH_UNIT = re.compile(r"[\d.]+\s*(ms|s|m|h|k|M|G|kB|MB|GB)$")
_FACTORS = {
    "ms": Fraction(1, 1000), "s": Fraction(1), "m": Fraction(60), "h": Fraction(3600), "k": Fraction(1000),
    "M": Fraction(10**6), "G": Fraction(10**9), "kB": Fraction(1000), "MB": Fraction(10**6), "GB": Fraction(10**9),
}  # fmt: skip
OVER_SEVERAL = ("spread", "step", "pairs", "count_of_largest", "every", "some")
"""Operators that hold a condition in themselves."""


@dataclass(frozen=True, slots=True)
class Remedy:
    """One way to let a finding pass."""

    title: str
    """`tolerance: 0.4s`, `max: 6500k in place of 6M`, `only warn`."""
    edit: Edited | Refused


@dataclass(frozen=True, slots=True)
class _At:
    """A condition in the text, and what was seen where it failed."""

    where: Where
    """Of the map of operators; of the plain value where there is none."""
    kind: Kind
    actual: Value | None
    references: dict[str, Number]
    """By operator, what another fact's value came to."""


def candidates(text: str, entry: JobEntry, finding: Finding, rule: Rule, trace: list[TraceEntry]) -> Iterator[Remedy]:
    """Edits that may let it pass, the most fitting first; whether they do is the caller's to try."""
    rules = nodes.entries(nodes.find(nodes.compose(text), ("rules",)))
    index = next((at for at, node in enumerate(rules) if _is(node, rule.id)), None)
    if index is not None:
        for at in _places(entry, finding, rule, trace, ("rules", index)):
            yield from _on_condition(text, at, missing=finding.missing)
    yield Remedy(
        f"waive it for outputs called {finding.output}" if finding.output else "waive this rule",
        edits.add_waiver(text, rule.id, finding.output or "", "marked as a false alarm"),
    )
    for severity, title in (("warn", "only warn"), ("info", "only tell")):
        if severity < finding.severity:
            if index is None:
                yield Remedy(title, edits.switch_included(text, rule.id, severity))
            else:
                yield Remedy(title, edits.set_severity(text, ("rules", index), severity))


def _is(node: yaml.Node, rule_id: str) -> bool:
    """Whether an entry of `rules` is that rule, and no change of an included one."""
    keys = {key: value for key, _, value in nodes.pairs(node)}
    return "id" in keys and keys["id"].value == rule_id and not keys.keys() <= {"id", "severity", "enforce_from"}


def _places(entry: JobEntry, finding: Finding, rule: Rule, trace: list[TraceEntry], where: Where) -> Iterator[_At]:
    """The conditions that failed there: one of `require`, or the only one that a branch of `any_of` lacked."""
    assert entry.evidence is not None  # noqa: S101 - the caller's
    outputs = entry.evidence.job.outputs
    there = [
        one
        for one in trace
        if one.status.value in ("no", "unknown") and (one.output is None or outputs[one.output].path == finding.at)
    ]
    if finding.branches:
        for number in range(len(rule.any_of)):
            lacking = [one for one in there if one.part == "any_of" and one.branch == number]
            if len(lacking) == 1:
                yield _at(entry, rule, lacking[0], (*where, "any_of", number, lacking[0].spec.name), None)
        return
    for one in there:
        if one.part == "require" and one.spec.name == finding.fact:
            yield _at(entry, rule, one, (*where, "require", one.spec.name), finding)
            return


def _at(entry: JobEntry, rule: Rule, one: TraceEntry, where: Where, finding: Finding | None) -> _At:
    assert entry.evidence is not None  # noqa: S101 - the caller's
    references: dict[str, Number] = {}
    for check in (*rule.require, *(check for branch in rule.any_of for check in branch)):
        if not isinstance(check, Check) or check.spec != one.spec or one.output is None:
            continue
        facts = entry.evidence.of_outputs[one.output]
        for predicate in check.condition.predicates:
            operands = predicate.operands if isinstance(predicate, Equality) else (getattr(predicate, "operand", None),)
            for operand in operands:
                if isinstance(operand, Reference) and isinstance(predicate, Equality | Bound):
                    number = as_number(found, check.spec.kind) if (found := operand.value(facts)) is not None else None
                    references |= {predicate.operator: number} if number is not None else {}
    actual = finding.actual if finding is not None else one.fact.value
    spec = COUNT if one.spec.name == COUNT.name else find_fact(one.spec.name) or one.spec
    return _At(where, spec.kind, actual, references)


def _on_condition(text: str, at: _At, *, missing: bool) -> Iterator[Remedy]:
    """What may be changed of a condition."""
    node = nodes.find(nodes.compose(text), at.where)
    if missing:
        yield Remedy("an absent fact is no finding", edits.add_operator(text, at.where, "on_missing", "pass"))
        return
    operators = {key: value for key, _, value in nodes.pairs(node)}
    for key in OVER_SEVERAL:
        if key in operators:
            number_of = COUNT.kind if key in ("step", "pairs", "count_of_largest") else at.kind
            yield from _on_condition(text, replace(at, where=(*at.where, key), kind=number_of), missing=False)
            return
    if not operators and node is not None:
        operators = {"one_of" if isinstance(node.value, list) else "equals": node}
    for key, value in operators.items():
        if key in ("equals", "min", "max", "above", "below"):
            yield from _of_number(text, at, key, str(value.value), plain=node is value)
        if key in ("equals", "one_of") and at.actual is not None:
            yield from _one_more(text, at, key, value, plain=node is value)


def _of_number(text: str, at: _At, operator: str, side: str, *, plain: bool) -> Iterator[Remedy]:
    """A tolerance and another bound, as small as they can be written."""
    if not isinstance(at.actual, int | Fraction):
        return
    actual = Fraction(at.actual)
    wanted = at.references.get(operator)
    if wanted is None:
        wanted = _number(side, at.kind)
    if wanted is None:
        return
    off = abs(actual - Fraction(wanted))
    strict = operator in ("above", "below")
    if operator == "equals" or at.kind not in (Kind.PIXELS, Kind.COUNT, Kind.LEVEL):
        tolerance = _amount(off, at.kind, side, up=True, strict=strict)
        yield Remedy(f"tolerance: {tolerance}", edits.set_tolerance(text, at.where, tolerance))
        if wanted and at.kind in (Kind.BIT_RATE, Kind.BYTES):
            percent = f"{_rounded(off / abs(Fraction(wanted)) * 100, up=True, strict=strict, digits=2)}%"
            yield Remedy(f"tolerance: {percent}", edits.set_tolerance(text, at.where, percent))
    if operator != "equals" and operator not in at.references:
        bound = _amount(actual, at.kind, side, up=operator in ("max", "below"), strict=strict)
        where = at.where if plain else (*at.where, operator)
        yield Remedy(f"{operator}: {bound} in place of {side}", edits.set_value(text, where, bound))


def _one_more(text: str, at: _At, operator: str, node: yaml.Node, *, plain: bool) -> Iterator[Remedy]:
    """One value more that is right."""
    if at.actual is None or at.kind in (Kind.SECONDS, Kind.BIT_RATE, Kind.BYTES):
        return
    value = written(at.actual)
    before = [nodes.written(text, part) for part in nodes.entries(node) or [node]]
    listed = f"[{', '.join([*before, value])}]"
    title = f"{value} is right too"
    if plain:
        yield Remedy(title, edits.set_value(text, at.where, listed))
    else:
        yield Remedy(title, edits.set_operator(text, at.where, operator, "one_of", listed))


def _number(side: str, kind: Kind) -> Number | None:
    try:
        return parse_quantity(side, kind) if kind.numeric else None
    except QuantityError:
        return None


def _amount(number: Fraction, kind: Kind, like: str, *, up: bool, strict: bool = False) -> str:
    """A number in the unit that the book has beside it, rounded to the side on which it lets more pass."""
    if kind not in _UNIT:
        whole = number.denominator == 1
        return _rounded(number, up=up, strict=strict, digits=12 if whole else DIGITS)
    unit, factor = _UNIT[kind]
    found = _WITH_UNIT.search(like)
    if found is not None and found[1] in _FACTORS:
        unit, factor = found[1], _FACTORS[found[1]]
    if kind is Kind.SECONDS and (abs(number) < 1 or unit == "ms"):
        unit = "ms" if abs(number) < 1 else "s"
        factor = _FACTORS[unit]
    return f"{_rounded(number / factor, up=up, strict=strict, digits=DIGITS)}{unit}"


def _rounded(number: Fraction, *, up: bool, strict: bool, digits: int) -> str:
    """To so many digits, up or down; with `strict` never the number itself."""
    step = Fraction(1)
    while step * 10**digits <= abs(number):
        step *= 10
    while step * 10 ** (digits - 1) > abs(number) and step > Fraction(1, 10**6) and (number / step).denominator != 1:
        step /= 10
    whole = -(-number // step) if up else number // step
    if strict and whole * step == number:
        whole += 1 if up else -1
    return format_number(whole * step)
