"""What fits at a place of a rule book."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediaverdict.facts import find_fact
from mediaverdict.facts.catalog import COUNT
from mediaverdict.quantities import Kind
from mediaverdict.rulebook import model
from mediaverdict.rulebook.explained import EXPLAINED
from mediaverdict_studio.brackets import ENTRY
from mediaverdict_studio.options import (
    FLAGS,
    Option,
    amounts,
    facts,
    is_number,
    keys,
    known_values,
    operators,
    packs,
    rules,
    words,
    wrapped,
)
from mediaverdict_studio.writing import LISTS

if TYPE_CHECKING:
    from pydantic import BaseModel

    from mediaverdict.facts import FactSpec
    from mediaverdict_studio.place import Place

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
_WORDS: dict[str, dict[str, str]] = {
    "severity": _SEVERITIES, "on_missing": _MISSING, "scope": _SCOPES, "outcome": _OUTCOMES, "must_match": FLAGS,
    "until_then": {"info": "Reported, and never counts.", "warn": "The verdict warns."}, "version": {"1": ""},
}  # fmt: skip
"""Values of keys that are words."""
_VALUED = ("equals", "not", "one_of", "none_of", "includes")
"""Operators whose right side is a value that the fact can have."""
_REFERENCE = {
    "fact": "Another fact, whose value is held against.", "times": "That value, multiplied.", "plus": "So much more.",
}  # fmt: skip


def offers_at(place: Place, text: str) -> list[Option]:
    """All that fits at a place, the likeliest first; the text says which packs are included, and which rules are."""
    path = place.path
    conditions = _conditions(path)
    if conditions is not None:
        return _in_conditions(place, path[conditions:], path[:conditions])
    if place.is_key:
        found = _MODELS.get(path)
        options = keys(found) if found is not None else []
        if path == ("include", ENTRY) and place.word and not place.in_flow:
            options += packs("{{pack: {0}}}")
        return options
    if path == ("include", ENTRY):
        return packs("{{pack: {0}}}")
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
        return known_values(spec)
    if place.is_key:
        if steps and (steps[-1] not in EXPLAINED or steps[-1] in (*_VALUED, "min", "max", "above", "below")):
            return [Option(key, f"{key}: ", "key", meaning=said) for key, said in _REFERENCE.items()]
        return operators(spec, "output" if steps or "match" in outer else place.scope, inside=bool(steps))
    if not steps:
        fitting = () if place.in_flow and inner[-1] == ENTRY else operators(spec, place.scope)
        return [*known_values(spec), *amounts(spec, place.word), *(wrapped(one) for one in fitting)]
    return _right_side(spec, steps[-1], place)


def _right_side(spec: FactSpec, operator: str, place: Place) -> list[Option]:
    if operator in ("exists", "same"):
        return words(FLAGS)
    if operator == "on_missing":
        return words(_MISSING)
    if operator in ("fact", "increases_with", "by"):
        return [Option(one.label, one.label, "fact", one.detail, one.meaning) for one in facts()]
    if operator == "tolerance":
        percent = (
            [Option(f"{place.word}%", f"{place.word}%", "unit", "%", "of the value")] if is_number(place.word) else []
        )
        frames = f"{place.word} frames"
        more = [Option(frames, frames, "unit", "frames")] if is_number(place.word) and spec.kind is Kind.SECONDS else []
        return [*amounts(spec, place.word), *percent, *more]
    listed = operator in LISTS and place.path[-1] != ENTRY
    known = known_values(spec) if operator in (*_VALUED, "every", "some") else []
    if listed:
        known = [Option(one.label, f"[{one.insert}]", one.sort, one.detail, one.meaning) for one in known]
    return [*known, *amounts(spec, place.word)]


def _values_of_key(path: tuple[str, ...], text: str) -> list[Option]:
    key = next((step for step in reversed(path) if step != ENTRY), "")
    above = path[:2]
    if key == "pack" and above == ("include", ENTRY):
        return packs("{0}")
    if (key == "id" and above == ("rules", ENTRY)) or key == "rule":
        return rules(text, own=key == "rule")
    if key == "findings":
        return rules(text, own=True)
    if key == "severity":
        return [Option(one, one, "severity", meaning=said) for one, said in _SEVERITIES.items()]
    return words(_WORDS.get(key, {}))
