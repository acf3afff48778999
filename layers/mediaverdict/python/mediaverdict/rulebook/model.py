"""A rule book's shape, as pydantic models: which keys there are and what sort of value each takes.

What a value means (units, fact names, contradictions) is `compiling`'s; the JSON Schema is made from
these models, so every description here is what an editor shows.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StrictInt, StrictStr, WithJsonSchema

from mediaverdict.rulebook.explained import EXPLAINED

OnMissing = Literal["pass", "warn", "fail", "inconclusive"]
Severity = Literal["fail", "warn", "info", "off"]

REF = "x-ref"
"""Stands for a `$ref` to one of the schema's definitions, which pydantic would want to resolve itself."""

_SCALAR: dict[str, Any] = {"type": ["string", "number", "boolean"]}
_REFERENCE = {REF: "Reference"}
_SINGLE = {"anyOf": [_SCALAR, _REFERENCE]}
_MANY = {"type": "array", "items": _SINGLE, "minItems": 1}
_CONDITION = {"anyOf": [_SCALAR, {"type": "array", "items": _SCALAR, "minItems": 1}, {REF: "Condition"}]}
_TOLERANCE = {
    "anyOf": [
        {"type": ["string", "number"]},
        {"type": "array", "items": {"type": ["string", "number"]}, "minItems": 1},
    ]
}

_NAMES = {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}, "minItems": 1}]}

Single = Annotated[Any, WithJsonSchema(_SINGLE)]
Many = Annotated[list[Any], WithJsonSchema(_MANY)]
ConditionValue = Annotated[Any, WithJsonSchema(_CONDITION)]
_INCLUDES = {"type": "array", "items": {"anyOf": [{"type": "string"}, {REF: "Include"}]}}
Facts = Annotated[dict[StrictStr, Any], WithJsonSchema({REF: "Facts"})]
Conditions = Annotated[dict[StrictStr, Any], WithJsonSchema({REF: "Conditions"})]


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", populate_by_name=False)


def _operator(name: str, default: object = None, *, alias: str | None = None) -> Any:
    """A condition's key, described as `explained` has it."""
    return Field(default, alias=alias, description=EXPLAINED[name].description)


class Condition(_Shape):
    """What is asked of a fact: every operator that stands here must hold."""

    equals: Single = _operator("equals")
    not_: Single = _operator("not", alias="not")
    min: Single = _operator("min")
    max: Single = _operator("max")
    above: Single = _operator("above")
    below: Single = _operator("below")
    one_of: Many = _operator("one_of", [])
    none_of: Many = _operator("none_of", [])
    glob: Annotated[Any, WithJsonSchema({"type": ["string", "array"], "items": {"type": "string"}})] = _operator("glob")
    regex: StrictStr = _operator("regex", "")
    multiple_of: Annotated[Any, WithJsonSchema({"type": ["string", "number"]})] = _operator("multiple_of")
    exists: StrictBool | None = _operator("exists")
    tolerance: Annotated[Any, WithJsonSchema(_TOLERANCE)] = _operator("tolerance")
    on_missing: OnMissing | None = _operator("on_missing")
    spread: ConditionValue = _operator("spread")
    step: ConditionValue = _operator("step")
    same: StrictBool | None = _operator("same")
    increases_with: StrictStr = _operator("increases_with", "")
    pairs: ConditionValue = _operator("pairs")
    count_of_largest: ConditionValue = _operator("count_of_largest")
    by: Annotated[Any, WithJsonSchema(_NAMES)] = _operator("by")
    includes: Many = _operator("includes", [])
    every: ConditionValue = _operator("every")
    some: ConditionValue = _operator("some")


class Rule(_Shape):
    """One rule: which outputs it is for, and what it asks of them."""

    id: StrictStr = Field(min_length=1, max_length=120, description="A name of its own, unique in the book.")
    description: StrictStr = Field("", description="What the rule asks, in a sentence.")
    severity: Severity = Field("fail", description="fail, warn, info (reported, never counts), or off.")
    scope: Literal["output", "group", "job"] = Field("output", description="What is judged: each output, ...")
    on_missing: OnMissing | None = Field(None, description="What a check says when its fact is absent.")
    match: Conditions = Field({}, description="Which outputs the rule is for: a fact and a condition each.")
    when: Conditions = Field({}, description="Only where this holds is the rule's question asked.")
    require: Conditions = Field({}, description="All of these must hold.")
    any_of: list[Conditions] = Field([], description="At least one of these must hold.")
    none_of: list[Conditions] = Field([], description="None of these may hold.")
    must_match: StrictBool = Field(False, description="The rule fails when no output matches.")
    why: StrictStr = Field("", description="Why it matters; shown with its findings.")
    fix: StrictStr = Field("", description="What to do about it; shown with its findings.")
    source: StrictStr = Field("", description="The document, section and number behind it.")
    enforce_from: StrictStr = Field(
        "",
        description="For a job that finished before that day (job.finished, UTC) the rule counts as until_then says.",
    )
    until_then: Literal["info", "warn"] = Field("info", description="What the rule counts as before enforce_from.")


class Waiver(_Shape):
    """A finding that is known and accepted: it stays, marked, and does not count."""

    rule: StrictStr = Field(description="The rule's ID.")
    match: Conditions = Field({}, description="Which outputs it is waived for.")
    until: StrictStr = Field("", description="The last day on which a finished job is waived.")
    reason: StrictStr = Field(min_length=1, description="Why; shown with the finding.")


class Include(_Shape):
    """A built-in pack, or another file."""

    pack: StrictStr = Field("", description="A built-in pack's name.")
    path: StrictStr = Field("", description="Another rule book, from this file's folder.")


class Pack(_Shape):
    """What a pack says of itself."""

    name: StrictStr = Field(description="Its name, as include: {pack: NAME} has it.")
    version: StrictInt = Field(ge=1, description="Raised with every change of what it asks.")
    title: StrictStr = Field(description="What it is for, in a sentence.")
    source: StrictStr = Field("", description="The document behind it.")
    not_covered: list[StrictStr] = Field([], description="What metadata can't decide.")


class Example(_Shape):
    """One of a book's own tests: a job or facts in, an outcome and findings out."""

    name: StrictStr = Field(min_length=1, description="What the example shows.")
    job: StrictStr = Field("", description="A saved GetMediaConvertJob answer, from this file's folder.")
    facts: Facts = Field({}, description="One output's facts.")
    outputs: list[Facts] = Field([], description="Several outputs' facts; those of a group name its output.group.")
    outcome: Literal["fail", "inconclusive", "warn", "pass"] = Field(description="What the verdict must be.")
    findings: list[StrictStr] | None = Field(
        None, description="The IDs of all rules that must have a finding (severity info aside)."
    )


class Book(_Shape):
    """A rule book."""

    version: Annotated[Any, WithJsonSchema({"const": 1})] = Field(description="The language's version: 1.")
    pack: Pack | None = Field(None, description="Makes the book a pack that others include by name.")
    on_missing: OnMissing = Field("inconclusive", description="What a check says when its fact is absent.")
    jobs: Conditions = Field({}, description="Which jobs are judged at all; the rest are ignored.")
    include: Annotated[list[Any], WithJsonSchema(_INCLUDES)] = Field(
        [], description="Packs and files whose rules come before these."
    )
    rules: Annotated[list[Any], WithJsonSchema({"type": "array", "items": {REF: "Rule"}})] = Field(
        [], description="The rules."
    )
    waive: Annotated[list[Any], WithJsonSchema({"type": "array", "items": {REF: "Waiver"}})] = Field(
        [], description="Findings that are known and accepted."
    )
    examples: Annotated[list[Any], WithJsonSchema({"type": "array", "items": {REF: "Example"}})] = Field(
        [], description="The book's own tests: jobs or facts, and what must come out."
    )
