"""Facts + rules -> findings: one job judged by one rule book. Pure: no clock, no network, no log.

A finding is a check that did not pass, a pass that only a tolerance made possible (severity `info`), or
what is judged without any rule: a job that failed, an output that failed or was skipped.

- `evaluating` the rules asked of a job: a status for each check of each subject; all else are folds over these
- `telling`   evaluations -> findings
- `summary`   which findings are waived, how many of each sort, each output's outcome, the trace
- `details`   one check as it is told: with its evidence
- `messages`  what is said of a check
- `builtin_findings`  what is judged without any rule
- `findings`  what it all comes to
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediaverdict.facts.job import parse_moment
from mediaverdict.jobs import delivered
from mediaverdict.judging import summary
from mediaverdict.judging.builtin_findings import judge_nothing, judge_states
from mediaverdict.judging.evaluating import Evidence, evaluate
from mediaverdict.judging.findings import CountsInfo, Finding, Judgement, TraceEntry
from mediaverdict.judging.messages import printable, value_words
from mediaverdict.judging.summary import selects
from mediaverdict.judging.telling import tell
from mediaverdict.severity import worst

if TYPE_CHECKING:
    from mediaverdict.jobs import Job
    from mediaverdict.rulebook import Rulebook
    from mediaverdict.templates.model import Templates

__all__ = [
    "CountsInfo",
    "Evidence",
    "Finding",
    "Judgement",
    "TraceEntry",
    "delivered",
    "judge",
    "judge_evidence",
    "printable",
    "selects",
    "value_words",
    "worst",
]


def judge(job: Job, book: Rulebook, *, templates: Templates | None = None, trace: bool = False) -> Judgement:
    """The job's findings and outcome. `trace` adds every single check, for `explain`. Never raises.

    `templates` are those that its outputs name, for a book that `asks_templates`.
    """
    return judge_evidence(Evidence(job, templates=templates), book, trace=trace)


def judge_evidence(evidence: Evidence, book: Rulebook, *, trace: bool = False) -> Judgement:
    """As `judge`, with facts that may have been given: for a rule book's examples."""
    job = evidence.job
    finished = parse_moment(evidence.of_job.value("job.finished"))
    evaluations = [evaluate(rule, evidence) for rule in book.rules]
    subjects = summary.looked_at(evaluations)
    anything_checked = bool(subjects) or any(rule.must_match for rule in book.rules)
    found = [
        *judge_states(job),
        *(finding for evaluation in evaluations for finding in tell(evaluation, evidence, finished)),
        *judge_nothing(job, anything_checked=anything_checked),
    ]
    findings = tuple(summary.waive(finding, book, evidence, finished) for finding in found)
    outcomes = summary.outcomes_of(findings, evidence, summary.members_of(subjects))
    traced = (entry for evaluation in evaluations for entry in summary.trace(evaluation, evidence))
    return Judgement(
        worst(finding.severity for finding in findings if finding.counts),
        tuple(zip(evidence.of_outputs, outcomes, strict=True)),
        findings,
        summary.count(evaluations, findings, evidence),
        tuple(traced) if trace else (),
    )
