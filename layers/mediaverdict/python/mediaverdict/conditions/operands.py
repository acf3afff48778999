"""The right side of a condition: a constant, or another fact (`{fact: NAME, times: N, plus: N}`)."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from mediaverdict.errors import QuantityError, say
from mediaverdict.facts import Value, find_fact
from mediaverdict.facts.job import parse_moment
from mediaverdict.quantities import (
    Kind,
    Number,
    Tolerance,
    format_number,
    format_quantity,
    parse_number,
    parse_quantity,
    shown,
    simplest,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from mediaverdict.conditions.status import Facts

Constant = int | Fraction | str | bool


class Reference(NamedTuple):
    """Another fact, of the same output or of the job, times and plus a number."""

    name: str
    kind: Kind
    """The left side's: the other fact's value is read as one of these."""
    times: Number = 1
    plus: Number = 0

    def value(self, facts: Facts) -> Constant | None:
        """Its value now; None where it is absent or can't be compared with the left side."""
        found = comparable(facts.value(self.name), self.kind)
        if (self.times == 1 and not self.plus) or isinstance(found, bool) or not isinstance(found, int | Fraction):
            return found
        return simplest(found * self.times + self.plus)

    def words(self) -> str:
        """`user_data.durationSeconds`, `width times 2 plus 0.5`."""
        times = f" times {format_number(self.times)}" if self.times != 1 else ""
        sign = "plus" if self.plus > 0 else "less"
        plus = f" {sign} {format_quantity(simplest(abs(Fraction(self.plus))), self.kind)}" if self.plus else ""
        return f"{self.name}{times}{plus}"


Operand = Constant | Reference


def right_side(operand: Operand) -> Callable[[Facts], Constant | None]:
    """What looks the right side's value up; None where that is absent."""
    return operand.value if isinstance(operand, Reference) else lambda _: operand


def parse_operand(value: object, kind: Kind) -> Operand:
    """A rule book's right side for a fact of that kind. Raises QuantityError, which says what was expected."""
    if isinstance(value, dict):
        return _parse_reference(value, kind)
    return parse_constant(value, kind)


def parse_constant(value: object, kind: Kind) -> Constant:
    """A constant for a fact of that kind."""
    if value is None:
        raise QuantityError(say("nothing is no value: write one, or {{exists: false}} where there must be none"))
    if isinstance(value, dict | list):
        raise QuantityError(say("{value} is no single value", value=shown(value)))
    if kind.numeric:
        if isinstance(value, str):
            _refuse_facts(value)
        return parse_quantity(value, kind)
    if kind is Kind.FLAG:
        if not isinstance(value, bool):
            raise QuantityError(_no_flag(value))
        return value
    if kind is Kind.JSON:
        return value if isinstance(value, bool | int | Fraction) else str(value)
    if kind is Kind.MOMENT and parse_moment(value) is None:
        raise QuantityError(say("{value!r} is no time: write 2026-11-23 or 2026-11-23T12:00:00Z", value=value))
    if isinstance(value, bool):
        raise QuantityError(say("{value} is not text: put it in quotes", value=str(value).lower()))
    return format_number(value) if isinstance(value, int | Fraction) else str(value)


def _no_flag(value: object) -> str:
    from mediaverdict.quantity_slips import meant_flag  # noqa: PLC0415 - no cold start misspells it

    meant = meant_flag(value)
    if meant:
        return say("{value!r} is not true or false: did you mean {meant}?", value=value, meant=meant)
    return say("{value!r} is not true or false", value=value)


def _refuse_facts(value: str) -> None:
    """Raises QuantityError for `requested.width` and `requested.width * 1.1`, which are written as references."""
    bare = value.strip("${} ")
    if "." in bare and find_fact(bare) is not None:
        raise QuantityError(say("{fact} is a fact: write {{fact: {fact}}}", fact=bare))
    if not value[:1].isalpha():
        return
    from mediaverdict.quantity_slips import adjusted  # noqa: PLC0415 - no cold start has one

    name, rest = adjusted(value)
    if name and find_fact(name) is not None:
        raise QuantityError(
            say(
                "{value} is no value as a rule book writes it: write {{fact: {fact}, {rest}}}",
                value=value,
                fact=name,
                rest=rest,
            )
        )


def comparable(value: Value | None, kind: Kind) -> Constant | None:
    """A fact's value as one of that kind; None where it can't be one."""
    if kind.numeric:
        if type(value) is int:  # by far the most
            return value
        if isinstance(value, str):
            return _number_in(value, kind)
        return value if isinstance(value, Fraction) else None
    if value is None or isinstance(value, tuple):
        return None if value is None else ",".join(value)
    if kind is Kind.FLAG:
        return value if isinstance(value, bool) else {"true": True, "false": False}.get(str(value).lower())
    if kind is Kind.JSON or isinstance(value, str):
        return value
    return str(value).lower() if isinstance(value, bool) else format_number(value)


@lru_cache(maxsize=256)
def _number_in(text: str, kind: Kind) -> Number | None:
    """User data's text as a number of that kind; each output of a job asks for the same."""
    try:
        return parse_quantity(text, kind)
    except QuantityError:
        return None


def as_number(value: Value | Constant, kind: Kind) -> Number | None:
    """What bounds compare: the number itself, a moment's seconds, or the number that a text holds."""
    of = type(value)
    if of is int or of is Fraction:  # by far the most; isinstance takes twice as long
        return value  # type: ignore[return-value]
    if not isinstance(value, str):  # true, false, a set of names
        return None
    if kind is Kind.MOMENT:
        moment = parse_moment(value)
        return None if moment is None else simplest(Fraction(moment.timestamp()))
    return parse_number(value.strip())


def absent_operand(operand: Operand, facts: Facts) -> str:
    """`user_data.durationSeconds is absent`; empty where the right side has a value."""
    if not isinstance(operand, Reference) or operand.value(facts) is not None:
        return ""
    fact = facts.get(operand.name)
    if fact.value is None:
        return f"{operand.name} is absent" + (f": {fact.origin}" if fact.origin else "")
    return f"{operand.name} is {fact.raw!r}"


def tolerance_words(tolerance: Tolerance, kind: Kind) -> str:
    """` ± 0.5 s`, ` ± the widest of 0.5 s and 1 %`; empty where there is none."""
    parts: list[str] = []
    if tolerance.absolute:
        parts.append(format_quantity(tolerance.absolute, kind))
    if tolerance.percent:
        parts.append(f"{format_number(tolerance.percent)} %")
    if tolerance.frames:
        parts.append(format_quantity(tolerance.frames, Kind.FRAMES))
    if not parts:
        return ""
    return f" ± {parts[0]}" if len(parts) == 1 else f" ± the widest of {' and '.join(parts)}"


def operand_words(operand: Operand, kind: Kind, facts: Facts | None, *, unit: bool) -> str:
    """A right side in words: `720 px`, `403.04 s (user_data.durationSeconds)`."""
    if isinstance(operand, Reference):
        value = operand.value(facts) if facts is not None else None
        return operand.words() if value is None else f"{_constant_words(value, kind, unit)} ({operand.words()})"
    return _constant_words(operand, kind, unit)


def _constant_words(value: Constant, kind: Kind, unit: bool) -> str:  # noqa: FBT001
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | Fraction):
        return format_quantity(value, kind, unit=unit and kind.numeric)
    return value


def _parse_reference(value: dict[object, object], kind: Kind) -> Reference:
    unknown = set(value) - {"fact", "times", "plus"}
    alone = str(next(iter(value))) if len(value) == 1 else ""
    if alone != "fact" and find_fact(alone) is not None:
        raise QuantityError(
            say("another fact as a value is {{fact: {fact}}}, with times and plus if wanted", fact=alone)
        )
    name = value.get("fact")
    if unknown or not isinstance(name, str):
        if "tolerance" in unknown:
            raise QuantityError(
                say("a tolerance stands beside the operator: {{equals: {{fact: ...}}, tolerance: ...}}")
            )
        raise QuantityError(say("a map as a value must be {{fact: NAME}}, with times and plus if wanted"))
    spec = find_fact(name)
    if spec is None:
        raise QuantityError(_unknown_fact(name))
    adjusted = "times" in value or "plus" in value
    if adjusted and not kind.numeric:
        raise QuantityError(say("times and plus need numbers on both sides"))
    if spec.kind.numeric and kind.numeric and spec.kind is not kind and "times" not in value:
        raise QuantityError(
            say(
                "{fact} is a value in {own}, not in {other}",
                fact=name,
                own=spec.kind.value or say("numbers"),
                other=kind.value or say("numbers"),
            )
        )
    return Reference(
        name,
        kind,
        parse_quantity(value.get("times", 1), Kind.COUNT),
        parse_quantity(value.get("plus", 0), kind) if kind.numeric else 0,
    )


def _unknown_fact(name: str) -> str:
    from mediaverdict.enumerating import did_you_mean  # noqa: PLC0415 - no cold start misspells a fact
    from mediaverdict.facts import nearest_facts  # noqa: PLC0415
    from mediaverdict.facts.catalog import renamed  # noqa: PLC0415

    hint = renamed(name) or did_you_mean(nearest_facts(name))
    return (
        say("unknown fact {name!r}: {hint}", name=name, hint=hint) if hint else say("unknown fact {name!r}", name=name)
    )
