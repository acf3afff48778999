"""A finding marked as wrong: what would let it pass, as an edit of the text, and what else that would let pass."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mediaverdict.judging import judge_evidence
from mediaverdict.rulebook.compiling import try_rulebook
from mediaverdict_studio.nodes import readable
from mediaverdict_studio.remedies import Remedy, candidates
from mediaverdict_studio.results import Edited

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from mediaverdict.judging import Finding
    from mediaverdict.rulebook import Rulebook
    from mediaverdict_studio.judged import JudgedJob, JudgedJobs
    from mediaverdict_studio.shelf import JobEntry

__all__ = ["LetPass", "Remedy", "let_pass", "remedies"]


@dataclass(frozen=True, slots=True)
class LetPass:
    """What a remedy changes among all jobs."""

    done: bool
    looked_at: int = 0
    findings: tuple[tuple[str, Finding], ...] = ()
    """Other findings that would be gone, or milder: the job's key and the finding as it is now."""
    jobs: tuple[tuple[str, str, str], ...] = ()
    """Jobs whose outcome would be another: key, old, new."""


def remedies(text: str, entry: JobEntry, finding: Finding, path: Path) -> tuple[Remedy, ...]:
    """What lets it pass, each tried on the job: tolerances, bounds, a value more; a waiver; a milder severity.

    Takes some 10 ms for each of about six: call it in a thread. Empty for what no rule found (a failed job).
    """
    book = _book(text, path)
    rule = next((one for one in book.rules if one.id == finding.rule), None) if book is not None else None
    if book is None or rule is None or entry.evidence is None:
        return ()
    trace = list(judge_evidence(entry.evidence, book._replace(rules=(rule,)), trace=True).trace)
    found: dict[str, Remedy] = {}
    for one in candidates(text, entry, finding, rule, trace):
        if isinstance(one.edit, Edited) and _passes(one.edit.text, path, entry, finding):
            found.setdefault(one.edit.text, one)
    return tuple(found.values())


def let_pass(
    remedy: Remedy, text: str, judged: JudgedJobs, entry: JobEntry, finding: Finding, path: Path
) -> Iterator[LetPass]:
    """What else it would let pass than that finding of the entry's, in slices; the last one has `done`.

    `judged` has judged all jobs by the book of the text.
    """
    book = _book(text, path)
    tried = _book(remedy.edit.text, path) if isinstance(remedy.edit, Edited) else None
    if book is None or tried is None:
        yield LetPass(done=True)
        return
    before = dict(judged.results(book))
    try:
        after: Mapping[str, JudgedJob] = {}
        for progress in judged.judge(tried, keep=True):
            after = after or judged.results(tried)  # filled as it goes, and ours whoever drops the book meanwhile
            yield LetPass(done=False, looked_at=progress.done)
        gone = [
            (one, lost)
            for one, was in before.items()
            if one in after and was.findings != after[one].findings
            for lost in _gone(was, after[one])
            if (one, lost) != (entry.key, finding)
        ]
        turned = [
            (one, was.outcome, after[one].outcome)
            for one, was in before.items()
            if one in after and was.outcome != after[one].outcome
        ]
        yield LetPass(True, len(after), tuple(gone), tuple(turned))
    finally:
        judged.drop(tried)


def _gone(was: JudgedJob, now: JudgedJob) -> list[Finding]:
    """Findings that count and that are not there any more as they were."""
    left = Counter(_mark(finding) for finding in now.findings if finding.counts)
    gone = []
    for finding in was.findings:
        if finding.counts:
            if left[_mark(finding)]:
                left[_mark(finding)] -= 1
            else:
                gone.append(finding)
    return gone


def _mark(finding: Finding) -> tuple[str, str, str | None, str]:
    return finding.rule, finding.at, finding.fact, finding.severity.value


def _passes(text: str, path: Path, entry: JobEntry, finding: Finding) -> bool:
    """Whether the finding is gone, or milder, under that text."""
    book = _book(text, path)
    if book is None or entry.evidence is None:
        return False
    asked = book._replace(rules=tuple(rule for rule in book.rules if rule.id == finding.rule))
    return all(
        not one.counts or _mark(one)[:3] != _mark(finding)[:3] or one.severity < finding.severity
        for one in judge_evidence(entry.evidence, asked).findings
    )


def _book(text: str, path: Path) -> Rulebook | None:
    return try_rulebook(readable(text), path)[0]
