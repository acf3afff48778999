"""Templates as the API writes them, and jobs that name them."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

import samples
from mediaverdict.facts import JobFacts, OutputFacts
from mediaverdict.jobs import Job, read_job
from mediaverdict.templates.model import Templates, for_job, read_template

Json = dict[str, Any]
CUSTOM, SYSTEM = "9b1f0c4e7d2a", "S00000001-100060"
HD: Json = {
    "Container": {"Format": "mp4"},
    "TransConfig": {"TransMode": "onepass"},
    "Video": {"Codec": "H.264", "Profile": "high", "Width": "1280", "Height": "720", "Fps": "25", "Bitrate": "2800"},
    "Audio": {"Codec": "AAC", "Bitrate": "128", "Samplerate": "48000", "Channels": "2"},
}


def template(settings: object = HD, template_id: str = CUSTOM, **changes: object) -> Json:
    """What `CustomTemplate` holds; a vendor's has no times."""
    made: Json = {
        "TemplateId": template_id, "TemplateName": "hd", "Type": 1, "TypeName": "Transcode", "Subtype": 1,
        "SubtypeName": "Normal", "Status": "Normal",
        "TemplateConfig": settings if isinstance(settings, str) else json.dumps(settings),
        "CreateTime": "2026-01-01T00:00:00Z", "ModifiedTime": "2026-11-01T00:00:00Z",
    }  # fmt: skip
    return samples.changed(made, changes)


def config(template_id: object = CUSTOM, override: object = None, **more: object) -> Json:
    """A job's Config whose output names a template."""
    entry: Json = {"Name": "web-720p", "TemplateId": template_id}
    if override is not None:
        entry["OverrideParams"] = override if isinstance(override, str) else json.dumps(override)
    return {"JobName": "a film", "Outputs": [{**entry, **more}]}


def job_naming(template_id: object = CUSTOM, override: object = None, entry: Json | None = None, **more: Any) -> Job:
    """A job of one output with such a Config."""
    job = read_job(samples.answer(entry or samples.output(), config=config(template_id, override), **more))
    assert job is not None
    return job


def known(job: Job, *templates: Json, otherwise: str = "none was given") -> Templates:
    """What these templates tell of a job."""
    found = {one["TemplateId"]: for_job(read_template(one, one["TemplateId"]), job) for one in templates}
    return Templates(found, otherwise)


def asked_facts(settings: object, override: object = None, entry: Json | None = None, **more: Any) -> OutputFacts:
    """The facts of an output whose template asks for these settings."""
    job = job_naming(CUSTOM, override, entry, **more)
    return OutputFacts(job.outputs[0], JobFacts(job, templates=known(job, template(settings))))


def counted(target: str) -> bool:
    """Whether a request is for a template."""
    return "TemplateId=" in target


def counting(calls: list[str], then: Callable[[str], Any] = lambda _: None) -> Callable[[str, str], Any]:
    """An intercept that notes every request for a template."""

    def intercept(_method: str, target: str) -> Any:
        if not counted(target):
            return None
        calls.append(target)
        return then(target)

    return intercept


def values(facts: OutputFacts, *names: str) -> Mapping[str, object]:
    return {name: facts.value(f"requested.{name}") for name in names}
