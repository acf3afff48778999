"""Jobs that name a template and override little or nothing, and each asked thing not delivered.

A good job here is what a service that does as it was asked comes back with, its habits among it; a fault changes one
thing of what came. Only our packs know templates, so only they are tried.
"""

from __future__ import annotations

import copy
import json
from dataclasses import dataclass, field
from typing import Any

import samples
from corpus.faults import Change, Json, both, meta, put_audio, put_file, put_video
from corpus.judges import BOOK
from mediaverdict.jobs import read_job
from mediaverdict.judging import judge
from mediaverdict.templates.model import Templates, for_job, read_template

FULL: Json = {
    "Container": {"Format": "mp4"},
    "TransConfig": {"TransMode": "twopass", "IsCheckAudioBitrate": "false"},
    "Video": {
        "Codec": "H.264", "Profile": "high", "PixFmt": "yuv420p", "Width": "1280", "Height": "720", "Fps": "25", "Bitrate": "2800",
        "Maxrate": "4200", "Gop": "10s",
    },
    "Audio": {"Codec": "AAC", "Bitrate": 128, "Samplerate": 48000, "Channels": 2},
}  # fmt: skip


@dataclass(frozen=True)
class Templated:
    """A job of one output, and the settings of its template."""

    settings: Json
    override: Json = field(default_factory=dict)
    entry: Json = field(default_factory=samples.output)
    system: bool = False
    features: Json = field(default_factory=dict)
    subtype: int = 1
    group: str = ""
    """The type of the output's group, where it is in one."""

    def job(self) -> Json:
        """Its GetMediaConvertJob answer."""
        asked = {
            "Name": "one", "TemplateId": f"{self.template_id}\n", "OverrideParams": json.dumps(self.override),
            "Features": json.dumps(self.features),
        }  # fmt: skip
        entry = {**copy.deepcopy(self.entry), "Name": "one"}
        if not self.group:
            return samples.answer(entry, config={"JobName": "templated", "Outputs": [asked]})
        groups = [{"Name": "group", "GroupConfig": {"Type": self.group}, "Outputs": [asked]}]
        return samples.answer(
            groups=[samples.hls(entry, name="group")], config={"JobName": "templated", "OutputGroups": groups}
        )

    @property
    def template_id(self) -> str:
        """One of the vendor's own, or an account's."""
        return "S00000001-100060" if self.system else "c0ffee"

    def template(self) -> Json:
        """The answer of the call that has it."""
        body: Json = {
            "TemplateId": self.template_id, "TemplateName": "t", "Type": 1, "Subtype": self.subtype,
            "TemplateConfig": json.dumps(self.settings),
        }  # fmt: skip
        return (
            {"SystemTemplate": body}
            if self.system
            else {"CustomTemplate": {**body, "ModifiedTime": "2026-10-01T00:00:00Z"}}
        )


def of(*, video: Json | None = None, audio: Json | None = None, info: Json | None = None) -> Json:
    """An output as it came; None for a stream takes it out."""
    return samples.output(
        videos=[samples.video(**video)] if video is not None else [],
        audios=[samples.audio(**audio)] if audio is not None else [],
        info=samples.file_info(**(info or {})),
    )


def video(**settings: object) -> Json:
    """Settings of the video alone."""
    return {"Video": settings}


HLS = {"FormatName": "hls,applehttp", "FileName": "index.m3u8", "FileSize": "31737"}
STILL = {"FileSize": "2190000", "Bitrate": "146"}
GOOD: dict[str, Templated] = {
    "all that a template can ask": Templated(FULL),
    "an override stands over it": Templated({**FULL, "Video": {**FULL["Video"], "Width": "1920", "Height": "1080", "Bitrate": 5200, "Maxrate": 9000}}, video(Width="1280", Height=720, Bitrate="2800")),
    "a system template without a height": Templated({**FULL, "Video": {"Codec": "H.264", "Width": 1280, "Bitrate": 2800}}, system=True),
    "only a height, of a wider picture": Templated(video(Codec="H.264", Height=720), entry=of(video={"Width": "1706", "Dar": "853:360", "Level": "32"}, audio={}, info={"Width": "1706"})),
    "remux": Templated({"Container": {"Format": "flv"}, "Video": {}, "Audio": {}}, entry=of(video={"Width": "854", "Height": "480", "Dar": "427:240"}, audio={"Channels": "1", "ChannelLayout": "mono"}, info={"FormatName": "flv", "Width": "854", "Height": "480"}), system=True, subtype=3),
    "fixCRF by default": Templated(video(Codec="H.264", Width=1280, Height=720, Maxrate=8000)),
    "fixCRF beside a bit rate": Templated({"TransConfig": {"TransMode": "fixCRF"}, **video(Codec="H.264", Bitrate="6000")}),
    "upright by LongShortMode": Templated({**FULL, "Video": {**FULL["Video"], "LongShortMode": "true"}}, entry=of(video={"Width": "720", "Height": "1280", "Dar": "9:16"}, audio={}, info={"Width": "720", "Height": "1280"})),
    "turned upright": Templated({**FULL, "Video": {**FULL["Video"], "LongShortMode": True}}, entry=of(video={"Rotate": "90"}, audio={}, info={"Width": "720", "Height": "1280"})),
    "a rate over 60": Templated(video(Codec="H.264", Fps="120"), entry=of(video={"Avg_fps": "60", "Fps": "60", "NumFrames": "7200", "Level": "32"}, audio={})),
    "audio at the source's rate": Templated({**FULL, "TransConfig": {}}, entry=of(video={}, audio={"Bitrate": "96"}, info={"FileSize": "43473000"})),
    "silence": Templated(FULL, entry=of(video={}, audio={"Bitrate": "2.1"}, info={"FileSize": "42070000", "Bitrate": "2805"})),
    "a still picture": Templated(FULL, entry=of(video={"Bit_rate": "18.4"}, audio={}, info=STILL)),
    "EC3": Templated({**FULL, "Audio": {"Codec": "EC3", "Bitrate": "384", "Channels": "6", "Samplerate": "48000"}}, entry=of(video={}, audio={"CodecName": "eac3", "Bitrate": "384.0", "Channels": "6", "ChannelLayout": "5.1(side)"}, info={"FileSize": "47793000", "Bitrate": "3186.2"})),
    "main10": Templated(video(Codec="H.265", Profile="main10", PixFmt="yuv420p10le", Width=1280, Bitrate=2800), entry=of(video={"Codec_name": "hevc", "Profile": "Main 10", "PixFmt": "yuv420p10le", "Level": "93", "Codec_tag_string": "hvc1", "Codec_tag": "0x31637668"}, audio={})),
    "an H.264 profile left beside another codec": Templated(FULL, video(Codec="H.265"), of(video={"Codec_name": "hevc", "Profile": "Main", "Level": "93", "Codec_tag_string": "hvc1", "Codec_tag": "0x31637668"}, audio={})),
    "baseline": Templated({**FULL, "Video": {**FULL["Video"], "Profile": "baseline"}}, entry=of(video={"Profile": "Constrained Baseline", "Has_b_frames": "0"}, audio={})),
    "an mp3 without a video": Templated({"Container": {"Format": "mp3"}, "Audio": {"Codec": "mp3", "Bitrate": "64", "Samplerate": "22050", "Channels": "2"}}, entry=of(audio={"CodecName": "mp3", "Bitrate": "64.0", "SampleRate": "22050", "CodecTag": "0x0000", "CodecTagString": "[0][0][0][0]"}, info={"FormatName": "mp3", "Bitrate": "64", "FileSize": "960000", "Width": None, "Height": None})),
    "opus asked at 44.1 kHz": Templated({"Container": {"Format": "ogg"}, "Audio": {"Codec": "OPUS", "Bitrate": "96", "Samplerate": "44100"}}, entry=of(audio={"CodecName": "opus", "Bitrate": "96.0"}, info={"FormatName": "ogg", "Bitrate": "96", "FileSize": "1440000", "Width": None, "Height": None})),
    "the video removed": Templated({**FULL, "Video": {**FULL["Video"], "Remove": "true"}, "Container": {"Format": "m4a"}}, entry=of(audio={}, info={"FileSize": "1950000", "Bitrate": "130", "Width": None, "Height": None})),
    "an audio member of a group": Templated({**FULL, "Container": {"Format": "m3u8"}}, entry=of(video={}, audio={}, info=HLS), group="Hls"),
    "a narrow band": Templated(FULL, entry=of(video={"Bit_rate": "1750"}, audio={}, info={"FileSize": "28200000", "Bitrate": "1880"}), subtype=5),
    "a clip": Templated(FULL, features={"Clip": {"TimeSpan": {"Seek": "00:00:30", "Duration": "120"}}}),
    "a clip up to its end": Templated(FULL, features={"Clip": {"TimeSpan": {"Seek": "60", "Duration": "5", "End": "00:03:00.000"}}}),
    "numbers that keep the source's": Templated(video(Codec="H.264", Width="-1", Height=0, Bitrate="-1", Fps="0"), entry=of(video={"Bit_rate": "900"}, audio={}, info={"FileSize": "15420000", "Bitrate": "1028"})),
    "fixCRF of a codec without a default factor": Templated({"TransConfig": {"TransMode": "fixCRF"}, **video(Codec="VP9", Bitrate="6000")}, entry=of(video={"Codec_name": "vp9", "Profile": "Profile 0", "Level": None, "Codec_tag_string": "[0][0][0][0]", "Codec_tag": "0x0000"}, audio={"CodecName": "opus", "CodecTagString": "[0][0][0][0]", "CodecTag": "0x0000"}, info={"FormatName": "matroska,webm"})),
    "the lossless factor beside a bit rate": Templated(video(Codec="H.264", Crf="0", Bitrate="6000")),
    "a lossless codec beside a bit rate": Templated({"Container": {"Format": "flac"}, "Audio": {"Codec": "FLAC", "Bitrate": "128", "Channels": 2}}, entry=of(audio={"CodecName": "flac", "Bitrate": "912", "CodecTagString": "[0][0][0][0]", "CodecTag": "0x0000"}, info={"FormatName": "flac", "Bitrate": "912", "FileSize": "13680000", "Width": None, "Height": None})),
    "bars to another size": Templated(video(Codec="H.264", Width="1280", Height="536", Pad="1280:720:0:92")),
    "black bars are cropped": Templated(video(Codec="H.264", Width="1280", Height="720", Crop="border")),
    "the audio removed": Templated({**FULL, "Audio": {"Codec": "AAC", "Remove": "true"}}, entry=of(video={}, info={"FileSize": "42007500", "Bitrate": "2800.5"})),
    "a clip of eight seconds": Templated(FULL, entry=of(video={"Duration": "8", "NumFrames": "200", "Bit_rate": "2100"}, audio={"Duration": "8"}, info={"Duration": "8", "FileSize": "2228000", "Bitrate": "2228"})),
    "the source's size may come": Templated({**FULL, "TransConfig": {"IsCheckReso": "true", "IsCheckAudioBitrate": "false"}}),
    "a crop to another size": Templated(video(Codec="H.264", Width="1920", Height="1080", Crop="1280:720:320:180")),
    "Fps over MaxFps": Templated(video(Codec="H.264", Fps="50", MaxFps="25")),
    "mp4 by another name": Templated({"Container": {"Format": "fmp4"}}),
    "settings that are none": Templated({"Video": {"Width": "wide", "Height": [], "Fps": None, "Bitrate": "N/A"}, "Audio": "none", "TransConfig": 5}),
    "an NTSC rate": Templated(video(Codec="H.264", Fps="29.97"), entry=of(video={"Avg_fps": "30000/1001", "Fps": "30000/1001", "NumFrames": "3596"}, audio={})),
}  # fmt: skip


@dataclass(frozen=True)
class TemplateFault:
    """One asked thing that was not delivered."""

    name: str
    rule: str
    """Of as-requested, which must find it."""
    change: Change
    on: str = "all that a template can ask"

    def job(self) -> Json:
        """The job with its fault."""
        made = GOOD[self.on].job()
        self.change(made["Job"])
        return made


def _no_audio(job: Json) -> None:
    meta(job)["AudioStreamInfoList"].clear()


TEMPLATE_FAULTS = [
    TemplateFault("a smaller picture", "width", both(put_video(Width="848", Height="478", Dar="424:239"), put_file(Width="848", Height="478"))),
    TemplateFault("another width alone", "width", both(put_video(Width="1244"), put_file(Width="1244"))),
    TemplateFault("another height alone", "height", both(put_video(Height="700"), put_file(Height="700"))),
    TemplateFault("a larger picture", "width", both(put_video(Width="1920", Height="1080", Level="40"), put_file(Width="1920", Height="1080"))),
    TemplateFault("a smaller one than the override asks", "height", both(put_video(Width="848", Height="478", Dar="424:239"), put_file(Width="848", Height="478")), "an override stands over it"),
    TemplateFault("a smaller width than a system template asks", "width", both(put_video(Width="640", Height="360"), put_file(Width="640", Height="360")), "a system template without a height"),
    TemplateFault("lying though it is asked by its edges", "width", both(put_video(Width="640", Height="360", Dar="16:9"), put_file(Width="640", Height="360")), "upright by LongShortMode"),
    TemplateFault("another frame rate", "fps", put_video(Avg_fps="30", Fps="30", NumFrames="3600")),
    TemplateFault("120 frames where 60 is most", "fps", put_video(Avg_fps="120", Fps="120", NumFrames="14400", Level="40"), "a rate over 60"),
    TemplateFault("a lower bit rate", "video-bitrate", both(put_video(Bit_rate="900"), put_file(Bitrate="1028", FileSize="15420000"))),
    TemplateFault("a higher bit rate", "video-bitrate", both(put_video(Bit_rate="3900"), put_file(Bitrate="4028", FileSize="60420000"))),
    TemplateFault("more frames than MaxFps allows", "max-fps", put_video(Avg_fps="50", Fps="50", NumFrames="6000"), "Fps over MaxFps"),
    TemplateFault("a smaller picture though black bars are cropped", "width", both(put_video(Width="848", Height="478", Dar="424:239"), put_file(Width="848", Height="478")), "black bars are cropped"),
    TemplateFault("more than the highest bit rate", "max-bitrate", both(put_video(Bit_rate="9500"), put_file(Bitrate="9628", FileSize="144420000")), "fixCRF by default"),
    TemplateFault("another video codec", "video-codec", put_video(Codec_name="hevc", Profile="Main", Level="93", Codec_tag_string="hvc1")),
    TemplateFault("H.264 where H.265 is asked", "video-codec", put_video(Codec_name="h264", Profile="High 10", Level="31", Codec_tag_string="avc1"), "main10"),
    TemplateFault("another profile", "profile", put_video(Profile="Main")),
    TemplateFault("eight bits", "profile", put_video(Profile="Main", PixFmt="yuv420p"), "main10"),
    TemplateFault("another pixel format", "pixel-format", put_video(PixFmt="yuv420p10le")),
    TemplateFault("another container", "container", put_file(FormatName="mpegts")),
    TemplateFault("a remux into another container", "container", put_file(FormatName="mov,mp4,m4a,3gp,3g2,mj2"), "remux"),
    TemplateFault("a member of a group that is no playlist", "container", put_file(FormatName="flv"), "an audio member of a group"),
    TemplateFault("another audio codec", "audio-codec", put_audio(CodecName="mp3")),
    TemplateFault("AAC where EC3 is asked", "audio-codec", put_audio(CodecName="aac"), "EC3"),
    TemplateFault("mono", "channels", put_audio(Channels="1", ChannelLayout="mono")),
    TemplateFault("another sample rate", "sample-rate", put_audio(SampleRate="44100")),
    TemplateFault("a lower audio bit rate", "audio-bitrate", both(put_audio(Bitrate="64"), put_file(FileSize="42993000", Bitrate="2866"))),
    TemplateFault("a higher audio bit rate", "audio-bitrate", both(put_audio(Bitrate="256"), put_file(FileSize="45873000", Bitrate="3058")), "audio at the source's rate"),
    TemplateFault("no audio", "audio-codec", _no_audio),
    TemplateFault("video though it is removed", "video-removed", lambda job: meta(job)["VideoStreamInfoList"].append(samples.video()), "the video removed"),
    TemplateFault("audio though it is removed", "audio-removed", lambda job: meta(job)["AudioStreamInfoList"].append(samples.audio()), "the audio removed"),
    TemplateFault("a lower bit rate in a short clip", "video-bitrate-short", both(put_video(Bit_rate="900"), put_file(Bitrate="1028", FileSize="1028000")), "a clip of eight seconds"),
    TemplateFault("the source's smaller size where it may come", "size-of-the-source", both(put_video(Width="848", Height="480", Dar="53:30"), put_file(Width="848", Height="480")), "the source's size may come"),
    TemplateFault("a clip cut short", "duration", both(put_video(Duration="90", NumFrames="2250"), put_audio(Duration="90"), put_file(Duration="90", FileSize="32964000")), "a clip"),
    TemplateFault("all instead of a clip", "duration", both(put_video(Duration="300", NumFrames="7500"), put_audio(Duration="300"), put_file(Duration="300", FileSize="109882000")), "a clip up to its end"),
]  # fmt: skip


def judged(name: str, answer: Json) -> tuple[str, set[str]]:
    """(outcome, the rules of as-requested with findings that count), by our packs, with the job's template."""
    templated = GOOD[name]
    job = read_job(answer)
    assert job is not None
    found = for_job(read_template(templated.template(), templated.template_id), job)
    judgement = judge(job, BOOK, templates=Templates({templated.template_id: found}, "not given"))
    rules = {
        finding.rule.partition("/")[2]
        for finding in judgement.findings
        if finding.counts and "as-requested/" in finding.rule
    }
    return judgement.outcome, rules


def is_detected(fault: TemplateFault) -> bool:
    """Whether the rule that is meant found it."""
    outcome, rules = judged(fault.on, fault.job())
    return outcome != "pass" and fault.rule in rules


def is_left_alone(name: str) -> bool:
    """Whether nothing that counts was found of a good one."""
    outcome, _ = judged(name, GOOD[name].job())
    return outcome == "pass"


def findings_of(name: str, answer: Any) -> list[str]:
    """What was said, for whoever wants to know."""
    templated = GOOD[name]
    job = read_job(answer)
    assert job is not None
    templates = Templates(
        {templated.template_id: read_template(templated.template(), templated.template_id)}, "not given"
    )
    return [f"{one.rule}: {one.message}" for one in judge(job, BOOK, templates=templates).findings if one.counts]
