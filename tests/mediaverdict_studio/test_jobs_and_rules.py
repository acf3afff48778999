"""What would change, one job looked at, drafts, false alarms and examples: rules and real jobs together."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from command import JOBS, ROOT, lines_of, run
from mediaverdict.judging import Finding
from mediaverdict.rulebook import Rulebook
from mediaverdict_studio.alarms import LetPass, let_pass, remedies
from mediaverdict_studio.changes import Changes, what_changes
from mediaverdict_studio.checked_text import check_text
from mediaverdict_studio.drafts import Catch, draft_from, draft_text
from mediaverdict_studio.edits import add_rules
from mediaverdict_studio.examples import dead_rules, example_of, run_book
from mediaverdict_studio.judged import JudgedJobs
from mediaverdict_studio.looking import CheckSeen, checks_of, verdict_of
from mediaverdict_studio.results import Edited, Refused
from mediaverdict_studio.shelf import Shelf
from studio_texts import REPOSITORY, RULES


@pytest.fixture(scope="module")
def shelf() -> Shelf:
    found = Shelf(ROOT / "events" / "templates")
    for _ in found.read(JOBS):
        pass
    found.add("broken", b"no job")
    return found


def book_of(text: str) -> Rulebook:
    checked = check_text(text, RULES)
    assert checked.book is not None, checked.marks
    return checked.book


def judged_by(shelf: Shelf, *books: Rulebook) -> JudgedJobs:
    judged = JudgedJobs(shelf)
    for book in books:
        for _ in judged.judge(book):
            pass
    return judged


def with_rule(rule: str) -> str:
    return f"version: 1\nrules:\n  - {rule}\n"


def test_nothing_changes_without_a_change(shelf: Shelf) -> None:
    book = book_of(REPOSITORY)
    assert what_changes(judged_by(shelf, book), book, book) == Changes(jobs=11)


def test_what_changes(shelf: Shelf) -> None:
    deployed = book_of(REPOSITORY)
    stereo = "  - id: stereo\n    severity: warn"
    book = book_of(REPOSITORY.replace("max: 512k", "max: 100k").replace(stereo, stereo.replace("warn", "fail")))
    judged = judged_by(shelf, deployed, book)
    changes = what_changes(judged, deployed, book)
    assert changes.jobs == 11
    assert [(turn.old, turn.new, turn.count, [key for key, _ in turn.changes]) for turn in changes.turns] == [
        ("warn", "fail", 1, ["audio-only.json"]),
        ("pass", "warn", 3, ["ladder-good.json", "mp4-good.json", "portrait.json"]),
    ]
    assert changes.turns[1].changes[0][1].added == ["audio-bitrate-known"]
    assert (changes.added, changes.gone) == ((("audio-bitrate-known", 3),), ())
    assert [(key, change.added, change.gone) for key, change in changes.same_outcome] == [
        (f"{name}.json", ["audio-bitrate-known"], [])
        for name in ("cut-off-audio", "failed-output", "ladder-wrong-rung", "less-than-the-template")
    ]


def test_a_job_as_the_report_has_it(shelf: Shelf) -> None:
    book, entry = book_of(REPOSITORY), shelf.entries["cut-off-audio.json"]
    (printed,) = lines_of(run("check", JOBS / "cut-off-audio.json", "--rules", RULES, "--json"))
    verdict = verdict_of(entry, book)
    assert {**verdict, "time": "", "id": ""} == {**printed, "time": "", "id": ""}
    assert verdict_of(shelf.entries["broken"], book) == {}


def test_every_check_of_a_rule(shelf: Shelf) -> None:
    book = book_of(REPOSITORY)
    assert checks_of(shelf.entries["audio-only.json"], book, "stereo") == [
        CheckSeen("stereo", "match", None, 0, None, "yes", "audio.count", "at least 1", "1"),
        CheckSeen("stereo", "require", None, 0, None, "no", "audio.channels", "2", "1"),
    ]
    assert {one.rule for one in checks_of(shelf.entries["audio-only.json"], book)} > {"stereo", "full-length"}
    assert checks_of(shelf.entries["broken"], book) == []


def test_a_draft_line_by_line(shelf: Shelf) -> None:
    good = [shelf.entries["ladder-good.json"]]
    steps = list(draft_from(good, shelf))
    assert [step.done for step in steps] == [False] * (len(steps) - 1) + [True]
    draft = steps[-1]
    assert [rule.id for rule in draft.rules] == ["draft/360p", "draft/540p", "draft/720p", "draft/1080p"]
    rule = draft.rules[2]
    assert (rule.description, rule.match) == ("As in 1 output of good jobs.", '{output.name: "720p"}')
    lines = {line.fact: line for line in rule.lines}
    height = lines["height"]
    assert (height.text, height.comment, height.asked, height.missing, height.passed) == (
        "height: 720",
        "as seen",
        2,
        0,
        1,
    )
    assert height.caught == (Catch("ladder-wrong-rung.json", "720p", "height is 478 px, expected 720 px"),)
    assert lines["video.codec"].caught == ()
    dropped = {("draft/360p", line.index) for line in draft.rules[0].lines}
    dropped |= {(rule.id, line.index) for line in rule.lines if line.fact != "height"}
    text = draft_text(draft, dropped, taken=["draft/720p"])
    assert text.startswith('- id: "draft/540p"\n')
    assert (
        '- id: "draft/720p-2"\n  description: "As in 1 output of good jobs."\n  match: {output.name: "720p"}\n'
        "  require:\n    height: 720   # as seen\n\n"
    ) in text
    done = add_rules(REPOSITORY, text)
    assert isinstance(done, Edited)
    assert check_text(done.text, RULES).marks == ()


def test_a_draft_of_nothing(shelf: Shelf) -> None:
    draft = list(draft_from([shelf.entries["broken"], shelf.entries["job-error.json"]], shelf))[-1]
    assert (draft.jobs, draft.rules, draft.done, draft_text(draft, ())) == (1, (), True, "")


def finding_of(judged: JudgedJobs, book: Rulebook, key: str, rule: str) -> Finding:
    return next(one for one in judged.results(book)[key].findings if one.rule == rule)


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
def test_what_lets_a_false_alarm_pass(shelf: Shelf, rule: str, key: str, titles: list[str]) -> None:
    text = with_rule(rule)
    book = book_of(text)
    judged = judged_by(shelf, book)
    finding = finding_of(judged, book, key, "a")
    found = remedies(text, shelf.entries[key], finding, RULES)
    assert [one.title for one in found] == titles
    for one in found:
        assert isinstance(one.edit, Edited)
        after = book_of(one.edit.text)
        mended = judged_by(shelf, after).results(after)[key]
        assert all(
            not new.counts or (new.at, new.rule) != (finding.at, finding.rule) or new.severity < finding.severity
            for new in mended.findings
        )


def test_a_packs_rule_is_waived_or_made_milder(shelf: Shelf) -> None:
    text = "version: 1\ninclude: [{pack: as-requested}]\n"
    book = book_of(text)
    finding = finding_of(judged_by(shelf, book), book, "ladder-wrong-rung.json", "as-requested/width")
    found = remedies(text, shelf.entries["ladder-wrong-rung.json"], finding, RULES)
    assert [(one.title, one.edit.text if isinstance(one.edit, Edited) else "") for one in found] == [
        ("waive it for outputs called 720p", f'{text}\nwaive:\n  - rule: as-requested/width\n    match: {{output.name: {{equals: "720p"}}}}\n    reason: marked as a false alarm\n'),
        ("only warn", f"{text}\nrules:\n  - {{id: as-requested/width, severity: warn}}\n"),
        ("only tell", f"{text}\nrules:\n  - {{id: as-requested/width, severity: info}}\n"),
    ]  # fmt: skip


def test_what_no_rule_found_has_no_remedy(shelf: Shelf) -> None:
    book = book_of(REPOSITORY)
    finding = finding_of(judged_by(shelf, book), book, "job-error.json", "job-state")
    assert remedies(REPOSITORY, shelf.entries["job-error.json"], finding, RULES) == ()
    assert remedies("no book", shelf.entries["job-error.json"], finding, RULES) == ()


def test_what_else_a_remedy_lets_pass(shelf: Shelf) -> None:
    text = with_rule("{id: a, match: {video.count: 1}, require: {bitrate: {min: 3000k}}}")
    book, entry = book_of(text), shelf.entries["mp4-good.json"]
    judged = judged_by(shelf, book)
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


def test_two_remedies_are_looked_at_in_turns(shelf: Shelf) -> None:
    text = with_rule("{id: a, match: {video.count: 1}, require: {bitrate: {min: 3000k}}}")
    book, entry = book_of(text), shelf.entries["mp4-good.json"]
    judged = judged_by(shelf, book)
    finding = finding_of(judged, book, entry.key, "a")
    found = remedies(text, entry, finding, RULES)
    alone = [list(let_pass(one, text, judged, entry, finding, RULES))[-1] for one in found]
    running = [let_pass(one, text, judged, entry, finding, RULES) for one in found]
    together = [LetPass(done=False)] * len(found)
    while not all(one.done for one in together):
        together = [next(steps, last) for steps, last in zip(running, together, strict=True)]
    assert together == alone


def test_the_books_examples() -> None:
    run_ = run_book(REPOSITORY, RULES, book_of(REPOSITORY))
    assert (run_.ran[0].name, run_.ran[0].wrong) == ("a good ladder passes", ())
    assert (len(run_.ran), run_.errors, run_.dead) == (5, (), ())
    text = REPOSITORY.replace("cut-off-audio.json", "none.json").replace("outcome: pass", "outcome: warn")
    run_ = run_book(text, RULES, book_of(text))
    assert run_.ran[0].wrong == ("expected the outcome warn, got pass",)
    assert run_.errors == (
        ("audio that was cut off", f"example 'audio that was cut off': {RULES.parent / '../../events/jobs/none.json'} can't be read: No such file or directory"),
    )  # fmt: skip
    assert run_.dead == ("full-length",)


def test_dead_rules(shelf: Shelf) -> None:
    text = with_rule("{id: nothing, match: {output.name: nowhere}, require: {height: 1}}") + (
        "  - {id: broken-by-an-example, match: {output.name: there}, require: {height: 1}}\n"
        "  - {id: matches, require: {height: {min: 1}}}\n"
        "examples: [{name: x, facts: {output.name: there, height: 2}, outcome: fail}]\n"
    )
    book = book_of(text)
    assert dead_rules(run_book(text, RULES, book), judged_by(shelf, book), book) == ("nothing",)


def test_a_file_becomes_an_example_by_its_path(shelf: Shelf) -> None:
    book = book_of(REPOSITORY)
    done = example_of(REPOSITORY, RULES, shelf.entries["audio-only.json"], book)
    assert isinstance(done, Edited)
    assert done.text == REPOSITORY + (
        '\n  - name: "Podcast 14: warn"\n    job: ../../events/jobs/audio-only.json\n'
        "    outcome: warn\n    findings: [stereo]\n"
    )


@pytest.mark.parametrize("path", sorted(JOBS.glob("*.json")), ids=lambda path: path.stem)
def test_a_dropped_job_becomes_an_example_by_its_facts(path: Path) -> None:
    shelf, book = Shelf(), book_of(REPOSITORY)
    entry = shelf.add(path.name, path.read_bytes())
    done = example_of(REPOSITORY, RULES, entry, book)
    if path.stem in ("job-error", "still-running"):  # all that is to be told of them is no output's
        assert isinstance(done, Refused)
        return
    assert isinstance(done, Edited), done
    assert done.text.startswith(REPOSITORY)
    ran = run_book(done.text, RULES, book).ran[-1]
    assert ran.wrong == ()
    result = judged_by(shelf, book).results(book)[entry.key]
    found = {finding.rule for finding in result.findings if finding.counts}
    assert bool(done.note) is (ran.found != found)


def test_what_is_no_job_becomes_no_example(shelf: Shelf) -> None:
    assert example_of(REPOSITORY, RULES, shelf.entries["broken"], book_of(REPOSITORY)) == Refused("broken holds no job")


def test_a_hostile_name_stays_text() -> None:
    answer = json.loads((JOBS / "mp4-good.json").read_bytes())
    answer["Job"]["Config"]["JobName"] = 'x"\n  - {id: y}\u202e #'
    answer["Job"]["OutputDetails"][0]["Name"] = "a: [b, *c]\n}"
    shelf, book = Shelf(), book_of(REPOSITORY)
    entry = shelf.add("x", json.dumps(answer).encode())
    done = example_of(REPOSITORY, RULES, entry, book)
    assert isinstance(done, Edited)
    assert check_text(done.text, RULES).errors == ()
    assert len(run_book(done.text, RULES, book).ran) == 6
