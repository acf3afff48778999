"""The job's own facts, and the user data that came with it."""

from __future__ import annotations

from datetime import datetime, timezone
from fractions import Fraction
from operator import attrgetter
from typing import TYPE_CHECKING

from mediaverdict.facts.definition import FactSpec, Reading, Section, Source, key
from mediaverdict.facts.fact import raw_text
from mediaverdict.jobs import escape, objects, section, usable_text
from mediaverdict.quantities import Kind, simplest

if TYPE_CHECKING:
    from mediaverdict.facts.definition import Told
    from mediaverdict.facts.fact import Value
    from mediaverdict.facts.values import JobFacts

_DETAILS = Section(attrgetter("job.details.data"), attrgetter("job.details.path"))
_CONFIG = Section(
    lambda facts: section(facts.job.details.data, "Config"), lambda facts: f"{facts.job.details.path}/Config"
)


def _id_told(facts: JobFacts) -> Told:
    details = facts.job.details
    return raw_text(details.data.get("JobId")), f"{details.path}/JobId"


def _elapsed(facts: JobFacts) -> Value | None:
    start, end = parse_moment(facts.value("job.created")), parse_moment(facts.value("job.finished"))
    return None if start is None or end is None else simplest(Fraction((end - start).total_seconds()))


def _elapsed_told(facts: JobFacts) -> Told:
    created, finished = facts.get("job.created"), facts.get("job.finished")
    return f"{created.raw} to {finished.raw}", finished.path


def _outputs_requested(facts: JobFacts) -> Value | None:
    config = _CONFIG.data(facts)
    groups = objects(config, "OutputGroups")
    return len(objects(config, "Outputs")) + sum(len(objects(group, "Outputs")) for group in groups) or None


def _fact(name: str, kind: Kind, meaning: str, source: Source) -> FactSpec:
    return FactSpec(f"job.{name}", kind, meaning, *source, of_job=True)


def _key(name: str, kind: Kind, section: Section, spelling: str, meaning: str) -> FactSpec:
    return _fact(name, kind, meaning, key(section, Reading(kind, spelling)))


_ID = Source(lambda facts: facts.job.id or None, _id_told)
_OUTPUTS = Source(lambda facts: len(facts.job.outputs), lambda facts: (None, facts.job.details.path))
_REQUESTED = Source(_outputs_requested, lambda facts: (None, _CONFIG.path(facts)))

JOB = (
    _fact("id", Kind.TEXT, "the job's ID", _ID),
    _key("name", Kind.TEXT, _CONFIG, "JobName", "the job's name"),
    _key("state", Kind.TEXT, _DETAILS, "State", "Complete, Error, Cancelled, ..."),
    _key("pipeline", Kind.TEXT, _DETAILS, "PipelineId", "the pipeline's ID"),
    _key("created", Kind.MOMENT, _DETAILS, "CreateTime", "when it was created"),
    _key("finished", Kind.MOMENT, _DETAILS, "FinishTime", "when it ended"),
    _fact("elapsed", Kind.SECONDS, "from created to finished", Source(_elapsed, _elapsed_told)),
    _fact("outputs", Kind.COUNT, "number of outputs, those of groups included", _OUTPUTS),
    _fact("outputs_requested", Kind.COUNT, "number of outputs that the job asked for", _REQUESTED),
)


def user_data(name: str) -> FactSpec:
    """`user_data.` and the way into it: keys and indexes, with dots between."""
    way = name.split(".")[1:]

    def value(facts: JobFacts) -> Value | None:
        found = _found(facts, way)[0]
        return found if isinstance(found, bool) else usable_text(found)

    def told(facts: JobFacts) -> Told:
        found, path = _found(facts, way)
        return usable_text(found) if isinstance(found, bool) else raw_text(found), path

    return FactSpec(name, Kind.JSON, "of the job's UserData", value, told, of_job=True)


def _found(facts: JobFacts, way: list[str]) -> tuple[object, str]:
    """(what stands there, where): the pointer goes into the user data only where it is no text of its own."""
    details = facts.job.details
    value, path = facts.job.user_data, f"{details.path}/UserData"
    inside = isinstance(details.data.get("UserData"), dict)
    for step in way:
        if isinstance(value, dict) and step in value:
            value = value[step]
        elif isinstance(value, list) and step.isdecimal() and len(step) < 10 and int(step) < len(value):
            value = value[int(step)]
        else:
            return None, path
        if inside:
            path = f"{path}/{escape(step)}"
    return value, path


def parse_moment(value: object) -> datetime | None:
    """`2026-11-23T12:00:00Z` as a moment in UTC; None for anything else."""
    if not isinstance(value, str):
        return None
    try:
        # Python 3.10's fromisoformat knows no Z.
        moment = datetime.fromisoformat(value.strip().replace("Z", "+00:00").replace("z", "+00:00"))
        return moment.replace(tzinfo=timezone.utc) if moment.tzinfo is None else moment.astimezone(timezone.utc)
    except (ValueError, OverflowError):  # no time, or one before the year 1 in UTC
        return None
