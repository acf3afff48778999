"""The vendor's ICE client as the judge of our local cloud, our client and our facts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from alibabacloud_ice20201109 import models
from alibabacloud_ice20201109.client import Client
from alibabacloud_tea_openapi.utils_models import Config

from alicloud_emulator import Emulator, EmulatorState
from alicloud_emulator.state import read_jobs, read_templates
from fcruntime.credentials import Credentials, FixedCredentials
from mediaverdict.cloud.http import HttpClient
from mediaverdict.cloud.ice import Ice
from mediaverdict.facts import JobFacts, OutputFacts
from mediaverdict.jobs import read_job
from mediaverdict.templates.model import Template, read_template

EVENTS = Path(__file__).parents[2] / "events"
JOBS = read_jobs(EVENTS / "jobs")
TEMPLATES = read_templates(EVENTS / "templates")


def sdk(cloud: Emulator, secret: str = "local") -> Client:
    config = Config(
        access_key_id="local",
        access_key_secret=secret,
        endpoint=cloud.endpoint.removeprefix("http://"),
        protocol="http",
    )
    return Client(config)


@pytest.fixture(scope="module")
def served() -> Any:
    with Emulator(EmulatorState(jobs=JOBS, templates=TEMPLATES)) as cloud:
        yield cloud


def as_text(value: object) -> str | None:
    return None if value is None else str(value).strip()


@pytest.mark.parametrize("job_id", sorted(JOBS))
def test_the_sdk_reads_what_we_read(served: Emulator, job_id: str) -> None:
    theirs = sdk(served).get_media_convert_job(models.GetMediaConvertJobRequest(job_id=job_id)).body.job
    with HttpClient([]) as client:
        answer = Ice(served.endpoint, client, FixedCredentials(Credentials("local", "local"))).get_media_convert_job(
            job_id
        )
    ours = read_job(answer)
    assert ours is not None
    facts = JobFacts(ours)
    assert (theirs.job_id, theirs.state, theirs.pipeline_id) == (ours.id, ours.state, facts.get("job.pipeline").value)
    assert as_text(theirs.finish_time) == facts.get("job.finished").value
    their_outputs = [*theirs.output_details, *(one for group in theirs.output_group_details for one in group.outputs)]
    assert [(one.name, one.status) for one in their_outputs] == [(one.name, one.status) for one in ours.outputs]
    for their, our in zip(their_outputs, ours.outputs, strict=True):
        if their.result is None:
            continue
        compare(their.result.out_file_meta, OutputFacts(our, facts))


def compare(meta: Any, facts: OutputFacts) -> None:
    """The SDK's fields, all of them text, equal the raw text of our facts."""
    assert meta.file_basic_info.duration == facts.get("duration").raw
    assert meta.file_basic_info.bitrate == facts.get("bitrate").raw
    assert meta.file_basic_info.file_size == facts.get("size").raw
    assert meta.file_basic_info.format_name == facts.get("container").raw
    pairs = {
        "video": ("codec_name", "profile", "level", "pix_fmt", "avg_fps", "fps", "bit_rate", "duration", "start_time", "rotate", "sar",
                  "width", "height", "has_bframes", "num_frames", "lang"),
        "audio": ("codec_name", "channels", "channel_layout", "sample_rate", "sample_fmt", "bitrate", "duration", "start_time", "lang"),
    }  # fmt: skip
    names = {
        "video": ("codec", "profile", "level", "pixel_format", "fps", "nominal_fps", "bitrate", "duration", "start_time", "rotation", "sar",
                  "coded_width", "coded_height", "reorder_depth", "frames", "language"),
        "audio": ("codec", "channels", "layout", "sample_rate", "sample_format", "bitrate", "duration", "start_time", "language"),
    }  # fmt: skip
    streams = {
        "video": [one for one in meta.video_stream_info_list if one.codec_name != "mjpeg"], "audio": meta.audio_stream_info_list,
    }  # fmt: skip
    for family in ("video", "audio"):
        for stream in streams[family][:1]:
            theirs = [getattr(stream, field) for field in pairs[family]]
            assert theirs == [facts.get(f"{family}.{name}").raw for name in names[family]]


def test_the_sdk_lists_jobs_page_by_page(served: Emulator) -> None:
    client, found, token = sdk(served), [], ""
    while True:
        page = client.list_media_convert_jobs(
            models.ListMediaConvertJobsRequest(page_size=3, next_page_token=token)
        ).body
        found += [job.job_id for job in page.jobs]
        token = page.next_page_token
        if not token:
            break
    assert sorted(found) == sorted(JOBS)


def test_the_sdk_is_refused_with_a_wrong_key(served: Emulator) -> None:
    with pytest.raises(Exception, match="SignatureDoesNotMatch"):
        sdk(served, "wrong").get_media_convert_job(models.GetMediaConvertJobRequest(job_id=next(iter(JOBS))))


def test_the_sdk_knows_our_error(served: Emulator) -> None:
    with pytest.raises(Exception, match="JobNotFound"):
        sdk(served).get_media_convert_job(models.GetMediaConvertJobRequest(job_id="nope"))


def test_the_samples_survive_the_sdks_models() -> None:
    for job in JOBS.values():
        assert json.loads(json.dumps(models.MediaConvertJob().from_map(job).to_map()))["JobId"] == job["JobId"]


def test_the_sdk_reads_both_kinds_of_templates_as_we_do(served: Emulator) -> None:
    client = sdk(served)
    read = []
    for template_id in TEMPLATES:
        theirs: Any
        if template_id.startswith("S0"):
            asked = models.GetSystemTemplateRequest(template_id=template_id)
            theirs = client.get_system_template(asked).body.system_template
        else:
            request = models.GetCustomTemplateRequest(template_id=template_id)
            theirs = client.get_custom_template(request).body.custom_template
        with HttpClient([]) as http:
            keys = FixedCredentials(Credentials("local", "local"))
            ours = read_template(Ice(served.endpoint, http, keys).get_template(template_id), template_id)
        assert isinstance(ours, Template)
        assert (theirs.template_id, theirs.template_name) == (ours.id, ours.name)
        assert json.loads(theirs.template_config) == ours.settings
        assert (theirs.type, theirs.subtype, theirs.status) == (1, 1, "Normal")
        read.append(type(theirs).__name__)
    assert sorted(read) == [
        "GetCustomTemplateResponseBodyCustomTemplate", "GetSystemTemplateResponseBodySystemTemplate",
    ]  # fmt: skip


def test_the_sdk_knows_a_template_that_is_not_there(served: Emulator) -> None:
    with pytest.raises(Exception, match="TemplateNotFound"):
        sdk(served).get_custom_template(models.GetCustomTemplateRequest(template_id="nope"))
    with pytest.raises(Exception, match="TemplateNotFound"):
        sdk(served).get_system_template(models.GetSystemTemplateRequest(template_id="S00000001-999999"))
