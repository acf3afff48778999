"""A job's facts, an output's, those of several outputs: each value computed once, when it is asked for."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from mediaverdict.facts.catalog import COUNT, OUTPUT_FACTS, spec_of
from mediaverdict.facts.fact import Fact
from mediaverdict.facts.streams import is_cover
from mediaverdict.jobs import NOTHING, objects, section

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mediaverdict.facts.fact import Value
    from mediaverdict.jobs import Job, JsonObject, Output
    from mediaverdict.quantities import Number
    from mediaverdict.templates.asked import Asked
    from mediaverdict.templates.model import Templates


class JobFacts:
    """A job's own facts."""

    __slots__ = ("_given", "job", "known", "templates")

    def __init__(self, job: Job, given: Mapping[str, Fact] | None = None, templates: Templates | None = None) -> None:
        """`given` facts stand as they are: a rule book's examples name facts without a job.

        `templates` are those that the outputs name; None where none was looked up.
        """
        self.job = job
        self.templates = templates
        self._given = given or {}
        self.known: dict[str, Value | None] = {name: fact.value for name, fact in self._given.items()}
        """The values that were asked for so far."""

    def value(self, name: str) -> Value | None:
        """The fact's value; None where it is absent, as an output's is. It must be one that `find_fact` knows."""
        known = self.known
        if name not in known:
            spec = spec_of(name)
            known[name] = spec.value(self) if spec.of_job else None
        return known[name]

    def get(self, name: str) -> Fact:
        """The fact with where it came from."""
        spec = spec_of(name)
        value = self.value(name)
        return self._given.get(name) or Fact(value, *(spec.told(self) if spec.of_job else (None, "")))

    def frame(self) -> Fraction | None:
        """One frame's length in s; None where the frame rate is absent: a job has none."""
        return None


class OutputFacts:
    """One output's facts. The job's own (`job.*`, `user_data.*`) are found through it too."""

    __slots__ = (
        "audio", "audios", "delivered", "file", "given", "job", "known", "meta", "output", "requested", "video",
        "videos",
    )  # fmt: skip

    def __init__(self, output: Output, job: JobFacts, given: Mapping[str, Fact] | None = None) -> None:
        """`given` as in JobFacts."""
        self.output = output
        self.job = job
        self.given: Mapping[str, Fact] = given or {}
        self.known: dict[str, Value | None] = {name: fact.value for name, fact in given.items()} if given else {}
        result = section(output.details.data, "Result")
        self.delivered = section(result, "OutputFile")
        self.meta = section(result, "OutFileMeta")
        self.file = section(self.meta, "FileBasicInfo")
        self.videos = [stream for stream in objects(self.meta, "VideoStreamInfoList") if not is_cover(stream)]
        """Those that are no cover picture."""
        self.audios = objects(self.meta, "AudioStreamInfoList")
        self.video: JsonObject = self.videos[0] if self.videos else NOTHING
        """The first one; empty where there is none."""
        self.audio: JsonObject = self.audios[0] if self.audios else NOTHING
        self.requested: Asked | None = None
        """What was asked of the output, once that was wanted."""

    @property
    def meta_path(self) -> str:
        """Where OutFileMeta stands."""
        return f"{self.output.path}/Result/OutFileMeta"

    def value(self, name: str) -> Value | None:
        """As JobFacts.value."""
        known = self.known
        if name in known:
            return known[name]
        spec = OUTPUT_FACTS.get(name)
        if spec is None and name in self.job.known:
            return self.job.known[name]
        spec = spec or spec_of(name)
        value = known[name] = self.job.value(name) if spec.of_job else spec.value(self)
        return value

    def number(self, name: str) -> Number | None:
        """The fact's value where it is a number."""
        value = self.value(name)
        return value if type(value) is int or isinstance(value, Fraction) else None

    def get(self, name: str) -> Fact:
        """As JobFacts.get."""
        spec = spec_of(name)
        if spec.of_job:
            return self.given.get(name) or self.job.get(name)
        return self.given.get(name) or Fact(self.value(name), *spec.told(self))

    def frame(self) -> Fraction | None:
        """As JobFacts.frame."""
        fps = self.number("video.fps")
        return 1 / Fraction(fps) if fps is not None and fps > 0 else None


class GroupFacts:
    """What a rule over several outputs is asked of: these, their number (`count`) and the job's facts."""

    __slots__ = ("job", "known", "members", "path")

    def __init__(self, members: Sequence[OutputFacts], job: JobFacts, path: str) -> None:
        """`path` is where the group, or the job, stands in the answer."""
        self.members = members
        self.job = job
        self.path = path
        self.known: dict[str, Value | None] = {COUNT.name: len(members)}

    def value(self, name: str) -> Value | None:
        """As JobFacts.value."""
        return self.known[name] if name in self.known else self.job.value(name)

    def get(self, name: str) -> Fact:
        """As JobFacts.get."""
        return Fact(len(self.members), *COUNT.told(self)) if name == COUNT.name else self.job.get(name)

    def frame(self) -> Fraction | None:
        """As JobFacts.frame."""
        return None
