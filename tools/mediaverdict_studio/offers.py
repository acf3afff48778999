"""What fits at a place of a rule book: keys, facts, operators, values, packs, rules, each with its meaning."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Literal, get_args

from mediaverdict.facts import find_fact
from mediaverdict.facts.catalog import COUNT
from mediaverdict.facts.streams import STREAM_NAMES, every_stream_spec
from mediaverdict.quantities import Kind
from mediaverdict.rulebook import model
from mediaverdict.rulebook.explained import EXPLAINED
from mediaverdict.rulebook.known import vocabulary_of
from mediaverdict_cli.rules.facts import list_facts, unit_of
from mediaverdict_cli.rules.packs import list_packs
from mediaverdict_studio.form import operators_of
from mediaverdict_studio.place import ENTRY
from mediaverdict_studio.writing import LISTS, as_key, as_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pydantic import BaseModel

    from mediaverdict.facts import FactSpec
    from mediaverdict_studio.place import Place

Sort = Literal["key", "fact", "operator", "value", "pack", "rule", "unit", "severity"]


@dataclass(frozen=True, slots=True)
class Option:
    """One thing that fits."""

    label: str
    insert: str
    """What stands there when it is taken, in place of `start` to `end`; with its colon and quotes."""
    sort: Sort
    detail: str = ""
    """A short word beside it: a unit, `pack`, a severity."""
    meaning: str = ""
    example: str = ""


_MODELS: dict[tuple[str, ...], type[BaseModel]] = {
    (): model.Book, ("include", ENTRY): model.Include, ("rules", ENTRY): model.Rule, ("waive", ENTRY): model.Waiver,
    ("examples", ENTRY): model.Example, ("pack",): model.Pack,
}  # fmt: skip
_SEVERITIES = {
    "fail": "The verdict fails.", "warn": "The verdict warns.", "info": "Reported, and never counts.",
    "off": "The rule is not asked.",
}  # fmt: skip
_MISSING = {
    "pass": "An absent fact is no finding.", "warn": "An absent fact is a warning.",
    "fail": "An absent fact fails the rule.", "inconclusive": "It can't be told: the verdict is inconclusive.",
}  # fmt: skip
_SCOPES = {
    "output": "Each output is judged by itself.", "group": "The outputs of a group are judged together.",
    "job": "The outputs of the job are judged together.",
}  # fmt: skip
_OUTCOMES = {"pass": "", "warn": "", "fail": "", "inconclusive": ""}
_FLAGS = {"true": "", "false": ""}
_WORDS: dict[str, dict[str, str]] = {
    "severity": _SEVERITIES, "on_missing": _MISSING, "scope": _SCOPES, "outcome": _OUTCOMES, "must_match": _FLAGS,
    "until_then": {"info": "Reported, and never counts.", "warn": "The verdict warns."}, "version": {"1": ""},
}  # fmt: skip
"""Values of keys that are words."""
_UNITS = {
    Kind.SECONDS: ("ms", "s", "m", "h"), Kind.BIT_RATE: ("k", "M"), Kind.BYTES: ("kB", "MB", "GB"),
    Kind.HERTZ: ("Hz", "kHz"), Kind.PIXELS: ("px",), Kind.FRAME_RATE: ("fps",), Kind.FRAMES: (" frames",),
}  # fmt: skip
_VALUED = ("equals", "not", "one_of", "none_of", "includes")
"""Operators whose right side is a value that the fact can have."""
_REFERENCE = {
    "fact": "Another fact, whose value is held against.", "times": "That value, multiplied.", "plus": "So much more.",
}  # fmt: skip
_RULE_ID = re.compile(r"""(?:^|[\s{,-])id:[ ]*("[^"]*"|'[^']*'|[^\s,}#]+)""")
_PACK = re.compile(r"\bpack:[ ]*[\"']?([\w-]+)")


def offers_at(place: Place, text: str) -> list[Option]:
    """All that fits at a place, the likeliest first; the text says which packs are included, and which rules are."""
    path = place.path
    conditions = _conditions(path)
    if conditions is not None:
        return _in_conditions(place, path[conditions:], path[:conditions])
    if place.is_key:
        found = _MODELS.get(path)
        options = _keys(found) if found is not None else []
        if path == ("include", ENTRY) and place.word and not place.in_flow:
            options += _packs("{{pack: {0}}}")
        return options
    if path == ("include", ENTRY):
        return _packs("{{pack: {0}}}")
    return _values_of_key(path, text)


def _conditions(path: tuple[str, ...]) -> int | None:
    """How much of the path leads to a map of facts; None where none is on it."""
    if path[:1] == ("jobs",):
        return 1
    if path[:2] in (("rules", ENTRY), ("waive", ENTRY)) and path[2:3] and path[2] in ("match", "when", "require"):
        return 3
    if path[:2] == ("rules", ENTRY) and path[2:3] and path[2] in ("any_of", "none_of") and path[3:4] == (ENTRY,):
        return 4
    if path[:3] == ("examples", ENTRY, "facts"):
        return 3
    return 4 if path[:4] == ("examples", ENTRY, "outputs", ENTRY) else None


def _in_conditions(place: Place, inner: tuple[str, ...], outer: tuple[str, ...]) -> list[Option]:
    """A fact, what is asked of it, or a value."""
    if not inner:
        scope = "output" if "match" in outer else place.scope
        return facts(scope, jobs_only=outer == ("jobs",)) if place.is_key or not place.in_flow else []
    spec = COUNT if inner[0] == COUNT.name else find_fact(inner[0])
    if spec is None:
        return []
    steps = tuple(step for step in inner[1:] if step != ENTRY)
    if outer[:1] == ("examples",):
        return _known(spec)
    if place.is_key:
        if steps and (steps[-1] not in EXPLAINED or steps[-1] in (*_VALUED, "min", "max", "above", "below")):
            return [Option(key, f"{key}: ", "key", meaning=said) for key, said in _REFERENCE.items()]
        return operators(spec, "output" if steps or "match" in outer else place.scope, inside=bool(steps))
    if not steps:
        wrapped = () if place.in_flow and inner[-1] == ENTRY else operators(spec, place.scope)
        return [*_known(spec), *_amounts(spec, place.word), *(_wrapped(one) for one in wrapped)]
    return _right_side(spec, steps[-1], place)


def _right_side(spec: FactSpec, operator: str, place: Place) -> list[Option]:
    if operator in ("exists", "same"):
        return _words(_FLAGS)
    if operator == "on_missing":
        return _words(_MISSING)
    if operator in ("fact", "increases_with", "by"):
        return [Option(one.label, one.label, "fact", one.detail, one.meaning) for one in facts()]
    if operator == "tolerance":
        percent = (
            [Option(f"{place.word}%", f"{place.word}%", "unit", "%", "of the value")] if _number(place.word) else []
        )
        frames = f"{place.word} frames"
        more = [Option(frames, frames, "unit", "frames")] if _number(place.word) and spec.kind is Kind.SECONDS else []
        return [*_amounts(spec, place.word), *percent, *more]
    listed = operator in LISTS and place.path[-1] != ENTRY
    known = _known(spec) if operator in (*_VALUED, "every", "some") else []
    if listed:
        known = [Option(one.label, f"[{one.insert}]", one.sort, one.detail, one.meaning) for one in known]
    return [*known, *_amounts(spec, place.word)]


def _values_of_key(path: tuple[str, ...], text: str) -> list[Option]:
    key = next((step for step in reversed(path) if step != ENTRY), "")
    above = path[:2]
    if key == "pack" and above == ("include", ENTRY):
        return _packs("{0}")
    if (key == "id" and above == ("rules", ENTRY)) or key == "rule":
        return rules(text, own=key == "rule")
    if key == "findings":
        return rules(text, own=True)
    if key == "severity":
        return [Option(one, one, "severity", meaning=said) for one, said in _SEVERITIES.items()]
    return _words(_WORDS.get(key, {}))


def _words(words: dict[str, str]) -> list[Option]:
    return [Option(word, word, "value", meaning=said) for word, said in words.items()]


@cache
def _keys_of(found: type[BaseModel]) -> tuple[Option, ...]:
    return tuple(
        Option(
            field.alias or name, f"{field.alias or name}: ", "key", _detail(field.annotation), field.description or ""
        )
        for name, field in found.model_fields.items()
    )


def _keys(found: type[BaseModel]) -> list[Option]:
    return list(_keys_of(found))


def _detail(annotation: object) -> str:
    """`fail, warn, info, off` of a key that takes one of some words."""
    words = [one for part in (annotation, *get_args(annotation)) for one in get_args(part) if isinstance(one, str)]
    return ", ".join(dict.fromkeys(words))


@cache
def _facts() -> tuple[tuple[Option, bool], ...]:
    listed = [(fact_option(one.spec, one.example), one.spec.of_job) for one in list_facts() if one.spec is not COUNT]
    listed.append((Option("user_data.", "user_data.", "fact", "value", "what the job was given in UserData"), True))
    for family, names in STREAM_NAMES.items():
        specs = [every_stream_spec(family, name) for name in names]
        listed += [(fact_option(spec, f'"{spec.name}": {{every: ...}}'), False) for spec in specs]
    return tuple(listed)


def fact_option(spec: FactSpec, example: str = "") -> Option:
    """A fact as it is offered."""
    return Option(spec.name, f"{as_key(spec.name)}: ", "fact", unit_of(spec), spec.meaning, example)


def facts(scope: str = "output", *, jobs_only: bool = False) -> list[Option]:
    """Every fact; in a rule over several outputs, their number too."""
    count = [fact_option(COUNT, "count: {min: 3}")] if scope != "output" else []
    return [*count, *(option for option, of_job in _facts() if of_job or not jobs_only)]


def operators(spec: FactSpec, scope: str, *, inside: bool = False) -> list[Option]:
    """The operators that fit a fact, and what goes beside them; `inside` of one over several, those of one value."""
    names = operators_of(spec, scope)
    if inside:
        names = tuple(name for name, one in EXPLAINED.items() if spec.kind in one.kinds and not one.over_several)
    beside = [name for name in ("tolerance", "on_missing") if spec.kind in EXPLAINED[name].kinds]
    more = ["by"] if any(EXPLAINED[name].over_several for name in names) else []
    return [
        Option(name, f"{name}: ", "operator", EXPLAINED[name].fits, EXPLAINED[name].meaning, EXPLAINED[name].example)
        for name in dict.fromkeys([*names, *beside, *more])
    ]


def _wrapped(one: Option) -> Option:
    """An operator where a value may stand: with its braces."""
    return Option(one.label, f"{{{one.insert}}}", one.sort, one.detail, one.meaning, one.example)


def _known(spec: FactSpec) -> list[Option]:
    """The values that a fact can have."""
    return list(_values_of(spec))


@cache
def _values_of(spec: FactSpec) -> tuple[Option, ...]:
    known = vocabulary_of(spec)
    if known is None:
        return tuple(_words(_FLAGS)) if spec.kind is Kind.FLAG else ()
    others: dict[str, list[str]] = {}
    for name, value in known.meant.items():
        others.setdefault(value, []).append(name)
    return tuple(
        Option(one, one if spec.kind.numeric else as_text(one), "value", meaning=_also(one, others.get(one, [])))
        for one in (*known.common, *known.rare)
    )


def _also(value: str, names: Iterable[str]) -> str:
    listed = [name for name in names if name != value.casefold()]
    return f"also called {', '.join(listed[:6])}" if listed else ""


def _amounts(spec: FactSpec, word: str) -> list[Option]:
    """A number that is being typed, with the units that fit."""
    if not _number(word):
        return []
    return [Option(f"{word}{unit}", f"{word}{unit}", "unit", spec.kind.value) for unit in _UNITS.get(spec.kind, ())]


def _number(word: str) -> bool:
    return re.fullmatch(r"\d+(\.\d*)?", word) is not None


@cache
def _pack_infos() -> tuple[tuple[str, str, tuple[tuple[str, str, str], ...]], ...]:
    return tuple(
        (pack.name, pack.title, tuple((rule.id, rule.severity.value, rule.description) for rule in pack.rules))
        for pack in list_packs()
    )


def _packs(form: str) -> list[Option]:
    return [
        Option(name, form.format(name), "pack", f"{len(found)} rules", title) for name, title, found in _pack_infos()
    ]


def rules(text: str, *, own: bool) -> list[Option]:
    """The rules of the packs that the text includes; before them, with `own`, those that stand in it."""
    included = set(_PACK.findall(text))
    of_packs = [
        Option(rule_id, as_text(rule_id), "rule", severity, description)
        for name, _, found in _pack_infos()
        if name in included
        for rule_id, severity, description in found
    ]
    known = {one.label for one in of_packs}
    ids = dict.fromkeys(found.strip("\"'") for found in _RULE_ID.findall(text)) if own else {}
    return [*(Option(one, as_text(one), "rule") for one in ids if one not in known), *of_packs]
