"""What all findings come to together: which are waived, how many of each sort, each output's outcome."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from mediaverdict.judging.evidence import selects
from mediaverdict.judging.findings import UNCHECKED, Counts, Finding, worst

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from mediaverdict.jobs import Job
    from mediaverdict.judging.evidence import Evidence
    from mediaverdict.rulebook import Rulebook


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


def outcomes_of(findings: Sequence[Finding], job: Job, checked: Collection[int]) -> list[str]:
    """Each output's: the worst that was found of it alone; `unchecked` where no check looked at it."""
    by_path: dict[str, list[str]] = {}
    for finding in findings:
        if finding.counts:
            by_path.setdefault(finding.at, []).append(finding.severity)
    return [
        worst(by_path.get(output.path, [])) if output.path in by_path or index in checked else UNCHECKED
        for index, output in enumerate(job.outputs)
    ]


def count(findings: Sequence[Finding], book: Rulebook, counts: Counts) -> None:
    """Puts how many checks warned, failed, lacked a fact or don't count into `counts`."""
    of_rules = {rule.id for rule in book.rules}
    sorts = Counter(_sort(finding) for finding in findings if finding.rule in of_rules and not finding.within_tolerance)
    counts.failed, counts.warned, counts.info = sorts["failed"], sorts["warned"], sorts["info"]
    counts.missing += sorts["missing"]


def _sort(finding: Finding) -> str:
    if not finding.counts:
        return "info"
    if finding.missing:
        return "missing"
    return "failed" if finding.severity == "fail" else "warned"
