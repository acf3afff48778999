"""What all findings come to together: which are waived, how many of each sort, each output's outcome, the trace."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from mediaverdict.conditions.status import PASSES, UNKNOWN, WITHIN, YES
from mediaverdict.judging.details import detail, requests_of
from mediaverdict.judging.findings import CountsInfo, Finding, TraceEntry
from mediaverdict.severity import Severity, worst

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from collections.abc import Set as AbstractSet
    from datetime import datetime

    from mediaverdict.facts import JobFacts, OutputFacts
    from mediaverdict.judging.evaluating import Column, Evaluation, Evidence, Subject
    from mediaverdict.rulebook import Rulebook
    from mediaverdict.rulebook.rules import AnyCheck, Branch, Rule
    from mediaverdict.severity import OutputOutcome


def selects(checks: Sequence[AnyCheck], facts: OutputFacts | JobFacts) -> bool:
    """Whether a match, a `jobs` or a waiver's match holds: an absent fact matches nothing."""
    return all(check.ask([facts])[0] in PASSES for check in checks)


def waive(finding: Finding, book: Rulebook, evidence: Evidence, finished: datetime | None) -> Finding:
    """The finding, marked where the book accepts it; judged by the job's finish time, not by the clock."""
    for waiver in book.waivers:
        expired = waiver.until is not None and (finished is None or finished >= waiver.until)
        if waiver.rule != finding.rule or expired:
            continue
        concerned = [
            facts for facts in evidence.of_outputs
            if facts.output.path == finding.at or facts.output.path.startswith(f"{finding.at}/")
        ]  # fmt: skip
        if not waiver.match or (concerned and all(selects(waiver.match, facts) for facts in concerned)):
            return finding._replace(waived=waiver.reason)
    return finding


def looked_at(evaluations: Sequence[Evaluation]) -> list[Subject]:
    """What some check looked at: not where all is absent that `on_missing: pass` excuses."""
    found: list[Subject] = []
    for evaluation in evaluations:
        results, asked = evaluation.results, evaluation.asked
        if not evaluation.passed and evaluation.rule.excuses_all:
            asked = [one for index, one in enumerate(asked) if any(column[index] is not UNKNOWN for column in results)]
        found += asked
    return found


def members_of(subjects: Sequence[Subject]) -> frozenset[int]:
    """The indexes of all outputs that are among these."""
    return frozenset(index for subject in subjects for index in subject.members)


def outcomes_of(findings: Sequence[Finding], evidence: Evidence, members: AbstractSet[int]) -> list[OutputOutcome]:
    """Each output's: the worst that was found of it alone; `unchecked` where it is not among those looked at."""
    by_path: dict[str, list[Severity]] = {}
    for finding in findings:
        if finding.counts:
            by_path.setdefault(finding.at, []).append(finding.severity)
    return [
        worst(by_path.get(output.path, ())) if output.path in by_path or index in members else "unchecked"
        for index, output in enumerate(evidence.job.outputs)
    ]


def count(evaluations: Sequence[Evaluation], findings: Sequence[Finding], evidence: Evidence) -> CountsInfo:
    """How many checks came to what. One that neither passed nor was told was absent and excused."""
    must_match = [evaluation.found for evaluation in evaluations if evaluation.rule.must_match]
    checks, passed, skipped = len(must_match), sum(must_match), 0
    for evaluation in evaluations:
        asked = len(evaluation.asked)
        skipped += (len(evaluation.subjects) - asked) * len(evaluation.results)
        checks += asked * len(evaluation.results)
        for column in evaluation.results:
            passed += asked if evaluation.passed else column.count(YES) + column.count(WITHIN)
    rules = {evaluation.rule.id for evaluation in evaluations}
    sorts = Counter(_sort(finding) for finding in findings if finding.rule in rules and not finding.within_tolerance)
    excused = checks - passed - sorts.total()
    return CountsInfo(
        len(evidence.job.outputs), checks, passed, sorts["warned"], sorts["failed"], sorts["missing"] + excused,
        sorts["info"], skipped,
    )  # fmt: skip


def _sort(finding: Finding) -> str:
    if not finding.counts:
        return "info"
    if finding.missing:
        return "missing"
    return "failed" if finding.severity is Severity.FAIL else "warned"


def trace(evaluation: Evaluation, evidence: Evidence) -> Iterator[TraceEntry]:
    """Every single check of a rule, with what it saw: for `explain`."""
    rule = evaluation.rule
    for index, subject in enumerate(evidence.delivered):
        yield from _entries(rule, "match", rule.match, evaluation.matching, index, subject)
    asked = 0
    for index, subject in enumerate(evaluation.subjects):
        yield from _entries(rule, "when", rule.when, evaluation.when, index, subject)
        if asked == len(evaluation.asked) or evaluation.asked[asked] is not subject:
            continue
        yield from _entries(rule, "require", rule.require, evaluation.require, asked, subject)
        for number, branch in enumerate(rule.any_of):
            yield from _entries(rule, "any_of", branch, evaluation.any_of[number], asked, subject, number)
        for number, branch in enumerate(rule.none_of):
            yield from _entries(rule, "none_of", branch, evaluation.none_of[number], asked, subject, number)
        asked += 1


def _entries(
    rule: Rule,
    part: str,
    checks: Branch,
    columns: list[Column],
    index: int,
    subject: Subject,
    branch: int | None = None,
) -> Iterator[TraceEntry]:
    for check, column in zip(checks, columns, strict=True):
        checked = detail(check, column[index], subject)
        yield TraceEntry(
            rule.id, part, subject.output, subject.group, column[index], bool(checked.missing), check.spec,
            checked.expected(unit=True), checked.fact, branch, requests_of((check,), subject.facts), checked.why_absent,
        )  # fmt: skip
