"""From good jobs to rules: a draft, each line with what it would have caught among all jobs, to keep or to drop."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from mediaverdict_studio.shelf import JobEntry, Shelf


@dataclass(frozen=True, slots=True)
class DraftLine:
    """One check of a drafted rule."""

    index: int
    """In `DraftedRule.lines`."""
    fact: str
    text: str
    """`width: 1280`."""
    comment: str
    """`the same in all 3`."""
    asked: int = 0
    """Outputs of all jobs that it was asked of."""
    caught: tuple[tuple[str, str, str], ...] = ()
    """What it would have caught: the job's key, the output's name, the finding's message."""
    missing: int = 0
    """Outputs where its fact is absent: these would be inconclusive."""


@dataclass(frozen=True, slots=True)
class DraftedRule:
    """A rule of a draft."""

    id: str
    description: str
    match: str
    """`{output.name: "720p"}`; empty for all outputs."""
    lines: tuple[DraftLine, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """Rules from good jobs."""

    jobs: int
    rules: tuple[DraftedRule, ...]
    done: bool = True
    """Whether all jobs were looked at."""


def draft_from(good: Collection[JobEntry], shelf: Shelf) -> Iterator[Draft]:
    """Drafts, step by step (slices of about 10 ms): the last one, with `done`, has what each line would catch."""
    raise NotImplementedError


def draft_text(draft: Draft, dropped: Collection[tuple[str, int]]) -> str:
    """The rules as entries for `edits.add_rules`, without the dropped lines: (the rule's ID, the line's index)."""
    raise NotImplementedError
