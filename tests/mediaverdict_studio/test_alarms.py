"""False alarms: what lets a finding pass, and what else that lets pass."""

from __future__ import annotations

import pytest

from mediaverdict.judging import Finding
from mediaverdict_studio.alarms import LetPass, let_pass, remedies
from mediaverdict_studio.results import Edited
from studio_jobs import book_of, finding_of, judged_by, shelf_of_jobs, with_rule
from studio_texts import REPOSITORY, RULES

SHELF = shelf_of_jobs()


ALARMS: list[tuple[str, str, list[str]]] = [
    ("{id: a, require: {av.duration_gap: {max: 500ms}}}", "cut-off-audio.json",
     ["tolerance: 12.2s", "max: 12.7s in place of 500ms", "waive it for outputs called web-720p", "only warn", "only tell"]),
    ("{id: a, severity: warn, require: {bitrate: {below: 1M}}}", "mp4-good.json",
     ["tolerance: 1.94M", "tolerance: 200%", "below: 2.94M in place of 1M", "waive it for outputs called web-720p", "only tell"]),
    ("{id: a, require: {bitrate: {min: 3000k}}}", "mp4-good.json",
     ["tolerance: 68.3k", "tolerance: 2.3%", "min: 2930k in place of 3000k", "waive it for outputs called web-720p", "only warn",
      "only tell"]),
    ("{id: a, severity: warn, require: {height: 700}}", "mp4-good.json",
     ["tolerance: 20", "720 is right too", "waive it for outputs called web-720p", "only tell"]),
    ("{id: a, severity: warn, require: {video.codec: [hevc, av1]}}", "mp4-good.json",
     ['"h264" is right too', "waive it for outputs called web-720p", "only tell"]),
    ("{id: a, severity: warn, require: {audio.bitrate: {min: 32k}}}", "zero-f-bitrate.json",
     ["an absent fact is no finding", "waive it for outputs called web-720p", "only tell"]),
    ("{id: a, severity: warn, any_of: [{height: 700, width: 1280}, {height: 1, width: 1}]}", "mp4-good.json",
     ["tolerance: 20", "720 is right too", "waive it for outputs called web-720p", "only tell"]),
    ("{id: a, severity: warn, scope: group, require: {bitrate: {step: {min: 2}}}}", "ladder-good.json",
     ["min: 1.96 in place of 2", "waive it for outputs called 540p", "only tell"]),
    ("{id: a, severity: warn, require: {duration: {equals: {fact: user_data.durationSeconds}}}}", "mp4-good.json",
     ["tolerance: 200ms", "waive it for outputs called web-720p", "only tell"]),
    ("{id: a, severity: warn, none_of: [{height: 720}]}", "mp4-good.json", ["waive it for outputs called web-720p", "only tell"]),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "key", "titles"), ALARMS, ids=[row[0] for row in ALARMS])
def test_what_lets_a_false_alarm_pass(rule: str, key: str, titles: list[str]) -> None:
    text = with_rule(rule)
    book = book_of(text)
    judged = judged_by(SHELF, book)
    finding = finding_of(judged, book, key, "a")
    found = remedies(text, SHELF.entries[key], finding, RULES)
    assert [one.title for one in found] == titles
    for one in found:
        assert isinstance(one.edit, Edited)
        after = book_of(one.edit.text)
        mended = judged_by(SHELF, after).results(after)[key]
        assert all(
            not new.counts or (new.at, new.rule) != (finding.at, finding.rule) or new.severity < finding.severity
            for new in mended.findings
        )


def test_a_packs_rule_is_waived_or_made_milder() -> None:
    text = "version: 1\ninclude: [{pack: as-requested}]\n"
    book = book_of(text)
    finding = finding_of(judged_by(SHELF, book), book, "ladder-wrong-rung.json", "as-requested/width")
    found = remedies(text, SHELF.entries["ladder-wrong-rung.json"], finding, RULES)
    assert [(one.title, one.edit.text if isinstance(one.edit, Edited) else "") for one in found] == [
        ("waive it for outputs called 720p", f'{text}\nwaive:\n  - rule: as-requested/width\n    match: {{output.name: {{equals: "720p"}}}}\n    reason: marked as a false alarm\n'),
        ("only warn", f"{text}\nrules:\n  - {{id: as-requested/width, severity: warn}}\n"),
        ("only tell", f"{text}\nrules:\n  - {{id: as-requested/width, severity: info}}\n"),
    ]  # fmt: skip


def test_what_no_rule_found_has_no_remedy() -> None:
    book = book_of(REPOSITORY)
    finding = finding_of(judged_by(SHELF, book), book, "job-error.json", "job-state")
    assert remedies(REPOSITORY, SHELF.entries["job-error.json"], finding, RULES) == ()
    assert remedies("no book", SHELF.entries["job-error.json"], finding, RULES) == ()


def test_what_else_a_remedy_lets_pass() -> None:
    text = with_rule("{id: a, match: {video.count: 1}, require: {bitrate: {min: 3000k}}}")
    book, entry = book_of(text), SHELF.entries["mp4-good.json"]
    judged = judged_by(SHELF, book)
    finding = finding_of(judged, book, entry.key, "a")
    by_title = {one.title: one for one in remedies(text, entry, finding, RULES)}
    seen = list(let_pass(by_title["min: 2930k in place of 3000k"], text, judged, entry, finding, RULES))
    assert [one.done for one in seen] == [False] * (len(seen) - 1) + [True]
    last = seen[-1]
    assert last.looked_at == 11
    assert ("mp4-good.json", "fail", "pass") in last.jobs
    assert {key for key, _ in last.findings}.isdisjoint({"mp4-good.json"})
    assert all(one.rule == "a" and isinstance(one, Finding) for _, one in last.findings)
    wide = list(let_pass(by_title["only tell"], text, judged, entry, finding, RULES))[-1]
    assert len(wide.findings) > len(last.findings)
    assert len(judged.results(book)) == 11
    unjudged = list(let_pass(by_title["only tell"], "no book", judged, entry, finding, RULES))
    assert unjudged == [LetPass(done=True)]


def test_two_remedies_are_looked_at_in_turns() -> None:
    text = with_rule("{id: a, match: {video.count: 1}, require: {bitrate: {min: 3000k}}}")
    book, entry = book_of(text), SHELF.entries["mp4-good.json"]
    judged = judged_by(SHELF, book)
    finding = finding_of(judged, book, entry.key, "a")
    found = remedies(text, entry, finding, RULES)
    alone = [list(let_pass(one, text, judged, entry, finding, RULES))[-1] for one in found]
    running = [let_pass(one, text, judged, entry, finding, RULES) for one in found]
    together = [LetPass(done=False)] * len(found)
    while not all(one.done for one in together):
        together = [next(steps, last) for steps, last in zip(running, together, strict=True)]
    assert together == alone
