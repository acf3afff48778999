"""A template's settings and the OverrideParams over them, key by key; and where each value stood."""

from __future__ import annotations

from typing import Any

import pytest

from mediaverdict.facts import Fact, JobFacts, OutputFacts
from mediaverdict.templates.model import Templates
from samples import hls, job_of, output
from templates import CUSTOM, HD, asked_facts, job_naming, known, template, values

OUTPUT = "/Job/Config/Outputs/0"


def test_both_are_merged_key_by_key_and_each_value_says_where_it_stood() -> None:
    facts = asked_facts(HD, {"Video": {"Bitrate": 3500, "Width": "", "Height": None}, "Container": {"Format": "ts"}})
    assert [facts.get(f"requested.{name}") for name in ("width", "height", "video_bitrate", "container", "sample_rate", "gop")] == [
        Fact(1280, "1280", f"{OUTPUT}/TemplateId", f"template {CUSTOM}"),
        Fact(720, "720", f"{OUTPUT}/TemplateId", f"template {CUSTOM}"),
        Fact(3_500_000, "3500", f"{OUTPUT}/OverrideParams", "OverrideParams"),
        Fact("mpegts", "ts", f"{OUTPUT}/OverrideParams", "OverrideParams"),
        Fact(48_000, "48000", f"{OUTPUT}/TemplateId", f"template {CUSTOM}"),
        Fact(None, None, f"{OUTPUT}/OverrideParams", ""),
    ]  # fmt: skip
    assert facts.get("output.template_name") == Fact("hd", "hd", f"{OUTPUT}/TemplateId", f"template {CUSTOM}")


@pytest.mark.parametrize(
    ("settings", "override", "name", "value"),
    [
        (HD, {"Video": {"Bitrate": "-1"}}, "video_bitrate", None),
        (HD, {"Video": {"Remove": "true"}}, "width", None),
        (HD, {"Video": {"Remove": "true"}}, "video", False),
        ({"Video": {"Remove": "true", "Width": "1280"}}, {"Video": {"Remove": False}}, "width", 1280),
        ({"Video": {}, "Audio": {}}, None, "video", None),
        ({"Video": {}, "Audio": {}}, None, "audio", None),
        ({"Video": "broken", "Audio": []}, None, "audio", None),
        (HD, "no JSON", "width", 1280),
        (HD, "[]", "width", 1280),
        ({}, {"Video": {"Width": 640}}, "width", 640),
        ({"MuxConfig": {"Segment": {"Duration": 10}}}, None, "segment_duration", 10),
        (
            {"MuxConfig": {"Segment": {"Duration": 10}}},
            {"MuxConfig": {"Segment": {"Duration": "6"}}},
            "segment_duration",
            6,
        ),
        ({"Subtitles": [{"Codec": "SRT"}]}, {"Subtitles": [{"Codec": "VTT"}, "x", {}]}, "subtitles", ("vtt",)),
        ({"Subtitles": [{"Codec": "SRT"}]}, {}, "subtitles", ("srt",)),
        ({"Subtitles": "x"}, {}, "subtitles", None),
    ],
)
def test_what_a_merge_comes_to(settings: Any, override: Any, name: str, value: object) -> None:
    assert asked_facts(settings, override).value(f"requested.{name}") == value


@pytest.mark.parametrize(
    ("kind", "video", "audio"),
    [
        ("audio", None, True),
        ("Video", True, None),
        ("subtitle", None, None),
        ("hybrid", True, True),
        (None, True, True),
    ],
)
def test_a_member_of_an_hls_group_is_asked_for_what_it_is(kind: str | None, video: object, audio: object) -> None:
    entry = {"Name": "one", "TemplateId": CUSTOM, "HlsGroupConfig": {"Type": kind}}
    groups = [{"Name": "hls", "GroupConfig": {"Type": "Hls"}, "Outputs": [entry]}]
    job = job_of(groups=[hls(output("one"))], config={"OutputGroups": groups})
    facts = OutputFacts(job.outputs[0], JobFacts(job, templates=known(job, template())))
    assert values(facts, "video", "audio", "container") == {"video": video, "audio": audio, "container": "hls"}


@pytest.mark.parametrize(("kind", "container"), [("Hls", "hls"), ("Dash", None), ("File", "mp4")])
def test_a_member_comes_as_its_group_does(kind: str, container: str | None) -> None:
    groups = [{"Name": "g", "GroupConfig": {"Type": kind}, "Outputs": [{"Name": "one", "TemplateId": CUSTOM}]}]
    job = job_of(groups=[hls(output("one"), name="g")], config={"OutputGroups": groups})
    facts = OutputFacts(job.outputs[0], JobFacts(job, templates=known(job, template())))
    assert facts.value("requested.container") == container


def test_what_only_an_absent_template_says_is_absent_with_the_reason() -> None:
    job = job_naming(override={"Video": {"Width": "640"}})
    facts = OutputFacts(job.outputs[0], JobFacts(job, templates=known(job, otherwise="it is gone")))
    why = f"template {CUSTOM} is not known: it is gone"
    assert facts.get("requested.width") == Fact(640, "640", f"{OUTPUT}/OverrideParams", "OverrideParams")
    assert facts.get("requested.fps") == Fact(None, None, f"{OUTPUT}/OverrideParams", why)
    assert facts.get("output.template_name") == Fact(None, None, f"{OUTPUT}/TemplateId", why)
    bare = OutputFacts(job_naming().outputs[0], JobFacts(job_naming(), templates=known(job, otherwise="it is gone")))
    assert bare.get("requested.audio") == Fact(None, None, "", why)
    assert bare.get("requested.fps").path == f"{OUTPUT}/TemplateId"


def test_an_output_that_names_no_template_lacks_none() -> None:
    job = job_of(output(), config={"Outputs": [{"Name": "web-720p"}]})
    facts = OutputFacts(job.outputs[0], JobFacts(job, templates=Templates({}, "off")))
    assert facts.get("requested.width") == Fact(None, None, "", "")


def test_an_orientation_that_only_an_absent_template_may_free_is_not_guessed() -> None:
    upright = output(videos=[{"Width": "720", "Height": "1280"}])

    def width(override: dict[str, Any], entry: dict[str, Any]) -> object:
        job = job_naming(override={"Video": override}, entry=entry)
        return OutputFacts(job.outputs[0], JobFacts(job, templates=known(job))).value("requested.width")

    assert width({"Width": "1280", "Height": "720"}, upright) is None
    assert width({"Width": "1280"}, upright) is None
    assert width({"Width": "1280", "Height": "720"}, output()) == 1280
    assert width({"Width": "720", "Height": "1280"}, upright) == 720
    assert width({"Width": "1280", "Height": "720", "LongShortMode": "false"}, upright) == 1280
    assert width({"Width": "1280", "Height": "720", "LongShortMode": "true"}, upright) == 720
    assert asked_facts({"Video": {"Width": "1280", "Height": "720"}}, entry=upright).value("requested.width") == 1280


@pytest.mark.parametrize(
    ("override", "rate_control", "profile"),
    [
        ({"Video": {"Bitrate": 6000, "Profile": "high"}}, "onepass", None),
        ({"Video": {"Bitrate": 6000}, "TransConfig": {"TransMode": "onepass"}}, "onepass", None),
        ({"Video": {"Codec": "H.264", "Profile": "high"}, "TransConfig": {"TransMode": "fixCRF"}}, "fixcrf", "high"),
        (
            {"Video": {"Codec": "H.265", "Profile": "main10"}, "TransConfig": {"TransMode": "fixCRF"}},
            "fixcrf",
            "Main 10",
        ),
        ({"Video": {"Crf": "23"}}, "fixcrf", None),
        ({"Video": {"Codec": "H.264", "Width": 1280}}, None, None),
    ],
)
def test_how_rates_are_controlled_is_not_guessed_where_only_an_absent_template_may_say_it(
    override: Any, rate_control: object, profile: object
) -> None:
    job = job_naming(CUSTOM, override)
    facts = OutputFacts(job.outputs[0], JobFacts(job, templates=known(job, otherwise="it was refused")))
    asked = (facts.value("requested.rate_control"), facts.value("requested.profile"))
    assert asked == (rate_control, profile)
