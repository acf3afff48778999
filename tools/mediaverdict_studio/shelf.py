"""The jobs that rules are tried on: each read once, its facts kept; what can't be read is an entry with its error."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from mediaverdict.judging import Evidence


class Progress(NamedTuple):
    """How far something is."""

    done: int
    total: int


@dataclass(frozen=True, slots=True, eq=False)
class JobEntry:
    """A job, or what is none."""

    key: str
    """Unique on the shelf: the file's name or the job's ID."""
    source: str
    """Where it came from: a path, `kept by replay`, `dropped`."""
    evidence: Evidence | None
    """Its facts; None where it can't be read."""
    error: str = ""

    @property
    def job_id(self) -> str:
        """Empty for what is no job."""
        return self.evidence.job.id if self.evidence is not None else ""

    @property
    def name(self) -> str:
        """What a person calls it: text from outside, to be shown as text only (`judging.printable`)."""
        return (self.evidence.job.name or self.evidence.job.id) if self.evidence is not None else self.key


class Shelf:
    """All jobs that were loaded, in the order in which they came."""

    def __init__(self, templates: Path | None = None) -> None:
        """`templates` is a folder of template answers; one that can't be read is told in `template_error`."""
        self.entries: dict[str, JobEntry] = {}
        self.template_error = ""
        raise NotImplementedError

    @property
    def jobs(self) -> list[JobEntry]:
        """Those that could be read."""
        return [entry for entry in self.entries.values() if entry.evidence is not None]

    def read(self, place: Path) -> Iterator[Progress]:
        """Reads a folder (`*.json`, its folders too), one file, or what `replay --since` kept (`*.sqlite`).

        A step is a slice of about 10 ms, or one job where that takes longer. Never raises.
        """
        raise NotImplementedError

    def add(self, name: str, content: bytes, source: str = "dropped") -> JobEntry:
        """One job's bytes. The same job once more takes the place of the first. Never raises."""
        raise NotImplementedError

    def remove(self, key: str) -> None:
        """A job less."""
        self.entries.pop(key, None)


def kept_jobs_file() -> Path | None:
    """Where `replay --since` keeps what it fetched from this region; None where nothing is kept."""
    raise NotImplementedError
