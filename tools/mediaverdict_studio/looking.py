"""One job as it is looked at: its verdict as the report has it, and every check that a rule made of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
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
    """yes, within (the tolerance), no, unknown (the fact is absent)."""
    fact: str
    expected: str
    actual: str
    """As a person reads it; empty where it is absent."""
    why_absent: str = ""


def verdict_of(entry: JobEntry, book: Rulebook) -> dict[str, Any]:
    """The verdict as `check --json` prints it: `data` has outcome, counts, outputs and findings."""
    raise NotImplementedError


def checks_of(entry: JobEntry, book: Rulebook, rule: str = "") -> list[CheckSeen]:
    """Every check that was made of the job, or those of one rule."""
    raise NotImplementedError
