"""What judging a job comes to: findings, counts, the outcome."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, NamedTuple

if TYPE_CHECKING:
    from mediaverdict.conditions import CheckStatus
    from mediaverdict.facts import Fact, FactSpec, OutputFacts, Value
    from mediaverdict.severity import Outcome, OutputOutcome, Severity


class Finding(NamedTuple):
    """One thing that a verdict tells."""

    rule: str
    severity: Severity
    message: str
    output: str | None = None
    group: str | None = None
    at: str = ""
    """The path of the output or group, by which it is told apart; empty for the job."""
    fact: str | None = None
    expected: str | None = None
    actual: Value | None = None
    raw: str | None = None
    path: str = ""
    branches: tuple[tuple[str, ...], ...] = ()
    """For `any_of`: what each branch lacked."""
    missing: bool = False
    within_tolerance: bool = False
    waived: str = ""
    """The waiver's reason; such a finding does not count."""
    why: str = ""
    fix: str = ""
    source: str = ""
    requests: tuple[tuple[str, Fact], ...] = ()
    """What the check holds the output against, of what was asked of it: each fact with where it stood."""

    @property
    def counts(self) -> bool:
        """Whether it has a say in the outcome."""
        return self.severity.counts and not self.waived


@dataclass(eq=False, repr=False)
class CountsInfo:
    """How many checks came to what: checks = passed + warned + failed + missing + info."""

    # A verdict has it as it is: see `verdict.message`.
    __pydantic_config__: ClassVar[dict[str, object]] = {
        "extra": "forbid",
        "strict": True,
        "use_attribute_docstrings": True,
    }

    outputs: int
    checks: int
    passed: int
    warned: int
    failed: int
    missing: int
    """The fact was absent."""
    info: int
    """Did not pass and does not count."""
    skipped: int
    """Not evaluated, because the rule's `when` did not hold."""


class TraceEntry(NamedTuple):
    """One check as `explain` shows it, whatever came of it."""

    rule: str
    part: str
    """match, when, require, any_of or none_of."""
    output: int | None
    group: int | None
    status: CheckStatus
    missing: bool
    spec: FactSpec
    expected: str
    fact: Fact
    branch: int | None = None
    requests: tuple[tuple[str, Fact], ...] = ()
    """As a finding's."""
    why_absent: str = ""
    """Why the fact is absent though the answer has a value."""


class Judgement(NamedTuple):
    """A job, judged."""

    outcome: Outcome
    outputs: tuple[tuple[OutputFacts, OutputOutcome], ...]
    """Each output's facts and its outcome, in the job's order."""
    findings: tuple[Finding, ...]
    counts: CountsInfo
    trace: tuple[TraceEntry, ...] = ()
