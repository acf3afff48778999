"""What fits at a place of a text that is being typed: | is the caret."""

from __future__ import annotations

import pytest

from mediaverdict_studio.completion import complete
from mediaverdict_studio.hovering import hover
from studio_texts import REPOSITORY

RULE = "rules:\n- id: a\n"
CASES: list[tuple[str, list[str], int]] = [
    ("|", ["version", "pack", "on_missing", "jobs", "include", "rules", "waive", "examples"], 1),
    ("ver|", ["version"], 1),
    ("version: 1\ninc|", ["include", "pack"], 1),
    ("include:\n  - |", ["pack", "path"], 5),
    ("include:\n  - pack: s|", ["sane"], 11),
    ("include: [{pack: l|}]", ["ladder"], 18),
    ("include: [|]", ["apple-hls", "as-requested"], 11),
    ("rules:\n  - |", ["id", "description", "severity", "scope"], 5),
    ("rules:\n  - id: a\n    |", ["description", "severity", "scope"], 5),
    ("rules:\n  - id: a\n    sev|\n    require: {}", ["severity"], 5),
    (RULE + "  severity: |", ["fail", "warn", "info", "off"], 13),
    (RULE + "  on_missing: i|", ["inconclusive"], 15),
    (RULE + "  must_match: |", ["true", "false"], 15),
    (RULE + "  require:\n    hei|", ["height", "file.height", "requested.height"], 5),
    (RULE + "  require: {hei|", ["height", "file.height", "requested.height"], 13),
    (RULE + "  require:\n    height: 720\n    heigh|", ["file.height", "requested.height"], 5),
    (RULE + "  any_of:\n    - {width: 1, hei|}", ["height"], 18),
    (RULE + "  any_of:\n    - hei|", ["height"], 7),
    (RULE + '  require:\n    "audio[*].lan|"', ["audio[*].language"], 5),
    (RULE + "  require: {height: |", ["equals", "not", "min", "max"], 21),
    (RULE + "  require: {height: {m|", ["min", "max", "multiple_of"], 22),
    (RULE + "  require:\n    height:\n      mi|", ["min"], 7),
    (RULE + "  require: {video.codec: {gl|", ["glob"], 27),
    (RULE + "  require: {height: {gl|", [], 22),
    (RULE + "  require:\n    video.codec: |", ["h264", "hevc", "av1"], 18),
    (RULE + "  require:\n    video.codec: [h264, he|", ["hevc"], 25),
    (RULE + "  require: {duration: {max: 500|}", ["500ms", "500s", "500m", "500h"], 29),
    (RULE + "  require: {duration: {tolerance: 5|", ["5ms", "5s", "5m", "5h", "5%", "5 frames"], 35),
    (RULE + "  require: {bitrate: 3|", ["3k", "3M"], 22),
    (RULE + "  require: {audio.codec: {exists: |", ["true", "false"], 35),
    (RULE + "  require: {duration: {equals: {|", ["fact", "times", "plus"], 33),
    (RULE + "  require: {duration: {equals: {fact: user|", ["user_data."], 39),
    (RULE + "  require: {height: {min: 1,\n      max: 2, tol|", ["tolerance"], 15),
    (RULE + "  scope: group\n  require: {height: {|}", ["spread", "step", "same"], 22),
    (RULE + "  scope: group\n  require: {cou|}", ["count"], 13),
    (RULE + "  match: {cou|}\n  scope: group", ["video.count", "audio.count"], 11),
    (RULE + "  scope: job\n  require: {bitrate: {step: {mi|", ["min"], 30),
    (RULE + "  description: hei|", [], 16),
    ("version: 1 # inc|", [], 17),
    ("jobs: {|", ["job.id", "job.name", "job.state"], 8),
    ("jobs: {hei|", [], 8),
    ("include: [{pack: sane}]\nrules:\n - {id: sane/al|", ["sane/all-outputs"], 9),
    ("include: [{pack: sane}]\nrules:\n - id: mine\nwaive:\n - rule: mi|", ["mine"], 10),
    ("rules: [{id: mine}]\nexamples:\n  - name: x\n    findings: [m|", ["mine"], 16),
    ("examples:\n  - name: x\n    outcome: |", ["pass", "warn", "fail", "inconclusive"], 14),
    ("examples:\n  - facts: {wid|", ["width", "file.width"], 13),
    ("examples:\n  - outputs:\n      - {video.codec: h|", ["h264", "hevc"], 23),
    ("waive:\n  - r|", ["rule", "reason"], 5),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "first", "start"), CASES, ids=[case[0] for case in CASES])
def test_what_fits(typed: str, first: list[str], start: int) -> None:
    before = typed.partition("|")[0]
    line, column = before.count("\n") + 1, len(before.rpartition("\n")[2]) + 1
    done = complete(typed.replace("|", "", 1), line, column)
    assert [one.label for one in done.options][: max(1, len(first))] == first
    assert (done.line, done.start) == (line, start)


@pytest.mark.parametrize(
    ("typed", "label", "wanted"),
    [
        ("inc|", "include", "include: "),
        ("include: [|]", "sane", "include: [{pack: sane}]"),
        (RULE + "  severity:|", "off", RULE + "  severity: off"),
        (RULE + "  sev|: off", "severity", RULE + "  severity: off"),
        (RULE + "  require: {hei|ght: 2}", "height", RULE + "  require: {height: 2}"),
        (RULE + '  require: {"audio[*].lan|": 2}', "audio[*].language", RULE + '  require: {"audio[*].language": 2}'),
        (RULE + "  require: {audio|}", "audio[*].language", RULE + '  require: {"audio[*].language": }'),
        (RULE + "  require: {height: |}", "min", RULE + "  require: {height: {min: }}"),
        (RULE + "  require: {video.codec: {one_of: |}}", "h264", RULE + "  require: {video.codec: {one_of: [h264]}}"),
        (RULE + "  require: {audio.channels: |}", "6", RULE + "  require: {audio.channels: 6}"),
        (RULE + "  require: {video.codec: h265|}", "hevc", RULE + "  require: {video.codec: hevc}"),
        ("include: [{pack: sane}]\nrules: [{id: |}]", "sane/all-outputs", "include: [{pack: sane}]\nrules: [{id: sane/all-outputs}]"),
    ],
)  # fmt: skip
def test_what_is_put_in(typed: str, label: str, wanted: str) -> None:
    before = typed.partition("|")[0]
    text = typed.replace("|", "", 1)
    done = complete(text, before.count("\n") + 1, len(before.rpartition("\n")[2]) + 1)
    option = next(one for one in done.options if one.label == label)
    lines = text.split("\n")
    line = lines[done.line - 1]
    lines[done.line - 1] = line[: done.start - 1] + option.insert + line[done.end - 1 :]
    assert "\n".join(lines) == wanted


def test_an_option_says_what_it_means() -> None:
    found = complete(RULE + "  require: {height", 3, 19).options[0]
    assert (found.sort, found.detail, found.meaning, found.example) == (
        "fact", "px", "what a viewer sees, rotation applied", "height: 720",
    )  # fmt: skip
    found = complete("include:\n  - pack: san", 2, 14).options[0]
    assert (found.sort, found.detail, found.meaning) == (
        "pack",
        "34 rules",
        "What is never right, whatever was ordered.",
    )


@pytest.mark.parametrize(
    ("line", "word", "title", "meaning"),
    [
        (6, "include", "include", "Packs and files whose rules come before these."),
        (7, "sane", "sane (34 rules)", "What is never right, whatever was ordered."),
        (15, "video.count", "video.count (number)", "number of video streams, cover pictures left out"),
        (15, "min", "min (numbers, times, user data)", "At least this."),
        (17, "on_missing", "on_missing (every fact)", "What this check says when its fact is absent."),
        (17, "pass", "pass", "An absent fact is no finding."),
        (21, "user_data.durationSeconds", "user_data.durationSeconds (value)", "of the job's UserData"),
        (23, "fact", "fact", "Another fact, whose value is held against."),
        (29, "height", "height (px)", "what a viewer sees, rotation applied"),
        (39, "warn", "warn", "The verdict warns."),
    ],
)
def test_the_meaning_of_a_word(line: int, word: str, title: str, meaning: str) -> None:
    column = REPOSITORY.split("\n")[line - 1].index(word) + 1
    found = hover(REPOSITORY, line, column + 1)
    assert found is not None
    assert (found.title, found.meaning, found.line, found.column, found.end) == (
        title, meaning, line, column, column + len(word),
    )  # fmt: skip


@pytest.mark.parametrize(("line", "column"), [(1, 5), (5, 1), (12, 12), (13, 20), (2000, 1), (0, 0), (7, 500)])
def test_of_some_words_there_is_nothing_to_say(line: int, column: int) -> None:
    assert hover(REPOSITORY, line, column) is None
