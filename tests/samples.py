"""Job details as the API writes them, in values of our own; every builder's part can be replaced."""

from __future__ import annotations

import json
from typing import Any

from jsonschema import Draft202012Validator

from mediaverdict.facts import JobFacts, OutputFacts
from mediaverdict.jobs import Job, read_job
from mediaverdict.judging import Judgement, judge
from mediaverdict.rulebook import read_rulebook
from mediaverdict.rulebook.reading import read_yaml
from mediaverdict_cli.rules.schemas import rulebook_schema, verdict_schema

Json = dict[str, Any]
RULEBOOK_SCHEMA = Draft202012Validator(rulebook_schema())
VERDICT_SCHEMA = Draft202012Validator(verdict_schema())
JOB_ID = "5f0c9e1b7a3d4c2e8f6a1b2c3d4e5f60"


def video(**changes: object) -> Json:
    """A 720p H.264 stream; `Width=None` leaves a key out."""
    stream: Json = {
        "Index": "0", "Codec_name": "h264", "Codec_tag": "0x31637661", "Codec_tag_string": "avc1", "Profile": "High",
        "Level": "31", "PixFmt": "yuv420p", "Width": "1280", "Height": "720", "Sar": "1:1", "Dar": "16:9",
        "Fps": "25.0", "Avg_fps": "25.0", "Start_time": "0.000000", "Duration": "120.000000", "Bit_rate": "2800.5",
        "NumFrames": "3000", "Has_b_frames": "2", "Rotate": "0", "Lang": "und",
    }  # fmt: skip
    return changed(stream, changes)


def audio(**changes: object) -> Json:
    """A stereo AAC stream."""
    stream: Json = {
        "Index": "1", "CodecName": "aac", "CodecTag": "0x6134706d", "CodecTagString": "mp4a", "SampleFmt": "fltp",
        "SampleRate": "48000", "Channels": "2", "ChannelLayout": "stereo", "StartTime": "0.000000",
        "Duration": "120.000000", "Bitrate": "128.0", "Lang": "und",
    }  # fmt: skip
    return changed(stream, changes)


def file_info(**changes: object) -> Json:
    """FileBasicInfo of an MP4."""
    info: Json = {
        "FileName": "clip.mp4", "FileUrl": "http://films.oss-cn-shanghai.aliyuncs.com/clip.mp4", "FileStatus": "Normal",
        "FormatName": "mov,mp4,m4a,3gp,3g2,mj2", "Duration": "120.000000", "Width": "1280", "Height": "720",
        "Bitrate": "2930.2", "FileSize": "43953000", "Region": "cn-shanghai",
    }  # fmt: skip
    return changed(info, changes)


def output(
    name: str = "web-720p", *, videos: list[Json] | None = None, audios: list[Json] | None = None,
    info: Json | None = None, **changes: object,
) -> Json:  # fmt: skip
    """An entry of OutputDetails."""
    entry: Json = {
        "Name": name, "Status": "Success", "TaskId": "t-1",
        "Result": {
            "OutputFile": {"Type": "OSS", "Media": f"oss://films/{name}.mp4\n", "Url": f"oss://films/{name}.mp4"},
            "OutFileMeta": {
                "VideoStreamInfoList": [video()] if videos is None else videos,
                "AudioStreamInfoList": [audio()] if audios is None else audios,
                "FileBasicInfo": info if info is not None else file_info(),
            },
        },
    }  # fmt: skip
    return changed(entry, changes)


def rung(name: str, width: int, height: int, kbps: float, **changes: Any) -> Json:
    """A member of an HLS group."""
    return output(
        name,
        videos=[video(Width=str(width), Height=str(height), Bit_rate=str(kbps))],
        info=file_info(
            FormatName="hls,applehttp", FileName="index.m3u8", FileSize="31737",
            Width=str(width), Height=str(height), Bitrate=str(kbps + 128),
        ),
        **changes,
    )  # fmt: skip


def ladder() -> list[Json]:
    """Three good rungs."""
    return [rung("360p", 640, 360, 700), rung("720p", 1280, 720, 2800), rung("1080p", 1920, 1080, 5200)]


def answer(
    *outputs: Json, groups: list[Json] | None = None, config: Json | None = None, user_data: object = None,
    **changes: object,
) -> Json:  # fmt: skip
    """A whole GetMediaConvertJob answer."""
    groups = groups or []
    job: Json = {
        "JobId": JOB_ID, "State": "Complete", "PipelineId": "prod-vod", "Percent": 100,
        "CreateTime": "2026-11-20T08:00:00Z\n", "FinishTime": "2026-11-20T08:05:30Z\n",
        "Config": config if config is not None else {
            "JobName": "a film",
            "Outputs": [{"Name": one.get("Name"), "TemplateId": "tpl", "OverrideParams": "{}"} for one in outputs],
            "OutputGroups": [
                {"Name": group["Name"], "GroupConfig": {"Type": "Hls"}, "Outputs": [
                    {"Name": one.get("Name"), "TemplateId": "tpl"} for one in group["Outputs"]
                ]}
                for group in groups
            ],
        },
        "OutputDetails": list(outputs), "OutputGroupDetails": groups,
    }  # fmt: skip
    if user_data is not None:
        job["UserData"] = json.dumps(user_data)
    return {"RequestId": "R-1", "Job": changed(job, changes)}


def hls(*members: Json, name: str = "hls") -> Json:
    """An entry of OutputGroupDetails."""
    return {"Name": name, "Status": "Success", "Outputs": list(members)}


def changed(base: Json, changes: dict[str, object]) -> Json:
    """`base` with keys replaced; None takes one out."""
    return {key: value for key, value in {**base, **changes}.items() if value is not None}


def job_of(*outputs: Json, **more: Any) -> Job:
    """The job of such an answer."""
    job = read_job(answer(*outputs, **more))
    assert job is not None
    return job


def facts_of(entry: Json | None = None, **more: Any) -> OutputFacts:
    """The facts of one output."""
    job = job_of(entry if entry is not None else output(), **more)
    return OutputFacts(job.outputs[0], JobFacts(job))


def judge_by(rules: str, job: Job | None = None, **more: Any) -> Judgement:
    """A job judged by the rules of a book (YAML from `- id:` on); `more` goes to `judge`."""
    text = f"version: 1\nrules:\n{rules}"
    assert_valid_book(text)
    return judge(job if job is not None else job_of(output()), read_rulebook(text), **more)


def assert_valid_book(text: str) -> None:
    """Every rule book of the tests is valid under the published schema."""
    plain = json.loads(json.dumps(read_yaml(text, "f")[0], default=float))
    assert [error.message for error in RULEBOOK_SCHEMA.iter_errors(plain)] == []


def assert_valid_verdict(verdict: object) -> None:
    """Every verdict of the tests is valid under the published schema."""
    assert [error.message for error in VERDICT_SCHEMA.iter_errors(verdict)] == []
