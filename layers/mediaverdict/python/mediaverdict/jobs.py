"""GetMediaConvertJob's answer, as tolerant models: any JSON can be read, nothing is made up.

Every text is stripped (the service's end in newlines), a value that is missing, empty or `N/A` is None,
and each part keeps the JSON pointer (RFC 6901) under which it stands in the answer.
Source: the documented response of API version 2020-11-09, and its oddities.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from functools import cached_property
from math import isfinite
from typing import NamedTuple

JsonObject = Mapping[str, object]
NOTHING: JsonObject = {}
"""In place of an object that is not there."""

FINAL_OK = frozenset({"complete", "success", "finished"})
FINAL_BAD = frozenset({"error", "failed", "cancelled", "canceled"})
"""`Job.State` and its synonyms on other pages and in older clients, in lower case."""
NOT_DELIVERED = ("failed", "skipped")
"""An output's `Status` where there is nothing to measure, in lower case."""


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
        return JsonNode(section(self.data, name), f"{self.path}/{escape(name)}")

    def parts(self, name: str) -> list[JsonNode]:
        """The objects of a list below; its other elements count (for the index) and are left out."""
        value = self.data.get(name)
        if not isinstance(value, list):
            return []
        path = f"{self.path}/{escape(name)}"
        return [JsonNode(one, f"{path}/{index}") for index, one in enumerate(value) if isinstance(one, dict)]


def section(data: JsonObject, name: str) -> JsonObject:
    """An object below, without its path; empty where there is none."""
    value = data.get(name)
    return value if isinstance(value, dict) else NOTHING


def objects(data: JsonObject, name: str) -> list[JsonObject]:
    """The objects of a list below, without their paths."""
    value = data.get(name)
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


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


def is_said(value: object) -> bool:
    """Whether a key of what was asked says anything: an empty one leaves what is below it."""
    return isinstance(value, dict | list) or usable_text(value) is not None


def escape(key: str) -> str:
    """A key as a token of a JSON pointer."""
    return key.replace("~", "~0").replace("/", "~1")


class Output(NamedTuple):
    """One output of a job: a file, or a member of a group."""

    details: JsonNode
    """Its entry of OutputDetails or OutputGroupDetails[].Outputs."""
    asked: JsonNode
    """Its entry in Config; empty where it can't be told which it is."""
    name: str
    """Empty where it has none. Names may repeat; an output is told by `path`."""
    status: str | None
    """`Success`, `Failed`, `Skipped`, or one of the states on the way there."""
    group: str | None
    """The group's name; None for an output that is in no group."""
    group_index: int | None
    group_type: str | None
    """`file`, `hls` or `dash`."""

    @property
    def path(self) -> str:
        """Where it stands in the answer: unique in a job."""
        return self.details.path


class Job:
    """A job's details."""

    def __init__(self, details: JsonNode, requested_id: str = "") -> None:
        """`requested_id` is what was asked for."""
        self.details = details
        self.outputs = tuple(_outputs(details))
        """Those of OutputDetails first, then the groups', each in the answer's order."""
        self._requested_id = requested_id

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


def delivered(job: Job) -> list[int]:
    """The outputs that there is something to measure of."""
    return [index for index, output in enumerate(job.outputs) if (output.status or "").lower() not in NOT_DELIVERED]


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
    return Job(details, job_id)


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
    outputs = _members(details.parts("OutputDetails"), config.parts("Outputs"), None, None, "file")
    groups = details.parts("OutputGroupDetails")
    asked_groups = _asked_for(groups, [group.text("Name") for group in groups], config.parts("OutputGroups"))
    for index, (group, asked) in enumerate(zip(groups, asked_groups, strict=True)):
        kind = asked.part("GroupConfig").text("Type")
        name = group.text("Name") or ""
        outputs += _members(group.parts("Outputs"), asked.parts("Outputs"), name, index, kind and kind.lower())
    return outputs


def _members(
    details: list[JsonNode], asked: list[JsonNode], group: str | None, group_index: int | None, group_type: str | None
) -> list[Output]:
    """The outputs of one list."""
    names = [one.text("Name") for one in details]
    return [
        Output(one, entry, name or entry.text("Name") or "", one.text("Status"), group, group_index, group_type)
        for one, entry, name in zip(details, _asked_for(details, names, asked), names, strict=True)
    ]


def _asked_for(details: list[JsonNode], names: list[str | None], asked: list[JsonNode]) -> list[JsonNode]:
    """The Config entry behind each detail: of its name where that is unique, else of its place.

    Names of details and of Config can differ (they do in the documented example), and can repeat; the
    place is trusted only when both lists are equally long.
    """
    of_details = Counter(names)
    of_asked = [entry.text("Name") for entry in asked]
    named = dict(zip(of_asked, asked, strict=True))
    unique = {name for name, times in Counter(of_asked).items() if times == 1 and name is not None}
    same_length = len(asked) == len(details)
    return [
        named[name]
        if name in unique and of_details[name] == 1
        else (asked[index] if same_length else JsonNode(NOTHING, ""))
        for index, name in enumerate(names)
    ]
