"""What is right and hardly meant: an exact rate, a pattern of the other sort, a contradiction."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING

from mediaverdict.enumerating import either
from mediaverdict.errors import Problems, say
from mediaverdict.quantities import Kind, format_number
from mediaverdict.rulebook import messages
from mediaverdict.rulebook.contradictions import find_contradictions
from mediaverdict.rulebook.rules import Check

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mediaverdict.facts import FactSpec
    from mediaverdict.rulebook.rules import AnyCheck

_LEAST = {
    Kind.BIT_RATE: (8000, "bit/s", ("k",)), Kind.BYTES: (1000, "bytes", ("MB", "GB")),
    Kind.HERTZ: (1000, "Hz", ("kHz",)),
}  # fmt: skip
"""Below which number, without a unit, hardly anything was meant; its unit; those that were."""
_NTSC = {Fraction(rate * 1000, 1001): f"{rate * 1000}/1001" for rate in (24, 30, 48, 60, 120)}
_SHORT = Fraction(1, 100)
"""How far a decimal that stands for one of these lies from it at most: 23.98 for 24000/1001."""
_REPEATED = re.compile(r"[\w-]\*")
_OF_A_REGEX = re.compile(r"\\|[\^$()\[\]{}|+]|\.\*")
_REGEX_SIGNS = re.compile(r"\A\^|\A\.\*|\.\+|\\[.dw]|\$\Z|\(\w+\|")


def advise(raw: object, spec: FactSpec, problems: Problems, *, plain_glob: bool) -> None:
    """All that is to say of one condition; `plain_glob` where a plain text with `*` is no glob."""
    entries = raw if isinstance(raw, dict) else {"equals": raw}
    if plain_glob and isinstance(raw, str) and "*" in raw:
        problems.advise(messages.NO_GLOB_HERE.format(value=raw))
    _advise_patterns(raw, entries, problems)
    _advise_odd_texts(raw, entries, spec, problems)
    _advise_odd_numbers(entries, spec, problems)
    if spec.kind is Kind.FRAME_RATE:
        _advise_rates(entries, problems)
    if spec.kind in _LEAST:
        _advise_units(entries, spec, problems)


def _advise_units(entries: dict[str, object], spec: FactSpec, problems: Problems) -> None:
    least, unit, meant = _LEAST[spec.kind]
    for key in ("equals", "min", "max", "above", "below"):
        value = entries.get(key)
        if isinstance(value, int | Fraction) and not isinstance(value, bool) and 1 < value < least:
            said = format_number(value)
            written = either([f"{said}{one}" for one in meant])
            problems.advise(messages.BARE_UNIT.format(value=said, unit=unit, meant=written))
    value = entries.get("equals")
    if value is not None and spec.kind is not Kind.HERTZ and not isinstance(value, dict) and "tolerance" not in entries:
        said = say("one of these") if isinstance(value, list) else str(value)
        problems.advise(messages.NEVER_EXACT.format(fact=spec.name, value=said))


def _advise_rates(entries: dict[str, object], problems: Problems) -> None:
    if "tolerance" in entries:
        return
    for key in ("equals", "one_of", "not", "none_of", "min", "max"):
        value = entries.get(key)
        for one in value if isinstance(value, list) else [value]:
            exact = next((rate for rate in _NTSC if isinstance(one, Fraction) and 0 < abs(one - rate) < _SHORT), None)
            if exact is None or not isinstance(one, Fraction):
                continue
            said, written = format_number(one), _NTSC[exact]
            if key not in ("min", "max"):
                problems.advise(messages.NTSC.format(value=said, exact=written))
            elif (one < exact) == (key == "max"):  # the other way the rate lies within the bound
                message = messages.NTSC_ABOVE if one < exact else messages.NTSC_BELOW
                problems.advise(message.format(value=said, exact=written, operator=key))


def _advise_patterns(raw: object, entries: dict[str, object], problems: Problems) -> None:
    regex, value = entries.get("regex"), raw if isinstance(raw, str | list) else entries.get("glob")
    if isinstance(regex, str) and _REPEATED.search(regex) and not _OF_A_REGEX.search(regex):
        problems.at("regex").advise(messages.GLOB_AS_REGEX.format(value=f'"{regex}"'))
    for one in value if isinstance(value, list) else [value]:
        found = _REGEX_SIGNS.search(one) if isinstance(one, str) and "*" in one else None
        if found is not None:
            glob = re.sub(r"\*+", "*", re.sub(r"\.[*+]", "*", str(one)).strip("^$").replace("\\", ""))
            problems.advise(messages.REGEX_AS_GLOB.format(value=f'"{one}"', sign=found[0][:1], glob=f'"{glob}"'))


def _advise_odd_texts(raw: object, entries: dict[str, object], spec: FactSpec, problems: Problems) -> None:
    """Alternatives in a glob, SQL's patterns, a regular expression between slashes."""
    if spec.kind is not Kind.TEXT:
        return
    regex, glob = entries.get("regex"), entries.get("glob")
    if isinstance(regex, str) and len(regex) > 1 and regex[0] == regex[-1] == "/":
        problems.at("regex").advise(messages.SLASHES.format(value=regex))
    for one in (raw, glob):
        if not isinstance(one, str):
            continue
        if "|" in one.strip("|") and not _REGEX_SIGNS.search(one):
            values = ", ".join(f'"{part}"' for part in one.strip("()").split("|"))
            problems.advise(messages.ALTERNATIVES.format(value=f'"{one}"', values=values))
        elif re.fullmatch(r"%[^%*]+%?", one):
            problems.advise(messages.SQL_PATTERN.format(glob='{glob: "' + one.replace("%", "*") + '"}'))


_NEVER_NEGATIVE = (Kind.PIXELS, Kind.BIT_RATE, Kind.BYTES, Kind.HERTZ, Kind.FRAME_RATE, Kind.LEVEL)
MOST_LEVEL = 9
"""No codec's level is higher."""


def _advise_odd_numbers(entries: dict[str, object], spec: FactSpec, problems: Problems) -> None:
    for key in ("equals", "min", "max", "above", "below"):
        value = entries.get(key)
        if isinstance(value, bool) or not isinstance(value, int | Fraction):
            continue
        said = format_number(value)
        if value < 0 and spec.kind in _NEVER_NEGATIVE:
            problems.advise(messages.NEVER_NEGATIVE.format(fact=spec.name, value=said))
        if value > MOST_LEVEL and spec.kind is Kind.LEVEL:
            problems.advise(messages.LEVEL.format(value=said, meant=format_number(Fraction(value) / 10)))


def advise_of_rule(selected: dict[str, Sequence[AnyCheck]], required: Sequence[AnyCheck], problems: Problems) -> None:
    """What a rule requires and its own `match` or `when` rules out; the problems are those of the rule."""
    for key, checks in selected.items():
        for check in checks:
            for asked in required:
                if not (isinstance(check, Check) and isinstance(asked, Check)) or check.spec.name != asked.spec.name:
                    continue
                clash = Problems()
                both = (*check.condition.predicates, *asked.condition.predicates)
                find_contradictions(asked.spec, both, None, clash)
                if clash.found:
                    expected = " and ".join(one.expected(None, unit=True) for one in check.condition.predicates)
                    problems.at("require", asked.spec.name).advise(
                        messages.NEVER_WHERE_IT_MATCHES.format(key=key, fact=asked.spec.name, expected=expected)
                    )
