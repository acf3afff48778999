"""ICE's requests and answers: GetMediaConvertJob, ListMediaConvertJobs, GetSystemTemplate, GetCustomTemplate."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from alicloud_emulator.answers import Answer, request_id
from alicloud_emulator.state import SYSTEM_TEMPLATE, TEMPLATES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from alicloud_emulator.state import EmulatorState, JsonObject

VERSION = "2020-11-09"
_DETAILS = ("OutputDetails", "OutputGroupDetails")


def answer_ice(state: EmulatorState, query: str, headers: Mapping[str, str]) -> Answer:
    """The answer to a request whose signature was right."""
    if headers.get("x-acs-version") != VERSION:
        return refuse(400, "InvalidVersion", f"Specified parameter Version is not valid: expected {VERSION}.")
    action = headers.get("x-acs-action", "")
    parameters = dict(parse_qsl(query, keep_blank_values=True))
    if action == "GetMediaConvertJob":
        return _get(state, parameters)
    if action == "ListMediaConvertJobs":
        return _list(state, parameters)
    kind = action.removeprefix("Get")
    if kind in TEMPLATES:
        return _template(state, kind, parameters)
    return refuse(404, "InvalidAction.NotFound", f"Specified api is not found: {action}.")


def refuse(status: int, code: str, message: str) -> Answer:
    """ICE's error."""
    return _json(
        status,
        {"RequestId": request_id(), "HostId": "127.0.0.1", "Code": code, "Message": message, "Recommend": ""},
    )


def throttle() -> Answer:
    """What a call beyond the account's limit gets: 400, not 429, and at once."""
    return refuse(400, "Throttling.User", "Request was denied due to user flow control.")


def _get(state: EmulatorState, parameters: Mapping[str, str]) -> Answer:
    job_id = parameters.get("JobId", "")
    if not job_id:
        return refuse(400, "MissingJobId", "JobId is mandatory for this action.")
    job = state.jobs.get(job_id)
    if job is None:
        return refuse(404, "JobNotFound", f"The specified job {job_id} does not exist.")
    return _json(200, {"RequestId": request_id(), "Job": job})


def _template(state: EmulatorState, kind: str, parameters: Mapping[str, str]) -> Answer:
    """Each call knows its own templates only."""
    template_id = parameters.get("TemplateId", "")
    if not template_id:
        return refuse(400, "MissingTemplateId", "TemplateId is mandatory for this action.")
    template = state.templates.get(template_id)
    if template is None or template_id.startswith(SYSTEM_TEMPLATE) is not TEMPLATES[kind]:
        return refuse(404, "TemplateNotFound", f"The specified template {template_id} does not exist.")
    return _json(200, {"RequestId": request_id(), kind: template})


def _list(state: EmulatorState, parameters: Mapping[str, str]) -> Answer:
    try:
        size = int(parameters.get("PageSize") or 20)
        start = int(parameters.get("NextPageToken") or 0)
    except ValueError:
        return refuse(400, "InvalidParameter", "PageSize or NextPageToken is not valid.")
    if not 1 <= size <= 100:
        return refuse(400, "InvalidParameter.PageSize", "PageSize must be from 1 to 100.")
    jobs = [job for job in state.jobs.values() if _wanted(job, parameters)]
    newest_first = parameters.get("OrderBy", "CreateTimeDesc") != "CreateTimeAsc"
    jobs.sort(key=lambda job: (str(job.get("CreateTime", "")).strip(), str(job.get("JobId"))), reverse=newest_first)
    page = [{key: value for key, value in job.items() if key not in _DETAILS} for job in jobs[start : start + size]]
    token = str(start + size) if start + size < len(jobs) else ""
    return _json(200, {"RequestId": request_id(), "Jobs": page, "NextPageToken": token})


def _wanted(job: JsonObject, parameters: Mapping[str, str]) -> bool:
    created = str(job.get("CreateTime", "")).strip()
    return (
        created >= parameters.get("StartOfCreateTime", "")
        and (not parameters.get("EndOfCreateTime") or created <= parameters["EndOfCreateTime"])
        and parameters.get("Status") in (None, "", job.get("State"))
        and parameters.get("JobId") in (None, "", job.get("JobId"))
    )


def _json(status: int, body: Mapping[str, Any]) -> Answer:
    return Answer(status, json.dumps(body, ensure_ascii=False).encode(), "application/json;charset=utf-8")
