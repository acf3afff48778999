"""What was confirmed of an event."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Report:
    """Counts of records, and of verdicts by outcome."""

    records: int
    jobs: int
    ignored: int
    rejected: int
    """Records that can't be read, wherever they are now."""
    retried: int
    dead_lettered: int
    outcomes: Mapping[str, int]
    """Verdicts that were published, by their outcome."""
    undelivered: tuple[str, ...]
    """Why records are in no safe place, a reason each."""

    def summary(self) -> dict[str, Any]:
        """What the handler returns."""
        return {
            "records": self.records, "jobs": self.jobs, "published": sum(self.outcomes.values()),
            "ignored": self.ignored, "retried": self.retried, "dead_lettered": self.dead_lettered,
            "outcomes": dict(sorted(self.outcomes.items())),
        }  # fmt: skip
