"""What a request means: each spelling and each habit of the service."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from mediaverdict.facts import JobFacts, OutputFacts
from mediaverdict.facts.requested_values import clock_seconds
from samples import audio, output, video
from templates import asked_facts, job_naming, known, template


def of_video(**settings: object) -> dict[str, Any]:
    return {"Video": settings}


def of_audio(**settings: object) -> dict[str, Any]:
    return {"Audio": settings}


@pytest.mark.parametrize(
    ("settings", "name", "value"),
    [
        (of_audio(Codec="EC3"), "audio_codec", "eac3"), (of_audio(Codec="EAC3"), "audio_codec", "eac3"),
        (of_audio(Codec="AC-3"), "audio_codec", "ac3"), (of_audio(Codec="aac"), "audio_codec", "aac"),
        (of_audio(Codec="WMA-V2"), "audio_codec", "wmav2"), (of_audio(Codec="copy"), "audio_codec", None),
        (of_video(Codec="AVC-Intra"), "video_codec", "h264"), (of_video(Codec="H.265"), "video_codec", "hevc"),
        (of_video(Codec="AV1"), "video_codec", "av1"), (of_video(Codec="copy"), "video_codec", None),
        (of_video(Codec="H.265", Profile="main10"), "profile", "Main 10"), (of_video(Codec="hevc", Profile="Main-10"), "profile", "Main 10"),
        (of_video(Profile="high10"), "profile", "High 10"), (of_video(Profile="high"), "profile", "high"),
        (of_video(Codec="H.265", Profile="high"), "profile", None), (of_video(Codec="AV1", Profile="high"), "profile", None),
        (of_video(Codec="H.265", Profile="main", PixFmt="yuv420p10le"), "profile", "Main 10"),
        (of_video(PixFmt="yuv420p10"), "pixel_format", "yuv420p10le"), (of_video(PixFmt="YUV420P"), "pixel_format", "yuv420p"),
        (of_video(Fps=120), "fps", 60), (of_video(Fps="59.94"), "fps", Fraction(5994, 100)), (of_video(MaxFps="90"), "max_fps", 60),
        (of_video(Gop="10s"), "gop", 10), (of_video(Gop="250"), "gop", 10), (of_video(Gop=100, Fps=50), "gop", 2),
        (of_video(Gop="0"), "gop", None), (of_video(Gop="often"), "gop", None),
        (of_audio(Codec="OPUS", Samplerate=44100), "sample_rate", 48000), (of_audio(Codec="AAC", Samplerate="44100"), "sample_rate", 44100),
        (of_audio(Profile="aac_he"), "audio_profile", "aac_he"),
        ({"Container": {"Format": "m3u8"}}, "container", "hls"), ({"Container": {"Format": "hls-fmp4"}}, "container", "hls"),
        ({"Container": {"Format": "TS"}}, "container", "mpegts"), ({"Container": {"Format": "mpd"}}, "container", "dash"),
        ({"Container": {"Format": "m4a"}}, "container", "m4a"), ({"Container": {"Format": "webp"}}, "container", None), ({"Container": {}}, "container", None),
        (of_video(Bitrate=3500), "rate_control", "onepass"), (of_video(Codec="H.264"), "rate_control", "fixcrf"), (of_video(), "rate_control", None),
        ({**of_video(Bitrate=3500), "TransConfig": {"TransMode": "CBR"}}, "rate_control", "cbr"), (of_video(Remove="true"), "rate_control", None),
        ({**of_video(Bitrate=3500), "TransConfig": {"TransMode": "fixCRF"}}, "rate_control", "fixcrf"),
        ({**of_video(Bitrate=3500), "TransConfig": {"TransMode": "fixCRF"}}, "crf", 23), (of_video(Crf="28"), "crf", 28), (of_video(Bitrate=1), "crf", None),
        ({**of_video(Codec="H.265"), "TransConfig": {"TransMode": "fixCRF"}}, "crf", 26), (of_video(Crf="-1"), "crf", None),
        (of_video(Crf=0, Bitrate=3500), "rate_control", "fixcrf"), (of_video(Crf="-1", Bitrate=3500), "rate_control", "onepass"),
        (of_video(Codec="copy", Bitrate=3500), "rate_control", None), (of_audio(Codec="FLAC", Bitrate=128), "audio_bitrate", None),
        (of_audio(Codec="AAC", Bitrate="128"), "audio_bitrate", 128_000), (of_audio(Bitrate=128), "audio_bitrate", 128_000),
        (of_video(Fps=50, MaxFps="30000/1001"), "fps", Fraction(30000, 1001)), (of_video(Fps=25, MaxFps=50), "fps", 25), (of_video(Fps="-1", MaxFps=50), "fps", None),
        (of_video(Fps=25, MaxFps="0"), "fps", 25), (of_video(Width=1280, Height=536, Pad="1280:720:0:92"), "height", None),
        (of_video(Width=1280, Height=720, Pad="1280:720:0:92"), "height", 720), (of_video(Width=1280, Crop="1920:800:0:140"), "width", None),
        (of_video(Height=720, Crop="border"), "height", 720), (of_video(Height=720, Crop=[1], Pad="::"), "height", 720),
        ({"Container": {"Format": "fmp4"}}, "container", "mp4"),
        (of_video(Bitrate="3500k", Width="wide"), "video_bitrate", None), (of_video(Bitrate="3500.5"), "video_bitrate", 3_500_500),
        ({"Video": {"Width": "1280x720"}}, "width", None), ({"Video": {"Width": [1280]}}, "width", None), (of_video(Width=1280.0), "width", 1280),
    ],
)  # fmt: skip
def test_a_request_in_the_answers_own_words(settings: dict[str, Any], name: str, value: object) -> None:
    assert asked_facts(settings).value(f"requested.{name}") == value


@pytest.mark.parametrize(
    ("settings", "came", "width", "height"),
    [
        (of_video(Width=1280, LongShortMode=True), (720, 1280), None, 1280),
        (of_video(Height=720, LongShortMode="true"), (720, 1280), 720, None),
        (of_video(Width=1280, Height=720, LongShortMode="true"), (720, 720), 1280, 720),
        (of_video(Width=1280, Height=720), (720, 1280), 1280, 720),
        (of_video(Width=1280, Height=720, Rotate=90), (720, 1280), 720, 1280),
        (of_video(Width=1280, Height=720, Rotate="270"), (1280, 720), 1280, 720),
        (of_video(Width=720, Height=1280, Rotate="90"), (1280, 720), 1280, 720),
        (of_video(Width=1280, Height=720, Rotate="180"), (720, 1280), 1280, 720),
    ],
)  # fmt: skip
def test_which_edge_is_asked_for(
    settings: dict[str, Any], came: tuple[int, int], width: int | None, height: int | None
) -> None:
    facts = asked_facts(settings, entry=output(videos=[video(Width=str(came[0]), Height=str(came[1]))]))
    assert (facts.value("requested.width"), facts.value("requested.height")) == (width, height)


@pytest.mark.parametrize(
    ("span", "seconds"),
    [
        ({"Duration": "60"}, 60), ({"Seek": "10", "Duration": "00:01:00.5"}, Fraction(121, 2)), ({"Seek": "00:01:00", "End": "90.25"}, Fraction(121, 4)),
        ({"Duration": "60", "End": "00:00:30"}, 30), ({"End": "0", "Duration": "60"}, 60), ({"Seek": "5"}, None), ({"Duration": "a minute"}, None),
        ({"Duration": "1:2:3:4"}, None), ({"Duration": "-5"}, None), ({"Seek": "90", "End": "30"}, None), ("x", None),
    ],
)  # fmt: skip
def test_the_length_of_a_clip(span: object, seconds: object) -> None:
    job = job_naming()
    entry = job.outputs[0].asked.data
    assert isinstance(entry, dict)
    for features in ({"Clip": {"TimeSpan": span}}, {"Clip": {"TimeSpan": span, "ConfigToClipFirstPart": True}}):
        entry["Features"] = features
        facts = OutputFacts(job.outputs[0], JobFacts(job, templates=known(job, template())))
        assert facts.value("requested.duration") == (seconds if len(features["Clip"]) == 1 else None)
    assert facts.get("requested.duration").path == "/Job/Config/Outputs/0/Features"


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("86399.999", Fraction(86399999, 1000)), ("23:59:59.999", Fraction(86399999, 1000)), ("", None)],
)
def test_a_clocks_seconds(text: str, seconds: object) -> None:
    assert clock_seconds(text) == seconds


SMALL = {"TransConfig": {"IsCheckReso": "true"}, "Video": {"Width": 1920, "Height": 1080}}
LOWER = {"TransConfig": {"IsCheckVideoBitrate": True}, "Video": {"Bitrate": 5200}}
AUDIO = {"Codec": "AAC", "Bitrate": 256}


@pytest.mark.parametrize(
    ("settings", "changes", "name", "value"),
    [
        (SMALL, {}, "smaller_allowed_by", "IsCheckReso"),
        ({**SMALL, "TransConfig": {"IsCheckReso": "true", "IsCheckResoFail": "true"}}, {}, "smaller_allowed_by", None),
        ({**SMALL, "TransConfig": {}}, {}, "smaller_allowed_by", None),
        ({**SMALL, "Video": {"Width": 1280, "Height": 720}}, {}, "smaller_allowed_by", None),
        ({**SMALL, "Video": {"Width": 640, "Height": 360}}, {}, "smaller_allowed_by", None),
        (LOWER, {}, "lower_video_allowed_by", "IsCheckVideoBitrate"),
        (LOWER, {"Bit_rate": "5300"}, "lower_video_allowed_by", None),
        ({**LOWER, "TransConfig": {}}, {}, "lower_video_allowed_by", None),
        ({**LOWER, "TransConfig": {}}, {"Bit_rate": "90"}, "lower_video_allowed_by", "still-content"),
        ({**LOWER, "TransConfig": {}}, {"Bit_rate": "90", "Avg_fps": None}, "lower_video_allowed_by", None),
        ({"Video": {"Bitrate": 200}}, {"Bit_rate": "120"}, "lower_video_allowed_by", None),
        ({"Audio": AUDIO}, {}, "lower_audio_allowed_by", "IsCheckAudioBitrate"),
        ({"Audio": {**AUDIO, "Codec": None}}, {}, "lower_audio_allowed_by", None),
        ({"Audio": AUDIO, "TransConfig": {"IsCheckAudioBitrate": "false"}}, {}, "lower_audio_allowed_by", None),
        ({"Audio": AUDIO, "TransConfig": {"IsCheckAudioBitrateFail": "true"}}, {}, "lower_audio_allowed_by", None),
        ({"Audio": {**AUDIO, "Bitrate": 128}}, {}, "lower_audio_allowed_by", None),
    ],
)
def test_why_less_than_asked_is_no_fault(
    settings: dict[str, Any], changes: dict[str, Any], name: str, value: object
) -> None:
    facts = asked_facts(settings, entry=output(videos=[video(**changes)]))
    assert facts.value(f"requested.{name}") == value


def test_silence_and_a_narrow_band() -> None:
    quiet = asked_facts({"Audio": AUDIO}, entry=output(audios=[audio(Bitrate="2.3")]))
    assert quiet.value("requested.lower_audio_allowed_by") == "silence"
    job = job_naming()
    narrow = known(job, template({"Video": {"Bitrate": 5200}}, Subtype=4))
    assert (
        OutputFacts(job.outputs[0], JobFacts(job, templates=narrow)).value("requested.lower_video_allowed_by")
        == "narrow-band"
    )
