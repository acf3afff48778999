"""The checks of rules.yml as a developer would write them for one job: used by the peer and the floor alike.

Plain Python over the values as the API gives them: text. The peer hands in what the vendor's models hold.
"""


def number(text):
    try:
        return float(text)
    except (TypeError, ValueError):
        return None


def check_output(name, video, audio, duration, expected_duration):
    """video and audio are dicts of text by the API's names; findings are (rule, fact, actual, expected)."""
    findings = []

    def require(rule, fact, actual, ok, expected):
        if actual is None or not ok:
            findings.append({"rule": rule, "fact": fact, "actual": actual, "expected": expected})

    width, height = number(video.get("Width")), number(video.get("Height"))
    if video.get("Rotate") in ("90", "270"):
        width, height = height, width
    require("picture", "width", width, width is not None and 160 <= width <= 7680, "160..7680")
    require("picture", "height", height, height is not None and 90 <= height <= 4320, "90..4320")
    codec = (video.get("Codec_name") or "").lower()
    require("picture", "video.codec", codec, codec in ("h264", "hevc"), "h264 or hevc")
    profile = (video.get("Profile") or "").lower()
    require("picture", "video.profile", profile, profile in ("baseline", "main", "high"), "Baseline, Main or High")
    fps = number(video.get("Avg_fps") or video.get("Fps"))
    require(
        "picture",
        "video.fps",
        fps,
        fps is not None and any(abs(fps - one) <= 0.05 for one in (24, 25, 30)),
        "24, 25 or 30",
    )
    bitrate = number(video.get("Bit_rate"))
    require("picture", "video.bitrate", bitrate, bitrate is not None and bitrate <= 20000, "at most 20M")
    codec = (audio.get("CodecName") or "").lower()
    require("sound", "audio.codec", codec, codec == "aac", "aac")
    channels = number(audio.get("Channels"))
    require("sound", "audio.channels", channels, channels is not None and 1 <= channels <= 2, "1 or 2")
    rate = number(audio.get("SampleRate"))
    require("sound", "audio.sample_rate", rate, rate in (44100, 48000), "44100 or 48000")
    length = number(duration)
    require(
        "length",
        "duration",
        length,
        length is not None and expected_duration is not None and abs(length - expected_duration) <= 0.5,
        expected_duration,
    )
    of_video, of_audio = number(video.get("Duration")), number(audio.get("Duration"))
    gap = abs(of_video - of_audio) if of_video is not None and of_audio is not None else None
    require("length", "av.duration_gap", gap, gap is not None and gap <= 0.2, "at most 0.2")
    if "720" in name:
        require("container", "width", width, width == 1280, 1280)
        require("container", "height", height, height == 720, 720)
    return findings
