"""Facts + rules -> findings: one job judged by one rule book. Pure: no clock, no network, no log.

A finding is a check that did not pass, a pass that only a tolerance made possible (severity `info`), or
what is judged without any rule: a job that failed, an output that failed or was skipped.

- `findings`  what it comes to
- `holding`   one check, held against one thing
- `states`    what is judged without any rule
- `words`     what is said of a check
- `bench`     the rules, one subject after the other
- `sums`      what all findings come to together
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediaverdict.judging.evaluator import Evaluator
from mediaverdict.judging.evidence import Evidence, selects
from mediaverdict.judging.findings import Counts, Finding, Judgement, TraceEntry, worst
from mediaverdict.judging.messages import printable, value_words

if TYPE_CHECKING:
    from mediaverdict.jobs import Job
    from mediaverdict.rulebook import Rulebook

__all__ = [
    "Counts",
    "Evidence",
    "Finding",
    "Judgement",
    "TraceEntry",
    "judge",
    "judge_evidence",
    "printable",
    "selects",
    "value_words",
    "worst",
]


def judge(job: Job, book: Rulebook, *, trace: bool = False) -> Judgement:
    """The job's findings and outcome. `trace` keeps every single check, for `explain`. Never raises."""
    return Evaluator(Evidence(job), book, trace=trace).judge()


def judge_evidence(evidence: Evidence, book: Rulebook) -> Judgement:
    """As `judge`, with facts that were given: for a rule book's examples."""
    return Evaluator(evidence, book, trace=False).judge()
