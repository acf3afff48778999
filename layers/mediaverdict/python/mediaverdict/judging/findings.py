"""What judging a job comes to: findings, counts, the outcome."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from mediaverdict.rulebook.rules import SEVERITIES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mediaverdict.conditions.status import CheckStatus
    from mediaverdict.facts import Fact, OutputFacts, Value
    from mediaverdict.quantities import Kind

COUNTED = ("fail", "inconclusive", "warn")
RANK = {severity: rank for rank, severity in enumerate(SEVERITIES)}
UNCHECKED = "unchecked"
"""The outcome of an output that no check looked at: never called a pass."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a verdict tells."""

    rule: str
    severity: str
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

    @property
    def counts(self) -> bool:
        """Whether it has a say in the outcome."""
        return self.severity in COUNTED and not self.waived


@dataclass(slots=True)
class Counts:
    """How many checks came to what. checks = passed + warned + failed + missing + info."""

    outputs: int = 0
    checks: int = 0
    passed: int = 0
    warned: int = 0
    failed: int = 0
    missing: int = 0
    info: int = 0
    """Did not pass and does not count: severity info, waived, or not enforced yet."""
    skipped: int = 0
    """Not evaluated, because `when` did not hold."""


class TraceEntry(NamedTuple):
    """One check as `explain` shows it, whatever came of it."""

    rule: str
    part: str
    """match, when, require, any_of, none_of or must_match."""
    output: int | None
    group: int | None
    held: CheckStatus
    missing: bool
    fact: str
    expected: str
    fact_seen: Fact
    kind: Kind
    branch: int | None = None


@dataclass(frozen=True, slots=True)
class Judgement:
    """A job, judged."""

    outcome: str
    outputs: tuple[tuple[OutputFacts, str], ...]
    """Each output's facts and its outcome, in the job's order."""
    findings: tuple[Finding, ...]
    counts: Counts
    trace: tuple[TraceEntry, ...] = ()


def worst(severities: Sequence[str]) -> str:
    """The outcome that these severities come to; `info` never counts."""
    counted = [severity for severity in severities if severity in COUNTED]
    return max(counted, key=RANK.__getitem__) if counted else "pass"
