"""The published JSON Schemas, made from the models: `make schemas` renews the files in `schemas/`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter

from mediaverdict.facts.catalog import ALL_FACTS
from mediaverdict.facts.streams import STREAM_NAMES
from mediaverdict.quantities import Kind
from mediaverdict.rulebook import model
from mediaverdict.rulebook.known import vocabulary_of
from mediaverdict.verdict import VerdictMessage

if TYPE_CHECKING:
    from mediaverdict.facts import FactSpec

Schema = dict[str, Any]
DIALECT = "https://json-schema.org/draft/2020-12/schema"

_SCALAR: Schema = {"type": ["string", "number", "boolean"]}
_CONDITION: Schema = {"anyOf": [_SCALAR, {"type": "array", "items": _SCALAR, "minItems": 1}, {model.REF: "Condition"}]}


def rulebook_schema() -> Schema:
    """A rule book's schema: keys, operators and every fact's name with its meaning, for an editor to complete."""
    book = model.Book.model_json_schema(by_alias=True)
    defs: Schema = book.pop("$defs", {})
    for part in (model.Condition, model.Rule, model.Waiver, model.Include, model.Pack, model.Example):
        schema = part.model_json_schema(by_alias=True)
        defs.update(schema.pop("$defs", {}))
        defs[part.__name__] = schema
    defs["Conditions"] = {**_facts(_CONDITION), "description": "A fact and a condition each; all must hold."}
    defs["Facts"] = {**_facts(_SCALAR), "description": "A fact and its value each."}
    defs["Reference"] = {
        "type": "object",
        "description": "Another fact, times and plus a number.",
        "properties": {
            "fact": {"type": "string"},
            "times": {"type": ["number", "string"]},
            "plus": {"type": ["number", "string"]},
        },
        "required": ["fact"],
        "additionalProperties": False,
    }
    book["title"] = "mediaverdict rule book, version 1"
    resolved: Schema = _resolve({"$schema": DIALECT, **book, "$defs": dict(sorted(defs.items()))})
    return resolved


def _resolve(schema: Any) -> Any:
    """The models' references, as `$ref`."""
    if isinstance(schema, dict):
        return {
            ("$ref" if key == model.REF else key): f"#/$defs/{part}" if key == model.REF else _resolve(part)
            for key, part in schema.items()
        }
    return [_resolve(part) for part in schema] if isinstance(schema, list) else schema


def verdict_schema() -> Schema:
    """A verdict's schema."""
    return {"$schema": DIALECT, **TypeAdapter(VerdictMessage).json_schema(), "title": "mediaverdict.verdict.v1"}


def _facts(value: Schema) -> Schema:
    """An object whose keys are facts."""
    named = {name: {**_suggested(value, spec), "description": _described(spec)} for name, spec in ALL_FACTS.items()}
    return {
        "type": "object",
        "properties": {
            **named,
            "count": {**value, "description": "In scopes group and job: how many outputs matched."},
        },
        "patternProperties": {
            r"^user_data\..+$": value,
            **{rf"^{family}\[(\d+|\*)\]\.({'|'.join(names)})$": value for family, names in STREAM_NAMES.items()},
        },
        "additionalProperties": False,
    }


def _suggested(value: Schema, spec: FactSpec) -> Schema:
    """The value's schema with the fact's known values, for an editor to offer; what was valid before is valid still."""
    known = vocabulary_of(spec)
    if known is None:
        return value
    values = [int(one) for one in known.common] if spec.kind.numeric else list(known.common)
    return {"anyOf": [{"enum": values}, *value.get("anyOf", [value])]}


def _described(spec: FactSpec) -> str:
    unit = f" ({spec.kind.value})" if spec.kind.numeric and spec.kind is not Kind.COUNT else ""
    return f"{spec.meaning[0].upper()}{spec.meaning[1:]}{unit}."


SCHEMAS = {"rulebook.v1.schema.json": rulebook_schema, "verdict.v1.schema.json": verdict_schema}


def as_text(schema: Schema) -> str:
    """The file's text."""
    return json.dumps(schema, indent=1, ensure_ascii=False) + "\n"


def main(folder: Path = Path("schemas")) -> None:
    """Writes both files."""
    for name, make in SCHEMAS.items():
        (folder / name).write_text(as_text(make()), encoding="utf-8")


if __name__ == "__main__":
    main()
