"""Saved templates: what a job's outputs were asked for, without any network."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from alicloud_emulator.state import read_templates
from mediaverdict.templates.model import Templates, for_job, read_template, template_ids

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from mediaverdict.jobs import Job
    from mediaverdict.rulebook import Rulebook

DEFAULT_TEMPLATES = Path("events/templates")
TemplatesOption = Annotated[
    Path | None,
    typer.Option(
        "--templates",
        help=f"A folder of GetSystemTemplate and GetCustomTemplate answers; default: {DEFAULT_TEMPLATES}.",
    ),
]
TemplatesOf = Callable[["Job"], "Templates | None"]
"""The templates that a job names; None where no rule asks."""


def folder_of(named: Path | None) -> Path | None:
    """The folder that was named, or the one that is there."""
    return named or (DEFAULT_TEMPLATES if DEFAULT_TEMPLATES.is_dir() else None)


def saved_templates(named: Path | None, *books: Rulebook) -> TemplatesOf:
    """The templates of a folder, for these books. Raises JobsError for a folder that has none."""
    asked = any(book.asks_templates for book in books)
    folder = folder_of(named) if asked else named
    known = read_templates(folder) if folder is not None else {}
    if not asked:
        return lambda _: None
    reason = f"{folder} has none of that ID" if folder is not None else "no folder was named (--templates DIR)"
    return lambda job: of_job(job, known, reason)


def of_job(job: Job, answers: Mapping[str, object], otherwise: str) -> Templates:
    """What the answers tell of a job; `otherwise` is why others are not known."""
    ids = [one for one in template_ids(job) if one in answers]
    return Templates({one: for_job(read_template(answers[one], one), job) for one in ids}, otherwise)


def named_templates(verdicts: Sequence[dict[str, Any]], named: Path | None) -> list[dict[str, Any]]:
    """The verdicts, with each template's name beside its ID where a finding says that it asked. Raises JobsError."""
    folder = folder_of(named)
    if folder is None:
        return list(verdicts)
    names = {
        f"template {one}": f"template {one}, {body['TemplateName']}"
        for one, body in read_templates(folder).items()
        if isinstance(body.get("TemplateName"), str)
    }
    return [_named(verdict, names) for verdict in verdicts]


def _named(verdict: dict[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    findings = [
        {**finding, "requested": [{**one, "origin": names.get(one["origin"], one["origin"])} for one in asked]}
        if (asked := finding.get("requested"))
        else finding
        for finding in verdict["data"]["findings"]
    ]
    return {**verdict, "data": {**verdict["data"], "findings": findings}}


def named_by(jobs: Iterable[Job]) -> dict[str, str]:
    """The templates that jobs name, each with when the newest of these jobs was made."""
    found: dict[str, str] = {}
    for job in jobs:
        created = job.details.text("CreateTime") or ""
        for one in template_ids(job):
            found[one] = max(found.get(one, ""), created)
    return found
