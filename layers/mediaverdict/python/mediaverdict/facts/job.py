"""The job's own facts, and the user data that came with it."""

from __future__ import annotations

from datetime import datetime, timezone
from fractions import Fraction
from typing import TYPE_CHECKING

from mediaverdict.facts.fact import Fact, LazyFacts, raw_text, read
from mediaverdict.jobs import escape, usable_text
from mediaverdict.quantities import Kind, simplest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mediaverdict.jobs import Job

_KEYS = {
    "job.state": "State",
    "job.pipeline": "PipelineId",
    "job.created": "CreateTime",
    "job.finished": "FinishTime",
}


class JobFacts(LazyFacts):
    """A job's facts by name, each computed once, when it is asked for."""

    def __init__(self, job: Job, given: Mapping[str, Fact] | None = None) -> None:
        self._job = job
        super().__init__(given)

    def frame(self) -> Fraction | None:
        """A job has no frame rate."""
        return None

    def _compute(self, name: str) -> Fact:
        details = self._job.details
        if name.startswith("user_data."):
            return self._user_data(name.split(".")[1:])
        if name == "job.id":
            return Fact(self._job.id or None, raw_text(details.data.get("JobId")), f"{details.path}/JobId")
        if name == "job.name":
            return read(details.part("Config"), ("JobName",), Kind.TEXT)
        if name == "job.outputs":
            return Fact(len(self._job.outputs), None, details.path)
        if name == "job.outputs_requested":
            config = details.part("Config")
            asked = [
                *config.parts("Outputs"),
                *(one for group in config.parts("OutputGroups") for one in group.parts("Outputs")),
            ]
            return Fact(len(asked) or None, None, config.path)
        if name == "job.elapsed":
            return self._elapsed()
        return read(details, (_KEYS[name],), Kind.TEXT)

    def _elapsed(self) -> Fact:
        created, finished = self.get("job.created"), self.get("job.finished")
        raw = f"{created.raw} to {finished.raw}"
        start, end = parse_moment(created.value), parse_moment(finished.value)
        if start is None or end is None:
            return Fact(None, raw, finished.path)
        return Fact(simplest(Fraction((end - start).total_seconds())), raw, finished.path)

    def _user_data(self, keys: list[str]) -> Fact:
        path = f"{self._job.details.path}/UserData"
        value = self._job.user_data
        inside = isinstance(self._job.details.data.get("UserData"), dict)
        for key in keys:
            if isinstance(value, dict) and key in value:
                value = value[key]
            elif isinstance(value, list) and key.isdecimal() and int(key) < len(value):
                value = value[int(key)]
            else:
                return Fact(None, None, path)
            if inside:
                path = f"{path}/{escape(key)}"
        text = usable_text(value)
        if isinstance(value, bool):
            return Fact(value, text, path)
        return Fact(text, raw_text(value), path)


def parse_moment(value: object) -> datetime | None:
    """`2026-11-23T12:00:00Z` as a moment in UTC; None for anything else."""
    if not isinstance(value, str):
        return None
    try:
        # Python 3.10's fromisoformat knows no Z.
        moment = datetime.fromisoformat(value.strip().replace("Z", "+00:00").replace("z", "+00:00"))
    except ValueError:
        return None
    return moment.replace(tzinfo=timezone.utc) if moment.tzinfo is None else moment.astimezone(timezone.utc)
