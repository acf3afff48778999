"""Every fact, and every oddity of the API that is documented or was seen."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediaverdict.facts import Fact, JobFacts, OutputFacts, find_fact, nearest_facts
from mediaverdict.facts.catalog import ALL_FACTS, OUTPUT_FACTS
from mediaverdict.jobs import read_job
from samples import answer, audio, facts_of, file_info, hls, job_of, output, rung, video

META = "/Job/OutputDetails/0/Result/OutFileMeta"
VIDEO = f"{META}/VideoStreamInfoList/0"


def test_all_facts_of_a_good_output() -> None:
    facts = facts_of()
    assert {name: facts.get(name).value for name in OUTPUT_FACTS} == {
        "output.name": "web-720p", "output.status": "Success", "output.group": None, "output.group_type": "file",
        "output.template": "tpl", "output.url": "oss://films/web-720p.mp4", "output.type": "OSS",
        "width": 1280, "height": 720, "aspect_ratio": Fraction(16, 9), "duration": 120, "bitrate": 2930200, "size": 43953000,
        "container": ("3g2", "3gp", "m4a", "mj2", "mov", "mp4"),
        "video.codec": "h264", "video.codec_tag": "avc1", "video.profile": "High", "video.level": Fraction(31, 10),
        "video.pixel_format": "yuv420p", "video.fps": 25, "video.nominal_fps": 25, "video.bitrate": 2800500, "video.duration": 120,
        "video.start_time": 0, "video.rotation": 0, "video.sar": 1, "video.coded_width": 1280, "video.coded_height": 720,
        "video.reorder_depth": 2, "video.frames": 3000, "video.language": "und",
        "audio.codec": "aac", "audio.codec_tag": "mp4a", "audio.channels": 2, "audio.layout": "stereo", "audio.sample_rate": 48000,
        "audio.sample_format": "fltp", "audio.bitrate": 128000, "audio.duration": 120, "audio.start_time": 0, "audio.language": "und",
        "video.count": 1, "audio.count": 1, "output.file_status": "Normal", "file.width": 1280, "file.height": 720, "file.duration": 120, "file.longest_stream": 120, "file.duration_gap": 0, "file.average_bitrate": 2930200, "video.dar": Fraction(16, 9), "video.derived_dar": Fraction(16, 9), "video.pixels": 921600, "video.pixel_rate": 23040000, "video.longest_edge": 1280, "video.macroblocks": 3600, "video.macroblock_rate": 90000, "video.macroblock_edge": 80, "video.frames_gap": 0, "av.duration_gap": 0, "av.start_gap": 0,
        "short_edge": 720, "long_edge": 1280, "class_height": 720, "file.extension": "mp4", "video.end": 120, "audio.end": 120,
        "audio.first_end": 120, "audio.last_end": 120, "file.streams_size": 43927500, "video.most_bitrate": 2800500, "video.sustained_bitrate": 2800500,
        "video.steady_fps": 25, "video.bit_depth": 8, "video.luma_samples": 921600, "video.luma_rate": 23040000, "video.luma_edge": 1280,
        "video.vcl_factor": 1250, "video.nal_factor": 1500, "video.frames_lost": 0,
        "requested.width": None, "requested.height": None, "requested.fps": None, "requested.max_fps": None, "requested.video_codec": None,
        "requested.profile": None, "requested.video_bitrate": None, "requested.max_bitrate": None, "requested.crf": None, "requested.audio_codec": None,
        "requested.channels": None, "requested.sample_rate": None, "requested.audio_bitrate": None, "requested.video": None, "requested.audio": None,
        "output.template_name": None, "requested.pixel_format": None, "requested.rate_control": None, "requested.gop": None,
        "requested.audio_profile": None, "requested.container": None, "requested.segment_duration": None, "requested.subtitles": None,
        "requested.duration": None, "requested.smaller_allowed_by": None, "requested.lower_video_allowed_by": None, "requested.lower_audio_allowed_by": None,
    }  # fmt: skip


def test_a_fact_has_its_raw_text_and_its_path() -> None:
    assert facts_of().get("height") == Fact(720, "720", f"{VIDEO}/Height")
    assert facts_of(output(videos=[video(Duration="403.039989\n")])).get("video.duration") == Fact(
        Fraction(403039989, 10**6), "403.039989\n", f"{VIDEO}/Duration"
    )


def one_video(**changes: object) -> dict[str, Any]:
    return output(videos=[video(**changes)])


def one_audio(**changes: object) -> dict[str, Any]:
    return output(audios=[audio(**changes)])


@pytest.mark.parametrize(
    ("entry", "name", "value"),
    [
        # Numbers that are none.
        (one_audio(Bitrate="0.f"), "audio.bitrate", None),
        (one_audio(Bitrate="N/A"), "audio.bitrate", None),
        (one_audio(Bitrate=""), "audio.bitrate", None),
        (one_audio(Bitrate="nan"), "audio.bitrate", None),
        (one_audio(Bitrate="1e999"), "audio.bitrate", None),
        (one_audio(Bitrate=[1]), "audio.bitrate", None),
        (one_audio(Bitrate=96), "audio.bitrate", 96000),
        (one_audio(Bitrate=96.5), "audio.bitrate", 96500),
        # Both spellings in both kinds of stream.
        (one_video(Codec_name=None, CodecName="hevc"), "video.codec", "hevc"),
        (one_video(Bit_rate=None, Bitrate="888.563"), "video.bitrate", 888563),
        (one_video(Start_time=None, StartTime="1.5"), "video.start_time", Fraction(3, 2)),
        (one_video(PixFmt=None, Pix_fmt="yuv420p10le"), "video.pixel_format", "yuv420p10le"),
        (one_audio(CodecName=None, Codec_name="opus"), "audio.codec", "opus"),
        (one_audio(Bitrate=None, Bit_rate="64"), "audio.bitrate", 64000),
        (one_audio(SampleRate=None, Sample_rate="44100"), "audio.sample_rate", 44100),
        # Rates and ratios.
        (one_video(Avg_fps="30000/1001"), "video.fps", Fraction(30000, 1001)),
        (one_video(Avg_fps="29.97"), "video.fps", Fraction(2997, 100)),
        (one_video(Avg_fps="0/0"), "video.fps", None),
        (one_video(Avg_fps="0.0"), "video.fps", None),
        (one_video(Sar="0:1"), "video.sar", None),
        (one_video(Sar="478:477"), "video.sar", Fraction(478, 477)),
        (one_video(Dar="0:1"), "aspect_ratio", Fraction(16, 9)),
        (one_video(Dar="0:1", Sar="4:3", Width="720", Height="540"), "aspect_ratio", Fraction(16, 9)),
        # Rotation: what a viewer sees.
        (one_video(Rotate="90"), "width", 720),
        (one_video(Rotate="90"), "height", 1280),
        (one_video(Rotate="-90"), "video.rotation", 270),
        (one_video(Rotate="270"), "aspect_ratio", Fraction(9, 16)),
        (one_video(Rotate="90", Dar=None), "aspect_ratio", Fraction(9, 16)),
        (one_video(Rotate="90"), "video.coded_width", 1280),
        (one_video(Rotate="180"), "width", 1280),
        # Zero is absent; then the file's is taken.
        (one_video(Width="0"), "width", 1280),
        (output(videos=[video(Width="0")], info=file_info(Width="0")), "width", None),
        (output(videos=[], info=file_info(Width="0")), "width", None),
        (one_video(Width="0"), "video.coded_width", None),
        # Levels.
        (one_video(Level="31"), "video.level", Fraction(31, 10)),
        (one_video(Level="40"), "video.level", 4),
        (one_video(Level="93", Codec_name="hevc"), "video.level", Fraction(31, 10)),
        (one_video(Level="120", Codec_name="hevc"), "video.level", 4),
        (one_video(Level="153", Codec_name="hevc"), "video.level", Fraction(51, 10)),
        (one_video(Level="8", Codec_name="av1"), "video.level", 8),
        # Ends: start plus duration; frames at their rate where no duration is told; nothing where neither is.
        (one_video(Start_time="1.48"), "video.end", Fraction(12148, 100)),
        (one_video(Start_time=None), "video.end", 120),
        (one_video(Duration=None, NumFrames="50"), "video.end", 2),
        (one_video(Duration="N/A", NumFrames=None), "video.end", None),
        (one_audio(Duration=None), "audio.end", None),
        (one_audio(StartTime="-0.021"), "audio.end", Fraction(119979, 1000)),
        (output(audios=[audio(), audio(Duration="30")]), "audio[1].end", 30),
        (output(audios=[audio(), audio(Duration="30")]), "audio.first_end", 30),
        (output(audios=[audio(Duration="30"), audio()]), "audio.last_end", 120),
        (output(audios=[audio(Duration=None), audio()]), "audio.first_end", None),
        (output(audios=[]), "audio.first_end", None),
        # The rate that was meant: the nominal one within 0.2 % of the average.
        (one_video(Avg_fps="30.05", Fps="30"), "video.steady_fps", 30),
        (one_video(Avg_fps="30.07", Fps="30"), "video.steady_fps", Fraction(3007, 100)),
        (one_video(Avg_fps="30.05", Fps=None), "video.steady_fps", Fraction(3005, 100)),
        (one_video(Avg_fps="0/0", Fps="30"), "video.steady_fps", None),
        # Bits and factors by pixel format and profile.
        (one_video(PixFmt="yuv420p10le"), "video.bit_depth", 10),
        (one_video(PixFmt="p010le"), "video.bit_depth", 10),
        (one_video(PixFmt="gray12le"), "video.bit_depth", 12),
        (one_video(PixFmt="nv12"), "video.bit_depth", 8),
        (one_video(PixFmt="pal8"), "video.bit_depth", None),
        (one_video(Profile="High 10"), "video.vcl_factor", 3000),
        (one_video(Profile="High 4:2:2"), "video.nal_factor", 4800),
        (one_video(Profile="Unheard of"), "video.nal_factor", None),
        (one_video(Codec_name="vp9"), "video.nal_factor", None),
        (one_video(Codec_name="hevc", Profile="Main 10", PixFmt="yuv420p10le"), "video.vcl_factor", 1000),
        (one_video(Codec_name="hevc", Profile="Rext", PixFmt="yuv422p10le"), "video.vcl_factor", 1667),
        (one_video(Codec_name="hevc", Profile="Rext", PixFmt="gbrp"), "video.nal_factor", 4400),
        (one_video(Codec_name="hevc", Profile="Rext", PixFmt="p410le"), "video.vcl_factor", 2500),
        (one_video(Codec_name="hevc", Profile="Rext", PixFmt=None), "video.vcl_factor", 4000),
        (one_video(Width="1921", Height="1080"), "video.luma_samples", 1928 * 1080),
        # What a viewer sees: edges, and the 16:9 picture that it fits into.
        (one_video(Width="1920", Height="1080", Rotate="90"), "short_edge", 1080),
        (one_video(Width="608", Height="1080"), "class_height", 608),
        (one_video(Width="1080", Height="1920"), "class_height", 1080),
        (one_video(Width="1920", Height="800"), "class_height", 1080),
        (one_video(Width="7680", Height="4320"), "class_height", 4320),
        # A file's ending: the delivered name first, without a query.
        (output(Result={"OutputFile": {"Url": "oss://a/b.MOV?x=.mp4"}, "OutFileMeta": {}}), "file.extension", "mov"),
        (output(Result={"OutFileMeta": {"FileBasicInfo": {"FileName": "a.b/clip", "FileUrl": "http://x.y/c.ts"}}}), "file.extension", "ts"),
        (output(Result={"OutFileMeta": {"FileBasicInfo": {"FileName": ".mp4"}}}), "file.extension", None),
        # Bit rates together, and the most that the video's can be.
        (one_audio(Bitrate="0.f"), "file.streams_size", None),
        (one_audio(Duration=None), "file.streams_size", None),
        (output(videos=[], audios=[]), "file.streams_size", None),
        (output(videos=[], audios=[audio(), audio(Duration="60")]), "file.streams_size", 16 * 1000 * 180),
        (one_video(Bit_rate=None), "video.most_bitrate", 2930200),
        (one_video(Duration="0.99"), "video.sustained_bitrate", None),
        (one_video(Duration="1"), "video.sustained_bitrate", 2800500),
        (one_video(Duration=None), "video.sustained_bitrate", 2800500),
        (one_video(NumFrames="2990"), "video.frames_lost", 10),
        (one_video(NumFrames="3010"), "video.frames_lost", 0),
        (one_video(Level="-99"), "video.level", None),
        # Sample entries.
        (one_video(Codec_tag_string="[27][0][0][0]", Codec_tag="0x001b"), "video.codec_tag", "0x001b"),
        (one_video(Codec_tag_string=None, Codec_tag="0x31637668"), "video.codec_tag", "hvc1"),
        (one_video(Codec_tag_string="hev1"), "video.codec_tag", "hev1"),
        (one_video(Codec_tag_string=None, Codec_tag=None), "video.codec_tag", None),
        (one_video(Codec_tag_string=None, Codec_tag="0xffffffffff"), "video.codec_tag", "0xffffffffff"),
        # Manifests.
        (rung("r", 640, 360, 700), "size", None),
        (rung("r", 640, 360, 700), "container", ("applehttp", "hls")),
        (output(info=file_info(FormatName=None, FileName="index.M3U8")), "size", None),
        (output(info=file_info(FormatName=None, FileName=None, FileUrl="http://x/a.mpd?auth=1")), "size", None),
        # Durations.
        (output(info=file_info(Duration="N/A"), audios=[audio(Duration="121.5")]), "duration", Fraction(243, 2)),
        (output(info=file_info(Duration=None), videos=[], audios=[]), "duration", None),
        (one_audio(Duration="107.25"), "av.duration_gap", Fraction(51, 4)),
        (one_audio(Duration="130"), "av.duration_gap", 10),
        (one_audio(StartTime="0.2"), "av.start_gap", Fraction(1, 5)),
        (output(audios=[]), "av.duration_gap", None),
        # Streams that are missing.
        (output(videos=[]), "video.codec", None),
        (output(videos=[]), "video.count", 0),
        (output(audios=[]), "audio.count", 0),
        (output(audios=[audio(), audio(Channels="6")]), "audio[1].channels", 6),
        (output(audios=[audio(), audio(Channels="6")]), "audio.channels", 2),
        (output(), "audio[1].channels", None),
        (output(videos=[video(), video(Width="64", Height="64")]), "video[1].coded_width", 64),
        # Outputs without a result.
        (output(Result=None), "duration", None),
        (output(Result=None), "video.count", None),
        (output(Result={"OutFileMeta": {"AudioStreamInfoList": [audio()]}}), "video.count", 0),
        (output(Result="broken"), "width", None),
        (output(Result={"OutputFile": {"Type": "Media", "Media": "asset-1", "Url": "oss://b/k"}}), "output.url", "oss://b/k"),
        (output(Result={"OutputFile": {"Type": "OSS", "Media": "oss://b/k\n"}}), "output.url", "oss://b/k"),
        (output(Name=None), "output.name", None),
        # What follows from others.
        (one_video(Width="854", Height="480"), "video.macroblocks", 54 * 30),
        (one_video(Avg_fps="N/A"), "video.macroblock_rate", None),
        (one_video(Sar="4:3", Width="720", Height="540"), "video.derived_dar", Fraction(16, 9)),
        (one_video(NumFrames="10040", Duration="403.039989", Start_time="1.473556"), "video.frames_gap", Fraction(839175, 10**6)),
        (one_video(NumFrames="3010"), "video.frames_gap", 10),
        (rung("r", 640, 360, 700), "file.average_bitrate", None),
        (output(info=file_info(Duration="0")), "file.average_bitrate", None),
        (output(info=file_info(Duration="118.5")), "file.duration_gap", Fraction(3, 2)),
        (output(info=file_info(Width="0")), "file.width", None),
        (output(videos=[]), "video.dar", None),
    ],
)  # fmt: skip
def test_every_oddity_has_its_value(entry: dict[str, Any], name: str, value: object) -> None:
    config: dict[str, Any] = {}
    assert facts_of(entry, config=config).get(name).value == value


@pytest.mark.parametrize(
    ("cover", "counts"),
    [
        (video(Codec_name="mjpeg", NumFrames="1"), True),
        (video(Codec_name="png", NumFrames=None, Avg_fps="0/0", Fps="90000.0"), True),
        (video(Codec_name="mjpeg", NumFrames=None, Avg_fps="90000"), True),
        (video(Codec_name="mjpeg", NumFrames="3000"), False),
        (video(Codec_name="mjpeg", NumFrames=None, Avg_fps="25"), False),
        (video(Codec_name="h264", NumFrames="1"), False),
    ],
)
def test_a_cover_picture_is_no_video(cover: dict[str, Any], counts: bool) -> None:
    alone, before = facts_of(output(videos=[cover])), facts_of(output(videos=[cover, video()]))
    assert alone.get("video.count").value == (0 if counts else 1)
    assert before.get("video.count").value == (1 if counts else 2)
    assert before.get("video.codec").value == ("h264" if counts else cover["Codec_name"])


def test_absent_facts_show_the_raw_text_and_where_it_stands() -> None:
    facts = facts_of(one_audio(Bitrate="0.f"))
    assert facts.get("audio.bitrate") == Fact(None, "0.f", f"{META}/AudioStreamInfoList/0/Bitrate")
    assert facts_of(rung("r", 640, 360, 700)).get("size") == Fact(None, "31737", f"{META}/FileBasicInfo/FileSize")


OVERRIDE = {
    "Video": {
        "Codec": "H.265", "Width": "1920", "Height": "1080", "Fps": "25", "MaxFps": "60", "Bitrate": "4500", "Maxrate": "6000",
        "Profile": "main",
    },
    "Audio": {"Codec": "AAC", "Channels": "2", "Samplerate": "48000", "Bitrate": "128"},
}  # fmt: skip


def requested(override: object, entry: dict[str, Any] | None = None) -> OutputFacts:
    text = override if isinstance(override, str) else json.dumps(override)
    config = {"Outputs": [{"Name": "web-720p", "OverrideParams": text}]}
    return facts_of(entry, config=config)


def test_what_was_requested_comes_from_the_override_parameters() -> None:
    facts = requested(OVERRIDE)
    names = [name for name in OUTPUT_FACTS if name.startswith("requested.")]
    assert {name.removeprefix("requested."): facts.get(name).value for name in names} == {
        "width": 1920, "height": 1080, "fps": 25, "max_fps": 60, "video_codec": "hevc", "profile": "main",
        "video_bitrate": 4_500_000, "max_bitrate": 6_000_000, "crf": None, "audio_codec": "aac", "channels": 2, "sample_rate": 48000,
        "audio_bitrate": 128_000, "video": True, "audio": True, "pixel_format": None, "rate_control": "onepass", "gop": None,
        "audio_profile": None, "container": None, "segment_duration": None, "subtitles": None, "duration": None, "smaller_allowed_by": None,
        "lower_video_allowed_by": None, "lower_audio_allowed_by": None,
    }  # fmt: skip
    assert facts.get("requested.width").path == "/Job/Config/Outputs/0/OverrideParams"


@pytest.mark.parametrize(
    ("override", "name", "value"),
    [
        ({"Video": {"Bitrate": "-1", "Width": "0"}}, "requested.video_bitrate", None),
        ({"Video": {"Bitrate": "-1", "Width": "0"}}, "requested.width", None),
        ({"Video": {"Remove": "true"}}, "requested.video", False),
        ({"Video": {"Remove": True}}, "requested.video", False),
        ({"Audio": {"Remove": "false"}}, "requested.audio", True),
        ({}, "requested.video", None),
        ("no JSON", "requested.width", None),
        ({"Video": {"Codec": "SVT"}}, "requested.video_codec", "svt"),
        ({"Video": "broken"}, "requested.width", None),
    ],
)
def test_requests_that_keep_the_sources(override: object, name: str, value: object) -> None:
    assert requested(override).get(name).value == value


def test_long_short_mode_follows_the_delivered_orientation() -> None:
    override = {"Video": {"Width": "1280", "Height": "720", "LongShortMode": "true"}}
    upright = requested(override, one_video(Rotate="90"))
    assert (upright.get("requested.width").value, upright.get("requested.height").value) == (720, 1280)
    lying = requested(override)
    assert (lying.get("requested.width").value, lying.get("requested.height").value) == (1280, 720)


def test_outputs_that_share_a_name_find_their_config_by_place() -> None:
    job = job_of(
        output("same"), output("same"),
        config={"Outputs": [{"Name": "same", "TemplateId": "a"}, {"Name": "same", "TemplateId": "b"}]},
    )  # fmt: skip
    assert [OutputFacts(one, JobFacts(job)).get("output.template").value for one in job.outputs] == ["a", "b"]


def test_an_unequal_config_is_not_guessed_from() -> None:
    facts = facts_of(
        output("x"), config={"Outputs": [{"Name": "a", "TemplateId": "1"}, {"Name": "b", "TemplateId": "2"}]}
    )
    assert facts.get("output.template").value is None


def test_a_groups_outputs_know_their_group() -> None:
    job = job_of(groups=[hls(rung("360p", 640, 360, 700), name="g/1")])
    facts = OutputFacts(job.outputs[0], JobFacts(job))
    assert [facts.get(f"output.{name}").value for name in ("name", "group", "group_type")] == ["360p", "g/1", "hls"]
    assert facts.get("output.group").path == "/Job/OutputGroupDetails/0/Name"


def test_the_jobs_own_facts() -> None:
    job = job_of(output(), user_data={"videoId": "v", "a": {"b": [1, {"c": "2.5"}]}, "yes": True, "none": None})
    facts = JobFacts(job)
    assert {name: facts.get(name).value for name in ALL_FACTS if name.startswith("job.")} == {
        "job.id": "5f0c9e1b7a3d4c2e8f6a1b2c3d4e5f60", "job.name": "a film", "job.state": "Complete", "job.pipeline": "prod-vod",
        "job.created": "2026-11-20T08:00:00Z", "job.finished": "2026-11-20T08:05:30Z", "job.elapsed": 330, "job.outputs": 1, "job.outputs_requested": 1,
    }  # fmt: skip
    user = {
        name: facts.get(f"user_data.{name}").value
        for name in ("videoId", "a.b.0", "a.b.1.c", "a.b.9", "yes", "none", "a", "no.such")
    }
    assert user == {
        "videoId": "v",
        "a.b.0": "1",
        "a.b.1.c": "2.5",
        "a.b.9": None,
        "yes": True,
        "none": None,
        "a": None,
        "no.such": None,
    }


@pytest.mark.parametrize("finish", [None, "", "yesterday", "2026-13-40T99:00:00Z"])
def test_an_unusable_time_leaves_the_elapsed_time_absent(finish: str | None) -> None:
    assert JobFacts(job_of(output(), FinishTime=finish)).get("job.elapsed").value is None


@pytest.mark.parametrize(
    "user_data", ["plain text", "", "{broken", "[1, 2]", "7", "null", '{"a": 1e999}', '{"a": NaN}', "[" * 5000]
)
def test_user_data_of_any_sort_is_read(user_data: str) -> None:
    facts = JobFacts(job_of(output(), UserData=user_data))
    assert facts.get("user_data.a").value in (None, "1e999", "NaN")


@pytest.mark.parametrize(
    "value", [None, 3, "text", [], {}, {"Job": None}, {"Job": []}, {"RequestId": "r"}, {"Job": 7, "State": "x"}]
)
def test_an_answer_without_a_job_is_none(value: object) -> None:
    assert read_job(value) is None


def test_a_job_alone_is_read_too() -> None:
    job = read_job(answer(output())["Job"])
    assert job is not None
    assert OutputFacts(job.outputs[0], JobFacts(job)).get("height").path == VIDEO.removeprefix("/Job") + "/Height"


@pytest.mark.parametrize("state", ["Complete", "complete", "Success", "Finished"])
def test_states_that_are_complete(state: str) -> None:
    job = job_of(
        output(), State=state, Code="InvalidParameter", Message="stands beside success in the documented example"
    )
    assert (job.complete, job.failed, job.final) == (True, False, True)


@pytest.mark.parametrize("state", ["Error", "Failed", "Cancelled", "Canceled"])
def test_states_that_failed(state: str) -> None:
    job = job_of(State=state)
    assert (job.complete, job.failed, job.final) == (False, True, True)


@pytest.mark.parametrize("state", ["Inited", "Running", "Paused", "", None, "N/A"])
def test_a_state_that_is_not_known_is_not_final(state: str | None) -> None:
    assert job_of(State=state).final is False


@pytest.mark.parametrize(
    ("unknown", "near"),
    [
        ("widht", "width"),
        ("video.frame_rate", "video.fps"),
        ("resolution", "height"),
        ("fps", "video.fps"),
        ("audio.chanels", "audio.channels"),
        ("codec", "video.codec"),
    ],
)
def test_an_unknown_fact_has_a_nearest_one(unknown: str, near: str) -> None:
    assert find_fact(unknown) is None
    assert near in nearest_facts(unknown)


@pytest.mark.parametrize("name", ["audio[1].channels", "video[0].codec", "user_data.a.b"])
def test_facts_with_an_index_or_a_path_are_known(name: str) -> None:
    assert find_fact(name) is not None


@pytest.mark.parametrize("name", ["audio[1].count", "user_data.", "audio[x].codec", "output", "requested.video.x"])
def test_names_that_are_nearly_facts_are_not(name: str) -> None:
    assert find_fact(name) is None


SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12) | st.sampled_from(
    ["0.f", "N/A", "", "0:1", "0/0", "1e999", "mjpeg", "h264", "90", "-1", "25.0\n", "{", '{"Video":{"Width":"x"}}']
)  # fmt: skip
KEYS = st.sampled_from(
    ["Job", "OutputDetails", "OutputGroupDetails", "Outputs", "Result", "OutFileMeta", "VideoStreamInfoList", "AudioStreamInfoList",
     "FileBasicInfo", "Config", "OverrideParams", "UserData", "Width", "Height", "Rotate", "Duration", "Codec_name", "Level", "Sar", "Dar",
     "Avg_fps", "NumFrames", "Codec_tag", "Name", "Status", "State", "GroupConfig", "Type", "OutputFile", "Media", "Video", "FinishTime"]
)  # fmt: skip
ANYTHING = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=8), max_leaves=40
)


@given(ANYTHING)
def test_no_answer_makes_a_fact_raise(part: object) -> None:
    details = {"Job": {"State": "Complete", "Config": part, "UserData": part, "OutputDetails": [part, {"Result": part}, {"Result": {"OutFileMeta": part}}],
                       "OutputGroupDetails": [{"Outputs": [part]}, part], "CreateTime": part, "FinishTime": part}}  # fmt: skip
    for whole in (part, details):
        job = read_job(whole)
        if job is None:
            continue
        job_facts = JobFacts(job)
        for one in job.outputs:
            facts = OutputFacts(one, job_facts)
            for name in [*ALL_FACTS, "audio[1].codec", "user_data.Job.0"]:
                value = facts.get(name).value
                assert value is None or isinstance(value, int | Fraction | str | bool | tuple)
