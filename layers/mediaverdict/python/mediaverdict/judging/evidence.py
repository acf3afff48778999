"""One check, held against one thing: an output, a group, the job."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from mediaverdict.conditions.status import CheckStatus
from mediaverdict.facts import ABSENT, Fact, JobFacts, OutputFacts
from mediaverdict.rulebook.rules import AggregateCheck, AnyCheck, Check, Rule

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mediaverdict.conditions.aggregates import AggregateResult
    from mediaverdict.jobs import Job

PASSES = (CheckStatus.YES, CheckStatus.WITHIN)


class Result(NamedTuple):
    """One check, held against one thing."""

    check: AnyCheck
    held: CheckStatus
    fact: Fact
    missing: str = ""
    """The absent fact's name, where one is."""
    member: int | None = None
    """For a check over several outputs: the one at fault."""


def hold(check: Check, facts: OutputFacts | JobFacts) -> Result:
    fact = facts.get(check.spec.name)
    condition = check.condition
    if fact.value is None:
        absent = condition.on_absent
        if absent is None:
            return Result(check, CheckStatus.UNKNOWN, fact, missing=check.spec.name)
        return Result(check, absent, fact)
    return Result(check, condition.holds(fact.value, facts), fact)


def selects(checks: Sequence[Check], facts: OutputFacts | JobFacts) -> bool:
    """Whether a match, a `jobs` or a waiver's match holds: an absent fact matches nothing."""
    return all(_passes(check, facts) for check in checks)


def _passes(check: Check, facts: OutputFacts | JobFacts) -> bool:
    value = facts.get(check.spec.name).value
    if value is not None and check.condition.surely_holds(value, facts):
        return True
    return hold(check, facts).held in PASSES


@dataclass(frozen=True, slots=True)
class Subject:
    """What a rule trace at: an output, the matched outputs of a group, or those of the job."""

    rule: Rule
    members: tuple[int, ...]
    """Indexes of the job's outputs."""
    output: int | None = None
    group: int | None = None


class Evidence:
    """A job's facts, and how a check is held against a subject."""

    def __init__(self, job: Job, given: Sequence[Mapping[str, Fact]] = ()) -> None:
        """`given` has facts for each output in turn, which stand in place of what its details say."""
        self.job = job
        self.of_job = JobFacts(job, given[0] if given else None)
        padded = [*given, *[None] * (len(job.outputs) - len(given))]
        self.of_outputs = [
            OutputFacts(output, self.of_job, facts) for output, facts in zip(job.outputs, padded, strict=True)
        ]

    def facts_of(self, subject: Subject) -> OutputFacts | JobFacts:
        """Where the subject's conditions look facts up."""
        return self.of_outputs[subject.output] if subject.output is not None else self.of_job

    def path_of(self, subject: Subject) -> str:
        """Where the subject stands in the answer."""
        if subject.output is not None:
            return self.job.outputs[subject.output].path
        if subject.group is not None:
            return self.job.outputs[subject.members[0]].path.rpartition("/Outputs/")[0]
        return self.job.details.path

    def hold(self, check: AnyCheck, subject: Subject) -> Result:
        """The check, held against the subject."""
        if isinstance(check, AggregateCheck):
            return self._hold_across(check, subject)
        if subject.output is None and check.fact == "count":
            count = Fact(len(subject.members), None, self.path_of(subject))
            return Result(check, check.condition.holds(len(subject.members), self.of_job), count)
        return hold(check, self.facts_of(subject))

    def _hold_across(self, check: AggregateCheck, subject: Subject) -> Result:
        if not subject.members:
            return Result(check, CheckStatus.UNKNOWN, ABSENT, missing=check.fact)
        seen: AggregateResult = check.condition.look(check.fact, [self.of_outputs[index] for index in subject.members])
        member = subject.members[seen.member] if seen.member is not None else None
        return Result(check, seen.held, Fact(seen.actual, seen.raw, seen.path), seen.missing, member)
