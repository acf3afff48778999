"""What would change if the book went live: against the deployed one, over all jobs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mediaverdict_cli.replay.comparing import IGNORED, Change, Comparison, JudgedSide

if TYPE_CHECKING:
    from mediaverdict.rulebook import Rulebook
    from mediaverdict_studio.judged import JudgedJobs

_NEW = ("fail", "inconclusive", "warn", "pass", IGNORED)
_OLD = ("pass", "warn", "inconclusive", "fail", IGNORED)


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
    """The worst first: what fails now comes before what passes now, and pass -> fail before warn -> fail."""
    same_outcome: tuple[tuple[str, Change], ...] = ()
    """Jobs with the same outcome by other rules: key, and change."""
    added: tuple[tuple[str, int], ...] = ()
    """Rules behind turns, with the number of jobs, most first."""
    gone: tuple[tuple[str, int], ...] = ()


def what_changes(judged: JudgedJobs, deployed: Rulebook, book: Rulebook) -> Changes:
    """Of the jobs that were judged by both; takes a few microseconds a job."""
    before, after = judged.results(deployed), judged.results(book)
    comparison = Comparison()
    turns: dict[tuple[str, str], list[tuple[str, Change]]] = {}
    same: list[tuple[str, Change]] = []
    for key, now in after.items():
        was = before.get(key)
        if was is None:
            continue
        old, new = was.side, now.side
        change = comparison.compare(judged.job(key), old, new)
        if change is not None:
            turns.setdefault((old.outcome, new.outcome), []).append((key, change))
        elif old != new:
            same.append((key, _change(judged, key, old, new)))
    ordered = sorted(turns, key=_worst_first)
    return Changes(
        comparison.jobs,
        tuple(Turn(old, new, tuple(turns[old, new])) for old, new in ordered),
        tuple(same),
        tuple(comparison.added.most_common()),
        tuple(comparison.gone.most_common()),
    )


def _worst_first(turn: tuple[str, str]) -> tuple[int, int]:
    """By the outcome that jobs turn to, the worst first; of these, those that fell deepest first."""
    old, new = turn
    return _NEW.index(new), _OLD.index(old)


def _change(judged: JudgedJobs, key: str, old: JudgedSide, new: JudgedSide) -> Change:
    job = judged.job(key)
    return Change(job.id, job.name or "", old, new)
