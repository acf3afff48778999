"""A pydantic model's complaints, as problems that a rule's writer understands."""

from __future__ import annotations

import re
from difflib import get_close_matches
from fractions import Fraction
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel, ValidationError

from mediaverdict.enumerating import either
from mediaverdict.errors import say
from mediaverdict.quantities import shown
from mediaverdict.rulebook import messages
from mediaverdict.rulebook.synonyms import as_pair, meant_key, meant_value

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

    from mediaverdict.errors import Problems

Model = TypeVar("Model", bound=BaseModel)
MOST_SHOWN = 60
"""Characters of a value that a message shows."""

_WANTED = {
    "string_type": say("text"),
    "bool_type": say("true or false"),
    "dict_type": say("a map of facts and conditions"),
    "list_type": say("a list"),
    "model_type": say("a map"),
    "int_type": say("a whole number"),
}


_NOTHING = {
    "string_type": say("write it behind the colon, or leave the line out"),
    "dict_type": say("write each fact in a line of its own below it, indented further, or {{...}} behind it"),
    "list_type": say("write its entries below it, each with a dash"),
    "model_type": say("write what belongs to it behind the dash, or leave the dash out"),
}
"""By what is wanted, what to write where nothing stands."""


def check_shape(model: type[Model], value: object, what: str, problems: Problems) -> Model | None:
    """The value as that model; None where its shape is wrong, with all that is wrong in `problems`."""
    try:
        return model.model_validate(value)
    except ValidationError as error:
        for detail in error.errors(include_url=False):
            _tell(model, detail, what, problems)
        return None


def _tell(model: type[BaseModel], detail: ErrorDetails, what: str, problems: Problems) -> None:
    here = problems.at(*detail["loc"])
    key = str(detail["loc"][-1]) if detail["loc"] else what
    found = named(detail["input"])
    kind = detail["type"]
    if kind == "extra_forbidden":
        known = [field.alias or name for name, field in model.model_fields.items()]
        here.add(
            say("{what} has no key {key!r}", what=what, key=key), hint=meant_key(key, known) or nearest(key, known)
        )
    elif kind == "missing":
        problems.add(say("{what} needs {key!r}", what=what, key=key), hint=messages.NEEDED.get(key, ""))
    elif kind == "literal_error":
        wanted = str(detail.get("ctx", {}).get("expected", "")).replace("'", "")
        words = [word for part in wanted.split(" or ") for word in part.split(", ")]
        hint = meant_value(detail["input"], words) or did_you_mean(detail["input"], words)
        here.add(say("{key} is {found}: expected {wanted}", key=key, found=found, wanted=either(words)), hint=hint)
    elif kind in ("string_too_short", "too_short"):
        here.add(say("{key} is empty", key=key))
    else:
        hint = _shape_hint(key, kind, detail["input"])
        if kind in _WANTED:
            message = say("{key} is {found}: expected {wanted}", key=key, found=found, wanted=_WANTED[kind])
        else:
            message = say("{key}: {said}", key=key, said=detail["msg"])
        here.add(message, hint=hint)


def _shape_hint(key: str, kind: str, value: object) -> str:
    """What to write where a value of another shape stands."""
    if value is None and kind in _NOTHING:
        return messages.EMPTY.get(key, _NOTHING[kind])
    if key in ("enforce_from", "until"):
        return say("a date is written 2027-01-01")
    if kind == "string_type" and isinstance(value, int | Fraction):
        return say("in quotation marks it is text: '{value}'", value=value)
    if kind == "bool_type":
        return meant_value(value, ["true", "false"])
    return _map_hint(key, value) if kind == "dict_type" else _list_hint(key, value) if kind == "list_type" else ""


def _map_hint(key: str, value: object) -> str:
    if isinstance(value, list):
        return say("leave out the dashes: each fact stands in a line of its own")
    if not isinstance(value, str):
        return ""
    if as_pair(value):
        return say("write {written}", written=as_pair(value))
    if key != "match":
        return ""
    return messages.MATCH_ALL if value in _ALL else messages.MATCH_NAME.format(name=value)


_ALL = ("all", "every", "any", "全部")


def _list_hint(key: str, value: object) -> str:
    entries = value if isinstance(value, dict) else {}
    if key == "include":
        name = value if isinstance(value, str) else next(iter(entries.values()), "NAME")
        return messages.INCLUDE.format(name=name)
    if not entries:
        values = ", ".join(re.split(r"\s*[,、]\s*", _inside(value)))
        return (
            say("write {key}: [{values}]", key=key, values=values) if key in ("one_of", "none_of", "includes") else ""
        )
    if key in ("any_of", "none_of"):
        ways = ", ".join(f"{{{name}: {_inside(one)}}}" for name, one in entries.items())
        return messages.ANY_OF.format(key=key, ways=ways)
    return say("each rule begins with - id:") if key == "rules" else say("each entry begins with a dash")


def _inside(value: object) -> str:
    """A value as it stands in a line of a rule book; `...` where it is more than one."""
    return "..." if isinstance(value, dict | list) else shown(value).strip("'")


def nearest(word: str, known: list[str]) -> str:
    """`did you mean "require"?`, or what there is."""
    near = get_close_matches(word, known, n=1, cutoff=0.6)
    return say("did you mean {word!r}?", word=near[0]) if near else say("known: {words}", words=", ".join(known))


def did_you_mean(word: Any, known: list[str]) -> str:
    """A hint only where one is near."""
    near = get_close_matches(str(word), [part for name in known for part in name.split(", ")], n=1, cutoff=0.6)
    return say("did you mean {word!r}?", word=near[0]) if near else ""


def named(value: object) -> str:
    """A value as a message shows it."""
    if value is None:
        return say("empty")
    text = shown(value)
    return text if len(text) <= MOST_SHOWN else text[:MOST_SHOWN]
