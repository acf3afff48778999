"""A transcoding template, as tolerant as a job's details; or why there is none, in words for whoever misses it.

Source: GetSystemTemplate and GetCustomTemplate of API version 2020-11-09.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mediaverdict.facts.job import parse_moment
from mediaverdict.jobs import NOTHING, JsonNode, delivered, parse_embedded, usable_text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from mediaverdict.jobs import Job, JsonObject

BODIES = ("SystemTemplate", "CustomTemplate")
"""The keys under which the two calls answer."""
LONGEST_ID = 200
"""Characters; a longer one is no template's, and is not asked for."""
_TRANSCODING = "1"
_NARROW_BAND = ("4", "5")
"""Subtypes whose purpose is to stay below the asked bit rate."""


class Template(NamedTuple):
    """A template that came."""

    id: str
    name: str | None
    settings: JsonObject
    """TemplateConfig: the keys of OverrideParams."""
    modified: datetime | None = None
    """When it was changed last; a vendor's template does not say."""
    narrow_band: bool = False


class Unavailable(NamedTuple):
    """Why a template's settings can't be known."""

    reason: str
    """`template tpl-1 was refused (Forbidden.RAM)`."""


class Templates(NamedTuple):
    """Those that a job's outputs name, as far as they are known."""

    known: Mapping[str, Template | Unavailable]
    otherwise: str
    """Why any other is not known: `MEDIAVERDICT_TEMPLATES is off`."""

    def of(self, template_id: str) -> Template | Unavailable:
        """The template, or why there is none."""
        return self.known.get(template_id) or Unavailable(f"template {template_id} is not known: {self.otherwise}")


def read_template(answer: object, template_id: str) -> Template | Unavailable:
    """The template in an answer of either call, or by itself. Never raises."""
    body = _body(answer)
    named = f"template {template_id}"
    if not body:
        return Unavailable(f"{named} is not in the answer")
    node = JsonNode(body, "")
    answered_id = node.text("TemplateId")
    if answered_id is not None and answered_id != template_id:
        return Unavailable(f"{named} is not in the answer, which has another one")
    if (node.text("Type") or _TRANSCODING) != _TRANSCODING:
        return Unavailable(f"{named} is no transcoding template")
    settings = parse_embedded(body.get("TemplateConfig"))
    if not isinstance(settings, dict):
        return Unavailable(f"{named} is broken: its TemplateConfig is no JSON object")
    subtype = f"{node.text('Subtype')} {node.text('SubtypeName')}"
    return Template(
        template_id, node.text("TemplateName"), settings, parse_moment(usable_text(body.get("ModifiedTime"))),
        narrow_band=subtype.startswith(_NARROW_BAND) or "NarrowBand" in subtype,
    )  # fmt: skip


def _body(answer: object) -> JsonObject:
    if not isinstance(answer, dict):
        return NOTHING
    for key in BODIES:
        if isinstance(answer.get(key), dict):
            found: JsonObject = answer[key]
            return found
    return answer if "TemplateConfig" in answer else NOTHING


def template_ids(job: Job) -> list[str]:
    """The templates of the outputs that there is something to judge of, each once."""
    named = (job.outputs[index].asked.text("TemplateId") for index in delivered(job))
    return list(dict.fromkeys(one for one in named if one is not None))


def for_job(found: Template | Unavailable, job: Job) -> Template | Unavailable:
    """A template as far as it tells of that job: one that was changed after the job was made says nothing of it."""
    if isinstance(found, Unavailable) or found.modified is None:
        return found
    created = parse_moment(job.details.text("CreateTime"))
    if created is None:
        return Unavailable(f"template {found.id} may have been changed since: the job does not say when it was created")
    if found.modified <= created:
        return found
    return Unavailable(
        f"template {found.id} was changed ({found.modified:%Y-%m-%dT%H:%M:%SZ}) after the job was created"
    )
