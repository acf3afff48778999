"""Every fact that a rule may name: kind (and so unit) and meaning.

Read by the rule book's reader (names, units, "did you mean"), by the JSON Schema and by the reference.
How a fact is computed stands in the module of its family; a test holds the two against each other.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches

from mediaverdict.quantities import Kind

_INDEXED = re.compile(r"(video|audio)\[(\d{1,3})\]\.([a-z_]+)\Z")


@dataclass(frozen=True, slots=True)
class FactSpec:
    """What a rule needs to know of a fact before there is a job."""

    name: str
    kind: Kind
    meaning: str
    of_job: bool = False
    """A job's fact, not an output's."""


def _specs(rows: list[tuple[str, Kind, str]], *, of_job: bool = False) -> dict[str, FactSpec]:
    return {name: FactSpec(name, kind, meaning, of_job) for name, kind, meaning in rows}


VIDEO_FACTS: dict[str, tuple[Kind, str]] = {
    "codec": (Kind.TEXT, "h264, hevc, av1, vp9, ..."),
    "codec_tag": (Kind.TEXT, "the sample entry (avc1, hvc1); in hexadecimal where it is not printable"),
    "profile": (Kind.TEXT, "the codec's profile: High, Main 10, ..."),
    "level": (Kind.LEVEL, "the codec's level as people say it: 3.1 for H.264's 31 and HEVC's 93"),
    "pixel_format": (Kind.TEXT, "yuv420p, yuv420p10le, ..."),
    "fps": (Kind.FRAME_RATE, "average frame rate"),
    "nominal_fps": (Kind.FRAME_RATE, "the container's frame rate; over 210 it is a time base"),
    "bitrate": (Kind.BIT_RATE, "bit rate of the stream"),
    "duration": (Kind.SECONDS, "duration of the stream"),
    "start_time": (Kind.SECONDS, "first timestamp; MPEG-TS starts at about 1.4 s"),
    "rotation": (Kind.DEGREES, "0, 90, 180 or 270"),
    "sar": (Kind.RATIO, "sample (pixel) aspect ratio"),
    "coded_width": (Kind.PIXELS, "width before rotation"),
    "coded_height": (Kind.PIXELS, "height before rotation"),
    "b_frames": (Kind.COUNT, "the most B-frames in a row"),
    "frames": (Kind.FRAMES, "number of frames"),
    "language": (Kind.TEXT, "language tag"),
}

AUDIO_FACTS: dict[str, tuple[Kind, str]] = {
    "codec": (Kind.TEXT, "aac, mp3, opus, ..."),
    "codec_tag": (Kind.TEXT, "the sample entry (mp4a); in hexadecimal where it is not printable"),
    "channels": (Kind.COUNT, "number of channels"),
    "layout": (Kind.TEXT, "stereo, 5.1, ..."),
    "sample_rate": (Kind.HERTZ, "sample rate"),
    "sample_format": (Kind.TEXT, "fltp, s16, ..."),
    "bitrate": (Kind.BIT_RATE, "bit rate of the stream"),
    "duration": (Kind.SECONDS, "duration of the stream"),
    "start_time": (Kind.SECONDS, "first timestamp"),
    "language": (Kind.TEXT, "language tag"),
}

OUTPUT_FACTS = _specs(
    [
        ("output.name", Kind.TEXT, "the output's name; names may repeat"),
        ("output.status", Kind.TEXT, "Success, Failed, Skipped, ..."),
        ("output.group", Kind.TEXT, "the name of the output group; absent for a single file"),
        ("output.group_type", Kind.TEXT, "file, hls or dash"),
        ("output.template", Kind.TEXT, "the transcoding template's ID"),
        ("output.url", Kind.TEXT, "where the output lies"),
        ("output.type", Kind.TEXT, "OSS or Media"),
        ("width", Kind.PIXELS, "what a viewer sees, rotation applied"),
        ("height", Kind.PIXELS, "what a viewer sees, rotation applied"),
        ("aspect_ratio", Kind.RATIO, "display aspect ratio as a viewer sees it, rotation applied"),
        ("duration", Kind.SECONDS, "the file's, else the longest stream's"),
        ("bitrate", Kind.BIT_RATE, "the file's bit rate"),
        ("size", Kind.BYTES, "the file's size; absent for a manifest"),
        ("container", Kind.NAMES, "the names of the container's format: hls, applehttp, mp4, ..."),
        *((f"video.{name}", kind, f"first video stream: {text}") for name, (kind, text) in VIDEO_FACTS.items()),
        *((f"audio.{name}", kind, f"first audio stream: {text}") for name, (kind, text) in AUDIO_FACTS.items()),
        ("output.file_status", Kind.TEXT, "the file's status: Normal"),
        ("file.width", Kind.PIXELS, "the width that the file's own entry says"),
        ("file.height", Kind.PIXELS, "the height that the file's own entry says"),
        ("file.duration", Kind.SECONDS, "the duration that the file's own entry says"),
        ("file.longest_stream", Kind.SECONDS, "duration of the longest stream"),
        ("file.duration_gap", Kind.SECONDS, "how far the file's duration is from the longest stream's"),
        ("file.average_bitrate", Kind.BIT_RATE, "size over duration; absent for a manifest"),
        ("video.dar", Kind.RATIO, "display aspect ratio as the stream says it, before rotation"),
        ("video.derived_dar", Kind.RATIO, "display aspect ratio that width, height and sar come to"),
        ("video.pixels", Kind.COUNT, "pixels of a coded picture (its luma samples)"),
        ("video.pixel_rate", Kind.COUNT, "luma samples a second"),
        ("video.longest_edge", Kind.PIXELS, "the longer of coded width and height"),
        ("video.macroblocks", Kind.COUNT, "H.264 macroblocks of a coded picture"),
        ("video.macroblock_rate", Kind.COUNT, "H.264 macroblocks a second"),
        ("video.macroblock_edge", Kind.COUNT, "the longer of coded width and height in macroblocks"),
        ("video.frames_gap", Kind.FRAMES, "frames too many or too few for rate and duration"),
        ("video.count", Kind.COUNT, "number of video streams, cover pictures left out"),
        ("audio.count", Kind.COUNT, "number of audio streams"),
        ("av.duration_gap", Kind.SECONDS, "absolute difference of the video's and the audio's duration"),
        ("av.start_gap", Kind.SECONDS, "absolute difference of the video's and the audio's start"),
        ("requested.width", Kind.PIXELS, "width that the job asked for"),
        ("requested.height", Kind.PIXELS, "height that the job asked for"),
        ("requested.fps", Kind.FRAME_RATE, "frame rate that the job asked for"),
        ("requested.max_fps", Kind.FRAME_RATE, "highest frame rate that the job allows"),
        ("requested.video_codec", Kind.TEXT, "h264, hevc or av1, as in video.codec"),
        ("requested.profile", Kind.TEXT, "profile that the job asked for"),
        ("requested.video_bitrate", Kind.BIT_RATE, "video bit rate that the job asked for"),
        ("requested.max_bitrate", Kind.BIT_RATE, "highest video bit rate that the job allows"),
        ("requested.crf", Kind.COUNT, "constant rate factor that the job asked for, in place of a bit rate"),
        ("requested.audio_codec", Kind.TEXT, "aac, mp3, ..., as in audio.codec"),
        ("requested.channels", Kind.COUNT, "audio channels that the job asked for"),
        ("requested.sample_rate", Kind.HERTZ, "sample rate that the job asked for"),
        ("requested.audio_bitrate", Kind.BIT_RATE, "audio bit rate that the job asked for"),
        ("requested.video", Kind.FLAG, "false where the job removes the video"),
        ("requested.audio", Kind.FLAG, "false where the job removes the audio"),
    ]
)

JOB_FACTS = _specs(
    [
        ("job.id", Kind.TEXT, "the job's ID"),
        ("job.name", Kind.TEXT, "the job's name"),
        ("job.state", Kind.TEXT, "Complete, Error, Cancelled, ..."),
        ("job.pipeline", Kind.TEXT, "the pipeline's ID"),
        ("job.created", Kind.MOMENT, "when it was created"),
        ("job.finished", Kind.MOMENT, "when it ended"),
        ("job.elapsed", Kind.SECONDS, "from created to finished"),
        ("job.outputs", Kind.COUNT, "number of outputs, those of groups included"),
        ("job.outputs_requested", Kind.COUNT, "number of outputs that the job asked for"),
    ],
    of_job=True,
)

ALL_FACTS = {**OUTPUT_FACTS, **JOB_FACTS}

_OTHER_NAMES = {
    "framerate": ["video.fps"],
    "frames": ["video.frames"],
    "resolution": ["width", "height"],
    "samplerate": ["audio.sample_rate"],
    "format": ["container"],
    "filesize": ["size"],
    "dar": ["aspect_ratio"],
    "par": ["video.sar"],
    "length": ["duration"],
    "state": ["job.state"],
    "name": ["output.name", "job.name"],
}
"""What other tools call them (underscores left out)."""


def find_fact(name: str) -> FactSpec | None:
    """A fact by its name: `width`, `audio[1].channels`, `user_data.video.id`; None for an unknown one."""
    spec = ALL_FACTS.get(name)
    if spec is not None:
        return spec
    if name.startswith("user_data.") and len(name) > len("user_data."):
        return FactSpec(name, Kind.JSON, "of the job's UserData", of_job=True)
    indexed = _INDEXED.match(name)
    if indexed is not None:
        family, index, of_stream = indexed.groups()
        kind = (VIDEO_FACTS if family == "video" else AUDIO_FACTS).get(of_stream)
        if kind is not None:
            return FactSpec(name, kind[0], f"{family} stream {index}: {kind[1]}")
    return None


def nearest_facts(name: str) -> list[str]:
    """The known facts that an unknown name may have meant, the likeliest first."""
    meant = _OTHER_NAMES.get(name.rpartition(".")[2].lower().replace("_", ""), [])
    named_alike = [known for known in ALL_FACTS if known.rpartition(".")[2] == name]
    close = get_close_matches(name, ALL_FACTS, n=3, cutoff=0.6)
    close = [known for known in close if known.count(".") == name.count(".")] or close
    return list(dict.fromkeys([*meant, *close, *named_alike]))[:3]
