"""A person's first hour, without the page: a new book by clicks, a slip mended, what changes, a false alarm, saved."""

from __future__ import annotations

from pathlib import Path

from command import JOBS
from mediaverdict.rulebook import load_rulebook
from mediaverdict_cli.rules.examples import run_examples
from mediaverdict_studio import edits
from mediaverdict_studio.alarms import let_pass, remedies
from mediaverdict_studio.bookfile import BookFile, Saved
from mediaverdict_studio.changes import what_changes
from mediaverdict_studio.checked_text import check_text
from mediaverdict_studio.completion import complete
from mediaverdict_studio.drafts import draft_from, draft_text
from mediaverdict_studio.examples import dead_rules, example_of, run_book
from mediaverdict_studio.results import Edited, Refused
from studio_jobs import book_of, finding_of, judged_by, shelf_of_jobs


def taken(done: Edited | Refused) -> str:
    assert isinstance(done, Edited), done
    return done.text


BOOK = """\
version: 1

include:
  - pack: sane

rules:
  - id: full-length
    match: {video.count: {min: 1}}
    require:
      av.duration_gap: {max: 12.7s}
  - {id: sane/audio-not-short, severity: off}

  - id: "draft/web-720p"
    description: "As in 2 outputs of good jobs."
    match: {output.name: "web-720p"}
    require:
      width: 1280   # the same in all 2
      height: 720   # the same in all 2
      video.codec: "h264"   # the same in all 2

examples:
  - name: "Concert, part 1: pass"
    job: JOB
    outcome: pass
    findings: []
"""


def test_from_an_empty_file_to_a_saved_book(tmp_path: Path) -> None:
    path, shelf = tmp_path / "rules.yml", shelf_of_jobs()
    file = BookFile.load(path)
    text = taken(edits.add_include(file.text, "sane"))
    deployed = book_of(text)
    text = taken(edits.add_rule(text, "full-length", "require", "av.duration_gap", "max", "500ms"))
    text = taken(edits.add_branch(text, ("rules", 0), "match", "video.count", "min", "1"))

    # A slip, where it is, and what was meant.
    broken = text.replace("av.duration_gap", "av.duration_gp")
    (mark,) = check_text(broken, path).errors
    assert broken.split("\n")[mark.line - 1][mark.column - 1 : mark.end - 1] == "av.duration_gp"
    assert mark.hint == "did you mean av.duration_gap or file.duration_gap?"
    assert [one.label for one in complete(broken, mark.line, mark.column + 6).options] == ["av.duration_gap"]

    # What would change, and a rule of the pack that says the same.
    text = taken(edits.switch_included(text, "sane/audio-not-short", "off"))
    judged = judged_by(shelf, deployed, book_of(text))
    changes = what_changes(judged, deployed, book_of(text))
    assert [
        (turn.old, turn.new, [(key, one.added, one.gone) for key, one in turn.changes]) for turn in changes.turns
    ] == [("warn", "fail", [("cut-off-audio.json", ["full-length"], ["sane/audio-not-short"])])]
    assert changes.same_outcome == ()

    # A false alarm: the bound that lets it pass, and nothing else passes by it.
    book, entry = book_of(text), shelf.entries["cut-off-audio.json"]
    finding = finding_of(judged, book, entry.key, "full-length")
    remedy = next(one for one in remedies(text, entry, finding, path) if one.title == "max: 12.7s in place of 500ms")
    last = list(let_pass(remedy, text, judged, entry, finding, path))[-1]
    assert (last.findings, last.jobs) == ((), (("cut-off-audio.json", "fail", "pass"),))
    text = taken(remedy.edit)

    # A draft from two good jobs, three lines of it kept.
    good = [shelf.entries[key] for key in ("mp4-good.json", "zero-f-bitrate.json")]
    draft = list(draft_from(good, shelf))[-1]
    kept = ("width", "height", "video.codec")
    dropped = {(rule.id, line.index) for rule in draft.rules for line in rule.lines if line.fact not in kept}
    text = taken(edits.add_rules(text, draft_text(draft, dropped)))

    # The job becomes an example, and every rule but those of the pack that find nothing here is in use.
    text = taken(example_of(text, path, entry, book_of(text)))
    book = book_of(text)
    run = run_book(text, path, book)
    assert [(one.wrong, one.found) for one in run.ran] == [((), frozenset())]
    assert {rule.partition("/")[0] for rule in dead_rules(run, judged_by(shelf, book), book)} <= {"sane"}

    saved = file.save(text)
    assert isinstance(saved, Saved)
    job = run_examples(path).ran[0]
    assert (job.name, job.wrong) == ("Concert, part 1: pass", ())
    assert load_rulebook(path) == book
    line = next(line for line in text.split("\n") if "job:" in line)
    assert path.read_text(encoding="utf-8") == BOOK.replace("    job: JOB", line)
    assert line.endswith(f"/{JOBS.name}/cut-off-audio.json")
