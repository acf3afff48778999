"""Drafts, each line with what it would have caught."""

from __future__ import annotations

from mediaverdict_studio.checked_text import check_text
from mediaverdict_studio.drafts import Catch, draft_from, draft_text
from mediaverdict_studio.edits import add_rules
from mediaverdict_studio.results import Edited
from studio_jobs import shelf_of_jobs
from studio_texts import REPOSITORY, RULES

SHELF = shelf_of_jobs()


def test_a_draft_line_by_line() -> None:
    good = [SHELF.entries["ladder-good.json"]]
    steps = list(draft_from(good, SHELF))
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


def test_a_draft_of_nothing() -> None:
    draft = list(draft_from([SHELF.entries["broken"], SHELF.entries["job-error.json"]], SHELF))[-1]
    assert (draft.jobs, draft.rules, draft.done, draft_text(draft, ())) == (1, (), True, "")
