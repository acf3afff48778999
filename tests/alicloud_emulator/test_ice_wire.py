"""The local ICE: a job's details, lists, its errors."""

from __future__ import annotations

import json
from pathlib import Path

import httpx
import pytest

import samples
from alicloud_emulator import Emulator
from alicloud_emulator.state import JobsError, read_templates
from asking import ICE, KEYS, ask_ice
from fcruntime.credentials import FixedCredentials
from mediaverdict.cloud.signing import Acs3Auth
from templates import CUSTOM, SYSTEM, template


def test_the_right_request_is_served(cloud: Emulator) -> None:
    answer = ask_ice(cloud)
    assert (answer.status_code, answer.json()["Job"]["JobId"]) == (200, samples.JOB_ID)
    assert ask_ice(cloud, Empty="").json()["Code"] == "MissingJobId"


@pytest.mark.parametrize(
    ("headers", "code"),
    [
        ({"x-acs-action": "DropEverything"}, "InvalidAction.NotFound"),
        ({"x-acs-version": "1999-01-01"}, "InvalidVersion"),
    ],
)
def test_unknown_actions_and_versions(cloud: Emulator, headers: dict[str, str], code: str) -> None:
    request = httpx.Request("POST", cloud.endpoint, headers={**ICE, **headers})
    with httpx.Client(trust_env=False) as client:
        assert client.send(next(Acs3Auth(FixedCredentials(KEYS)).sync_auth_flow(request))).json()["Code"] == code
        assert client.get(f"{cloud.endpoint}/elsewhere").status_code == 404


def test_lists_are_paged_filtered_and_ordered(cloud: Emulator) -> None:
    cloud.state.jobs = {
        f"j{day}": samples.answer(samples.output(), JobId=f"j{day}", CreateTime=f"2026-11-{day:02d}T00:00:00Z")["Job"]
        for day in range(1, 8)
    }
    cloud.state.jobs["j7"]["State"] = "Error"

    def listed(**parameters: str) -> tuple[list[str], str]:
        request = httpx.Request(
            "GET", cloud.endpoint, params=parameters, headers={**ICE, "x-acs-action": "ListMediaConvertJobs"}
        )
        with httpx.Client(trust_env=False) as client:
            body = client.send(next(Acs3Auth(FixedCredentials(KEYS)).sync_auth_flow(request))).json()
        if "Code" in body:
            return [body["Code"]], ""
        assert all("OutputDetails" not in job for job in body["Jobs"])
        return [job["JobId"] for job in body["Jobs"]], body["NextPageToken"]

    assert listed(PageSize="3") == (["j7", "j6", "j5"], "3")
    assert listed(PageSize="3", NextPageToken="6") == (["j1"], "")
    assert listed(OrderBy="CreateTimeAsc", Status="Complete", PageSize="2")[0] == ["j1", "j2"]
    assert listed(StartOfCreateTime="2026-11-03T00:00:00Z", EndOfCreateTime="2026-11-04T00:00:00Z")[0] == ["j4", "j3"]
    assert listed(JobId="j5")[0] == ["j5"]
    assert listed(PageSize="101")[0] == ["InvalidParameter.PageSize"]
    assert listed(PageSize="x")[0] == ["InvalidParameter"]


def test_each_call_knows_its_own_templates_only(cloud: Emulator) -> None:
    cloud.state.templates = {one: template(template_id=one) for one in (CUSTOM, SYSTEM)}

    def asked(action: str, **parameters: str) -> tuple[int, object]:
        request = httpx.Request("GET", cloud.endpoint, params=parameters, headers={**ICE, "x-acs-action": action})
        with httpx.Client(trust_env=False) as client:
            answer = client.send(next(Acs3Auth(FixedCredentials(KEYS)).sync_auth_flow(request)))
        body = answer.json()
        return answer.status_code, body.get("Code") or body[action.removeprefix("Get")]

    assert asked("GetCustomTemplate", TemplateId=CUSTOM) == (200, template())
    assert asked("GetSystemTemplate", TemplateId=SYSTEM) == (200, template(template_id=SYSTEM))
    assert asked("GetSystemTemplate", TemplateId=CUSTOM) == (404, "TemplateNotFound")
    assert asked("GetCustomTemplate", TemplateId=SYSTEM) == (404, "TemplateNotFound")
    assert asked("GetCustomTemplate", TemplateId="nope") == (404, "TemplateNotFound")
    assert asked("GetCustomTemplate", Empty="x") == (400, "MissingTemplateId")


def test_a_folder_of_templates(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps({"RequestId": "R", "SystemTemplate": template(template_id=SYSTEM)}))
    (tmp_path / "b.json").write_text(json.dumps(template(template_id=f"{CUSTOM}\n")))
    assert list(read_templates(tmp_path)) == [SYSTEM, CUSTOM]


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ({"a.json": "{broken"}, "a.json is no JSON: "),
        ({"a.json": "[]"}, "a.json is no template: it has no TemplateId"),
        ({"a.json": '{"TemplateId": "  "}'}, "a.json is no template: it has no TemplateId"),
        ({"a.json": '{"TemplateId": "t"}', "b.json": '{"CustomTemplate": {"TemplateId": "t"}}'}, "b.json has the TemplateId t of another file"),
    ],
)  # fmt: skip
def test_a_folder_that_has_no_templates(tmp_path: Path, files: dict[str, str], told: str) -> None:
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    with pytest.raises(JobsError, match=told):
        read_templates(tmp_path)
    with pytest.raises(JobsError, match="is no folder: expected one with GetSystemTemplate and GetCustomTemplate"):
        read_templates(tmp_path / "none")
