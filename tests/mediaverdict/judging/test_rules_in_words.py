"""Rules over rungs and tracks, rules with a day of their own, and absent sizes: what is found and what is said."""

from __future__ import annotations

from typing import Any

import pytest

from mediaverdict.judging import judge, judge_evidence
from mediaverdict.rulebook import read_rulebook
from mediaverdict_cli.rules.examples import evidence_of
from samples import file_info, job_of, output

HEAD = "version: 1\nrules:\n"


def found(rule: str, *outputs: dict[str, Any]) -> list[str]:
    """Each finding on outputs with these facts."""
    judgement = judge_evidence(evidence_of(list(outputs), "x"), read_rulebook(HEAD + rule))
    return [f"{one.severity.value} {one.output or '-'}: {one.message}" for one in judgement.findings]


def rung(height: int, **facts: Any) -> dict[str, Any]:
    return {"output.group": "hls", "output.name": f"{height}p", "height": height, **facts}


LADDER = "  - id: r\n    scope: group\n    require: {height: {includes: [360, 720, 1080]}}\n"
TRACKS = '  - id: r\n    require: {"audio[*].language": {every: [zh, en]}}\n'


@pytest.mark.parametrize(
    ("rule", "outputs", "findings"),
    [
        (LADDER, [rung(360), rung(720), rung(1080), rung(2160)], []),
        (LADDER, [rung(360), rung(1080)], ["fail -: height is expected to include 360 px, 720 px and 1080 px, but is 360 px in 360p, 1080 px in 1080p: 720 px is missing"]),
        (TRACKS, [{"audio[0].language": "chi", "audio[1].language": "en-US"}], []),
        (TRACKS, [{"output.name": "a", "audio.language": "zho", "audio[1].language": "fra"}], ["fail a: audio[*].language is expected in every audio track zh or en, but is zho in audio[0], fra in audio[1]"]),
        (TRACKS, [{"output.name": "a", "audio.count": 0}], ["inconclusive a: audio[*].language is absent, expected in every audio track zh or en"]),
        (TRACKS.replace("every: [zh, en]", "some: en"), [{"audio.language": "zho", "audio[1].language": "eng"}], []),
        (TRACKS.replace("every", "includes"), [{"output.name": "a", "audio.language": "zho"}], ["fail a: audio[*].language is expected to include zh and en, but is zho in audio[0]: en is missing"]),
        (TRACKS.replace("language\": {every: [zh, en]}", "channels\": {same: true}").replace("id: r", "id: r\n    scope: group"), [rung(360, **{"audio.channels": 2}), rung(720, **{"audio.channels": 6})], ["fail 720p: audio[*].channels is expected the same in all audio tracks, but is 2 in audio[0] of 360p, 6 in audio[0] of 720p"]),
        ('  - id: r\n    match: {"audio[*].language": {some: en}}\n    require: {height: 1}\n', [{"output.name": "a", "height": 2, "audio[1].language": "eng"}, {"height": 2, "audio.language": "chi"}], ["fail a: height is 2 px, expected 1 px"]),
        ("  - id: r\n    scope: group\n    require: {audio.language: {same: true}}\n", [rung(1, **{"audio.language": "chi"}), rung(2, **{"audio.language": "zho"})], []),
        ("  - id: r\n    require: {audio.language: {not: zh}}\n", [{"output.name": "a", "audio.language": "chi"}], ["fail a: audio.language is chi, expected not zh"]),
    ],
)  # fmt: skip
def test_rungs_and_tracks(rule: str, outputs: list[dict[str, Any]], findings: list[str]) -> None:
    assert found(rule, *outputs) == findings


DAY = "  - {id: r, severity: SEVERITY, enforce_from: 2027-01-01, UNTILrequire: {height: 1}}\n"


@pytest.mark.parametrize(
    ("severity", "until", "finished", "finding"),
    [
        ("fail", "until_then: warn, ", "2026-12-31T23:59:59Z", "warn a: height is 2 px, expected 1 px (counts as warn: the job finished 2026-12-31T23:59:59Z, before enforce_from 2027-01-01)"),
        ("fail", "until_then: warn, ", "2027-01-01T00:00:00Z", "fail a: height is 2 px, expected 1 px"),
        ("fail", "", "2026-12-31", "info a: height is 2 px, expected 1 px (counts as info: the job finished 2026-12-31, before enforce_from 2027-01-01)"),
        ("info", "until_then: warn, ", "2026-12-31", "info a: height is 2 px, expected 1 px (counts as info: the job finished 2026-12-31, before enforce_from 2027-01-01)"),
        ("fail", "until_then: warn, ", None, "fail a: height is 2 px, expected 1 px"),
    ],
)  # fmt: skip
def test_a_rule_with_a_day_of_its_own(severity: str, until: str, finished: str | None, finding: str) -> None:
    rule = DAY.replace("SEVERITY", severity).replace("UNTIL", until)
    facts = {"output.name": "a", "height": 2} | ({"job.finished": finished} if finished else {})
    assert found(rule, facts) == [finding]


def test_a_manifests_size_is_absent_and_it_is_said_why() -> None:
    job = job_of(output("index", info=file_info(FormatName="hls,applehttp", FileSize="31737")))
    book = read_rulebook(f"{HEAD}  - {{id: r, require: {{size: {{max: 2GB}}}}}}\n")
    assert [one.message for one in judge(job, book).findings] == [
        ("size is absent (the answer has '31737': a manifest's own, which says nothing of the media's), "
        "expected at most 2 GB")
    ]  # fmt: skip
