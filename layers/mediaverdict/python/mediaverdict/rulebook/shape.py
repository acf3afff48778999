"""A pydantic model's complaints, as problems that a rule's writer understands."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel, ValidationError

from mediaverdict.errors import Problem
from mediaverdict.quantities import shown

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

Where = tuple[str | int, ...]
Model = TypeVar("Model", bound=BaseModel)

_WANTED = {
    "string_type": "text",
    "bool_type": "true or false",
    "dict_type": "a map of facts and conditions",
    "list_type": "a list",
    "model_type": "a map",
    "int_type": "a whole number",
}


def check_shape(model: type[Model], value: object, what: str, where: Where, problems: list[Problem]) -> Model | None:
    """The value as that model; None where its shape is wrong, with all that is wrong in `problems`."""
    try:
        return model.model_validate(value)
    except ValidationError as error:
        problems.extend(_explain(model, detail, what, where) for detail in error.errors(include_url=False))
        return None


def _explain(model: type[BaseModel], detail: ErrorDetails, what: str, where: Where) -> Problem:
    path = (*where, *detail["loc"])
    key = str(detail["loc"][-1]) if detail["loc"] else what
    found = named(detail["input"])
    kind = detail["type"]
    if kind == "extra_forbidden":
        known = [field.alias or name for name, field in model.model_fields.items()]
        return Problem(f"{what} has no key {key!r}", path, hint=nearest(key, known))
    if kind == "missing":
        return Problem(f"{what} needs {key!r}", where)
    if kind == "literal_error":
        wanted = str(detail.get("ctx", {}).get("expected", "")).replace("'", "")
        return Problem(
            f"{key} is {found}: expected {wanted}",
            path,
            hint=did_you_mean(detail["input"], wanted.split(" or ")),
        )
    if kind in ("string_too_short", "too_short"):
        return Problem(f"{key} is empty", path)
    wanted = _WANTED.get(kind, "")
    return Problem(f"{key} is {found}: expected {wanted}" if wanted else f"{key}: {detail['msg']}", path)


def nearest(word: str, known: list[str]) -> str:
    """`did you mean "require"?`, or what there is."""
    near = get_close_matches(word, known, n=1, cutoff=0.6)
    return f"did you mean {near[0]!r}?" if near else f"known: {', '.join(known)}"


def did_you_mean(word: Any, known: list[str]) -> str:
    """A hint only where one is near."""
    near = get_close_matches(str(word), [part for name in known for part in name.split(", ")], n=1, cutoff=0.6)
    return f"did you mean {near[0]!r}?" if near else ""


def named(value: object) -> str:
    """A value as a message shows it."""
    return "empty" if value is None else shown(value)[:60]
