"""Good jobs, and each with one fault laid on it: the oddities and traps of the API, and what goes wrong in practice."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import samples

Json = dict[str, Any]
Change = Callable[[Json], None]

RUNGS = (
    ("360p", 640, 360, 700, "30"),
    ("540p", 960, 540, 1500, "31"),
    ("720p", 1280, 720, 2800, "31"),
    ("1080p", 1920, 1080, 5200, "40"),
)


def asked(width: int, height: int, kbps: int) -> str:
    """OverrideParams that ask for such a rendition."""
    video = {
        "Codec": "H.264",
        "Profile": "high",
        "Width": str(width),
        "Height": str(height),
        "Fps": "25",
        "Bitrate": str(kbps),
    }
    return json.dumps(
        {"Video": video, "Audio": {"Codec": "AAC", "Channels": "2", "Samplerate": "48000", "Bitrate": "128"}}
    )


def good_ladder(start: str = "1.480000") -> Json:
    """An HLS ladder of four rungs, as the service tells of it: MPEG-TS tags, a start of 1.48 s, a manifest's size."""
    members = []
    for name, width, height, kbps, level in RUNGS:
        entry = samples.output(
            name,
            videos=[
                samples.video(
                    Width=str(width), Height=str(height), Bit_rate=f"{kbps}.120", Level=level, Start_time=start,
                    Codec_tag="0x001b", Codec_tag_string="[27][0][0][0]",
                )
            ],
            audios=[samples.audio(StartTime=start, CodecTag="0x000f", CodecTagString="[15][0][0][0]")],
            info=samples.file_info(
                FormatName="hls,applehttp", FileName="index.m3u8", FileSize="31737", Width=str(width), Height=str(height),
                Bitrate=f"{kbps + 128}.500",
            ),
        )  # fmt: skip
        members.append(entry)
    config = {
        "JobName": "ladder",
        "OutputGroups": [
            {
                "Name": "hls", "GroupConfig": {"Type": "Hls"},
                "Outputs": [{"Name": name, "OverrideParams": asked(width, height, kbps)} for name, width, height, kbps, _ in RUNGS],
            }
        ],
    }  # fmt: skip
    return samples.answer(groups=[samples.hls(*members)], config=config)


def good_file(**videos: object) -> Json:
    """One MP4 that came as it was asked for."""
    config = {"JobName": "file", "Outputs": [{"Name": "web-720p", "OverrideParams": asked(1280, 720, 2800)}]}
    return samples.answer(samples.output(videos=[samples.video(**videos)]), config=config)


def good_portrait() -> Json:
    """A picture that was filmed upright: coded lying, turned by 90 degrees; asked for by long and short edge."""
    made = good_file(Rotate="90")
    override = {"Video": {"Codec": "H.264", "Width": "1280", "Height": "720", "LongShortMode": "true"}}
    made["Job"]["Config"]["Outputs"][0]["OverrideParams"] = json.dumps(override)
    return made


def good_ntsc() -> Json:
    """30000/1001 frames a second, told as 29.97; audio 60 ms shorter; a duration 20 ms longer than the streams'."""
    made = good_file(Avg_fps="29.97", Fps="29.97", NumFrames="3596")
    made["Job"]["Config"]["Outputs"][0]["OverrideParams"] = json.dumps({"Video": {"Codec": "H.264", "Fps": "29.97"}})
    meta = made["Job"]["OutputDetails"][0]["Result"]["OutFileMeta"]
    meta["AudioStreamInfoList"][0]["Duration"] = "119.940000"
    meta["FileBasicInfo"]["Duration"] = "120.020000"
    return made


def good_audio() -> Json:
    """Audio alone, with a cover picture; its video was to be removed."""
    cover = samples.video(
        Codec_name="mjpeg",
        Width="600",
        Height="600",
        Avg_fps="0/0",
        Fps="90000.0",
        NumFrames="1",
        Level="-99",
        Bit_rate=None,
    )
    entry = samples.output(
        "podcast", videos=[cover], info=samples.file_info(Width="0", Height="0", Bitrate="130.0", FileSize="1950000")
    )
    config = {
        "JobName": "audio",
        "Outputs": [
            {"Name": "podcast", "OverrideParams": json.dumps({"Video": {"Remove": "true"}, "Audio": {"Codec": "AAC"}})}
        ],
    }
    return samples.answer(entry, config=config)


def good_twins() -> Json:
    """Two outputs that share a name, and a Config that names neither: as in the documented example."""
    made = samples.answer(samples.output("720P-mp4"), samples.output("720P-mp4"))
    made["Job"]["Config"] = {"JobName": "twins", "Outputs": [{"Name": "output-video", "OverrideParams": "{}"}] * 2}
    made["Job"].update(Code="InvalidParameter.ResourceContentBad", Message="stands beside success\n", Percent=0)
    return made


GOOD: dict[str, Json] = {
    "ladder": good_ladder(), "ladder from zero": good_ladder("0.000000"), "file": good_file(), "portrait": good_portrait(), "ntsc": good_ntsc(),
    "audio with cover": good_audio(), "repeated names": good_twins(), "sar 0:1": good_file(Sar="0:1", Dar="0:1"),
    "newlines": good_file(Duration="120.000000\n", Profile="High\n"), "rotation 0": good_file(Rotate="0"),
}  # fmt: skip


@dataclass(frozen=True)
class Fault:
    """One fault on one good job."""

    name: str
    on: str
    change: Change

    def job(self) -> Json:
        """The job with its fault."""
        made = copy.deepcopy(GOOD[self.on])
        self.change(made["Job"])
        return made


def meta(job: Json, index: int = 0) -> Json:
    """OutFileMeta of an output: of the group where there is one."""
    groups = job["OutputGroupDetails"]
    outputs = groups[0]["Outputs"] if groups else job["OutputDetails"]
    found: Json = outputs[index]["Result"]["OutFileMeta"]
    return found


def put_video(index: int = 0, **changes: str | None) -> Change:
    """Changes an output's video stream."""
    return lambda job: _put(meta(job, index)["VideoStreamInfoList"][0], changes)


def put_audio(index: int = 0, **changes: str | None) -> Change:
    """Changes an output's audio stream."""
    return lambda job: _put(meta(job, index)["AudioStreamInfoList"][0], changes)


def put_file(index: int = 0, **changes: str | None) -> Change:
    """Changes an output's FileBasicInfo."""
    return lambda job: _put(meta(job, index)["FileBasicInfo"], changes)


def both(*changes: Change) -> Change:
    """Several changes."""

    def change_all(job: Json) -> None:
        for change in changes:
            change(job)

    return change_all


def _put(part: Json, changes: dict[str, str | None]) -> None:
    for key, value in changes.items():
        if value is None:
            part.pop(key, None)
        else:
            part[key] = value


def _drop_lists(job: Json) -> None:
    for key in ("VideoStreamInfoList", "AudioStreamInfoList"):
        meta(job).pop(key)


FAULTS = [
    Fault("audio cut off", "file", put_audio(Duration="107.3")),
    Fault("audio cut off by half a second", "ntsc", put_audio(Duration="119.5")),
    Fault("audio far too long", "file", put_audio(Duration="125")),
    Fault("a swapped rung", "ladder", both(put_video(2, Width="848", Height="478"), put_file(2, Width="848", Height="478"))),
    Fault("a rung with another's bit rate", "ladder", both(put_file(3, Bitrate="600"), put_video(3, Bit_rate="500"))),
    Fault("a rung cut short", "ladder", both(put_file(1, Duration="100"), put_video(1, Duration="100", NumFrames="2500"), put_audio(1, Duration="100"))),
    Fault("a rung at another frame rate", "ladder", put_video(1, Avg_fps="30", Fps="30", NumFrames="3600")),
    Fault("a rung with other audio", "ladder", put_audio(2, SampleRate="44100")),
    Fault("a rung that is missing", "ladder", lambda job: job["OutputGroupDetails"][0]["Outputs"].pop(1)),
    Fault("less than asked", "file", both(put_video(Width="640", Height="360"), put_file(Width="640", Height="360"))),
    Fault("a lower bit rate than asked", "file", both(put_video(Bit_rate="900"), put_file(Bitrate="1028", FileSize="15420000"))),
    Fault("another codec than asked", "file", put_video(Codec_name="mpeg4")),
    Fault("another profile than asked", "file", put_video(Profile="Baseline")),
    Fault("mono instead of stereo", "file", put_audio(Channels="1", ChannelLayout="mono")),
    Fault("video though it was to be removed", "audio with cover", lambda job: meta(job)["VideoStreamInfoList"].append(samples.video())),
    Fault("hev1", "file", put_video(Codec_name="hevc", Codec_tag_string="hev1", Level="93")),
    Fault("audio bit rate 0.f", "file", put_audio(Bitrate="0.f")),
    Fault("duration 0.f", "file", both(put_file(Duration="0.f"), put_video(Duration="0.f"), put_audio(Duration="0.f"))),
    Fault("duration zero", "file", put_file(Duration="0.000000")),
    Fault("no size of the picture", "file", both(put_video(Width="0", Height="0"), put_file(Width="0", Height="0"))),
    Fault("size zero", "file", put_file(FileSize="0")),
    Fault("absent lists", "file", _drop_lists),
    Fault("no video", "file", lambda job: meta(job)["VideoStreamInfoList"].clear()),
    Fault("no audio", "file", lambda job: meta(job)["AudioStreamInfoList"].clear()),
    Fault("no result", "file", lambda job: job["OutputDetails"][0].pop("Result")),
    Fault("a failed output", "file", lambda job: job["OutputDetails"][0].update(Status="Failed")),
    Fault("a skipped output", "file", lambda job: job["OutputDetails"][0].update(Status="Skipped")),
    Fault("a failed job", "file", lambda job: job.update(State="Error", Code="InternalError", OutputDetails=[])),
    Fault("a second output that is missing", "repeated names", lambda job: job["OutputDetails"].pop()),
    Fault("the second of two names is wrong", "repeated names", lambda job: job["OutputDetails"][1]["Result"]["OutFileMeta"]["AudioStreamInfoList"][0].update(Duration="60")),
    Fault("odd width", "file", both(put_video(Width="1281"), put_file(Width="1281"))),
    Fault("a stretched picture", "file", put_video(Dar="4:3")),
    Fault("late audio", "file", put_audio(StartTime="0.400000")),
    Fault("lost frames", "file", put_video(NumFrames="2800")),
    Fault("half the file", "file", put_file(FileSize="21000000")),
    Fault("a broken file status", "file", put_file(FileStatus="Abnormal")),
    Fault("a level that is too low", "file", put_video(Level="30")),
    Fault("4:2:2", "file", put_video(PixFmt="yuv422p")),
    Fault("lying though asked upright", "portrait", put_video(Width="640", Height="360")),
    Fault("file and stream disagree on the size", "file", put_file(Width="1920", Height="1080")),
]  # fmt: skip
