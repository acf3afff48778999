"""A verdict's shape, for the JSON Schema and for readers in Python; the function itself needs no model of it.

A test holds every verdict of the suite against it.
"""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Outcome = Literal["fail", "inconclusive", "warn", "pass"]
FactValue = int | float | str | bool | list[str]


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class JobInfo(_Shape):
    """The job, as the API named it."""

    id: str
    name: str | None
    state: str | None
    pipeline: str | None
    user_data: Any = Field(
        description="UserData: an object where it is one, else its text; null where it was left out."
    )
    created: str | None
    finished: str | None


class RulebookInfo(_Shape):
    """By which rules it was judged."""

    digest: str = Field(pattern="^sha256:[0-9a-f]{64}$")
    packs: list[str] = Field(description="name@version of each pack.")


class CountsInfo(_Shape):
    """How many checks came to what: checks = passed + warned + failed + missing + info."""

    outputs: int
    checks: int
    passed: int
    warned: int
    failed: int
    missing: int = Field(description="The fact was absent.")
    info: int = Field(description="Did not pass and does not count.")
    skipped: int = Field(description="Not evaluated, because the rule's `when` did not hold.")


class OutputInfo(_Shape):
    """One output; names may repeat, `path` is its own."""

    name: str
    group: str | None
    path: str = Field(description="JSON pointer into the API's answer.")
    url: str | None
    outcome: Literal["fail", "inconclusive", "warn", "pass", "unchecked"]
    facts: dict[str, FactValue] | None = Field(None, description="In px, s, bit/s, bytes, Hz and frames per second.")


class FindingInfo(_Shape):
    """A check that did not pass, or passed by its tolerance alone."""

    rule: str
    severity: Literal["fail", "inconclusive", "warn", "info"]
    output: str | None
    group: str | None
    at: str = Field(description="JSON pointer of the output or group; empty for the job.")
    fact: str | None
    expected: str | None
    actual: FactValue | None
    raw: str | None = Field(description="The API's own text.")
    path: str = Field(description="JSON pointer of the value.")
    message: str
    branches: list[list[str]] | None = Field(None, description="For any_of: what each branch lacked.")
    missing: bool = Field(False, description="The fact was absent.")
    within_tolerance: bool = Field(False, description="Only the tolerance let it pass.")
    waived: str | None = Field(None, description="Why it does not count.")
    why: str | None = None
    fix: str | None = None
    source: str | None = None


class VerdictData(_Shape):
    """What was found."""

    outcome: Outcome
    job: JobInfo
    rulebook: RulebookInfo
    counts: CountsInfo
    outputs: list[OutputInfo]
    findings: list[FindingInfo]
    truncated: bool = Field(description="The message would have been too long: details were left out.")


class VerdictMessage(_Shape):
    """A verdict: a CloudEvents 1.0 object."""

    specversion: Literal["1.0"]
    type: Literal["mediaverdict.verdict.v1"]
    id: str = Field(pattern="^[0-9a-f-]{36}$", description="The same for the same job, finish time and rules.")
    source: str
    subject: str = Field(description="The job's ID.")
    time: str
    datacontenttype: Literal["application/json"]
    data: VerdictData
