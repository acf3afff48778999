"""The built-in packs: each rule has a source, and each bound is tried from both sides."""

from __future__ import annotations

import json
from typing import Any

import pytest

from mediaverdict.judging import judge, judge_evidence
from mediaverdict.rulebook import Rulebook, read_rulebook
from mediaverdict.rulebook.compiling import PACKS, pack_names
from mediaverdict_cli.rules.examples import evidence_of
from mediaverdict_cli.rules.packs import list_packs
from samples import audio, file_info, hls, job_of, ladder, output, rung, video

BOOKS: dict[str, Rulebook] = {
    name: read_rulebook(f"version: 1\ninclude: [{{pack: {name}}}]\n") for name in pack_names()
}


def found(pack: str, job: Any) -> dict[str, str]:
    """Rule (without the pack's name) to severity, of all findings that are the pack's."""
    findings = judge(job, BOOKS[pack]).findings
    return {
        finding.rule.partition("/")[2]: finding.severity for finding in findings if finding.rule.startswith(f"{pack}/")
    }


def found_of(pack: str, *outputs: dict[str, Any]) -> dict[str, str]:
    """The same, of outputs that have just these facts."""
    findings = judge_evidence(evidence_of(list(outputs), "x"), BOOKS[pack]).findings
    return {
        finding.rule.partition("/")[2]: finding.severity for finding in findings if finding.rule.startswith(f"{pack}/")
    }


def test_the_packs_are_all_there() -> None:
    assert list(BOOKS) == [
        "apple-hls",
        "as-requested",
        "h264-levels",
        "hevc-levels",
        "ladder",
        "sane",
        "web-mp4",
        "youtube-upload",
    ]


@pytest.mark.parametrize("pack", list_packs(), ids=lambda pack: pack.name)
def test_each_rule_has_a_source_and_each_pack_tells_what_it_cant(pack: Any) -> None:
    assert pack.not_covered
    assert pack.version >= 1
    for rule in pack.rules:
        assert rule.id.startswith(f"{pack.name}/")
        assert rule.source, rule.id
        assert rule.description.endswith("."), rule.id


@pytest.mark.parametrize("name", pack_names())
def test_a_pack_is_the_book_that_its_yaml_says(name: str) -> None:
    text = (PACKS / f"{name}.yml").read_text(encoding="utf-8")
    from_yaml = read_rulebook(text, name, PACKS)
    assert [rule.id for rule in from_yaml.rules] == [rule.id for rule in BOOKS[name].rules]
    (pack,) = [pack for pack in list_packs() if pack.name == name]
    assert BOOKS[name].packs == (f"{name}@{pack.version}",)


# sane: a good output with one thing changed, on each side of the bound.


def one(
    videos: dict[str, Any] | None = None,
    audios: dict[str, Any] | None = None,
    info: dict[str, Any] | None = None,
    **more: Any,
) -> Any:
    return job_of(
        output(videos=[video(**(videos or {}))], audios=[audio(**(audios or {}))], info=file_info(**(info or {}))), **more
    )  # fmt: skip


def asked(override: dict[str, Any]) -> dict[str, Any]:
    return {"Outputs": [{"Name": "web-720p", "OverrideParams": json.dumps(override)}]}


MKV = {"FormatName": "matroska,webm"}


def one_in_mkv(videos: dict[str, Any]) -> Any:
    """In a file that is named .mkv, whose streams tell no duration."""
    entry = output(videos=[video(**videos)], audios=[audio(Duration=None)], info=file_info(**MKV))
    entry["Result"]["OutputFile"] = {"Type": "OSS", "Url": "oss://films/web.mkv"}
    return job_of(entry)


SANE = [
    ("all-outputs", one(config={"Outputs": [{"Name": "web-720p"}]}), one(config={"Outputs": [{"Name": "web-720p"}, {"Name": "gone"}]}), "fail"),
    ("output-succeeded", job_of(output()), job_of(output(Status="Scheduled")), "fail"),
    ("some-stream", job_of(output(videos=[])), job_of(output(videos=[], audios=[])), "fail"),
    ("some-stream", job_of(output(audios=[])), job_of(output(Result={"OutFileMeta": {}})), "fail"),
    ("video-kept", one(config=asked({"Video": {"Codec": "H.264"}})), job_of(output(videos=[]), config=asked({"Video": {"Codec": "H.264"}})), "fail"),
    ("video-kept", job_of(output(videos=[]), config=asked({"Video": {"Remove": "true"}})), job_of(output(videos=[]), config=asked({"Video": {"Remove": "false"}})), "fail"),
    ("audio-kept", one(config=asked({"Audio": {"Codec": "AAC"}})), job_of(output(audios=[]), config=asked({"Audio": {"Codec": "AAC"}})), "fail"),
    ("one-video", job_of(output(videos=[video(), video(Codec_name="mjpeg", NumFrames="1")])), job_of(output(videos=[video(), video()])), "warn"),
    ("picture-size", one({"Width": "0"}), one({"Width": "0"}, info={"Width": "0"}), "fail"),
    ("duration", one(info={"Duration": "0.04"}), one(info={"Duration": "0"}), "fail"),
    ("duration", one(info={"Duration": "N/A"}), job_of(output(videos=[], audios=[audio(Duration=None)], info=file_info(Duration=None))), "fail"),
    ("size", one(info={"FileSize": "1"}), one(info={"FileSize": "0"}), "fail"),
    ("size", job_of(groups=[hls(rung("a", 640, 360, 700, ))]), one(info={"FileSize": "0"}), "fail"),
    ("file-status", one(), one(info={"FileStatus": "Broken"}), "fail"),
    ("even-size", one({"Width": "1280"}), one({"Width": "1281"}), "warn"),
    ("even-size", one({"Height": "719", "PixFmt": "yuv444p"}), one({"Height": "719"}), "warn"),
    ("aspect-ratio-agrees", one({"Dar": "179:100"}), one({"Dar": "180:100"}), "warn"),
    ("aspect-ratio-agrees", one({"Dar": "177:100"}), one({"Dar": "175:100"}), "warn"),
    ("aspect-ratio-agrees", one({"Dar": "4:3", "Sar": "0:1"}), one({"Dar": "4:3", "Sar": "1:1"}), "warn"),
    ("file-size-agrees", one({"Width": "720", "Height": "1280", "Rotate": "90"}), one(info={"Width": "1920"}), "warn"),
    ("video-codec", one(), one({"Codec_name": ""}), "fail"),
    ("audio-codec", job_of(output(audios=[])), one(audios={"CodecName": ""}), "fail"),
    ("channels", one(audios={"Channels": "1"}), one(audios={"Channels": "0"}), "fail"),
    ("channels", job_of(output(audios=[])), one(audios={"Channels": None}), "fail"),
    ("frame-rate", one({"Avg_fps": "300", "Fps": "300"}), one({"Avg_fps": "90000.0", "Fps": "90000"}), "warn"),
    ("frame-rate", one({"Avg_fps": "0/0", "Fps": "25"}), one({"Avg_fps": "0/0", "Fps": "0/0"}), "warn"),
    ("frame-rate", one({"Avg_fps": "0/0", "Fps": "90000", "NumFrames": "1"}), one({"Avg_fps": None, "Fps": None}), "warn"),
    ("pixel-shape", one({"Sar": "1:2", "Dar": "8:9"}), one({"Sar": "1:4", "Dar": "4:9"}), "warn"),
    ("pixel-shape", one({"Sar": "32:11"}), one({"Sar": "4:1"}), "warn"),
    ("duration-agrees", one(info={"Duration": "118.8"}), one(info={"Duration": "118.79"}), "warn"),
    ("duration-agrees", one({"Duration": "10"}, {"Duration": "10"}, {"Duration": "9.5"}), one({"Duration": "10"}, {"Duration": "10"}, {"Duration": "9.49"}), "warn"),
    ("duration-longer", one(info={"Duration": "121.2"}), one(info={"Duration": "121.3"}), "info"),
    ("duration-longer", one({"Duration": "10"}, {"Duration": "10"}, {"Duration": "10.5"}), one({"Duration": "10"}, {"Duration": "10"}, {"Duration": "10.51"}), "info"),
    ("audio-not-short", one(audios={"Duration": "119.9"}), one(audios={"Duration": "119.89"}), "warn"),
    ("audio-not-short", one(audios={"Duration": "119.8", "StartTime": "0.1"}), one(audios={"Duration": "119.8", "StartTime": "0.08"}), "warn"),
    ("audio-not-short", one({}, {"Duration": "119.6"}, {"FormatName": "mpegts"}), one({}, {"Duration": "119.59"}, {"FormatName": "mpegts"}), "warn"),
    ("audio-not-short", one({}, {"Duration": None}), one({"Duration": None}, {"Duration": "119"}), "warn"),
    ("audio-not-long", one(audios={"Duration": "121"}), one(audios={"Duration": "121.01"}), "warn"),
    ("picture-not-short", one({"Duration": None, "NumFrames": "2975"}, {"Duration": None}, {"FormatName": "flv"}), one({"Duration": None, "NumFrames": "2974"}, {"Duration": None}, {"FormatName": "flv"}), "warn"),
    ("picture-not-short", one_in_mkv({"Duration": None, "NumFrames": "9"}), one({"Duration": None, "NumFrames": "9"}, {"Duration": None}, {"FormatName": "hls,applehttp"}), "warn"),
    ("picture-or-subtitle-short", one_in_mkv({"Duration": None, "NumFrames": None}), one_in_mkv({"Duration": None, "NumFrames": "9"}), "info"),
    ("tracks-end-together", job_of(output(audios=[audio(), audio(Duration="119")])), job_of(output(audios=[audio(), audio(Duration="118.9")])), "warn"),
    ("tracks-end-together", job_of(output(audios=[audio(), audio(Duration=None)])), job_of(output(audios=[audio(Duration="30"), audio()])), "warn"),
    ("starts-together", one({"Start_time": "1.48"}, {"StartTime": "1.58"}), one({"Start_time": "1.48"}, {"StartTime": "1.581"}), "warn"),
    ("frames-agree", one({"NumFrames": "2986"}), one({"NumFrames": "2985"}), "warn"),
    ("frames-agree", one({"NumFrames": "22", "Duration": "1"}), one({"NumFrames": "21", "Duration": "1"}), "warn"),
    ("frames-to-spare", one({"NumFrames": "3015"}), one({"NumFrames": "3016"}), "info"),
    ("frames-to-spare", one({"NumFrames": "28", "Duration": "1"}), one({"NumFrames": "29", "Duration": "1"}), "info"),
    ("frames-to-spare", one({"NumFrames": "9"}), one({"NumFrames": "6000"}), "info"),
    ("frames-agree", one({"NumFrames": "10040", "Duration": "403.04", "Start_time": "1.47"}), one({"NumFrames": "9900", "Duration": "403.04"}), "warn"),
    ("frames-agree", one({"NumFrames": "9", "Fps": "50.0"}), one({"NumFrames": "9"}), "warn"),
    ("bitrate-agrees", one(info={"FileSize": "48300000"}), one(info={"FileSize": "48400000"}), "warn"),
    ("bitrate-agrees", one(info={"FileSize": "39600000"}), one(info={"FileSize": "39500000"}), "warn"),
    ("bitrates-add-up", one({"Bit_rate": "3095.2"}), one({"Bit_rate": "3095.3"}), "warn"),
    ("bitrates-add-up", one({"Bit_rate": "9000"}, info={"FormatName": "flv"}), one({"Bit_rate": "2537"}, info={"FileSize": "19095000", "Bitrate": "1273"}), "warn"),
    ("rate-steady", one({"Fps": "25.02"}), one({"Fps": "25.03"}), "info"),
    ("rate-steady", one({"Fps": "90000"}), one({"Fps": "50"}), "info"),
    ("upright", one({"Rotate": "0"}), one({"Rotate": "180"}), "info"),
    ("square-pixels", one({"Sar": "16:15", "Height": "576"}), one({"Sar": "16:15", "Height": "578"}), "info"),
    ("pixel-format", one({"PixFmt": "yuv420p10le", "Codec_name": "hevc"}), one({"PixFmt": "yuv422p"}), "warn"),
    ("pixel-format", one({"PixFmt": "yuvj420p"}), one({"PixFmt": "yuv420p10le"}), "warn"),
    ("pixel-format", one({"PixFmt": "yuv422p10le", "Codec_name": "prores"}), one({"PixFmt": "yuv444p", "Codec_name": "vp9"}), "warn"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "good", "bad", "severity"), SANE, ids=[f"{row[0]}-{number}" for number, row in enumerate(SANE)]
)
def test_sane_on_each_side_of_each_bound(rule: str, good: Any, bad: Any, severity: str) -> None:
    assert rule not in found("sane", good)
    assert found("sane", bad)[rule] == severity


def test_two_frames_let_audio_be_shorter_at_a_slow_rate() -> None:
    slow = {"Avg_fps": "15", "Fps": "15", "NumFrames": "1800"}
    assert found("sane", one(slow, {"Duration": "119.87"}))["audio-not-short"] == "info"  # by the tolerance alone
    assert found("sane", one(slow, {"Duration": "119.86"}))["audio-not-short"] == "warn"


def test_good_outputs_are_not_told_of() -> None:
    assert found("sane", job_of(output(), groups=[hls(*ladder())])) == {}


def test_every_rule_of_sane_was_tried() -> None:
    assert {f"sane/{row[0]}" for row in SANE} == {rule.id for rule in BOOKS["sane"].rules}


# as-requested

REQUEST = {"Video": {"Width": "1280", "Height": "720"}}


CHECKED = {**REQUEST, "TransConfig": {"IsCheckReso": "true", "IsCheckVideoBitrate": "true"}}


def untold(kbit: str | None, seconds: str = "120") -> Any:
    """A job that asked for 2800 kbit/s of video, whose file tells that bit rate and whose streams tell none."""
    return requested({"Video": {"Bitrate": "2800"}}, {"Bit_rate": None}, Bitrate=kbit, Duration=seconds)


def requested(
    override: dict[str, Any],
    videos: dict[str, Any] | None = None,
    audios: dict[str, Any] | None = None,
    *,
    clip: dict[str, str] | None = None,
    **info: Any,
) -> Any:
    config = asked(override)
    if clip is not None:
        config["Outputs"][0]["Features"] = json.dumps({"Clip": {"TimeSpan": clip}})
    return one(videos, audios, info, config=config)


AS_REQUESTED = [
    ("width", requested(REQUEST, {"Width": "1278"}), requested(REQUEST, {"Width": "1277"}), "fail"),
    ("width", requested(REQUEST, {"Width": "1282"}), requested(REQUEST, {"Width": "1283"}), "fail"),
    ("width", requested({"Video": {"Height": "720"}}, {"Width": "9"}), requested(REQUEST, {"Width": "848"}), "fail"),
    ("height", requested(REQUEST, {"Height": "722"}), requested(REQUEST, {"Height": "478"}), "fail"),
    ("fps", requested({"Video": {"Fps": "30"}}, {"Avg_fps": "30.015"}), requested({"Video": {"Fps": "30"}}, {"Avg_fps": "30000/1001"}), "fail"),
    ("max-fps", requested({"Video": {"MaxFps": "30"}}, {"Avg_fps": "25"}), requested({"Video": {"MaxFps": "30"}}, {"Avg_fps": "50"}), "fail"),
    ("video-bitrate", requested({"Video": {"Bitrate": "2800"}}, {"Bit_rate": "2380"}), requested({"Video": {"Bitrate": "2800"}}, {"Bit_rate": "2379"}), "warn"),
    ("video-bitrate", requested({"Video": {"Bitrate": "2800"}}, {"Bit_rate": "3220"}), requested({"Video": {"Bitrate": "2800"}}, {"Bit_rate": "3221"}), "warn"),
    ("video-bitrate", requested({"Video": {"Bitrate": "2800", "Crf": "23"}}, {"Bit_rate": "900"}), requested({"Video": {"Bitrate": "2800"}}, {"Bit_rate": "900"}), "warn"),
    ("video-bitrate", requested({"Video": {"Bitrate": "-1"}}, {"Bit_rate": "900"}), requested({"Video": {"Bitrate": "2800"}}, {"Bit_rate": "900"}), "warn"),
    ("video-bitrate-short", requested({"Video": {"Bitrate": "1000"}}, {"Bit_rate": "1400"}, Duration="9.9"), requested({"Video": {"Bitrate": "1000"}}, {"Bit_rate": "1401"}, Duration="9.9"), "warn"),
    ("video-bitrate", requested({"Video": {"Bitrate": "2800"}}, {"Bit_rate": "230.4"}), requested({"Video": {"Bitrate": "2800"}}, {"Bit_rate": "230.5"}), "warn"),
    ("video-bitrate-short", requested({"Video": {"Bitrate": "1000"}}, {"Bit_rate": "30"}, Duration="9.9"), requested({"Video": {"Bitrate": "1000"}}, {"Bit_rate": "599"}, Duration="9.9"), "warn"),
    ("audio-bitrate", requested({"Audio": {"Bitrate": "128"}}, None, {"Bitrate": "3"}), requested({"Audio": {"Bitrate": "128"}}, None, {"Bitrate": "16"}), "warn"),
    ("max-bitrate", requested({"Video": {"Maxrate": "3000"}}, {"Bit_rate": "3300"}), requested({"Video": {"Maxrate": "3000"}}, {"Bit_rate": "3301"}), "fail"),
    ("video-codec", requested({"Video": {"Codec": "H.264"}}), requested({"Video": {"Codec": "H.265"}}), "fail"),
    ("profile", requested({"Video": {"Profile": "high"}}), requested({"Video": {"Profile": "main"}}), "fail"),
    ("profile", requested({"Video": {"Profile": "baseline"}}, {"Profile": "Constrained Baseline"}), requested({"Video": {"Profile": "baseline"}}), "fail"),
    ("audio-codec", requested({"Audio": {"Codec": "AAC"}}), requested({"Audio": {"Codec": "MP3"}}), "fail"),
    ("channels", requested({"Audio": {"Channels": "0"}}, None, {"Channels": "6"}), requested({"Audio": {"Channels": "2"}}, None, {"Channels": "1"}), "fail"),
    ("sample-rate", requested({"Audio": {"Samplerate": "48000"}}), requested({"Audio": {"Samplerate": "44100"}}), "fail"),
    ("audio-bitrate", requested({"Audio": {"Bitrate": "128"}}, None, {"Bitrate": "108.8"}), requested({"Audio": {"Bitrate": "128"}}, None, {"Bitrate": "108.7"}), "warn"),
    ("video-bitrate-within-the-file", untold("2380"), untold("2379"), "warn"),
    ("video-bitrate-within-the-file", untold("1680", "9.9"), untold("1679", "9.9"), "warn"),
    ("video-bitrate-within-the-file", untold("230.4"), untold("230.5"), "warn"),
    ("video-bitrate-within-the-file", untold(None), untold("900"), "warn"),
    ("size-of-the-source", requested(CHECKED), requested(CHECKED, {"Width": "848", "Height": "478"}), "warn"),
    ("size-of-the-source", requested(CHECKED, {"Width": "1300", "Height": "740"}), requested(CHECKED, {"Width": "1280", "Height": "478"}), "warn"),
    ("video-bitrate-of-the-source", requested(CHECKED | {"Video": {"Bitrate": "2800"}}), requested(CHECKED | {"Video": {"Bitrate": "2800"}}, {"Bit_rate": "900"}), "info"),
    ("audio-bitrate-of-the-source", requested({"Audio": {"Codec": "AAC", "Bitrate": "128"}}), requested({"Audio": {"Codec": "AAC", "Bitrate": "128"}}, None, {"Bitrate": "96"}), "info"),
    ("pixel-format", requested({"Video": {"PixFmt": "yuv420p"}}, {"PixFmt": "yuvj420p"}), requested({"Video": {"PixFmt": "yuv420p10le"}}), "fail"),
    ("container", requested({"Container": {"Format": "mp4"}}), requested({"Container": {"Format": "ts"}}), "fail"),
    ("duration", requested({}, Duration="60.5", clip={"Duration": "00:01:00"}), requested({}, clip={"Duration": "60"}), "warn"),
    ("video-removed", job_of(output(videos=[]), config=asked({"Video": {"Remove": "true"}})), requested({"Video": {"Remove": "true"}}), "fail"),
    ("audio-removed", job_of(output(audios=[]), config=asked({"Audio": {"Remove": "true"}})), requested({"Audio": {"Remove": "true"}}), "fail"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "good", "bad", "severity"),
    AS_REQUESTED,
    ids=[f"{row[0]}-{number}" for number, row in enumerate(AS_REQUESTED)],
)
def test_as_requested_on_each_side_of_each_bound(rule: str, good: Any, bad: Any, severity: str) -> None:
    assert rule not in found("as-requested", good)
    assert found("as-requested", bad)[rule] == severity


def test_every_rule_of_as_requested_was_tried() -> None:
    assert {f"as-requested/{row[0]}" for row in AS_REQUESTED} == {rule.id for rule in BOOKS["as-requested"].rules}


# ladder and apple-hls, by facts: a group of outputs each.

RUNG: dict[str, Any] = {
    "output.group": "hls", "output.group_type": "hls", "video.count": 1, "audio.count": 1, "video.fps": 25, "aspect_ratio": "16:9",
    "video.codec": "h264", "video.profile": "High", "video.level": "4", "audio.codec": "aac", "audio.sample_rate": 48000, "audio.channels": 2,
    "audio.bitrate": "128k", "duration": 60, "video.start_time": "1.48", "video.codec_tag": "avc1",
}  # fmt: skip


def rungs(
    *changes: dict[str, Any], sizes: tuple[tuple[int, int], ...] = ((640, 360), (1280, 720), (1920, 1080))
) -> list[dict[str, Any]]:
    """Three good rungs, each with changes."""
    base = []
    for number, (width, height) in enumerate(sizes):
        rate = (700_000, 1_600_000, 4_000_000, 7_000_000)[number]
        picture = {
            "width": width,
            "height": height,
            "video.coded_width": width,
            "video.coded_height": height,
            "video.bitrate": rate,
            "bitrate": rate + 128_000,
        }
        base.append({**RUNG, **picture, "output.name": f"{height}p"})
    return [
        {**one_rung, **change}
        for one_rung, change in zip(base, [*changes, *[{}] * (len(base) - len(changes))], strict=True)
    ]


LADDER = [
    ("bitrate-rises", rungs({"bitrate": 1_050_000}, {"bitrate": 1_000_000}), rungs({"bitrate": 1_060_000}, {"bitrate": 1_000_000}), "fail"),
    ("bitrate-rises", rungs({}, {"bitrate": 300_000, "video.codec": "hevc"}), rungs({}, {"bitrate": 300_000}), "fail"),
    ("steps", rungs({"bitrate": 800_000}, {"bitrate": 1_000_000}, {"bitrate": 2_600_000}), rungs({"bitrate": 800_000}, {"bitrate": 1_000_000}, {"bitrate": 2_600_001}), "warn"),
    ("steps", rungs({"bitrate": 800_000}, {"bitrate": 1_000_000}, {"bitrate": 2_600_000}), rungs({"bitrate": 800_001}, {"bitrate": 1_000_000}, {"bitrate": 2_600_000}), "warn"),
    ("no-twins", rungs({"bitrate": 1_000_000}, {"bitrate": 1_100_001}, sizes=((640, 360), (640, 360))), rungs({"bitrate": 1_000_000}, {"bitrate": 1_100_000}, sizes=((640, 360), (640, 360))), "warn"),
    ("no-twins", rungs({"video.codec": "hevc", "bitrate": 1_000_000}, {"bitrate": 1_000_000}, sizes=((640, 360), (640, 360))), rungs({"bitrate": 1_000_000}, {}, {"bitrate": 1_000_000}, sizes=((640, 360), (1280, 720), (640, 360))), "warn"),
    ("frame-rates", rungs({"video.fps": "12.5"}, {}, {"video.fps": 50}), rungs({}, {}, {"video.fps": 30}), "warn"),
    ("aspect-ratio", rungs({"aspect_ratio": "1.79"}), rungs({"aspect_ratio": "1.81"}), "warn"),
    ("video-codec", rungs(), rungs({"video.codec": "hevc"}), "info"),
    ("audio", rungs(), rungs({"audio.sample_rate": 44100}), "warn"),
    ("audio", rungs({"audio.count": 0}), rungs({"audio.channels": 1}), "warn"),
    ("durations", rungs({"duration": "60.1"}), rungs({"duration": "60.11"}), "fail"),
    ("starts", rungs({"video.start_time": "1.52"}), rungs({"video.start_time": "1.521"}), "fail"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "good", "bad", "severity"), LADDER, ids=[f"{row[0]}-{number}" for number, row in enumerate(LADDER)]
)
def test_ladder_on_each_side_of_each_bound(rule: str, good: Any, bad: Any, severity: str) -> None:
    assert found_of("ladder", *good).get(rule, "info") == "info"
    assert found_of("ladder", *bad)[rule] == severity


def test_every_rule_of_ladder_was_tried() -> None:
    assert {f"ladder/{row[0]}" for row in LADDER} == {rule.id for rule in BOOKS["ladder"].rules}


def test_apples_own_ladder_keeps_its_steps() -> None:
    rates = [145, 365, 730, 1100, 2000, 3000, 4500, 6000, 7800]
    sizes = [
        (416, 234),
        (640, 360),
        (768, 432),
        (768, 432),
        (960, 540),
        (1280, 720),
        (1280, 720),
        (1920, 1080),
        (1920, 1080),
    ]
    facts = [
        {
            **RUNG,
            "output.name": str(rate),
            "video.coded_width": width,
            "video.coded_height": height,
            "bitrate": rate * 1000,
        }
        for rate, (width, height) in zip(rates, sizes, strict=True)
    ]
    assert found_of("ladder", *facts) == {}


def test_apples_own_ladders_of_both_codecs_stand_in_one_group() -> None:
    facts = []
    for codec, sizes in TARGETS.items():
        for (width, height), rates in sizes.items():
            for rate in rates:
                more = {**HEVC, "video.level": "4" if height <= 1080 else "5.1"} if codec == "hevc" else {}
                picture = {"video.coded_width": width, "video.coded_height": height, "width": width, "height": height}
                rates_of = {"video.bitrate": rate * 1000, "bitrate": (rate + 128) * 1000}
                facts.append({**RUNG, **more, **picture, **rates_of, "output.name": f"{codec}-{rate}"})
    told = found_of("ladder", *facts)
    assert {rule: severity for rule, severity in told.items() if severity != "info"} == {}
    apple = found_of("apple-hls", *facts)
    assert {rule: severity for rule, severity in apple.items() if severity != "info"} == {}


HEVC = {"video.codec": "hevc", "video.profile": "Main 10", "video.level": "5.1", "video.codec_tag": "hvc1"}
APPLE = [
    ("codec", rungs({"video.codec": "av1"}), rungs({"video.codec": "vp9"}), "fail"),
    ("fragmented-mp4", rungs(HEVC), rungs({**HEVC, "video.codec_tag": "0x0024"}), "fail"),
    ("h264-profile", rungs({"video.level": "5.2"}), rungs({"video.level": "6"}), "fail"),
    ("h264-profile", rungs({"video.profile": "Main"}), rungs({"video.profile": "High 4:2:2"}), "fail"),
    ("h264-compatible", rungs({"video.level": "4.1"}, {"video.level": "5"}, {"video.level": "5"}), rungs(*[{"video.level": "4.2"}] * 3), "warn"),
    ("fragmented-mp4", rungs({"video.codec": "av1", "video.codec_tag": "dav1"}), rungs({"video.codec": "av1", "video.codec_tag": "0x0006"}), "fail"),
    ("h264-macos", rungs({"video.level": "5"}), rungs({"video.level": "5.1"}), "warn"),
    ("h264-tvos", rungs({"video.level": "5.1"}), rungs({"video.level": "5.2"}), "warn"),
    ("av1-level", rungs({"video.codec": "av1", "video.level": "18"}), rungs({"video.codec": "av1", "video.level": "19"}), "fail"),
    ("hevc-profile", rungs(HEVC), rungs({**HEVC, "video.level": "5.2"}), "fail"),
    ("hevc-profile", rungs(HEVC), rungs({**HEVC, "video.profile": "Rext"}), "fail"),
    ("hevc-compatible", rungs({**HEVC, "video.level": "4"}), rungs({**HEVC, "video.level": "4.1"}), "warn"),
    ("sample-entry", rungs({"video.codec_tag": "hvc1"}), rungs({"video.codec_tag": "hev1"}), "warn"),
    ("level-needed-3.1", rungs({"video.level": "3.1"}, {"video.level": "3.1"}), rungs({"video.level": "3.2"}, {"video.level": "3.1"}), "info"),
    ("level-needed-4", rungs({}, {}, {"video.level": "4"}), rungs({}, {}, {"video.level": "4.1"}), "info"),
    ("level-needed-4.2", rungs({}, {}, {"video.level": "4.2", "video.fps": 60}), rungs({}, {}, {"video.level": "5", "video.fps": 60}), "info"),
    ("some-h264", rungs(HEVC, HEVC), rungs(HEVC, HEVC, HEVC), "warn"),
    ("natural-rate", rungs({"video.fps": "30000/1001"}), rungs({"video.fps": "27"}), "warn"),
    ("natural-rate", rungs({"video.fps": "23.976"}), rungs({"video.fps": "29.9"}), "warn"),
    ("highest-rate", rungs({"video.fps": "60.02", "video.nominal_fps": 60}), rungs({"video.fps": "60.02"}), "fail"),
    ("highest-rate", rungs({"video.fps": 60}), rungs({"video.fps": "60.001"}), "fail"),
    ("aspect-ratio", rungs(), rungs({"aspect_ratio": "4:3"}), "warn"),
    ("stereo-aac", rungs({"audio.channels": 6}), rungs(*[{"audio.channels": 6}] * 3), "fail"),
    ("stereo-aac", rungs(*[{"audio.channels": 1}] * 3), rungs({"audio.channels": 6}, {"audio.codec": "ac3"}, {"audio.codec": "ac3"}), "fail"),
    ("some-aac", rungs({"audio.codec": "ac3"}), rungs(*[{"audio.codec": "ac3"}] * 3), "fail"),
    ("separate-multichannel", rungs({"audio.channels": 6, "video.count": 0}), rungs({"audio.channels": 6}), "fail"),
    ("stereo-codec", rungs({"audio.codec": "flac"}), rungs({"audio.codec": "mp3"}), "warn"),
    ("multichannel-codec", rungs({"audio.codec": "eac3", "audio.channels": 6}), rungs({"audio.codec": "opus", "audio.channels": 6}), "warn"),
    ("dolby-digital", rungs({"audio.codec": "eac3", "audio.channels": 6}, {"audio.codec": "ac3", "audio.channels": 6}), rungs({"audio.codec": "eac3", "audio.channels": 6}), "info"),
    ("two-at-the-top", rungs({}, {"video.pixels": 2_073_600}, {"video.pixels": 2_073_600}), rungs(), "warn"),
    ("two-at-the-top", rungs(sizes=((416, 234), (640, 360))), rungs(sizes=((640, 360), (1280, 720))), "warn"),
    ("uhd-compatible", rungs({}, {}, {"class_height": 2160, "bitrate": "15M"}), rungs({}, {}, {"class_height": 2160, "bitrate": "15.1M"}), "warn"),
    ("cellular", rungs({"bitrate": "192k"}), rungs({"bitrate": "193k"}), "info"),
    ("some-audio", rungs({"audio.count": 0}), rungs(*[{"audio.count": 0}] * 3), "fail"),
    ("aac-bitrate", rungs({"audio.bitrate": "32k"}), rungs({"audio.bitrate": "31k"}), "warn"),
    ("aac-bitrate", rungs({"audio.bitrate": "160k"}), rungs({"audio.bitrate": "161k"}), "warn"),
    ("one-audio", rungs({"audio.count": 1}), rungs({"audio.count": 2}), "fail"),
    ("two-variants", rungs()[:2], rungs()[:1], "fail"),
    ("aac-bitrate", rungs({"audio.bitrate": "3k"}), rungs({"audio.bitrate": "16k"}), "warn"),
    ("same-duration", rungs({"duration": "60.1"}), rungs({"duration": "60.11"}), "fail"),
    ("default-variant", rungs({}, {"video.bitrate": "1.5M"}), rungs({}, {"video.bitrate": "1.49M"}), "info"),
    ("default-variant", rungs({}, {"video.bitrate": "2.5M"}), rungs({}, {"video.bitrate": "2.51M"}), "info"),
]  # fmt: skip
TARGETS = {
    "h264": {(416, 234): (145,), (640, 360): (365,), (768, 432): (730, 1100), (960, 540): (2000,), (1280, 720): (3000, 4500), (1920, 1080): (6000, 7800)},
    "hevc": {
        (640, 360): (145,), (768, 432): (300,), (960, 540): (600, 900, 1600), (1280, 720): (2400, 3400), (1920, 1080): (4500, 5800),
        (2560, 1440): (8100,), (3840, 2160): (11600, 16800),
    },
}  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "good", "bad", "severity"), APPLE, ids=[f"{row[0]}-{number}" for number, row in enumerate(APPLE)]
)
def test_apple_hls_on_each_side_of_each_bound(rule: str, good: Any, bad: Any, severity: str) -> None:
    assert rule not in found_of("apple-hls", *good)
    assert found_of("apple-hls", *bad)[rule] == severity


@pytest.mark.parametrize("codec", TARGETS)
def test_apples_targets_allow_half_to_double(codec: str) -> None:
    for (width, height), rates in TARGETS[codec].items():
        for bitrate, told in (
            (rates[0] * 500, False),
            (rates[0] * 500 - 1, True),
            (rates[-1] * 2000, False),
            (rates[-1] * 2000 + 1, True),
        ):
            rule = f"target-{codec}-{height}p"
            facts = {**RUNG, "video.codec": codec, "width": width, "height": height, "video.bitrate": bitrate}
            assert (found_of("apple-hls", facts).get(rule) == "info") is told, (rule, bitrate)


def test_every_rule_of_apple_hls_was_tried() -> None:
    tried = {row[0] for row in APPLE} | {
        f"target-{codec}-{height}p" for codec, sizes in TARGETS.items() for _, height in sizes
    }
    assert {f"apple-hls/{rule}" for rule in tried} == {rule.id for rule in BOOKS["apple-hls"].rules}


# web-mp4 and youtube-upload

FILE: dict[str, Any] = {
    "output.group_type": "file", "container": "mov,mp4", "video.count": 1, "audio.count": 1, "video.codec": "h264", "video.profile": "High",
    "video.level": "4", "video.pixel_format": "yuv420p", "video.codec_tag": "avc1", "video.sar": "1:1", "audio.codec": "aac",
    "audio.channels": 2, "audio.sample_rate": 48000, "video.reorder_depth": 2, "video.fps": 25, "class_height": 1080, "video.bitrate": "8M",
}  # fmt: skip
FILES = [
    ("web-mp4", "container", {}, {"container": "matroska,webm"}, "fail"),
    ("web-mp4", "container", {"file.extension": "m4v"}, {"file.extension": "mov"}, "fail"),
    ("web-mp4", "video-codec", {"video.codec": "vp9"}, {"video.codec": "mpeg4"}, "fail"),
    ("web-mp4", "video-codec", {"video.codec": "av1"}, {"video.codec": "prores"}, "fail"),
    ("web-mp4", "hevc", {"video.codec": "av1"}, {"video.codec": "hevc"}, "warn"),
    ("web-mp4", "profile", {"video.level": "5.2"}, {"video.level": "6"}, "fail"),
    ("web-mp4", "profile", {}, {"video.pixel_format": "yuv422p"}, "fail"),
    ("web-mp4", "profile", {}, {"video.profile": "High 10"}, "fail"),
    ("web-mp4", "sample-entry", {"video.codec_tag": "hvc1"}, {"video.codec_tag": "hev1"}, "warn"),
    ("web-mp4", "square-pixels", {}, {"video.sar": "4:3"}, "warn"),
    ("web-mp4", "audio-codec", {"audio.codec": "mp3"}, {"audio.codec": "ac3"}, "fail"),
    ("web-mp4", "audio-codec", {"audio.codec": "opus"}, {"audio.codec": "vorbis"}, "fail"),
    ("web-mp4", "audio-rate", {"audio.channels": 6, "audio.sample_rate": 22050}, {"audio.sample_rate": 7350}, "warn"),
    ("youtube-upload", "container", {}, {"container": "avi"}, "warn"),
    ("youtube-upload", "audio", {"audio.sample_rate": 96000}, {"audio.sample_rate": 44100}, "warn"),
    ("youtube-upload", "video", {"video.reorder_depth": 1}, {"video.pixel_format": "yuv422p"}, "warn"),
    ("youtube-upload", "video", {"video.reorder_depth": 3}, {"video.profile": "Main"}, "warn"),
    ("youtube-upload", "frame-rate", {"video.fps": "23.976"}, {"video.fps": 15}, "warn"),
    ("youtube-upload", "frame-rate", {"video.fps": 60, "video.bitrate": "12M"}, {"video.fps": "60.01"}, "warn"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("pack", "rule", "good", "bad", "severity"),
    FILES,
    ids=[f"{row[0]}-{row[1]}-{number}" for number, row in enumerate(FILES)],
)
def test_files_on_each_side_of_each_bound(
    pack: str, rule: str, good: dict[str, Any], bad: dict[str, Any], severity: str
) -> None:
    assert rule not in found_of(pack, {**FILE, **good})
    assert found_of(pack, {**FILE, **bad})[rule] == severity


YOUTUBE = [
    (4320, 80_000, 120_000),
    (2160, 35_000, 53_000),
    (1440, 16_000, 24_000),
    (1080, 8_000, 12_000),
    (720, 5_000, 7_500),
    (480, 2_500, 4_000),
    (360, 1_000, 1_500),
]


@pytest.mark.parametrize(("height", "standard", "high"), YOUTUBE)
def test_youtubes_bit_rates(height: int, standard: int, high: int) -> None:
    for fps, kbps, kind in ((30, standard, "standard"), (60, high, "high")):
        facts = {**FILE, "class_height": height, "video.fps": fps}
        assert found_of("youtube-upload", {**facts, "video.bitrate": f"{kbps}k"}) == {}
        assert found_of("youtube-upload", {**facts, "video.bitrate": f"{kbps - 1}k"}) == {
            f"bitrate-{height}p-{kind}": "warn"
        }


def test_every_rule_of_the_files_packs_was_tried() -> None:
    tried = {f"{row[0]}/{row[1]}" for row in FILES} | {
        f"youtube-upload/bitrate-{row[0]}p-{kind}" for row in YOUTUBE for kind in ("standard", "high")
    }
    assert tried == {rule.id for pack in ("web-mp4", "youtube-upload") for rule in BOOKS[pack].rules}
