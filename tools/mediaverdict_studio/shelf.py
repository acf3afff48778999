"""The jobs that rules are tried on: each read once, its facts kept; what can't be read is an entry with its error."""

from __future__ import annotations

import os
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from alicloud_emulator.state import JobsError, read_templates
from mediaverdict.errors import told
from mediaverdict.jobs import read_job
from mediaverdict.judging import Evidence
from mediaverdict.templates.model import template_ids
from mediaverdict_cli.replay.fetching import kept_file
from mediaverdict_cli.replay.past_jobs import CacheError, KeptJobs
from mediaverdict_cli.saved_jobs import SavedJobError, read_saved
from mediaverdict_cli.saved_templates import of_job
from mediaverdict_studio.slices import Progress, Slices

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mediaverdict.jobs import Job

MOST_BYTES = 8_000_000
"""Of one job's answer; the longest are some hundred thousand."""
VALUES_OF_A_JOB = 100
"""As Python's collector counts them, about."""
KEPT = (".sqlite", ".sqlite3", ".db")
"""What `replay --since` keeps jobs in ends so."""


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
        self._templates: Mapping[str, object] = {}
        self._without = "no folder was named (--templates DIR)"
        if templates is not None:
            self._without = f"{templates} has none of that ID"
            try:
                self._templates = read_templates(templates)
            except (JobsError, OSError, RecursionError) as error:
                self.template_error = self._without = str(error) or f"{templates} can't be read"

    @property
    def jobs(self) -> list[JobEntry]:
        """Those that could be read."""
        return [entry for entry in self.entries.values() if entry.evidence is not None]

    def read(self, place: Path) -> Iterator[Progress]:
        """Reads a folder (`*.json`, its folders too), one file, or what `replay --since` kept (`*.sqlite`).

        A step is a slice of about 10 ms, or one job where that takes longer. Never raises.
        """
        if place.suffix.lower() in KEPT and not place.is_dir():
            yield from self._read_kept(place)
            return
        files = _files(place)
        slices = Slices()
        for done, (name, path) in enumerate(files, 1):
            try:
                content = _content(path)
            except (OSError, ValueError) as error:
                reason = getattr(error, "strerror", None) or str(error)
                self._put(JobEntry(name, str(path), None, f"{path} can't be read: {reason}"))
            else:
                self.add(name, content, str(path))
            slices.stays(VALUES_OF_A_JOB)
            if slices.over():
                yield Progress(done, len(files))
                slices.restart()
        if not files:
            self._put(JobEntry(place.name, str(place), None, f"{place} has no *.json"))
        yield Progress(len(files), len(files))

    def add(self, name: str, content: bytes, source: str = "dropped") -> JobEntry:
        """One job's bytes. The same job once more takes the place of the first. Never raises."""
        if len(content) > MOST_BYTES:
            error = f"{name} has over {MOST_BYTES // 1_000_000} MB: no GetMediaConvertJob answer has"
            return self._put(JobEntry(name, source, None, error))
        try:
            job = read_saved(Path(name.replace("\0", " ")), content)
        except (SavedJobError, ValueError) as error:
            return self._put(JobEntry(name, source, None, told(error)))
        return self._put(JobEntry(name, source, self._evidence(job, {})))

    def remove(self, key: str) -> None:
        """A job less."""
        self.entries.pop(key, None)

    def _read_kept(self, path: Path) -> Iterator[Progress]:
        source = f"kept by replay in {path}"
        try:
            with closing(KeptJobs(path)) as kept:
                ids, slices = kept.ids(), Slices()
                for done, job_id in enumerate(ids, 1):
                    self._put(self._kept(kept, job_id, source))
                    slices.stays(VALUES_OF_A_JOB)
                    if slices.over():
                        yield Progress(done, len(ids))
                        slices.restart()
                yield Progress(len(ids), len(ids))
        except CacheError as error:
            self._put(JobEntry(path.name, str(path), None, told(error)))
            yield Progress(0, 0)

    def _kept(self, kept: KeptJobs, job_id: str, source: str) -> JobEntry:
        try:
            job = read_job(kept.get(job_id), job_id)
            if job is None:
                return JobEntry(job_id, source, None, f"{job_id} is kept as no job's answer")
            answers = {one: answer for one in template_ids(job) if (answer := kept.template(one)) is not None}
        except (CacheError, RecursionError) as error:
            return JobEntry(job_id, source, None, told(error))
        return JobEntry(job_id, source, self._evidence(job, answers))

    def _evidence(self, job: Job, answers: Mapping[str, object]) -> Evidence:
        return Evidence(job, templates=of_job(job, {**self._templates, **answers}, self._without))

    def _put(self, entry: JobEntry) -> JobEntry:
        """An entry of another place, or another job, of the same name gets a name of its own."""
        key, number = entry.key, 1
        while (there := self.entries.get(key)) is not None and there.source != entry.source:
            number += 1
            key = f"{entry.key} ({number})"
        placed = JobEntry(key, entry.source, entry.evidence, entry.error)
        self.entries[key] = placed
        return placed


def _content(path: Path) -> bytes:
    """As much as a job can have. Raises OSError and ValueError, the latter for what is no file: a pipe never ends."""
    if path.exists() and not path.is_file():
        raise ValueError("it is no file")
    with path.open("rb") as file:
        return file.read(MOST_BYTES + 1)


def _files(place: Path) -> list[tuple[str, Path]]:
    """The JSON files of a folder and of its folders, with their names from there; a file alone."""
    if not place.is_dir():
        return [(place.name, place)]
    found = []
    for folder, folders, names in os.walk(place):
        folders.sort()
        for name in sorted(names):
            if name.endswith(".json"):
                path = Path(folder) / name
                found.append((path.relative_to(place).as_posix(), path))
    return found


def kept_jobs_file() -> Path | None:
    """Where `replay --since` keeps what it fetched from this region; None where nothing is kept."""
    try:
        path = kept_file()
    except RuntimeError:  # a user without a home
        return None
    return path if path is not None and path.is_file() else None
