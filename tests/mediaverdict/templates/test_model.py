"""A template, or why there is none; and what a job may make of it."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import samples
from mediaverdict.jobs import read_job
from mediaverdict.templates.model import Template, Unavailable, for_job, read_template, template_ids
from templates import CUSTOM, HD, SYSTEM, job_naming, template

MODIFIED = datetime(2026, 11, 1, tzinfo=timezone.utc)


@pytest.mark.parametrize(
    "answer",
    [
        {"RequestId": "R", "CustomTemplate": template()},
        {"RequestId": "R", "SystemTemplate": template()},
        template(),
        template(TemplateConfig=HD),
        template(TemplateId=f"{CUSTOM}\n", Type="1"),
    ],
)
def test_a_template_in_either_answer_or_alone(answer: object) -> None:
    assert read_template(answer, CUSTOM) == Template(CUSTOM, "hd", HD, MODIFIED)


@pytest.mark.parametrize(
    "changes", [{"Subtype": 4}, {"Subtype": "5"}, {"Subtype": None, "SubtypeName": "NarrowBandV1"}]
)
def test_a_narrow_band_template(changes: dict[str, Any]) -> None:
    found = read_template(template(**changes), CUSTOM)
    assert isinstance(found, Template)
    assert found.narrow_band


def test_a_vendors_template_does_not_say_when_it_was_changed() -> None:
    made = template(HD, SYSTEM, CreateTime=None, ModifiedTime=None, TemplateName=None)
    assert read_template({"SystemTemplate": made}, SYSTEM) == Template(SYSTEM, None, HD)


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ({"RequestId": "R"}, "is not in the answer"),
        (None, "is not in the answer"),
        ([], "is not in the answer"),
        ({"CustomTemplate": {}}, "is not in the answer"),
        (template(TemplateId="another"), "is not in the answer, which has another one"),
        (template(Type=2), "is no transcoding template"),
        (template("{broken"), "is broken: its TemplateConfig is no JSON object"),
        (template("[1]"), "is broken: its TemplateConfig is no JSON object"),
        (template(TemplateConfig=None) | {"TemplateConfig": None}, "is broken: its TemplateConfig is no JSON object"),
    ],
)
def test_what_is_no_template_says_why(answer: object, reason: str) -> None:
    assert read_template(answer, CUSTOM) == Unavailable(f"template {CUSTOM} {reason}")


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["TemplateConfig", "Type", "Video"]), inner)
    ),
)


@given(JSON, JSON)
def test_no_answer_makes_it_raise(answer: object, settings: object) -> None:
    for one in (answer, {"CustomTemplate": answer}, {"CustomTemplate": {"TemplateConfig": settings, "Type": answer}}):
        found = read_template(one, CUSTOM)
        assert isinstance(found, Template | Unavailable)


def test_a_template_that_was_changed_after_the_job_was_made_tells_nothing_of_it() -> None:
    found = read_template(template(ModifiedTime="2026-11-20T08:00:01Z\n"), CUSTOM)
    assert for_job(found, job_naming()) == Unavailable(
        f"template {CUSTOM} was changed (2026-11-20T08:00:01Z) after the job was created"
    )
    assert for_job(found, job_naming(CreateTime="2026-11-20T08:00:01Z")) is found
    assert for_job(found, job_naming(CreateTime="2026-11-20T16:00:01+08:00")) is found


def test_a_job_that_does_not_say_when_it_was_made_trusts_no_template_that_changes() -> None:
    job = job_naming(CreateTime="soon")
    assert isinstance(for_job(read_template(template(), CUSTOM), job), Unavailable)
    vendors = read_template(template(ModifiedTime=None), CUSTOM)
    assert for_job(vendors, job) is vendors
    missing = Unavailable("gone")
    assert for_job(missing, job) is missing


def test_the_templates_of_what_was_delivered_each_once() -> None:
    outputs = [samples.output("a"), samples.output("b"), samples.output("c", Status="Failed"), samples.output("d")]
    named = {"Outputs": [{"Name": "a", "TemplateId": "t-1\n"}, {"Name": "b", "TemplateId": " t-1"}, {"Name": "c", "TemplateId": "t-3"},
                         {"Name": "d"}],
             "OutputGroups": [{"Name": "hls", "Outputs": [{"Name": "e", "TemplateId": SYSTEM}]}]}  # fmt: skip
    job = read_job(samples.answer(*outputs, groups=[samples.hls(samples.output("e"))], config=named))
    assert job is not None
    assert template_ids(job) == ["t-1", SYSTEM]
