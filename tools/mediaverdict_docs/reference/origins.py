"""Where the API has what a fact is made of: asked of the facts themselves, not written down beside them.

A specimen of GetMediaConvertJob's answer has every key. Each is taken out in turn, and put to another value; the facts
whose value is then another are made of it. So the page can't say anything that the code does not do. What is counted
is told by taking list entries out.
"""

from __future__ import annotations

import copy
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mediaverdict.facts import JobFacts, OutputFacts
from mediaverdict.facts.catalog import ALL_FACTS
from mediaverdict.jobs import read_job

if TYPE_CHECKING:
    from collections.abc import Iterator

Way = tuple[str | int, ...]
SPECIMEN = Path(__file__).with_name("specimen.json")
_COVERS = "Crf"
"""Where it is there, another key does not count (TransMode): the specimen is looked at without it, too."""
_GONE = object()
_OTHER = {"true": "false", "false": "true"}
_SHORT = (
    (r"\AJob\.OutputGroupDetails\[\]\.Outputs\[\]\.Result\.OutFileMeta\.", ""),
    (r"\AJob\.OutputGroupDetails\[\]\.Outputs\[\]\.Result\.", "Result."),
    (r"\AJob\.OutputGroupDetails\[\]\.Outputs\[\]", "OutputDetails[]"),
    (r"\AJob\.Config\.OutputGroups\[\]\.Outputs\[\]\.OverrideParams\.", "OverrideParams: "),
    (r"\AJob\.Config\.OutputGroups\[\]\.Outputs\[\]", "Config.Outputs[]"),
    (r"\AJob\.Config\.", "Config."),
)
"""How the page writes the beginnings of the ways: an output stands in a group, or alone, with the same keys."""


def origins() -> dict[str, list[str]]:
    """By fact: the keys of the answer that its value is made of, in the answer's order."""
    specimen = json.loads(SPECIMEN.read_text(encoding="utf-8"))
    found: dict[str, dict[str, None]] = {name: {} for name in ALL_FACTS}
    for whole in (specimen, *(_with(specimen, way, _GONE) for way, _ in _leaves(specimen) if way[-1] == _COVERS)):
        before = _values(whole)
        for way, value in _leaves(whole):
            for other in (_GONE, _another(value)):
                _note(found, before, _values(_with(whole, way, other)), way)
    uncounted = [name for name, ways in found.items() if not ways]
    before = _values(specimen)
    for way in _entries(specimen):
        counted: dict[str, dict[str, None]] = {name: {} for name in uncounted}
        _note(counted, before, _values(_with(specimen, way, _GONE)), way)
        found.update({name: {**found[name], **ways} for name, ways in counted.items()})
    return {name: _without_switches(list(ways)) for name, ways in found.items()}


def _without_switches(ways: list[str]) -> list[str]:
    """What is removed is asked nothing else, which goes without saying."""
    said = [way for way in ways if not way.endswith(".Remove")]
    return said or ways


def _note(found: dict[str, dict[str, None]], before: dict[str, object], after: dict[str, object], way: Way) -> None:
    for name, ways in found.items():
        if name in after and after[name] != before[name]:
            ways[_written(way)] = None


def _values(answer: Any) -> dict[str, object]:
    """Every fact of the specimen's only output; those of the job alone where it has none."""
    job = read_job(answer)
    assert job is not None  # noqa: S101 - it is one
    of_job = JobFacts(job)
    if not job.outputs:
        return {name: of_job.value(name) for name, spec in ALL_FACTS.items() if spec.of_job}
    facts = OutputFacts(job.outputs[0], of_job)
    return {name: facts.value(name) for name in ALL_FACTS}


def _leaves(value: object, way: Way = ()) -> Iterator[tuple[Way, str]]:
    if isinstance(value, dict):
        for key, part in value.items():
            yield from _leaves(part, (*way, key))
    elif isinstance(value, list):
        for index, part in enumerate(value):
            yield from _leaves(part, (*way, index))
    else:
        yield way, str(value)


def _entries(value: object, way: Way = ()) -> Iterator[Way]:
    """Every entry of every list."""
    if isinstance(value, dict):
        for key, part in value.items():
            yield from _entries(part, (*way, key))
    elif isinstance(value, list):
        for index, part in enumerate(value):
            yield (*way, index)
            yield from _entries(part, (*way, index))


def _another(value: str) -> str:
    """A value of the same sort."""
    if value in _OTHER:
        return _OTHER[value]
    return str(float(value) + 2) if re.fullmatch(r"[\d.]+", value) else f"{value}x"


def _with(whole: Any, way: Way, value: object) -> Any:
    changed = copy.deepcopy(whole)
    inside = changed
    for step in way[:-1]:
        inside = inside[step]
    if value is _GONE:
        del inside[way[-1]]
    else:
        inside[way[-1]] = value
    return changed


def _written(way: Way) -> str:
    """`VideoStreamInfoList[].Width`."""
    text = "".join("[]" if isinstance(step, int) else f".{step}" for step in way)[1:]
    for beginning, short in _SHORT:
        text = re.sub(beginning, short, text)
    return text
