"""A rule book's shape, as pydantic models: which keys there are and what sort of value each takes.

What a value means (units, fact names, contradictions) is `compiling`'s; the JSON Schema is made from
these models, so every description here is what an editor shows.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StrictInt, StrictStr, WithJsonSchema

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


class Condition(_Shape):
    """What is asked of a fact: every operator that stands here must hold."""

    equals: Single = Field(None, description="Exactly this, or within the tolerance.")
    not_: Single = Field(None, alias="not", description="Anything but this.")
    min: Single = Field(None, description="At least this.")
    max: Single = Field(None, description="At most this.")
    above: Single = Field(None, description="More than this.")
    below: Single = Field(None, description="Less than this.")
    one_of: Many = Field([], description="One of these.")
    none_of: Many = Field([], description="None of these.")
    glob: Annotated[Any, WithJsonSchema({"type": ["string", "array"], "items": {"type": "string"}})] = Field(
        None, description="A pattern with * and ?, for the whole text."
    )
    regex: StrictStr = Field(
        "", description="A regular expression for the whole text (Rust's syntax: no look-around, no backreferences)."
    )
    multiple_of: Annotated[Any, WithJsonSchema({"type": ["string", "number"]})] = Field(
        None, description="A whole number of times this: 2 for an even width."
    )
    exists: StrictBool | None = Field(None, description="true: there must be a value; false: there must be none.")
    tolerance: Annotated[Any, WithJsonSchema(_TOLERANCE)] = Field(
        None,
        description="How far off is still right: 0.5s, 2%, 2 frames, a number, or a list (the widest holds).",
    )
    on_missing: OnMissing | None = Field(None, description="What this check says when its fact is absent.")
    spread: ConditionValue = Field(None, description="Over several outputs: the largest minus the smallest.")
    step: ConditionValue = Field(None, description="Over several outputs, in rising order: each over the one before.")
    same: StrictBool | None = Field(None, description="Over several outputs: all alike.")
    increases_with: StrictStr = Field("", description="Over several outputs: rises as that fact rises.")
    pairs: ConditionValue = Field(None, description="Over several outputs: of every two, the larger over the smaller.")
    count_of_largest: ConditionValue = Field(None, description="Over several outputs: how many have the largest.")
    by: Annotated[Any, WithJsonSchema(_NAMES)] = Field(
        None,
        description="Facts by which outputs are told apart: only those that are alike in all of them are compared.",
    )
    includes: Many = Field([], description="Over several outputs: each of these values is there.")
    every: ConditionValue = Field(None, description="Over several outputs: each of them.")
    some: ConditionValue = Field(None, description="Over several outputs: at least one of them.")


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
