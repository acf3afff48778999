"""What all findings come to together: which are waived, how many of each sort, each output's outcome, the trace."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from mediaverdict.conditions.status import UNKNOWN, WITHIN, YES, CheckStatus
from mediaverdict.judging.details import detail
from mediaverdict.judging.findings import CountsInfo, Finding, TraceEntry
from mediaverdict.severity import UNCHECKED, Severity, worst

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from mediaverdict.facts import JobFacts, OutputFacts
    from mediaverdict.judging.evaluating import Evaluation, Evidence, Subject
    from mediaverdict.rulebook import Rulebook
    from mediaverdict.rulebook.rules import Branch, Check


def selects(checks: Sequence[Check], facts: OutputFacts | JobFacts) -> bool:
    """Whether a match, a `jobs` or a waiver's match holds: an absent fact matches nothing."""
    return all(check.ask()(facts) in (YES, WITHIN) for check in checks)


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
            return replace(finding, waived=waiver.reason)
    return finding


def looked_at(evaluations: Sequence[Evaluation]) -> list[Subject]:
    """What some check looked at: not where all is absent that `on_missing: pass` excuses."""
    return [
        answer.subject
        for evaluation in evaluations
        for answer in evaluation.answers
        if (results := answer.results)
        and (results[0] is YES or results.count(UNKNOWN) < len(results) or not evaluation.rule.excuses_all)
    ]


def outcomes_of(findings: Sequence[Finding], evidence: Evidence, subjects: Sequence[Subject]) -> list[str]:
    """Each output's: the worst that was found of it alone; `unchecked` where it is among no subject's members."""
    members = {index for subject in subjects for index in subject.members}
    by_path: dict[str, list[Severity]] = {}
    for finding in findings:
        if finding.counts:
            by_path.setdefault(finding.at, []).append(finding.severity)
    return [
        worst(by_path.get(output.path, ())) if output.path in by_path or index in members else UNCHECKED
        for index, output in enumerate(evidence.job.outputs)
    ]


def count(evaluations: Sequence[Evaluation], findings: Sequence[Finding], evidence: Evidence) -> CountsInfo:
    """How many checks came to what. One that neither passed nor was told was absent and excused."""
    must_match = [evaluation.found for evaluation in evaluations if evaluation.rule.must_match]
    checks, passed, skipped = len(must_match), sum(must_match), 0
    for evaluation in evaluations:
        for answer in evaluation.answers:
            results = answer.results
            checks += len(results)
            passed += results.count(YES) + results.count(WITHIN)
            skipped += 0 if results else evaluation.rule.checks
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
    for subject, statuses in zip(evidence.delivered, evaluation.matching, strict=False):
        yield from _entries(rule.id, "match", subject, rule.match, statuses)
    for answer in evaluation.answers:
        subject = answer.subject
        yield from _entries(rule.id, "when", subject, rule.when, answer.when)
        yield from _entries(rule.id, "require", subject, rule.require, answer.require)
        for part, branches, results in (("any_of", rule.any_of, answer.any_of), ("none_of", rule.none_of, answer.none_of)):
            for index, (branch, statuses) in enumerate(zip(branches, results, strict=False)):
                yield from _entries(rule.id, part, subject, branch, statuses, index)


def _entries(
    rule: str, part: str, subject: Subject, checks: Branch, statuses: list[CheckStatus], branch: int | None = None
) -> Iterator[TraceEntry]:
    for check, status in zip(checks, statuses, strict=False):
        told = detail(check, status, subject)
        yield TraceEntry(
            rule, part, subject.output, subject.group, status, bool(told.missing), check.spec,
            told.expected(unit=True), told.fact, branch,
        )  # fmt: skip
