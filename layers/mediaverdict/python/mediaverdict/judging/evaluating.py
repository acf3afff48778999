"""Rules asked of a job: a status for each check of each subject, and no more. What is told of it are folds."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mediaverdict.conditions.status import PASSES, YES, CheckStatus, all_of, any_of, inverse
from mediaverdict.facts import GroupFacts, JobFacts, OutputFacts
from mediaverdict.facts.catalog import spec_of
from mediaverdict.jobs import delivered

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mediaverdict.facts import Fact
    from mediaverdict.jobs import Job
    from mediaverdict.rulebook.rules import AnyCheck, Rule
    from mediaverdict.templates.model import Templates


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

    def __init__(self, job: Job, given: Sequence[Mapping[str, Fact]] = (), templates: Templates | None = None) -> None:
        """`given` has facts for each output in turn, which stand in place of what its details say."""
        self.job = job
        of_first = given[0].items() if given else ()
        self.of_job = JobFacts(job, {name: fact for name, fact in of_first if spec_of(name).of_job}, templates)
        padded = [*given, *[None] * (len(job.outputs) - len(given))]
        self.of_outputs = [
            OutputFacts(output, self.of_job, facts) for output, facts in zip(job.outputs, padded, strict=True)
        ]
        self.delivered = [
            Subject(self.of_outputs[index], (index,), job.outputs[index].path, index) for index in delivered(job)
        ]


Column = list[CheckStatus]
"""What one check came to, a status for each subject that it was asked of."""


class Evaluation(NamedTuple):
    """What came of asking a rule of a job: a column for each check."""

    rule: Rule
    matching: list[Column]
    """Those of `match`, over the delivered outputs."""
    found: bool
    """Whether any output matched."""
    subjects: list[Subject]
    when: list[Column]
    """Over the subjects."""
    asked: list[Subject]
    """The subjects for which `when` holds; all below is over these."""
    require: list[Column]
    any_of: list[list[Column]]
    """By branch, as `none_of`."""
    none_of: list[list[Column]]
    results: list[Column]
    """What counts: those of `require`, then one for `any_of` and one for `none_of`, where the rule has them."""
    passed: bool
    """Whether all of these are plain passes, as they mostly are: then there is nothing to tell."""


def evaluate(rule: Rule, evidence: Evidence) -> Evaluation:
    """Asks all that the rule asks, once."""
    matching = _ask(rule.match, evidence.delivered)
    matched = _where_all_hold(matching, evidence.delivered)
    subjects = _subjects(rule, matched, evidence) if rule.require or rule.any_of or rule.none_of else []
    when = _ask(rule.when, subjects)
    asked = _where_all_hold(when, subjects)
    require = _ask(rule.require, asked)
    any_of = [_ask(branch, asked) for branch in rule.any_of]
    none_of = [_ask(branch, asked) for branch in rule.none_of]
    results = require
    if any_of:
        results = [*results, [together(any_of, index) for index in range(len(asked))]]
    if none_of:
        results = [*results, [inverse(together(none_of, index)) for index in range(len(asked))]]
    passed = True
    for column in results:
        passed = passed and column.count(YES) == len(column)
    return Evaluation(rule, matching, bool(matched), subjects, when, asked, require, any_of, none_of, results, passed)


def _ask(checks: Sequence[AnyCheck], subjects: list[Subject]) -> list[Column]:
    if not checks:
        return []
    facts = [subject.facts for subject in subjects]
    return [check.ask(facts) for check in checks] if facts else [[] for _ in checks]


def _where_all_hold(columns: list[Column], subjects: list[Subject]) -> list[Subject]:
    if not columns:
        return subjects
    if len(columns) == 1:
        return [subject for subject, status in zip(subjects, columns[0], strict=True) if status in PASSES]
    rows = zip(*columns, strict=True)
    return [subject for subject, row in zip(subjects, rows, strict=True) if all_of(row) in PASSES]


def row(columns: list[Column], index: int) -> Column:
    """The checks' statuses for one subject."""
    return [column[index] for column in columns]


def together(branches: list[list[Column]], index: int) -> CheckStatus:
    """Whether one of the branches holds for that subject."""
    return any_of([all_of(row(branch, index)) for branch in branches])


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
