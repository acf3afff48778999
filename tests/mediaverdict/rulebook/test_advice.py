"""What is advised, and, as much, what is left alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from mediaverdict.rulebook.compiling import check_rulebook

ADVISED = [
    ("require: {video.fps: 29.97}", "write 30000/1001"),
    ("require: {video.fps: [25, 23.98]}", "write 24000/1001"),
    ("require: {video.fps: {max: 29.97}}", "which lies above it: write {max: 30000/1001}"),
    ("require: {video.fps: {min: 23.98}}", "which lies below it: write {min: 24000/1001}"),
    ('require: {output.name: {regex: "720*"}}', 'write {glob: "720*"}'),
    ('match: {output.name: ".*720.*"}, require: {height: 720}', 'or the glob "*720*"'),
    ('match: {output.name: {glob: "^web.*$"}}, require: {height: 720}', 'or the glob "web*"'),
    ('require: {output.name: "*720*"}', 'write {glob: "*720*"}'),
    ("match: {height: 720}, require: {height: 1080}", "height is 720 px, so this never holds"),
    ("match: {height: {min: 1080}}, require: {height: {max: 720}}", "height is at least 1080 px, so this never holds"),
    ("when: {video.codec: hevc}, require: {video.codec: h264}", "where this rule's when holds, video.codec is hevc"),
    ("match: {height: [360, 480]}, require: {height: [720, 1080]}", "height is 360 px or 480 px"),
    ("require: {bitrate: {max: 3000}}", "write 3000k"),
    ("require: {audio.sample_rate: 44.1}", "write 44.1kHz"),
    ("require: {height: {max: -1}}", "height is never negative"),
    ("require: {video.level: 41}", "4.1, not 41"),
    ('match: {output.name: {glob: "720|1080"}}, require: {height: 720}', 'write a list: ["720", "1080"]'),
    ('match: {output.name: "%720%"}, require: {height: 720}', 'write {glob: "*720*"}'),
    ('match: {output.name: {regex: "/720/"}}, require: {height: 720}', "without them"),
    ("require: {size: {below: 2}}", "write 2MB or 2GB"),
    ("require: {bitrate: 3M}", "write {min: ..., max: ...}"),
]
LEFT_ALONE = [
    ("require: {video.fps: 30000/1001}", "exactly that"),
    ("require: {video.fps: {equals: 29.97, tolerance: 0.01}}", "within its tolerance"),
    ("require: {video.fps: {min: 29.97}}", "30000/1001 lies above it"),
    ("require: {video.fps: [25, 30, 12.5]}", "no rate of NTSC"),
    ('require: {output.name: {regex: "720.*"}}', "a regular expression"),
    ('require: {output.name: {regex: "(720|1080)p*"}}', "a regular expression"),
    ('match: {output.url: "*.*"}, require: {height: 720}', "a glob"),
    ('match: {output.name: "ladder.*"}, require: {height: 720}', "a glob: a name, a dot, anything"),
    ("match: {height: {min: 720}}, require: {height: {max: 1080}}", "both hold of 900"),
    ("match: {height: 720}, require: {height: {equals: 700, tolerance: 20}}", "within its tolerance"),
    ("match: {height: 720}, require: {height: {equals: {fact: requested.height}}}", "another fact may be that"),
    ("match: {height: 720}, require: {width: 1280}", "two facts"),
    ("require: {audio.sample_rate: 48kHz}", "has its unit"),
    ("require: {video.start_time: {min: -1}}", "a time may be negative"),
    ("require: {video.level: {max: 5.2}}", "a level"),
    ('match: {output.name: "100%"}, require: {height: 720}', "a per cent of something"),
    ("match: {output.name: {regex: '720|1080'}}, require: {height: 720}", "a regular expression"),
    ("require: {bitrate: {min: 3M, max: 6M}}", "has its unit"),
]


def advised(tmp_path: Path, rule: str) -> list[str]:
    """The advice on a book with one rule."""
    path = tmp_path / "rules.yml"
    path.write_text(f"version: 1\nrules: [{{id: a, {rule}}}]\n", encoding="utf-8")
    return [one.message for one in check_rulebook(path).advice]


@pytest.mark.parametrize(("rule", "said"), ADVISED)
def test_what_is_hardly_meant_is_told_with_what_to_write(tmp_path: Path, rule: str, said: str) -> None:
    (message,) = advised(tmp_path, rule)
    assert said in message


@pytest.mark.parametrize(("rule", "reason"), LEFT_ALONE)
def test_what_is_meant_is_left_alone(tmp_path: Path, rule: str, reason: str) -> None:
    assert advised(tmp_path, rule) == [], reason
