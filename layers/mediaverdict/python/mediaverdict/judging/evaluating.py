"""Rules asked of a job: a status for each check of each subject, and no more. What is told of it are folds."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mediaverdict.conditions.status import PASSES, YES, CheckStatus, all_of, any_of, inverse
from mediaverdict.facts import GroupFacts, JobFacts, OutputFacts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mediaverdict.facts import Fact
    from mediaverdict.jobs import Job
    from mediaverdict.rulebook.rules import Asks, Rule

NOT_DELIVERED = ("failed", "skipped")


class Subject(NamedTuple):
    """What a rule looks at: an output, the matched outputs of a group, or those of the job."""

    facts: OutputFacts | GroupFacts
    members: tuple[int, ...]
    """Indexes of the job's outputs."""
    path: str
    """Where it stands in the answer."""
    output: int | None = None
    group: int | None = None


class Evidence:
    """A job's facts, and what there is to judge of it."""

    def __init__(self, job: Job, given: Sequence[Mapping[str, Fact]] = ()) -> None:
        """`given` has facts for each output in turn, which stand in place of what its details say."""
        self.job = job
        self.of_job = JobFacts(job, given[0] if given else None)
        padded = [*given, *[None] * (len(job.outputs) - len(given))]
        self.of_outputs = [
            OutputFacts(output, self.of_job, facts) for output, facts in zip(job.outputs, padded, strict=True)
        ]
        self.delivered = [Subject(self.of_outputs[index], (index,), job.outputs[index].path, index) for index in delivered(job)]


def delivered(job: Job) -> list[int]:
    """The outputs that there is something to measure of."""
    return [index for index, output in enumerate(job.outputs) if (output.status or "").lower() not in NOT_DELIVERED]


class Answer(NamedTuple):
    """What came of asking a rule of one subject."""

    subject: Subject
    when: list[CheckStatus]
    """By its checks, as all below."""
    require: list[CheckStatus]
    any_of: list[list[CheckStatus]]
    """By branch."""
    none_of: list[list[CheckStatus]]
    results: list[CheckStatus]
    """Those of `require`, then one for `any_of` and one for `none_of`; none where `when` did not hold."""


class Evaluation(NamedTuple):
    """What came of asking a rule of a job."""

    rule: Rule
    matching: list[list[CheckStatus]]
    """By delivered output and by the checks of `match`; empty for a rule without any."""
    found: bool
    """Whether any output matched."""
    answers: list[Answer]


def evaluate(rule: Rule, evidence: Evidence) -> Evaluation:
    """Asks all that the rule asks, once."""
    asks = rule.asks
    matched, matching = evidence.delivered, []
    if asks.match:
        matching = [[ask(one.facts) for ask in asks.match] for one in matched]
        matched = [one for one, statuses in zip(matched, matching, strict=True) if holds(statuses)]
    subjects = _subjects(rule, matched, evidence) if rule.checks else ()
    return Evaluation(rule, matching, bool(matched), [_answer(asks, subject) for subject in subjects])


def holds(statuses: list[CheckStatus]) -> bool:
    """Whether all checks hold for certain, be it by a tolerance."""
    return statuses.count(YES) == len(statuses) or all_of(statuses) in PASSES


def _answer(asks: Asks, subject: Subject) -> Answer:
    facts = subject.facts
    when = [ask(facts) for ask in asks.when]
    if when and not holds(when):
        return Answer(subject, when, [], [], [], [])
    require = [ask(facts) for ask in asks.require]
    if not asks.any_of and not asks.none_of:
        return Answer(subject, when, require, [], [], require)
    any_of, none_of = ([[ask(facts) for ask in branch] for branch in part] for part in (asks.any_of, asks.none_of))
    results = [*require, *([together(any_of)] if any_of else []), *([inverse(together(none_of))] if none_of else [])]
    return Answer(subject, when, require, any_of, none_of, results)


def together(branches: list[list[CheckStatus]]) -> CheckStatus:
    """Whether one of the branches holds."""
    return any_of([all_of(branch) for branch in branches])


def _subjects(rule: Rule, matched: list[Subject], evidence: Evidence) -> list[Subject]:
    if rule.scope == "output":
        return matched
    if rule.scope == "job":
        return [_together(matched, None, evidence)]
    groups: dict[int, list[Subject]] = {}
    for one in matched:
        group = evidence.job.outputs[one.members[0]].group_index
        if group is not None:
            groups.setdefault(group, []).append(one)
    return [_together(members, group, evidence) for group, members in groups.items()]


def _together(outputs: list[Subject], group: int | None, evidence: Evidence) -> Subject:
    """Several outputs as one subject: those of a group, or of the job."""
    indexes = tuple(one.members[0] for one in outputs)
    details = evidence.job.details.path
    path = details if group is None else evidence.job.outputs[indexes[0]].path.rpartition("/Outputs/")[0]
    members = [evidence.of_outputs[index] for index in indexes]
    return Subject(GroupFacts(members, evidence.of_job, path), indexes, path, None, group)
