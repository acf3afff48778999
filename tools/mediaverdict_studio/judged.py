"""Every job under a book, rule by rule: what was asked of a job is kept, and only rules that changed are asked again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mediaverdict.judging import Finding
    from mediaverdict.rulebook import Rulebook
    from mediaverdict_cli.replay.comparing import JudgedSide
    from mediaverdict_studio.shelf import Progress, Shelf


@dataclass(frozen=True, slots=True)
class JudgedJob:
    """A job under one book."""

    key: str
    """The shelf's."""
    outcome: str
    """pass, warn, inconclusive, fail; `ignored` where the book's `jobs` leaves it out."""
    findings: tuple[Finding, ...] = ()
    outputs: tuple[str, ...] = ()
    """Each output's outcome (`unchecked` among them), in the job's order."""

    @property
    def side(self) -> JudgedSide:
        """As a comparison needs it."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class RuleHits:
    """What one rule does to all jobs."""

    matched: int
    """Outputs (groups, jobs) that it was asked of."""
    jobs: tuple[str, ...]
    """Keys of jobs with a finding of it that counts."""


class JudgedJobs:
    """The shelf's jobs under any number of books; what two books have in common is asked once."""

    def __init__(self, shelf: Shelf) -> None:
        raise NotImplementedError

    def judge(self, book: Rulebook) -> Iterator[Progress]:
        """Judges all jobs of the shelf by the book, in slices of about 10 ms; stop iterating to cancel.

        What was judged until then is kept, and the next run goes on from there.
        """
        raise NotImplementedError

    def results(self, book: Rulebook) -> Mapping[str, JudgedJob]:
        """Of the jobs that were judged by that book so far, by key."""
        raise NotImplementedError

    def hits(self, book: Rulebook) -> Mapping[str, RuleHits]:
        """Of each rule of the book, by ID: what it did to the jobs that were judged so far."""
        raise NotImplementedError
