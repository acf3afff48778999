"""Each family's raw texts and paths, which are worked out apart from the values."""

from __future__ import annotations

import json
from typing import Any

import pytest

from mediaverdict.facts import Fact, JobFacts, OutputFacts
from samples import audio, facts_of, file_info, hls, job_of, output, rung, video

OUT = "/Job/OutputDetails/0"
META = f"{OUT}/Result/OutFileMeta"
VIDEOS, AUDIOS, FILE = f"{META}/VideoStreamInfoList", f"{META}/AudioStreamInfoList", f"{META}/FileBasicInfo"
COVER = video(Codec_name="mjpeg", NumFrames="1")


@pytest.mark.parametrize(
    ("entry", "name", "raw", "path"),
    [
        # Streams: by their place in the answer, cover pictures and what is no stream counted.
        (output(videos=[COVER, video()]), "video.codec", "h264", f"{VIDEOS}/1/Codec_name"),
        (output(audios=[audio(), audio(Lang="en")]), "audio[1].language", "en", f"{AUDIOS}/1/Lang"),
        (output(audios=[audio()]), "audio[1].language", None, AUDIOS),
        (output(videos=[]), "video.codec", None, VIDEOS),
        (output(videos=[]), "video.dar", None, VIDEOS),
        (output(videos=[video(Level="-99")]), "video.level", "-99", f"{VIDEOS}/0/Level"),
        (output(videos=[video(Rotate="-90")]), "video.rotation", "-90", f"{VIDEOS}/0/Rotate"),
        (output(videos=[video(Lang=None)]), "video.language", None, f"{VIDEOS}/0/Lang"),
        # A sample entry: its name, else its number.
        (output(), "video.codec_tag", "avc1", f"{VIDEOS}/0/Codec_tag_string"),
        (
            output(videos=[video(Codec_tag_string="[27][0][0][0]", Codec_tag="0x001b")]),
            "video.codec_tag",
            "0x001b",
            f"{VIDEOS}/0/Codec_tag",
        ),
        (
            output(videos=[video(Codec_tag_string="[27][0][0][0]", Codec_tag=None)]),
            "video.codec_tag",
            "[27][0][0][0]",
            f"{VIDEOS}/0/Codec_tag_string",
        ),
        (
            output(videos=[video(Codec_tag_string=None, Codec_tag=None)]),
            "video.codec_tag",
            None,
            f"{VIDEOS}/0/Codec_tag",
        ),
        (
            output(videos=[video(Codec_tag_string="N/A", Codec_tag=None)]),
            "video.codec_tag",
            "N/A",
            f"{VIDEOS}/0/Codec_tag_string",
        ),
        # What a viewer sees: the stream's, rotated, else the file's.
        (output(), "width", "1280", f"{VIDEOS}/0/Width"),
        (output(videos=[video(Rotate="90")]), "width", "720", f"{VIDEOS}/0/Height"),
        (output(videos=[video(Width="0")]), "width", "1280", f"{FILE}/Width"),
        (output(videos=[video(Width="0")], info=file_info(Width="0")), "width", "0", f"{FILE}/Width"),
        (output(videos=[video(Width="0")], info=file_info(Width=None)), "width", "0", f"{VIDEOS}/0/Width"),
        (output(), "aspect_ratio", "16:9", f"{VIDEOS}/0/Dar"),
        (output(videos=[video(Dar=None)]), "aspect_ratio", "1280 by 720", f"{VIDEOS}/0/Width"),
        (output(videos=[], info=file_info(Width=None)), "aspect_ratio", None, VIDEOS),
        # The file's.
        (output(), "duration", "120.000000", f"{FILE}/Duration"),
        (
            output(info=file_info(Duration="N/A"), audios=[audio(), audio(Duration="121.5")]),
            "duration",
            "121.5",
            f"{AUDIOS}/1/Duration",
        ),
        (output(info=file_info(Duration="N/A"), videos=[], audios=[]), "duration", "N/A", f"{FILE}/Duration"),
        (output(videos=[], audios=[]), "file.longest_stream", None, META),
        (rung("r", 640, 360, 700), "size", "31737", f"{FILE}/FileSize"),
        (output(), "container", "mov,mp4,m4a,3gp,3g2,mj2", f"{FILE}/FormatName"),
        (output(), "output.url", "oss://films/web-720p.mp4", f"{OUT}/Result/OutputFile/Url"),
        (output(Name=None), "output.name", None, f"{OUT}/Name"),
        (output(), "output.group", None, ""),
        (output(), "output.group_type", "file", ""),
        (output(), "output.template", "tpl", "/Job/Config/Outputs/0/TemplateId"),
        # What follows from others names these.
        (output(), "video.pixels", "video.coded_width 1280, video.coded_height 720", f"{VIDEOS}/0/Width"),
        (
            output(videos=[video(Height=None)]),
            "video.pixels",
            "video.coded_width 1280, video.coded_height None",
            f"{VIDEOS}/0/Height",
        ),
        (output(), "av.duration_gap", "video 120.000000, audio 120.000000", f"{AUDIOS}/0/Duration"),
        (output(videos=[]), "av.duration_gap", "video None, audio 120.000000", VIDEOS),
        (output(), "video.count", None, VIDEOS),
    ],
)
def test_where_a_fact_of_an_output_comes_from(entry: dict[str, Any], name: str, raw: str | None, path: str) -> None:
    fact = facts_of(entry).get(name)
    assert (fact.raw, fact.path) == (raw, path)


@pytest.mark.parametrize(
    ("override", "name", "raw", "path"),
    [
        ({"Video": {"Width": "1920"}}, "requested.width", "1920", "/Job/Config/Outputs/0/OverrideParams"),
        ({"Video": {"Bitrate": "-1"}}, "requested.video_bitrate", "-1", "/Job/Config/Outputs/0/OverrideParams"),
        ({"Video": {}}, "requested.fps", None, "/Job/Config/Outputs/0/OverrideParams"),
        ({"Audio": {"Remove": "true"}}, "requested.audio", "true", "/Job/Config/Outputs/0/OverrideParams"),
        ({}, "requested.audio", None, ""),
        ("no JSON", "requested.width", None, ""),
    ],
)
def test_where_a_request_comes_from(override: object, name: str, raw: str | None, path: str) -> None:
    text = override if isinstance(override, str) else json.dumps(override)
    fact = facts_of(config={"Outputs": [{"Name": "web-720p", "OverrideParams": text}]}).get(name)
    assert (fact.raw, fact.path) == (raw, path)


@pytest.mark.parametrize(
    ("name", "fact"),
    [
        ("job.elapsed", Fact(330, "2026-11-20T08:00:00Z\n to 2026-11-20T08:05:30Z\n", "/Job/FinishTime")),
        ("job.outputs", Fact(1, None, "/Job")),
        ("job.outputs_requested", Fact(1, None, "/Job/Config")),
        ("job.name", Fact("a film", "a film", "/Job/Config/JobName")),
        ("user_data.a.1.b", Fact("x", "x", "/Job/UserData")),
        ("user_data.a.9", Fact(None, None, "/Job/UserData")),
        ("user_data.yes", Fact(True, "true", "/Job/UserData")),
        ("user_data.a", Fact(None, "[…]", "/Job/UserData")),
        ("width", Fact(None, None, "")),
    ],
)
def test_where_a_fact_of_the_job_comes_from(name: str, fact: Fact) -> None:
    assert JobFacts(job_of(output(), user_data={"a": [0, {"b": "x"}], "yes": True})).get(name) == fact


def test_user_data_that_is_no_text_is_pointed_into() -> None:
    job = job_of(output(), UserData={"a/b": [{"c": 1}]})
    assert OutputFacts(job.outputs[0], JobFacts(job)).get("user_data.a/b.0.c") == Fact(
        "1", "1", "/Job/UserData/a~1b/0/c"
    )


def test_a_group_is_told_where_it_stands() -> None:
    job = job_of(groups=[hls(rung("r", 1, 1, 1), name="g")])
    assert OutputFacts(job.outputs[0], JobFacts(job)).get("output.group") == Fact(
        "g", "g", "/Job/OutputGroupDetails/0/Name"
    )


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00+23:00", "9999-12-31T23:59:59-23:00", "yesterday", ""])
def test_a_moment_that_is_none(moment: str) -> None:
    facts = JobFacts(job_of(output(), FinishTime=moment))
    assert facts.value("job.elapsed") is None


def test_an_absent_fact_that_was_to_be_there_says_why() -> None:
    from mediaverdict.judging import judge
    from mediaverdict.rulebook import read_rulebook
    from templates import CUSTOM, job_naming, known

    book = read_rulebook("version: 1\nrules: [{id: r, require: {requested.width: {exists: true}}}]\n")
    job = job_naming()
    (finding,) = judge(job, book, templates=known(job, otherwise="it was refused")).findings
    assert finding.message == (
        f"requested.width is absent: template {CUSTOM} is not known: it was refused, expected present"
    )
