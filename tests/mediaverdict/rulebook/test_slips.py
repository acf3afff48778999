"""A table of slips as people make them, each with the whole message that it gets, in English and in Chinese.

`golden/slips.txt` and `golden/slips.zh.txt` are for reading, side by side.

`MEDIAVERDICT_RENEW_GOLDEN=1 python -m pytest tests/mediaverdict/rulebook/test_slips.py` renews it; look at the diff.
"""

# ruff: noqa: RUF001 - other keyboards' signs, and a table

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from mediaverdict.errors import RulebookError, say
from mediaverdict.rulebook.compiling import check_rulebook
from mediaverdict.rulebook.messages import NOT_YAML
from mediaverdict_cli.language import CODES, Language, translator

if TYPE_CHECKING:
    from mediaverdict_cli.language.choosing import Code

GOLDEN = {"en": Path(__file__).parents[2] / "golden" / "slips.txt"}
GOLDEN["zh"] = GOLDEN["en"].with_suffix(".zh.txt")
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
    ("channels 5.1", R("require: {audio.channels: 5.1}")),
    ("1280*720", R("require: {width: 1280*720}")),
    ("chinese operator", R("require: {height: {大于: 720}}")),
    ("chinese fact", R("require: {高度: 720}")),
    ("chinese key", R("要求: {height: 720}")),
    ("chinese severity 严重", R("severity: 严重\n    require: {height: 720}")),
    ("chinese yes", R("require: {requested.video: 是}")),
    ("full-width letters", R("require: {ｈｅｉｇｈｔ: 720}")),
    ("full-width key colon block", H + "  - id： a\n    require： {height: 720}\n"),
    ("full-width tilde range", R("require: {bitrate: 3M～6M}")),
    ("range in words", R("require: {bitrate: 3M to 6M}")),
    ("range 至", R("require: {bitrate: 3M至6M}")),
    ("min max list", R("require: {bitrate: {range: [3M, 6M]}}")),
    ("plus minus", R("require: {duration: 60±1}")),
    ("tolerance 百分", R("require: {bitrate: {equals: 3M, tolerance: 百分之5}}")),
    ("tolerance ±", R("require: {bitrate: {equals: 3M, tolerance: ±5%}}")),
    ("tolerance no sign", R("require: {bitrate: {equals: 3M, tolerance: 5 percent}}")),
    ("and", R("require: {height: 720 and width: 1280}")),
    ("or", R("require: {video.codec: h264 or hevc}")),
    ("或", R("require: {video.codec: h264或hevc}")),
    ("pipe", R("require: {video.codec: h264|hevc}")),
    ("slash", R("require: {video.codec: h264/h265}")),
    ("comma text", R("require:\n      video.codec: h264, hevc")),
    ("! value", R("require: {video.codec: !h264}")),
    ("!=", R("require: {video.codec: {!=: h264}}")),
    ("!= value", R("require:\n      video.codec: != h264")),
    ("not list", R("require: {video.codec: {not: [h264, hevc]}}")),
    ("case Height", R("require: {Height: 720}")),
    ("capital key", R("Require: {height: 720}")),
    ("fact hyphen", R("require: {aspect-ratio: 16:9}")),
    ("fact blank", R("require: {video codec: h264}")),
    ("video.resolution", R("require: {video.resolution: 1080p}")),
    ("bit_rate M", R("require: {bitrate: {max: 6 M bit}}")),
    ("Mb", R("require: {bitrate: {max: 6Mb}}")),
    ("MB for rate", R("require: {bitrate: {max: 6MB}}")),
    ("kbps size", R("require: {size: {max: 2000kbps}}")),
    ("小时", R("require: {duration: {max: 1小时30分}}")),
    ("1h30m", R("require: {duration: {max: 1h30m}}")),
    ("fps 帧", R("require: {video.fps: 25帧}")),
    ("fps 25p", R("require: {video.fps: 25p}")),
    ("fps 帧每秒", R("require: {video.fps: 25帧/秒}")),
    ("codec x264", R("require: {video.codec: x264}")),
    ("codec AAC-LC", R("require: {audio.codec: AAC-LC}")),
    ("container mp4 dot", R("require: {container: .MP4}")),
    ("language zh_CN", R("require: {audio.language: zh_CN}")),
    ("language 国语", R("require: {audio.language: 国语}")),
    ("language chinese", R("require: {audio.language: chinese}")),
    ("count at output", R("require: {count: {min: 3}}")),
    ("scope each", R("scope: each\n    require: {height: 720}")),
    ("scope cn", R("scope: 组\n    require: {count: 3}")),
    ("rules one dash", "version: 1\nrules:\n- id: a\n  require:\n  - height: 720\n"),
    ("rule misspelt", "version: 1\nrule:\n  - id: a\n    require: {height: 720}\n"),
    ("Version", "Version: 1\nrules: []\n"),
    ("id number", H + "  - id: 1\n    require: {height: 720}\n"),
    ("id blank", H + "  - id:\n    require: {height: 720}\n"),
    ("empty require", R("require:")),
    ("empty rule", "version: 1\nrules:\n  -\n"),
    ("empty rules", "version: 1\nrules:\n"),
    ("comment //", R("require: {height: 720} // HD")),
    ("semicolon", R("require: {height: 720; width: 1280}")),
    ("semicolon end", R("require:\n      height: 720;")),
    ("comma end block", R("require:\n      height: 720,\n      width: 1280")),
    ("quoted pair", R('require: {"height: 720"}')),
    ("one_of text", R("require: {video.codec: {one_of: h264}}")),
    ("one_of text comma", R('require: {video.codec: {one_of: "h264, hevc"}}')),
    ("min list", R("require: {height: {min: [360, 720]}}")),
    ("exists yes", R("require: {audio.codec: {exists: yes}}")),
    ("exists in fact", R("require: {audio.codec: exists}")),
    ("none", R("require: {audio.codec: none}")),
    ("无", R("require: {audio.codec: 无}")),
    ("include name", "version: 1\ninclude: [sane]\n"),
    ("include pack text", "version: 1\ninclude: sane\n"),
    ("include pack map", "version: 1\ninclude: {pack: sane}\n"),
    ("pack misspelt", "version: 1\ninclude: [{pack: h264-level}]\n"),
    ("waive no reason", "version: 1\nrules: [{id: a, require: {height: 720}}]\nwaive: [{rule: a}]\n"),
    (
        "example outcome ok",
        "version: 1\nrules: [{id: a, require: {height: 720}}]\nexamples: [{name: x, facts: {height: 720}, outcome: ok}]\n",
    ),
    ("times as text", R("require: {width: {max: requested.width * 1.1}}")),
    ("plus as text", R("require: {duration: {max: requested.duration + 1s}}")),
    ("fact plus tolerance", R("require: {width: {equals: {fact: requested.width, tolerance: 2%}}}")),
    ("braces ref", R('require: {width: {max: "{{requested.width}}"}}')),
    ("dollar ref", R("require: {width: {max: $requested.width}}")),
    ("user data", R("require: {duration: {equals: user_data.durationSeconds}}")),
    ("userdata", R("require: {duration: {equals: {fact: userdata.durationSeconds}}}")),
    ("when list", R("when: [height: 720]\n    require: {width: 1280}")),
    ("match name", R("match: 720p\n    require: {height: 720}")),
    ("match every", R("match: all\n    require: {height: 720}")),
    ("regex slashes", R('match: {output.name: {regex: "/720/"}}\n    require: {height: 720}')),
    ("regex lookahead", R('match: {output.name: {regex: "(?!720).*"}}\n    require: {height: 720}')),
    ("regex unclosed", R('match: {output.name: {regex: "(720"}}\n    require: {height: 720}')),
    ("glob dot star", R('match: {output.name: {glob: "720|1080"}}\n    require: {height: 720}')),
    ("percent sign SQL", R('match: {output.name: "%720%"}\n    require: {height: 720}')),
    ("enforce cn full", R("enforce_from: ２０２７-０１-０１\n    require: {height: 720}")),
    ("word dash bullet", H + "  • id: a\n    require: {height: 720}\n"),
    ("star bullet", H + "  * id: a\n    require: {height: 720}\n"),
    ("number bullet", H + "  1. id: a\n    require: {height: 720}\n"),
    ("em dash bullet", H + "  — id: a\n    require: {height: 720}\n"),
    ("markdown fence", "```yaml\nversion: 1\nrules: []\n```\n"),
    ("doubled colon", R("require:: {height: 720}")),
    ("audio tracks 0", R('require: {"audio[1].language": zh, audio.1.language: en}')),
    ("audio 音轨", R("require: {audio_languages: [zh, en]}")),
    ("size 2,5GB", R("require: {size: {max: 2,5GB}}")),
    ("fps 23,976 flow", R("require: {video.fps: 23,976}")),
    ("bitrate 3,000,000 flow", R("require: {bitrate: {max: 3,000,000}}")),
    ("negative", R("require: {height: -720}")),
    ("exact fps text", R("require: {video.fps: 25 fps per second}")),
    ("level 4_1", R("require: {video.level: L4.1}")),
    ("level 41", R("require: {video.level: 41}")),
    ("sample rate 44.1", R("require: {audio.sample_rate: 44.1}")),
    ("sample rate 48K", R("require: {audio.sample_rate: 48K}")),
    ("height 720 or 1080", R("require: {height: 720 or 1080}")),
    ("size 2,5GB block", R("require:\n      size: {max: '2,5GB'}")),
]


def told(text: str, folder: Path, language: Language) -> str:
    """All that a person is told of a book."""
    path = folder / "rules.yml"
    path.write_text(text, encoding="utf-8")
    try:
        advice = check_rulebook(path).advice
    except RulebookError as error:
        return language.error(error).replace(f"{folder}{os.sep}", "")
    lines = [language.text(say("advice: {advice}", advice=language.problem(one))) for one in advice]
    return "\n".join(lines).replace(f"{folder}{os.sep}", "") or "(nothing: it is as it stands)"


@pytest.mark.parametrize("code", CODES)
def test_each_slip_is_told_with_what_to_do(tmp_path: Path, code: Code) -> None:
    found = "\n".join(f"# {name}\n{told(text, tmp_path, translator(code))}\n" for name, text in SLIPS)
    if os.environ.get("MEDIAVERDICT_RENEW_GOLDEN"):
        GOLDEN[code].write_text(found, encoding="utf-8")
    assert found == GOLDEN[code].read_text(encoding="utf-8")
    assert len(SLIPS) > 100
    parsers_own = translator(code).text(NOT_YAML.format(said=""))
    assert parsers_own not in re.sub(
        rf"{parsers_own}(?:audio\[|\{{\.\.\.\}})", "", found
    )  # the parser's own words are no message


ENGLISH = re.compile(r"(?<![\w.\"'(])(?:is|are|did|you|write|the|expected|stands|needs|and|of)(?![\w.\"':])")
QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"|\{.*\}")
OWN_WORDS = {"and": "the slip is that word", "regex lookahead": "the engine's own words"}


def test_in_chinese_nothing_is_left_in_english(tmp_path: Path) -> None:
    left = {}
    for name, text in SLIPS:
        lines = told(text, tmp_path, translator("zh")).splitlines()
        said = [QUOTED.sub("", line) for line in lines if not line.startswith((" ", "(nothing"))]
        if any(ENGLISH.search(line) for line in said):
            left[name] = said
    assert left.keys() == OWN_WORDS.keys(), left


def test_english_is_what_an_error_says_of_itself(tmp_path: Path) -> None:
    path = tmp_path / "rules.yml"
    path.write_text("version: 1\nrules: [{id: a, require: {hieght: 2}}]\n", encoding="utf-8")
    with pytest.raises(RulebookError) as raised:
        check_rulebook(path)
    assert str(raised.value) == translator("en").error(raised.value)
