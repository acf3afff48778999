"""GetMediaConvertJob's answer, as tolerant models: any JSON can be read, nothing is made up.

Every text is stripped (the service's end in newlines), a value that is missing, empty or `N/A` is None,
and each part keeps the JSON pointer (RFC 6901) under which it stands in the answer.
Source: the documented response of API version 2020-11-09, and its oddities.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from math import isfinite
from typing import NamedTuple

JsonObject = Mapping[str, object]
_NOTHING: JsonObject = {}

FINAL_OK = frozenset({"complete", "success", "finished"})
FINAL_BAD = frozenset({"error", "failed", "cancelled", "canceled"})
"""`Job.State` and its synonyms on other pages and in older clients, in lower case."""


class JsonNode(NamedTuple):
    """A JSON object of the answer, and where it stands."""

    data: JsonObject
    path: str

    def text(self, *names: str) -> str | None:
        """The first of these keys that has a usable text."""
        for name in names:
            text = usable_text(self.data.get(name))
            if text is not None:
                return text
        return None

    def part(self, name: str) -> JsonNode:
        """An object below; empty where there is none."""
        value = self.data.get(name)
        return JsonNode(value if isinstance(value, dict) else _NOTHING, f"{self.path}/{escape(name)}")

    def parts(self, name: str) -> list[JsonNode]:
        """The objects of a list below; its other elements count (for the index) and are left out."""
        value = self.data.get(name)
        if not isinstance(value, list):
            return []
        return [
            JsonNode(element, f"{self.path}/{escape(name)}/{index}")
            for index, element in enumerate(value)
            if isinstance(element, dict)
        ]


def usable_text(value: object) -> str | None:
    """A scalar as stripped text; None for what is missing, empty, `N/A` or no scalar."""
    if isinstance(value, str):
        text = value.strip()
        if not text.isascii():  # JSON can carry half a character, which no UTF-8 can
            text = text.encode("utf-8", "replace").decode()
        return None if text in ("", "N/A", "n/a", "null") else text
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    return None


def escape(key: str) -> str:
    """A key as a token of a JSON pointer."""
    return key.replace("~", "~0").replace("/", "~1")


@dataclass(frozen=True)
class Output:
    """One output of a job: a file, or a member of a group."""

    details: JsonNode
    """Its entry of OutputDetails or OutputGroupDetails[].Outputs."""
    asked: JsonNode
    """Its entry in Config; empty where it can't be told which it is."""
    group: str | None
    """The group's name; None for an output that is in no group."""
    group_index: int | None
    group_type: str | None
    """`file`, `hls` or `dash`."""
    index: int
    """Among its group's outputs, or among the job's OutputDetails."""

    @cached_property
    def name(self) -> str:
        """Names may repeat; an output is told by `path`."""
        return self.details.text("Name") or self.asked.text("Name") or ""

    @property
    def path(self) -> str:
        """Where it stands in the answer: unique in a job."""
        return self.details.path

    @cached_property
    def status(self) -> str | None:
        """`Success`, `Failed`, `Skipped`, or one of the states on the way there."""
        return self.details.text("Status")

    @cached_property
    def file(self) -> JsonNode:
        """FileBasicInfo."""
        return self.meta.part("FileBasicInfo")

    @cached_property
    def meta(self) -> JsonNode:
        """OutFileMeta."""
        return self.details.part("Result").part("OutFileMeta")

    @cached_property
    def delivered(self) -> JsonNode:
        """The OutputFile of the result."""
        return self.details.part("Result").part("OutputFile")

    @cached_property
    def video_streams(self) -> list[JsonNode]:
        """All of VideoStreamInfoList, cover pictures included."""
        return self.meta.parts("VideoStreamInfoList")

    @cached_property
    def audio_streams(self) -> list[JsonNode]:
        """AudioStreamInfoList."""
        return self.meta.parts("AudioStreamInfoList")

    @cached_property
    def lists_streams(self) -> bool:
        """Whether the answer has a stream list at all: with neither, how many there are is not known."""
        return any(
            isinstance(self.meta.data.get(name), list) for name in ("VideoStreamInfoList", "AudioStreamInfoList")
        )


@dataclass(frozen=True)
class Job:
    """A job's details."""

    details: JsonNode
    outputs: tuple[Output, ...]
    """Those of OutputDetails first, then the groups', each in the answer's order."""
    _requested_id: str = field(default="", repr=False)

    @cached_property
    def id(self) -> str:
        """The answer's JobId, or the one that was asked for."""
        return self.details.text("JobId") or self._requested_id

    @cached_property
    def name(self) -> str | None:
        """Config.JobName."""
        return self.details.part("Config").text("JobName")

    @cached_property
    def state(self) -> str | None:
        """`Job.State` as the service says it."""
        return self.details.text("State")

    @property
    def complete(self) -> bool:
        """Ended well, whatever Code and Message stand beside it."""
        return (self.state or "").lower() in FINAL_OK

    @property
    def failed(self) -> bool:
        """Ended in an error, or was cancelled."""
        return (self.state or "").lower() in FINAL_BAD

    @property
    def final(self) -> bool:
        """A state that is not known is not final."""
        return self.complete or self.failed

    @cached_property
    def user_data(self) -> object:
        """UserData, parsed where it is JSON; else its text; None where there is none."""
        return parse_embedded(self.details.data.get("UserData"))


def read_job(answer: object, job_id: str = "") -> Job | None:
    """The job in a GetMediaConvertJob answer, or in its `Job` alone; None where there is none. Never raises."""
    if not isinstance(answer, dict):
        return None
    top = JsonNode(answer, "")
    if isinstance(answer.get("Job"), dict):
        details = top.part("Job")
    elif "Job" not in answer and ("OutputDetails" in answer or "OutputGroupDetails" in answer or "State" in answer):
        details = top
    else:
        return None
    return Job(details, tuple(_outputs(details)), job_id)


def parse_embedded(value: object) -> object:
    """JSON that the service hands over as text (UserData, OverrideParams); text that is none stays text."""
    if not isinstance(value, str):
        return value
    text = value.strip()
    if not text:
        return None
    if text[0] not in '{["-0123456789tfn':
        return text
    try:
        return json.loads(text, parse_constant=str, parse_float=finite_or_text)
    except (ValueError, RecursionError):
        return text


def finite_or_text(number: str) -> float | str:
    """A JSON number as a float; one too large for it (1e999) stays text, since infinity is no value."""
    value = float(number)
    return value if isfinite(value) else number


def _outputs(details: JsonNode) -> list[Output]:
    config = details.part("Config")
    singles = details.parts("OutputDetails")
    outputs = [
        Output(one, asked, None, None, "file", index)
        for index, (one, asked) in enumerate(zip(singles, _asked_for(singles, config.parts("Outputs")), strict=True))
    ]
    groups = details.parts("OutputGroupDetails")
    asked_groups = _asked_for(groups, config.parts("OutputGroups"))
    for group_index, (group, asked_group) in enumerate(zip(groups, asked_groups, strict=True)):
        kind = asked_group.part("GroupConfig").text("Type")
        members = group.parts("Outputs")
        outputs.extend(
            Output(member, asked, group.text("Name") or "", group_index, kind.lower() if kind else None, index)
            for index, (member, asked) in enumerate(
                zip(members, _asked_for(members, asked_group.parts("Outputs")), strict=True)
            )
        )
    return outputs


def _asked_for(details: list[JsonNode], asked: list[JsonNode]) -> list[JsonNode]:
    """The Config entry behind each detail: of its name where that is unique, else of its place.

    Names of details and of Config can differ (they do in the documented example), and can repeat; the
    place is trusted only when both lists are equally long.
    """
    names = [one.text("Name") for one in details]
    of_details = Counter(names)
    of_asked = [entry.text("Name") for entry in asked]
    named = dict(zip(of_asked, asked, strict=True))
    unique = {name for name, times in Counter(of_asked).items() if times == 1 and name is not None}
    same_length = len(asked) == len(details)
    return [
        named[name]
        if name in unique and of_details[name] == 1
        else (asked[index] if same_length else JsonNode(_NOTHING, ""))
        for index, name in enumerate(names)
    ]
