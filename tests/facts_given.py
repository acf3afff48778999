"""Facts that are just given: what conditions are asked of, without a job."""

from __future__ import annotations

from mediaverdict.facts import Fact, GroupFacts, JobFacts, OutputFacts, Value
from mediaverdict.jobs import Job, JsonNode, Output

_NODE = JsonNode({}, "")


def given(**facts: Value | None) -> OutputFacts:
    """An output with these facts (a name's dots are `__`)."""
    values: dict[str, Value | None] = {name.replace("__", "."): value for name, value in facts.items()}
    output = Output(_NODE, _NODE, "", None, None, None, None)
    told = {name: Fact(value, None if value is None else str(value), f"/{name}") for name, value in values.items()}
    return OutputFacts(output, JobFacts(Job(_NODE)), told)


def group(fact: str, *values: Value | None, **others: tuple[Value | None, ...]) -> GroupFacts:
    """Outputs that have these values of a fact, one each, and `others` likewise."""
    members = [
        given(**{fact: value, **{name: column[index] for name, column in others.items()}})
        for index, value in enumerate(values)
    ]
    return GroupFacts(members, JobFacts(Job(_NODE)), "")
