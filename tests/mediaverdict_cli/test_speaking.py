"""`--lang` and the environment: what people read is in their language, what programs read stays English."""

# ruff: noqa: RUF001 - Chinese punctuation

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import yaml
from rich.cells import cell_len

from command import GOLDEN, JOBS, RULES, book, fill, letter, run, verdict
from mediaverdict_cli.app import language_first

WRONG = JOBS / "ladder-wrong-rung.json"
ZH = {"MEDIAVERDICT_LANG": "", "LC_ALL": "zh_CN.UTF-8"}


@pytest.mark.parametrize(
    ("arguments", "first"),
    [
        (["check", "a", "--lang", "zh", "b"], ["--lang", "zh", "check", "a", "b"]),
        (["check", "--lang=en"], ["--lang=en", "check"]),
        (["--lang", "zh", "check"], ["--lang", "zh", "check"]),
        (["check", "a"], ["check", "a"]),
        (["check", "--lang"], ["--lang", "check"]),
        (["check", "--", "--lang", "zh"], ["check", "--", "--lang", "zh"]),
    ],
)
def test_the_language_is_taken_wherever_it_stands(arguments: list[str], first: list[str]) -> None:
    assert language_first(arguments) == first


def test_the_option_or_the_environment_decides() -> None:
    chinese, english = "没有规则", "there is no rule"
    asked = ("explain", WRONG, "--rules", RULES, "--rule", "nothing")
    assert english in run(*asked).stderr
    assert chinese in run(*asked, "--lang", "zh").stderr
    assert chinese in run("--lang=zh", *asked).stderr
    assert chinese in run(*asked, **ZH).stderr
    assert english in run(*asked, "--lang", "en", **ZH).stderr
    assert english in run(*asked, MEDIAVERDICT_LANG="en", LC_ALL="zh_CN.UTF-8").stderr
    assert english in run(*asked, MEDIAVERDICT_LANG="", LC_ALL="", LANG="de_DE.UTF-8").stderr


def test_an_unknown_language_is_refused() -> None:
    done = run("rules", "new", "--lang", "de")
    assert (done.exit_code, "'de' is not one of 'zh', 'en'" in done.stderr) == (2, True)


@pytest.mark.parametrize(
    "arguments",
    [
        ["check", WRONG, "--rules", RULES, "--format", "junit"],
        ["explain", WRONG, "--rules", RULES, "--json"],
        ["rules", "facts", "--json"],
        ["rules", "packs", "--json"],
        ["rules", "operators", "--json"],
        ["rules", "schema"],
    ],
    ids=lambda arguments: " ".join(map(str, arguments[:2])),
)
def test_what_programs_read_is_the_same(arguments: list[str | Path]) -> None:
    assert run(*arguments, "--lang", "zh").stdout == run(*arguments).stdout


def test_a_draft_asks_the_same_in_both_languages() -> None:
    english, chinese = (run("rules", "draft", WRONG, *more).stdout for more in ([], ["--lang", "zh"]))
    assert (english[:14], chinese[:4]) == ("# A draft from", "# 根据")
    drafts = [yaml.safe_load(text) for text in (english, chinese)]
    for draft in drafts:
        for rule in draft["rules"]:
            assert rule.pop("description")
    assert drafts[0] == drafts[1]


def test_the_verdict_is_the_same() -> None:
    asked = ("check", WRONG, "--rules", RULES, "--json")
    verdicts = [json.loads(run(*asked, *more).stdout) for more in ([], ["--lang", "zh"])]
    for one in verdicts:
        one.pop("time")
    assert verdicts[0] == verdicts[1]


def test_a_verdict_as_a_table() -> None:
    shown = run("check", WRONG, "--rules", RULES, "--lang", "zh", COLUMNS="300").stdout
    for line in (
        " 3 个输出，146 项检查，133 项通过，3 项警告，4 项不通过，6 项缺值，45 项未检查",
        "width 为 848 px，期望：至少 1278 px（requested.width - 2 px），且至多 1282 px（requested.width + 2 px）",
        "任务要求：OverrideParams 里的 requested.width 为 1280",
        "原因：服务照样报告成功；任务的任何状态都看不出来。",
    ):
        assert line in shown


def test_its_columns_stand_below_each_other() -> None:
    """A Chinese sign takes two columns of a terminal."""
    lines = run("check", WRONG, "--rules", RULES, "--lang", "zh").stdout.splitlines()[2:]
    at = cell_len(lines[0][: lines[0].index("查出的问题")])
    rules = cell_len(lines[0][: lines[0].index("规则")])
    rows = [line for line in lines[1:] if line.startswith((" fail  ", " warn  "))]
    assert len(rows) > 3
    for line in rows:
        assert [column in starts(line) for column in (7, rules, at)] == [True, True, True], line
    assert {cell_len(line) for line in lines[:3]} == {cell_len(lines[0])}


def starts(line: str) -> set[int]:
    """The terminal's columns where a text begins behind two blanks."""
    return {cell_len(line[: found.end()]) for found in re.finditer(r" {2,}(?=\S)", line)}


def test_explain() -> None:
    shown = run("explain", WRONG, "--rules", RULES, "--rule", "hd-is-720p", "--lang", "zh").stdout.splitlines()
    meta = "/Job/OutputGroupDetails/0/Outputs/1/Result/OutFileMeta/VideoStreamInfoList/0"
    assert shown == [
        "hd-is-720p  fail, output", "  What is called 720p is 720p, upright or not.",
        "  - hls / 360p 不在规则范围内：output.name 为 360p，要求：匹配 *720*", "  - hls / 1080p 不在规则范围内：output.name 为 1080p，要求：匹配 *720*",
        "  ✗ hls / 720p（any_of 第 1 项）：width 为 848 px，期望：1280 px", f"      {meta}/Width '848'",
        "  ✗ hls / 720p（any_of 第 1 项）：height 为 478 px，期望：720 px", f"      {meta}/Height '478'",
        "  ✗ hls / 720p（any_of 第 2 项）：width 为 848 px，期望：720 px", f"      {meta}/Width '848'",
        "  ✗ hls / 720p（any_of 第 2 项）：height 为 478 px，期望：1280 px", f"      {meta}/Height '478'",
        "", "结论：fail",
    ]  # fmt: skip


def test_a_rule_book_is_checked(tmp_path: Path) -> None:
    wrong = book(tmp_path, "version: 1\nrules:\n  - {id: a, require: {hieght: 2}}\n")
    done = run("rules", "check", wrong, "--lang", "zh")
    assert done.stderr == (
        f"mediaverdict: {wrong}:3:23: 没有名为 'hieght' 的指标（是否想写 height？）\n"
        "      - {id: a, require: {hieght: 2}}\n                          ^\n"
    )
    right = book(tmp_path, "version: 1\nrules:\n  - {id: a, require: {bitrate: {min: 3000}}}\n")
    done = run("rules", "check", right, "--lang", "zh")
    assert done.stdout == f"{right}：1 条规则，没有错误\n"
    assert "建议：" in done.stderr
    assert "3000 不带单位就是 3000 bit/s，多半不是本意：请写 3000k" in done.stderr


def test_examples_packs_facts_and_operators() -> None:
    assert "5 个通过，0 个未通过，0 条规则没有示例" in run("rules", "test", RULES, "--lang", "zh").stdout
    assert "ladder@2  自适应码率阶梯的各个档位互相配合。（9 条规则）" in run("rules", "packs", "--lang", "zh").stdout
    assert "交付文件的扩展名，小写：mp4、mov、m3u8" in run("rules", "facts", "extension", "--lang", "zh").stdout
    assert "至少是它。" in run("rules", "operators", "min", "--lang", "zh").stdout


def test_the_book_to_start_from_asks_the_same(tmp_path: Path) -> None:
    """Only what people read is another: comments, descriptions, the examples' names."""
    chinese, english = run("rules", "new", "--lang", "zh").stdout, run("rules", "new").stdout
    assert re.sub(r"(?m)\s*#.*|(description|name): .*", "", chinese) == re.sub(
        r"(?m)\s*#.*|(description|name): .*", "", english
    )
    assert "每条规则以短横和它自己的 ID 开头" in chinese
    assert run("rules", "test", book(tmp_path, chinese), "--strict").exit_code == 0


def test_queues_and_what_changes(tmp_path: Path) -> None:
    queue = fill(tmp_path / "q.sqlite", verdict("cut-off-audio"), letter("j"))
    shown = run("verdicts", queue, "--lang", "zh").stdout
    assert "av.duration_gap 为 12.693333 s，期望：至多 0.5 s" in shown
    assert " DEAD-LETTER  任务 j" in shown
    strict = book(tmp_path, "version: 1\nrules: [{id: none, require: {width: {max: 1}}}]\n")
    changed = run("replay", WRONG, "--rules", strict, "--against", RULES, "--lang", "zh").stdout
    assert "由哪些规则引起" in changed or "没有结论改变" in changed


def test_a_report() -> None:
    page = run("check", WRONG, "--rules", RULES, "--format", "html", "--lang", "zh").stdout
    assert '<html lang="zh-CN">' in page
    assert "<title>mediaverdict: 1 个结论</title>" in page
    assert "@[" not in page
    assert ">各规则查出的问题</h2>" in page
    data = json.loads(page.partition('id="data">')[2].partition("</script>")[0])
    english = json.loads((GOLDEN / "ladder-wrong-rung.json").read_text(encoding="utf-8"))["data"]["findings"]
    found = data[0]["data"]["findings"]
    assert [one["rule"] for one in found] == [one["rule"] for one in english]
    assert found[0]["message"] != english[0]["message"]
    assert {one["path"] for one in found} == {one["path"] for one in english}
    texts = json.loads(page.partition("const TEXTS = ")[2].partition(";\n")[0])
    assert texts["Every check passed."] == "所有检查都通过。"


def test_a_report_in_english_carries_no_texts() -> None:
    page = run("check", WRONG, "--rules", RULES, "--format", "html").stdout
    assert '<html lang="en">' in page
    assert "const TEXTS = {};" in page


@pytest.mark.parametrize("arguments", [[], ["emulate"], ["rules"], ["rules", "check"]], ids=" ".join)
def test_the_help(arguments: list[str]) -> None:
    shown = run(*arguments, "--help", "--lang", "zh").stdout
    lines = [line for line in shown.splitlines() if re.match(r"  \S", line) and "show this message" not in line.lower()]
    assert len(lines) > 1
    for line in lines:
        assert re.search(r"[\u4e00-\u9fff]", line), line
    assert "Example: " not in shown
    assert not re.search(r"[\u4e00-\u9fff]", run(*arguments, "--help").stdout)
