"""Three judges of the same checks: our packs, a JSON Schema, and plain Python comparisons.

The other two are what people write first, as well as such things are written: the schema knows that
numbers are text, the comparisons convert them. Neither is made to look bad; they show what the shape of
the data does to a simple check.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from jsonschema import Draft202012Validator

from mediaverdict.jobs import read_job
from mediaverdict.judging import judge
from mediaverdict.rulebook import read_rulebook

Json = dict[str, Any]
Judge = Callable[[Json], bool]

PACKS = ("sane", "as-requested", "ladder", "h264-levels")
BOOK = read_rulebook(
    f"version: 1\ninclude: [{', '.join(f'{{pack: {name}}}' for name in PACKS)}]\n"
    "rules:\n  - {id: audio-rate-known, severity: warn, match: {audio.count: {min: 1}}, require: {audio.bitrate: {above: 0}}}\n"
    "  - {id: plays-everywhere, severity: warn, require: {video.codec_tag: {none_of: [hev1, avc3], on_missing: pass}}}\n"
)


def by_packs(answer: Json) -> bool:
    """Whether our packs find a fault: any outcome but pass."""
    job = read_job(answer)
    return job is None or judge(job, BOOK).outcome != "pass"


NUMBER = {"type": "string", "pattern": r"^[0-9]*[1-9][0-9]*(\.[0-9]+)?\s*$|^0*\.[0-9]*[1-9][0-9]*\s*$"}
SCHEMA = {
    "type": "object",
    "properties": {
        "Job": {
            "type": "object",
            "properties": {
                "State": {"const": "Complete"},
                "OutputDetails": {"type": "array", "items": {"$ref": "#/$defs/Output"}},
                "OutputGroupDetails": {
                    "type": "array",
                    "items": {"properties": {"Outputs": {"type": "array", "items": {"$ref": "#/$defs/Output"}, "minItems": 3}}},
                },
            },
            "required": ["State"],
        }
    },
    "$defs": {
        "Output": {
            "type": "object",
            "properties": {
                "Status": {"const": "Success"},
                "Result": {
                    "properties": {
                        "OutFileMeta": {
                            "properties": {
                                "VideoStreamInfoList": {
                                    "type": "array",
                                    "minItems": 1,
                                    "items": {
                                        "properties": {
                                            "Codec_name": {"enum": ["h264", "hevc"]}, "PixFmt": {"const": "yuv420p"}, "Width": NUMBER,
                                            "Height": NUMBER, "Duration": NUMBER, "Bit_rate": NUMBER, "Dar": {"pattern": "^16:9"},
                                            "Codec_tag_string": {"not": {"const": "hev1"}},
                                        },
                                        "required": ["Codec_name", "Width", "Height", "Duration"],
                                    },
                                },
                                "AudioStreamInfoList": {
                                    "type": "array",
                                    "minItems": 1,
                                    "items": {
                                        "properties": {"CodecName": {"const": "aac"}, "Channels": {"const": "2"}, "Duration": NUMBER, "Bitrate": NUMBER},
                                        "required": ["CodecName", "Channels", "Duration"],
                                    },
                                },
                                "FileBasicInfo": {
                                    "properties": {"FileStatus": {"const": "Normal"}, "Duration": NUMBER, "Width": NUMBER, "Height": NUMBER, "FileSize": NUMBER},
                                    "required": ["Duration", "FileSize"],
                                },
                            },
                            "required": ["VideoStreamInfoList", "AudioStreamInfoList", "FileBasicInfo"],
                        }
                    },
                    "required": ["OutFileMeta"],
                },
            },
            "required": ["Status", "Result"],
        }
    },
}  # fmt: skip
VALIDATOR = Draft202012Validator(SCHEMA)


def by_schema(answer: Json) -> bool:
    """Whether the schema finds a fault."""
    return not VALIDATOR.is_valid(answer)


def by_comparisons(answer: Json) -> bool:
    """Whether plain comparisons find a fault; a value they can't convert is one."""
    try:
        return bool(_compare(answer["Job"]))
    except (KeyError, ValueError, IndexError, ZeroDivisionError, TypeError):
        return True


def _compare(job: Json) -> list[str]:
    wrong = [] if job["State"] == "Complete" else ["state"]
    outputs = list(zip(job.get("OutputDetails", []), job["Config"].get("Outputs", []), strict=False))
    for group, config in zip(job.get("OutputGroupDetails", []), job["Config"].get("OutputGroups", []), strict=False):
        members = group["Outputs"]
        outputs += list(zip(members, config["Outputs"], strict=False))
        rates = [float(one["Result"]["OutFileMeta"]["FileBasicInfo"]["Bitrate"]) for one in members]
        if rates != sorted(rates):
            wrong.append("ladder")
        durations = [float(one["Result"]["OutFileMeta"]["FileBasicInfo"]["Duration"]) for one in members]
        if max(durations) - min(durations) > 0.1:
            wrong.append("durations")
    for output, config in outputs:
        if output["Status"] != "Success":
            wrong.append("status")
        meta = output["Result"]["OutFileMeta"]
        video, audio, info = meta["VideoStreamInfoList"][0], meta["AudioStreamInfoList"][0], meta["FileBasicInfo"]
        requested = json.loads(config.get("OverrideParams") or "{}").get("Video", {})
        checks = {
            "width": int(video["Width"]) == int(requested.get("Width", video["Width"])),
            "height": int(video["Height"]) == int(requested.get("Height", video["Height"])),
            "fps": float(video["Avg_fps"]) == float(requested.get("Fps", video["Avg_fps"])),
            "duration": float(info["Duration"]) > 0,
            "size": int(info["FileSize"]) > 0 and abs(int(info["FileSize"]) * 8 / float(info["Duration"]) / 1000 - float(info["Bitrate"])) < 300,
            "gap": abs(float(video["Duration"]) - float(audio["Duration"])) < 0.1,
            "start": abs(float(video["Start_time"]) - float(audio["StartTime"])) <= 0.1,
            "codec": video["Codec_name"] in ("h264", "hevc"), "pixels": video["PixFmt"] == "yuv420p", "channels": audio["Channels"] == "2",
            "frames": abs(int(video["NumFrames"]) - float(video["Avg_fps"]) * float(video["Duration"])) <= 3, "rate": float(audio["Bitrate"]) > 0,
            "file": info["FileStatus"] == "Normal", "aspect": video["Dar"] == "16:9", "tag": video["Codec_tag_string"] != "hev1",
        }  # fmt: skip
        wrong += [name for name, ok in checks.items() if not ok]
    return wrong


JUDGES: dict[str, Judge] = {"our packs": by_packs, "JSON Schema": by_schema, "plain comparisons": by_comparisons}
