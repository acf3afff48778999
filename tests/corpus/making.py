"""Makes the corpus of real files anew: ffmpeg makes them, ffprobe reads them, what the API would say of them is kept.

    PYTHONPATH=tests python -m corpus.making [FOLDER | --expectations]

Only this needs ffmpeg (5.1 made what is kept). The files themselves go to FOLDER and are not kept; what is there
already is only read again.
"""

from __future__ import annotations

import json
import shlex
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from corpus.ladders import LADDERS
from corpus.recipes import FILES, Ladder, Recipe

KEPT = Path(__file__).parent / "transcodes.json"
QUIET = ("-hide_banner", "-nostdin", "-v", "error", "-y", "-threads", "1")


def make(recipe: Recipe, folder: Path) -> dict[str, Any]:
    """The file's OutFileMeta, as GetMediaConvertJob would have it."""
    place = folder / recipe.name.replace(".", "_")
    place.mkdir(parents=True, exist_ok=True)
    made, done = place / recipe.name, place / "done"
    if done.exists():
        return meta(made)
    sound = recipe.seconds if recipe.sound is None else recipe.sound
    inputs = {
        "picture": f"-f lavfi -i testsrc2=s={recipe.size}:r={recipe.rate}:d={recipe.seconds}",
        "sound": f"-f lavfi -i aevalsrc='0.4*sin(440*2*PI*t)|0.4*sin(660*2*PI*t)':s=48000:d={sound}" if sound else "",
        "name": recipe.name,
    }
    for step in recipe.before:
        if step.startswith("srt:"):
            (place / "b.srt").write_text(f"1\n00:00:00,100 --> 00:00:0{step[4:]},000\nhello\n", encoding="utf-8")
        else:
            run(step.format(**inputs), place)
    picture = inputs["picture"] if recipe.picture else ""
    run(
        recipe.command.format(**inputs)
        if recipe.command
        else f"ffmpeg {picture} {inputs['sound']} {recipe.options} {recipe.name}",
        place,
    )
    if recipe.cut < 1:
        content = made.read_bytes()
        made.write_bytes(content[: int(len(content) * recipe.cut)])
    done.touch()
    return meta(made)


def run(command: str, place: Path) -> None:
    """One command in that folder; what it says goes with the error."""
    words = shlex.split(command)
    done = subprocess.run([words[0], *QUIET, *words[1:]], cwd=place, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{command}\n{done.stderr}")


def meta(path: Path) -> dict[str, Any]:
    """What ffprobe says of a file, under the API's names. Frames are counted, as the service does for HLS."""
    asked = [
        "ffprobe",
        "-v",
        "error",
        "-of",
        "json",
        "-show_format",
        "-show_streams",
        "-count_packets",
        "-allowed_extensions",
        "ALL",
    ]
    asked = asked if path.suffix == ".m3u8" else asked[:-2]
    told = json.loads(
        subprocess.run([*asked, path.name], cwd=path.parent, capture_output=True, text=True, check=True).stdout
    )
    told["streams"] = _each_once(told["streams"])
    videos = [_video(stream) for stream in told["streams"] if stream.get("codec_type") == "video"]
    audios = [_audio(stream) for stream in told["streams"] if stream.get("codec_type") == "audio"]
    return {
        "VideoStreamInfoList": videos,
        "AudioStreamInfoList": audios,
        "FileBasicInfo": _file(path, told["format"], videos),
    }


def _each_once(streams: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return list({stream["index"]: stream for stream in streams}.values())


def _file(path: Path, told: dict[str, Any], videos: list[dict[str, Any]]) -> dict[str, Any]:
    duration = told.get("duration")
    bits = told.get("bit_rate")
    if path.suffix in (".m3u8", ".mpd") and duration:  # the service tells the media's rate beside the playlist's size
        media = sum(one.stat().st_size for one in path.parent.iterdir() if one.suffix in (".ts", ".m4s", ".mp4"))
        bits = media * 8 / float(duration)
    shown = next((video for video in videos if video["Avg_fps"] != "0/0"), videos[0] if videos else {})
    return _present(
        FileName=path.name, FileUrl=f"http://corpus.oss-cn-shanghai.aliyuncs.com/{path.name}", FileStatus="Normal",
        FormatName=told["format_name"], Duration=duration, Bitrate=_kbit(bits), FileSize=told.get("size"),
        Width=shown.get("Width"), Height=shown.get("Height"),
    )  # fmt: skip


def _video(told: dict[str, Any]) -> dict[str, Any]:
    turns = [one["rotation"] for one in told.get("side_data_list", []) if "rotation" in one]
    return _present(
        Index=str(told["index"]), Codec_name=told.get("codec_name"), Codec_tag=told.get("codec_tag"),
        Codec_tag_string=told.get("codec_tag_string"), Profile=told.get("profile"), Level=str(told.get("level", -99)),
        PixFmt=told.get("pix_fmt"), Width=str(told.get("width", 0)), Height=str(told.get("height", 0)),
        Sar=told.get("sample_aspect_ratio"), Dar=told.get("display_aspect_ratio"), Fps=_fps(told.get("r_frame_rate")),
        Avg_fps=_fps(told.get("avg_frame_rate")), Start_time=told.get("start_time"), Duration=told.get("duration"),
        Bit_rate=_kbit(told.get("bit_rate")), NumFrames=told.get("nb_frames") or told.get("nb_read_packets"),
        Has_b_frames=str(told.get("has_b_frames", 0)), Time_base=told.get("time_base"),
        Rotate=str(-turns[0] % 360) if turns else None, Counted="1" if "nb_frames" not in told else None,
    )  # fmt: skip


def _audio(told: dict[str, Any]) -> dict[str, Any]:
    return _present(
        Index=str(told["index"]), CodecName=told.get("codec_name"), CodecTag=told.get("codec_tag"),
        CodecTagString=told.get("codec_tag_string"), SampleFmt=told.get("sample_fmt"), SampleRate=told.get("sample_rate"),
        Channels=str(told.get("channels", 0)), ChannelLayout=told.get("channel_layout"), StartTime=told.get("start_time"),
        Duration=told.get("duration"), Bitrate=_kbit(told.get("bit_rate")), Timebase=told.get("time_base"),
    )  # fmt: skip


def _present(**values: str | None) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


def _kbit(bits: str | float | None) -> str | None:
    return None if bits is None else f"{float(bits) / 1000:.3f}"


def _fps(rate: str | None) -> str | None:
    """As the documented example writes a rate: 25.0."""
    above, _, below = (rate or "0/0").partition("/")
    return repr(int(above) / int(below)) if int(above) and int(below or 1) else "0/0"


def main(folder: Path) -> None:
    """Makes every file, two at a time, and writes what is kept."""
    files = {recipe.name: recipe for recipe in (*FILES, *(member for ladder in LADDERS for member in ladder.members))}
    with ThreadPoolExecutor(2) as pool:
        metas = dict(zip(files, pool.map(lambda recipe: make(recipe, folder), files.values()), strict=True))
    write(metas)
    print(f"{len(metas)} files, {KEPT.stat().st_size} bytes kept")


def write(metas: dict[str, Any]) -> None:
    """One line a file, one line a case: a diff shows which changed."""
    files = ",\n".join(f"{json.dumps(name)}: {json.dumps(one)}" for name, one in sorted(metas.items()))
    cases = ",\n".join(json.dumps(case) for case in expectations())
    KEPT.write_text(f'{{"files": {{\n{files}\n}}, "cases": [\n{cases}\n]}}\n', encoding="utf-8")


def expectations() -> list[dict[str, Any]]:
    """What each pack must say of each file and each ladder, as it is kept."""
    cases: list[dict[str, Any]] = []
    every: list[Recipe | Ladder] = [*FILES, *LADDERS]
    for one in every:
        members = [member.name for member in one.members] if isinstance(one, Ladder) else [one.name]
        says = {
            pack: {rule: told for rule, told in one.says.items() if rule.startswith(f"{pack}/")} for pack in one.packs
        }
        case = {"name": one.name, "group": isinstance(one, Ladder), "files": members, "says": says}
        asked = "" if isinstance(one, Ladder) else one.asked
        by_count = isinstance(one, Recipe) and one.by_count
        more = {"untold": one.untold, "asked": asked, "by_count": by_count}
        cases.append({**case, **{name: told for name, told in more.items() if told}})
    return cases


if __name__ == "__main__":
    if sys.argv[1:] == ["--expectations"]:  # only what must be said has changed
        write(json.loads(KEPT.read_text(encoding="utf-8"))["files"])
    elif len(sys.argv) > 1:
        main(Path(sys.argv[1]))
    else:
        with tempfile.TemporaryDirectory() as temporary:
            main(Path(temporary))
