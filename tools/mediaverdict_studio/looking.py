"""One job as it is looked at: its verdict as the report has it, and every check that a rule made of it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any

from mediaverdict.judging import judge_evidence, printable, value_words
from mediaverdict_cli.saved_jobs import verdict_on

if TYPE_CHECKING:
    from mediaverdict.judging import TraceEntry
    from mediaverdict.rulebook import Rulebook
    from mediaverdict_studio.shelf import JobEntry


@dataclass(frozen=True, slots=True)
class CheckSeen:
    """One check of a rule, of one output (or group, or the job)."""

    rule: str
    part: str
    """match, when, require, any_of or none_of."""
    branch: int | None
    output: int | None
    """The output's index in the job; None for a group's or the job's."""
    group: int | None
    status: str
    """yes, within tolerance, no, unknown (the fact is absent, or what it is held against)."""
    fact: str
    expected: str
    actual: str
    """As a person reads it; empty where it is absent."""
    why_absent: str = ""


def verdict_of(entry: JobEntry, book: Rulebook) -> dict[str, Any]:
    """The verdict as `check --json` prints it: `data` has outcome, counts, outputs and findings. Takes some ms."""
    if entry.evidence is None:
        return {}
    judgement = judge_evidence(entry.evidence, book)
    content = verdict_on(entry.evidence.job, judgement, book, datetime.now(timezone.utc))
    verdict: dict[str, Any] = json.loads(content)
    return verdict


def checks_of(entry: JobEntry, book: Rulebook, rule: str = "") -> list[CheckSeen]:
    """Every check that was made of the job, or those of one rule."""
    if entry.evidence is None:
        return []
    asked = book if not rule else book._replace(rules=tuple(one for one in book.rules if one.id == rule))
    return [_seen(one) for one in judge_evidence(entry.evidence, asked, trace=True).trace]


def _seen(one: TraceEntry) -> CheckSeen:
    value = one.fact.value
    actual = "" if value is None else printable(value_words(value, one.spec))
    return CheckSeen(
        one.rule, one.part, one.branch, one.output, one.group, one.status.value, one.spec.name,
        printable(one.expected), actual, one.why_absent,
    )  # fmt: skip
