"""What may be offered: keys, facts, operators, values, packs, rules, each with its meaning."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Literal, get_args

from mediaverdict.facts.catalog import COUNT
from mediaverdict.facts.streams import STREAM_NAMES, every_stream_spec
from mediaverdict.quantities import Kind
from mediaverdict.rulebook.explained import EXPLAINED
from mediaverdict.rulebook.known import vocabulary_of
from mediaverdict_cli.rules.facts import list_facts, unit_of
from mediaverdict_cli.rules.packs import list_packs
from mediaverdict_studio.form import operators_of
from mediaverdict_studio.writing import as_key, as_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pydantic import BaseModel

    from mediaverdict.facts import FactSpec

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


FLAGS = {"true": "", "false": ""}
_UNITS = {
    Kind.SECONDS: ("ms", "s", "m", "h"), Kind.BIT_RATE: ("k", "M"), Kind.BYTES: ("kB", "MB", "GB"),
    Kind.HERTZ: ("Hz", "kHz"), Kind.PIXELS: ("px",), Kind.FRAME_RATE: ("fps",), Kind.FRAMES: (" frames",),
}  # fmt: skip
_RULE_ID = re.compile(r"""(?:^|[\s{,-])id:[ ]*("[^"]*"|'[^']*'|[^\s,}#]+)""")
_PACK = re.compile(r"\bpack:[ ]*[\"']?([\w-]+)")


def words(known: dict[str, str]) -> list[Option]:
    """Words, each with its meaning."""
    return [Option(word, word, "value", meaning=said) for word, said in known.items()]


@cache
def _keys_of(found: type[BaseModel]) -> tuple[Option, ...]:
    return tuple(
        Option(
            field.alias or name, f"{field.alias or name}: ", "key", _detail(field.annotation), field.description or ""
        )
        for name, field in found.model_fields.items()
    )


def keys(found: type[BaseModel]) -> list[Option]:
    """The keys of a part of the book."""
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


def wrapped(one: Option) -> Option:
    """An operator where a value may stand: with its braces."""
    return Option(one.label, f"{{{one.insert}}}", one.sort, one.detail, one.meaning, one.example)


def known_values(spec: FactSpec) -> list[Option]:
    """The values that a fact can have."""
    return list(_values_of(spec))


@cache
def _values_of(spec: FactSpec) -> tuple[Option, ...]:
    known = vocabulary_of(spec)
    if known is None:
        return tuple(words(FLAGS)) if spec.kind is Kind.FLAG else ()
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


def amounts(spec: FactSpec, word: str) -> list[Option]:
    """A number that is being typed, with the units that fit."""
    if not is_number(word):
        return []
    return [Option(f"{word}{unit}", f"{word}{unit}", "unit", spec.kind.value) for unit in _UNITS.get(spec.kind, ())]


def is_number(word: str) -> bool:
    """Whether a number is being typed."""
    return re.fullmatch(r"\d+(\.\d*)?", word) is not None


@cache
def _pack_infos() -> tuple[tuple[str, str, tuple[tuple[str, str, str], ...]], ...]:
    return tuple(
        (pack.name, pack.title, tuple((rule.id, rule.severity.value, rule.description) for rule in pack.rules))
        for pack in list_packs()
    )


def packs(form: str) -> list[Option]:
    """The built-in packs, each put in as the form has it: `{0}` or `{{pack: {0}}}`."""
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
