"""What would change if the book went live: against the deployed one, over all jobs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mediaverdict.rulebook import Rulebook
    from mediaverdict_cli.replay.comparing import Change
    from mediaverdict_studio.judged import JudgedJobs


@dataclass(frozen=True, slots=True)
class Turn:
    """Jobs whose outcome turns from one to another."""

    old: str
    new: str
    changes: tuple[tuple[str, Change], ...]
    """Each job's key on the shelf, and its change: `.added` and `.gone` are the rules behind it."""

    @property
    def count(self) -> int:
        """`pass -> fail 3`."""
        return len(self.changes)


@dataclass(frozen=True, slots=True)
class Changes:
    """All that changes."""

    jobs: int
    """Compared so far."""
    turns: tuple[Turn, ...] = ()
    """The worst first: what fails now comes before what passes now."""
    findings_only: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = ()
    """Jobs with the same outcome and other findings: key, rules that find something now, rules that no longer do."""
    added: tuple[tuple[str, int], ...] = ()
    """Rules behind turns, with the number of jobs, most first."""
    gone: tuple[tuple[str, int], ...] = ()


def what_changes(judged: JudgedJobs, deployed: Rulebook, book: Rulebook) -> Changes:
    """Of the jobs that were judged by both; takes about 1 µs a job."""
    raise NotImplementedError
