"""A job under the old and the new rules: whether its verdict changes, and which rules are behind it. Pure."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from mediaverdict.judging import judge
from mediaverdict.severity import Severity

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mediaverdict.jobs import Job
    from mediaverdict.rulebook import Rulebook
    from mediaverdict.templates.model import Templates

IGNORED = "ignored"
"""In place of an outcome: the book's `jobs` leaves the job out."""
UNJUDGED = "none"
"""In place of an outcome: no verdict on the job was published."""


@dataclass(frozen=True, slots=True)
class JudgedSide:
    """A job's verdict, as far as a comparison needs it."""

    outcome: str
    rules: frozenset[str] = frozenset()
    """The rules with findings that count."""


@dataclass(frozen=True, slots=True)
class Change:
    """A job whose verdict is another."""

    job_id: str
    name: str
    old: JudgedSide
    new: JudgedSide

    @property
    def added(self) -> list[str]:
        """The rules that find something now and did not before."""
        return sorted(self.new.rules - self.old.rules)

    @property
    def gone(self) -> list[str]:
        """The rules that found something before and don't now."""
        return sorted(self.old.rules - self.new.rules)

    def as_json(self) -> dict[str, Any]:
        """One line of `--json`."""
        return {
            "job": self.job_id, "name": self.name, "old": self.old.outcome, "new": self.new.outcome,
            "added": self.added, "gone": self.gone,
        }  # fmt: skip


@dataclass
class Comparison:
    """All jobs so far, counted; the changes themselves are the caller's to show."""

    jobs: int = 0
    turns: Counter[tuple[str, str]] = field(default_factory=Counter)
    """How many verdicts turned from one outcome to another."""
    added: Counter[str] = field(default_factory=Counter)
    """Jobs by the rule that is behind their change."""
    gone: Counter[str] = field(default_factory=Counter)
    failed: int = 0
    """Jobs that fail under the new rules."""

    def compare(self, job: Job, old: JudgedSide, new: JudgedSide) -> Change | None:
        """Counts the job; its change, where its outcome is another."""
        self.jobs += 1
        self.failed += new.outcome == "fail"
        if old.outcome == new.outcome:
            return None
        change = Change(job.id, job.name or "", old, new)
        self.turns[old.outcome, new.outcome] += 1
        self.added.update(change.added)
        self.gone.update(change.gone)
        return change

    @property
    def changed(self) -> int:
        """How many verdicts are others."""
        return self.turns.total()


def side_of(job: Job, book: Rulebook, *, selected: bool, templates: Templates | None = None) -> JudgedSide:
    """The job under a book."""
    if not selected:
        return JudgedSide(IGNORED)
    judgement = judge(job, book, templates=templates)
    return JudgedSide(judgement.outcome, frozenset(finding.rule for finding in judgement.findings if finding.counts))


def side_published(verdict: Mapping[str, Any] | None) -> JudgedSide:
    """A job as it was judged when its verdict was published."""
    if verdict is None:
        return JudgedSide(UNJUDGED)
    data = verdict["data"]
    counted = [severity.value for severity in Severity if severity.counts]
    rules = {one["rule"] for one in data["findings"] if one["severity"] in counted and not one.get("waived")}
    return JudgedSide(data["outcome"], frozenset(rules))
