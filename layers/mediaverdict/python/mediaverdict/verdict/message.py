"""A verdict's shape: what is sent, and what the published JSON Schema is made from.

Plain dataclasses, which pydantic can read (a text below a field describes it) and which a cold start need not
load pydantic for. They are not frozen, though nothing changes them: a frozen dataclass takes a cold start four times
as long to make, and each of its values too. A field with a default is left out of the message while it has it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal

# pydantic looks these up here.
from mediaverdict.judging.findings import CountsInfo  # noqa: TC001
from mediaverdict.severity import Outcome, OutputOutcome  # noqa: TC001

TYPE: Literal["mediaverdict.verdict.v1"] = "mediaverdict.verdict.v1"
FactValue = int | float | str | bool | list[str]
_CONFIG: dict[str, object] = {"extra": "forbid", "strict": True, "use_attribute_docstrings": True}


@dataclass(eq=False, repr=False)
class JobInfo:
    """The job, as the API named it."""

    __pydantic_config__: ClassVar[dict[str, object]] = _CONFIG

    id: str
    name: str | None
    state: str | None
    pipeline: str | None
    user_data: Any
    """UserData: an object where it is one, else its text; null where it was left out."""
    created: str | None
    finished: str | None


@dataclass(eq=False, repr=False)
class RulebookInfo:
    """By which rules it was judged."""

    __pydantic_config__: ClassVar[dict[str, object]] = _CONFIG

    digest: str = field(metadata={"pattern": "^sha256:[0-9a-f]{64}$"})
    packs: list[str]
    """name@version of each pack."""


@dataclass(eq=False, repr=False)
class OutputInfo:
    """One output; names may repeat, `path` is its own."""

    __pydantic_config__: ClassVar[dict[str, object]] = _CONFIG

    name: str
    group: str | None
    path: str
    """JSON pointer into the API's answer."""
    url: str | None
    outcome: OutputOutcome
    facts: dict[str, FactValue] | None = None
    """In px, s, bit/s, bytes, Hz and frames per second."""


@dataclass(eq=False, repr=False)
class RequestInfo:
    """What was asked of the output, where a finding holds it against that."""

    __pydantic_config__: ClassVar[dict[str, object]] = _CONFIG

    fact: str
    value: FactValue | None
    raw: str | None
    """As it was asked."""
    origin: str
    """Where it stood, `template` and its ID or `OverrideParams`; of an absent one, why it is not known."""
    path: str
    """JSON pointer of the parameters, or of the template's ID."""


@dataclass(eq=False, repr=False)
class FindingInfo:
    """A check that did not pass, or passed by its tolerance alone."""

    __pydantic_config__: ClassVar[dict[str, object]] = _CONFIG

    rule: str
    severity: Literal["fail", "inconclusive", "warn", "info"]
    output: str | None
    group: str | None
    at: str
    """JSON pointer of the output or group; empty for the job."""
    fact: str | None
    expected: str | None
    actual: FactValue | None
    raw: str | None
    """The API's own text."""
    path: str
    """JSON pointer of the value."""
    message: str
    branches: list[list[str]] | None = None
    """For any_of: what each branch lacked."""
    missing: bool = False
    """The fact was absent."""
    within_tolerance: bool = False
    """Only the tolerance let it pass."""
    waived: str | None = None
    """Why it does not count."""
    why: str | None = None
    fix: str | None = None
    source: str | None = None
    requested: list[RequestInfo] | None = None
    """Where what was asked stood."""


@dataclass(eq=False, repr=False)
class VerdictData:
    """What was found."""

    __pydantic_config__: ClassVar[dict[str, object]] = _CONFIG

    outcome: Outcome
    job: JobInfo
    rulebook: RulebookInfo
    counts: CountsInfo
    outputs: list[OutputInfo]
    findings: list[FindingInfo]
    truncated: bool
    """The message would have been too long: details were left out."""


@dataclass(eq=False, repr=False)
class VerdictMessage:
    """A verdict: a CloudEvents 1.0 object."""

    __pydantic_config__: ClassVar[dict[str, object]] = _CONFIG

    specversion: Literal["1.0"]
    type: Literal["mediaverdict.verdict.v1"]
    id: str = field(metadata={"pattern": "^[0-9a-f-]{36}$"})
    """The same for the same job, finish time and rules."""
    source: str
    subject: str
    """The job's ID."""
    time: str
    datacontenttype: Literal["application/json"]
    data: VerdictData
