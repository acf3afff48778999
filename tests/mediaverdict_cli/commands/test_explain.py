"""`explain`: every rule, what it matched, each check with where its value came from."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from command import JOBS, ROOT, book, run, saved
from samples import audio, output


@pytest.fixture(autouse=True)
def in_the_projects_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


def test_explain_shows_what_matched_what_did_not_and_where_a_value_came_from() -> None:
    shown = run("explain", JOBS / "ladder-wrong-rung.json", "--rule", "hd-is-720p").stdout.splitlines()
    meta = "/Job/OutputGroupDetails/0/Outputs/1/Result/OutFileMeta/VideoStreamInfoList/0"
    assert shown == [
        "hd-is-720p  fail, output", "  What is called 720p is 720p, upright or not.",
        "  - hls / 360p is not meant: output.name is 360p, wanted like *720*", "  - hls / 1080p is not meant: output.name is 1080p, wanted like *720*",
        "  ✗ hls / 720p (any of 1): width is 848 px, expected 1280 px", f"      {meta}/Width '848'",
        "  ✗ hls / 720p (any of 1): height is 478 px, expected 720 px", f"      {meta}/Height '478'",
        "  ✗ hls / 720p (any of 2): width is 848 px, expected 720 px", f"      {meta}/Width '848'",
        "  ✗ hls / 720p (any of 2): height is 478 px, expected 1280 px", f"      {meta}/Height '478'",
        "", "outcome: fail",
    ]  # fmt: skip


def test_explain_shows_checks_that_passed_guards_and_absent_facts(tmp_path: Path) -> None:
    rules = book(tmp_path, """version: 1
rules:
  - {id: a, source: "X 1", require: {height: 720, duration: {equals: 120.4, tolerance: 0.5s}, audio.bitrate: {min: 1}}}
  - {id: b, when: {height: 1}, require: {width: 1}}
  - {id: c, match: {height: 1}, require: {width: 1}}
  - {id: d, match: {height: 720}, must_match: true}
  - {id: e, scope: group, require: {count: 1}}
""")  # fmt: skip
    job = saved(tmp_path, output(audios=[audio(Bitrate="0.f")]))
    text = run("explain", job, "--rules", rules).stdout
    for line in (
        "  source: X 1", "  ✓ web-720p: height is 720 px, expected 720 px",
        "  ✓ web-720p: duration is 120 s, expected 120.4 s ± 0.5 s, by its tolerance alone",
        "  ? web-720p: audio.bitrate is absent, expected at least 1 bit/s", "AudioStreamInfoList/0/Bitrate '0.f'",
        "  - web-720p is not asked: when height 1 px, but height is 720 px", "  - web-720p is not meant: height is 720 px, wanted 1 px",
        "  must match at least one output", "  nothing was checked by this rule",
    ):  # fmt: skip
        assert line in text


def test_explain_as_json_is_an_object_a_rule() -> None:
    lines = [json.loads(line) for line in run("explain", JOBS / "mp4-good.json", "--json").stdout.splitlines()]
    assert len(lines) == 71
    full_length = next(line for line in lines if line["rule"] == "full-length")
    assert full_length["looks"][-1] == {
        "part": "require", "branch": None, "output": "/Job/OutputDetails/0", "fact": "av.duration_gap", "expected": "at most 0.5 s", "actual": 0,
        "raw": "video 61.000000, audio 61.000000", "path": "/Job/OutputDetails/0/Result/OutFileMeta/AudioStreamInfoList/0/Duration",
        "held": "yes", "missing": False,
    }  # fmt: skip


def test_explain_of_an_unknown_rule() -> None:
    done = run("explain", JOBS / "mp4-good.json", "--rule", "hd-is-720")
    assert done.exit_code == 2
    assert "there is no rule 'hd-is-720' (did you mean 'hd-is-720p'?)" in done.stderr


@pytest.mark.parametrize("columns", ["40", "80"])
def test_a_json_pointer_is_never_broken(columns: str) -> None:
    shown = run("explain", JOBS / "ladder-wrong-rung.json", "--rule", "hd-is-720p", COLUMNS=columns).stdout
    pointer = "/Job/OutputGroupDetails/0/Outputs/1/Result/OutFileMeta/VideoStreamInfoList/0/Width"
    assert f"      {pointer} '848'" in shown.splitlines()
    assert all(len(line) <= int(columns) or line.lstrip().startswith("/Job/") for line in shown.splitlines())


def test_explain_says_why_a_manifests_size_is_absent(tmp_path: Path) -> None:
    rules = book(tmp_path, "version: 1\nrules: [{id: small, require: {size: {below: 2GB}}}]\n")
    shown = run("explain", JOBS / "ladder-good.json", "--rules", rules).stdout
    why = "a manifest's own, which says nothing of the media's"
    assert f"? hls / 360p: size is absent (the answer's is {why}), expected below 2 GB" in shown
    assert "FileSize '18442'" in shown
    rule = json.loads(run("explain", JOBS / "ladder-good.json", "--rules", rules, "--json").stdout.splitlines()[0])
    assert rule["looks"][0]["why_absent"] == why
