"""Verdicts as JUnit XML, as CI servers read it."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree as ET

from command import book, run, saved
from samples import audio, output


def test_junit_as_ci_servers_read_it(tmp_path: Path) -> None:
    rules = book(tmp_path, """version: 1
rules:
  - {id: tall, require: {height: 1080}, why: Because., fix: Do.}
  - {id: wide, severity: warn, require: {width: 1}}
  - {id: loud, require: {audio.bitrate: {min: 1}}}
  - {id: odd, when: {height: 1}, require: {width: 1}}
  - {id: fine, require: {video.codec: h264}}
  - {id: known, require: {video.profile: Main}}
waive: [{rule: known, reason: ticket 7}]
""")  # fmt: skip
    job = saved(tmp_path, output("a<b>&\x1b", audios=[audio(Bitrate="0.f")]))
    done = run("check", job, "--rules", rules, "--format", "junit")
    root = ET.fromstring(done.stdout)
    assert done.exit_code == 1
    assert root.attrib == {"name": "mediaverdict", "tests": "6", "failures": "1", "errors": "1", "skipped": "1"}
    told = {
        case.attrib["classname"]: [(child.tag, child.attrib.get("message", child.text)) for child in case]
        for case in root.iter("testcase")
    }
    assert told == {
        "tall": [("failure", "height is 720 px, expected 1080 px")], "wide": [("system-out", "warn: width is 1280 px, expected 1 px")],
        "loud": [("error", "audio.bitrate is absent (the answer has '0.f'), expected at least 1 bit/s")], "odd": [("skipped", "when did not hold")],
        "fine": [], "known": [("system-out", "fail: video.profile is High, expected Main (waived: ticket 7)")],
    }  # fmt: skip
    failure = next(root.iter("failure"))
    assert (failure.text or "").splitlines()[-2:] == ["why: Because.", "fix: Do."]
    assert next(root.iter("testcase")).attrib["name"] == "tall a<b>&\ufffd"
