"""A table of slips as people make them, each with the whole message that it gets: `golden/slips.txt` is for reading.

`MEDIAVERDICT_RENEW_GOLDEN=1 python -m pytest tests/mediaverdict/rulebook/test_slips.py` renews it; look at the diff.
"""

# ruff: noqa: RUF001 - other keyboards' signs, and a table

from __future__ import annotations

import os
from pathlib import Path

from mediaverdict.errors import RulebookError
from mediaverdict.rulebook.compiling import check_rulebook

GOLDEN = Path(__file__).parents[2] / "golden" / "slips.txt"
H = "version: 1\nrules:\n"


def R(body: str) -> str:  # noqa: N802 - a row's few letters
    """A book with one rule."""
    return f"{H}  - id: a\n    {body}\n"


SLIPS = [
    ("full-width colon in version", "version：1\nrules: []\n"),
    ("fw colon flow", R("require: {height：720}")),
    ("fw colon+blank flow", R("require: {height： 720}")),
    ("fw comma", R("require: {height: 720，width: 1280}")),
    ("fw comma list", R("require: {height: [480，720]}")),
    ("fw quotes", R("match: {output.name: “*720*”}\n    require: {height: 720}")),
    ("fw single quotes", R("match: {output.name: ‘*720*’}\n    require: {height: 720}")),
    ("quotes corner", R("match: {output.name: 「*720*」}\n    require: {height: 720}")),
    ("fw hyphen", H + "  － id: a\n    require: {height: 720}\n"),
    ("fw blanks indent", H + "　　- id: a\n　　  require: {height: 720}\n"),
    ("fw blank inside", R("require:　{height: 720}")),
    ("nbsp", R("require:\u00a0{height: 720}")),
    ("fw braces", R("require: ｛height: 720｝")),
    ("fw brackets", R("require: {video.codec: ［h264，hevc］}")),
    ("fw digits", R("require: {height: ７２０}")),
    ("fw percent", R("require: {duration: {equals: 60, tolerance: 2％}}")),
    ("fw star", R("match: {output.name: ＊720＊}\n    require: {height: 720}")),
    ("fw hash", H + "  - id: a  ＃ comment\n    require: {height: 720}\n"),
    ("ideographic comma", R("require: {video.codec: [h264、hevc]}")),
    (
        "missing quote",
        R(
            'match: {output.name: "*720*}\n    require: {height: 720}\n  - id: b\n    match: {output.name: "*1080*"}\n    require: {height: 1080}'
        ),
    ),
    ("missing quote last", R('match: {output.name: "*720*}\n    require: {height: 720}')),
    ("missing single quote", R("match: {output.name: '*720*}\n    require: {height: 720}")),
    ("star unquoted", R("match: {output.name: *720*}\n    require: {height: 720}")),
    ("star unquoted list", R("match: {output.name: [*720*, *1080*]}\n    require: {height: 720}")),
    ("star unquoted block", R("match:\n      output.name: *720*\n    require: {height: 720}")),
    ("star mp4", R("match: {output.url: *.mp4}\n    require: {height: 720}")),
    ("indent more", H + "  - id: a\n     require: {height: 720}\n"),
    ("indent less", H + "  - id: a\n   require: {height: 720}\n"),
    ("indent flat", H + "  - id: a\n  require: {height: 720}\n"),
    ("indent 2nd rule", H + "  - id: a\n    require: {height: 720}\n   - id: b\n     require: {width: 3}\n"),
    ("no dash", H + "    id: a\n    require: {height: 720}\n"),
    ("dash no blank", H + "  -id: a\n    require: {height: 720}\n"),
    ("colon no blank block", R("require:\n      height:720")),
    ("colon no blank flow", R("require: {height:720}")),
    ("equals sign", R("require:\n      height = 720")),
    ("equals sign flow", R("require: {height=720}")),
    ("2 gigabytes", R("require: {size: {max: 2 gigabytes}}")),
    ("2gb", R("require: {size: {max: 2gb}}")),
    ("2G", R("require: {size: {max: 2G}}")),
    ("3 mbps", R("require: {bitrate: {max: 3mbps}}")),
    ("3 兆", R("require: {bitrate: {max: 3兆}}")),
    ("10分钟", R("require: {duration: {max: 10分钟}}")),
    ("video.width", R("require: {video.width: 1280}")),
    ("audio.bit_rate", R("require: {audio.bit_rate: {min: 32k}}")),
    ("fps", R("require: {fps: 25}")),
    ("codec", R("require: {codec: h264}")),
    ("resolution", R("require: {resolution: 1920x1080}")),
    (
        "dup id",
        H
        + "  - id: a\n    require: {height: 720}\n  - id: b\n    require: {height: 1}\n  - id: a\n    require: {width: 3}\n",
    ),
    ("dup key", R("require: {height: 720}\n    require: {width: abc}")),
    ("dup fact", R("require:\n      height: 720\n      height: {min: x}")),
    ("regex glob", R('match: {output.name: {regex: "*.mp4"}}\n    require: {height: 720}')),
    ("regex glob2", R('match: {output.name: {regex: "720*"}}\n    require: {height: 720}')),
    ("glob regex", R('match: {output.name: ".*720.*"}\n    require: {height: 720}')),
    ("require glob", R('require: {output.name: "*720*"}')),
    (">=", R("require: {height: >=720}")),
    ("> block", R("require:\n      height: > 720")),
    ("≥", R("require: {height: ≥720}")),
    ("range dash", R("require: {bitrate: 3M-6M}")),
    ("range tilde", R("require: {bitrate: 3M~6M}")),
    ("between", R("require: {bitrate: {between: [3M, 6M]}}")),
    ("gt", R("require: {height: {gt: 720}}")),
    ("gte", R("require: {height: {gte: 720}}")),
    ("at_least", R("require: {height: {at_least: 720}}")),
    ("contains", R("require: {output.name: {contains: 720}}")),
    ("720p", R("require: {height: 720p}")),
    ("4K", R("require: {height: 4K}")),
    ("bitrate list", R("require: {bitrate: [3M, 6M]}")),
    ("bitrate 3000", R("require: {bitrate: {min: 3000}}")),
    ("sample_rate 48", R("require: {audio.sample_rate: 48}")),
    ("size 2", R("require: {size: {max: 2}}")),
    ("48k hz", R("require: {audio.sample_rate: 48k}")),
    ("29,97", R("require:\n      video.fps: 29,97")),
    ("29,97 flow", R("require: {video.fps: 29,97}")),
    ("29.97", R("require: {video.fps: 29.97}")),
    ("1,000,000", R("require:\n      bitrate: 1,000,000")),
    ("severity error", R("severity: error\n    require: {height: 720}")),
    ("severity warning", R("severity: warning\n    require: {height: 720}")),
    ("severity cn", R("severity: 警告\n    require: {height: 720}")),
    ("on_missing ignore", R("on_missing: ignore\n    require: {height: 720}")),
    ("scope ladder", R("scope: ladder\n    require: {count: 3}")),
    ("requires", R("requires: {height: 720}")),
    ("if", R("if: {height: 720}\n    require: {width: 3}")),
    ("name", H + "  - name: a\n    require: {height: 720}\n"),
    ("desc colon", R("description: Note: all\n    require: {height: 720}")),
    ("require inline", R("require: height: 720")),
    ("brace open", R("require: {height: {min: 720}\n  - id: b\n    require: {width: 3}")),
    ("bracket open", R("require: {video.codec: [h264, hevc}")),
    ("brace extra", R("require: {height: 720}}")),
    ("date slash", R("enforce_from: 2027/01/01\n    require: {height: 720}")),
    ("date 1-1", R("enforce_from: 2027-1-1\n    require: {height: 720}")),
    ("date cn", R("enforce_from: 2027年1月1日\n    require: {height: 720}")),
    ("date int", R("enforce_from: 20270101\n    require: {height: 720}")),
    ("date feb30", R("enforce_from: 2027-02-30\n    require: {height: 720}")),
    ("until fail", R("enforce_from: 2027-01-01\n    until_then: fail\n    require: {height: 720}")),
    ("until alone", R("until_then: warn\n    require: {height: 720}")),
    ("yes flag", R("must_match: yes\n    match: {height: 3}")),
    ("yes fact", R("require: {requested.video: yes}")),
    ("null", R("require: {height: }")),
    ("null block", R("require:\n      height:")),
    ("backslash", R('match: {output.url: "C:\\videos\\*"}\n    require: {height: 720}')),
    ("percent start", R("match: {output.name: %720}\n    require: {height: 720}")),
    ("at", R("match: {output.name: @720}\n    require: {height: 720}")),
    ("tab", H + "\t- id: a\n"),
    ("tab mid", R("require:\n\t  height: 720")),
    ("two docs", "version: 1\n---\nversion: 1\n"),
    ("includes scope", R("require: {height: {includes: [360, 720]}}")),
    ("include slip", R("scope: group\n    require: {height: {include: [360, 720]}}")),
    ("some list", R("scope: group\n    require: {height: {some: [360, 720, 1080]}}")),
    ("tracks plain", R("require:\n      audio[*].language: zh")),
    ("tracks flow", R("require: {audio[*].language: {every: zh}}")),
    ("every out", R("require: {audio.language: {every: [zh, en]}}")),
    ("lang list chinese", R("require: {audio.language: [中文, 英文]}")),
    ("jp", R("require: {audio.language: jp}")),
    ("rules map", "version: 1\nrules:\n  a:\n    require: {height: 720}\n"),
    ("no version", "rules:\n  - id: a\n    require: {height: 720}\n"),
    ("version str", "version: '1'\nrules: []\n"),
    ("version 1.0", "version: 1.0\nrules: []\n"),
    ("codec", R("require: {video.codec: h.256}")),
    ("wrong quote closing", R('match: {output.name: "*720*”}\n    require: {height: 720}')),
    ("backtick", R("match: {output.name: `*720*`}\n    require: {height: 720}")),
    ("require list", R("require:\n      - height: 720\n      - width: 1280")),
    ("any_of map", R("any_of: {height: 720, width: 3}")),
    ("nested fact", R("require:\n      video:\n        codec: h264")),
    ("tolerance on rule", R("tolerance: 5%\n    require: {height: 720}")),
    ("fact text", R("require: {width: {max: requested.width}}")),
    ("fact brace", R("require: {width: {max: {requested.width}}}")),
    ("match contradict", R("match: {height: 720}\n    require: {height: 1080}")),
    ("aspect 16x9", R("require: {aspect_ratio: 16x9}")),
    ("channels stereo", R("require: {audio.channels: stereo}")),
    ("duration 1:30", R("require: {duration: {max: 1:30}}")),
    ("duration hms", R("require: {duration: {max: 00:10:00}}")),
]


def told(text: str, folder: Path) -> str:
    """All that a person is told of a book."""
    path = folder / "rules.yml"
    path.write_text(text, encoding="utf-8")
    try:
        advice = check_rulebook(path).advice
    except RulebookError as error:
        return str(error).replace(f"{folder}{os.sep}", "")
    said = "\n".join(f"advice: {one}" for one in advice).replace(f"{folder}{os.sep}", "")
    return said or "(nothing: it is as it stands)"


def test_each_slip_is_told_with_what_to_do(tmp_path: Path) -> None:
    found = "\n".join(f"# {name}\n{told(text, tmp_path)}\n" for name, text in SLIPS)
    if os.environ.get("MEDIAVERDICT_RENEW_GOLDEN"):
        GOLDEN.write_text(found, encoding="utf-8")
    assert found == GOLDEN.read_text(encoding="utf-8")
    assert len(SLIPS) > 100
    assert "not YAML: " not in found.replace("not YAML: audio[", "")  # the parser's own words are no message
