"""A finding marked as wrong: what would let it pass, as an edit of the text, and what else that would let pass."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mediaverdict.judging import Finding
    from mediaverdict_studio.judged import JudgedJobs
    from mediaverdict_studio.results import Edited, Refused
    from mediaverdict_studio.shelf import JobEntry


@dataclass(frozen=True, slots=True)
class Remedy:
    """One way to let it pass."""

    title: str
    """`tolerance 0.4s`, `max: 6500k instead of 6M`, `only warn`."""
    edit: Edited | Refused


@dataclass(frozen=True, slots=True)
class LetPass:
    """What a remedy changes among all jobs."""

    done: bool
    findings: tuple[tuple[str, Finding], ...]
    """Other findings that would be gone: the job's key and the finding."""
    jobs: tuple[tuple[str, str, str], ...]
    """Jobs whose outcome would be another: key, old, new."""


def remedies(text: str, entry: JobEntry, finding: Finding) -> tuple[Remedy, ...]:
    """The smallest tolerance and the nearest bound that let it pass; a waiver for these outputs; a milder severity."""
    raise NotImplementedError


def let_pass(remedy: Remedy, text: str, judged: JudgedJobs, entry: JobEntry, finding: Finding) -> Iterator[LetPass]:
    """What else it would let pass, in slices; the last one has `done`."""
    raise NotImplementedError
