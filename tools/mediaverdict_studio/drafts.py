"""From good jobs to rules: a draft, each line with what it would have caught among all jobs, to keep or to drop."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from mediaverdict.facts.job import parse_moment
from mediaverdict.judging import delivered
from mediaverdict.judging.evaluating import evaluate
from mediaverdict.judging.telling import tell
from mediaverdict.rulebook import read_rulebook
from mediaverdict_cli.rules.drafting import DraftedCheck, draft_rules, quoted
from mediaverdict_cli.rules.drafting import DraftedRule as RuleText
from mediaverdict_studio.slices import Slices

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from mediaverdict.rulebook import Rule
    from mediaverdict_studio.shelf import JobEntry, Shelf


class Catch(NamedTuple):
    """A finding that a line would have made."""

    key: str
    """The job's, on the shelf."""
    output: str
    """Its name."""
    message: str


@dataclass(frozen=True, slots=True)
class DraftLine:
    """One check of a drafted rule."""

    index: int
    """In `DraftedRule.lines`."""
    fact: str
    condition: str
    """As it is written: `1280`, `{min: 3M, max: 6M}`."""
    comment: str
    """Where it comes from: `the same in all 3`."""
    asked: int = 0
    """Outputs of all jobs that it was asked of."""
    caught: tuple[Catch, ...] = ()
    missing: int = 0
    """Outputs where its fact is absent: these would be inconclusive."""

    @property
    def text(self) -> str:
        """As it stands in the book: `width: 1280`."""
        return f"{self.fact}: {self.condition}"

    @property
    def passed(self) -> int:
        """Outputs that it would not have caught."""
        return self.asked - self.missing - len(self.caught)


@dataclass(frozen=True, slots=True)
class DraftedRule:
    """A rule of a draft."""

    id: str
    description: str
    name: str
    """Of the outputs that it is for; empty for all."""
    lines: tuple[DraftLine, ...]

    @property
    def match(self) -> str:
        """`{output.name: "720p"}`; empty for all outputs."""
        return f"{{output.name: {quoted(self.name)}}}" if self.name else ""


@dataclass(frozen=True, slots=True)
class Draft:
    """Rules from good jobs."""

    jobs: int
    """From how many good ones."""
    rules: tuple[DraftedRule, ...]
    looked_at: int = 0
    """Of all jobs, how many were held against the lines so far."""
    done: bool = False
    """Whether that were all: then each line has what it would catch."""


def draft_from(good: Collection[JobEntry], shelf: Shelf) -> Iterator[Draft]:
    """Drafts, in slices of about 10 ms: the last one, with `done`, has what each line would have caught."""
    known = [entry.evidence for entry in good if entry.evidence is not None]
    texts = draft_rules([one.of_outputs[index] for index in delivered(one.job)] for one in known)
    drafted = tuple(_drafted(text) for text in texts if text.checks)
    draft = Draft(len(known), drafted)
    yield draft
    tried = [(_compiled(rule, line), rule.id, line.index) for rule in drafted for line in rule.lines]
    asked: dict[tuple[str, int], list[int]] = {(rule_id, index): [0, 0] for _, rule_id, index in tried}
    caught: dict[tuple[str, int], list[Catch]] = {place: [] for place in asked}
    jobs, slices = shelf.jobs, Slices()
    for done, entry in enumerate(jobs, 1):
        for rule, rule_id, index in tried:
            _hold(entry, rule, asked[rule_id, index], caught[rule_id, index])
            if slices.over():
                yield replace(draft, looked_at=done - 1)
                slices.restart()
    rules = tuple(
        replace(
            rule,
            lines=tuple(
                replace(
                    line, asked=asked[rule.id, line.index][0], missing=asked[rule.id, line.index][1],
                    caught=tuple(caught[rule.id, line.index]),
                )
                for line in rule.lines
            ),
        )
        for rule in drafted
    )  # fmt: skip
    yield replace(draft, rules=rules, looked_at=len(jobs), done=True)


def draft_text(draft: Draft, dropped: Collection[tuple[str, int]], taken: Collection[str] = ()) -> str:
    """The rules as entries for `edits.add_rules`, without the dropped lines: (the rule's ID, the line's index).

    A rule without lines is left out; one whose ID is taken gets a number. Empty where nothing is left.
    """
    lines: list[str] = []
    used = set(taken)
    for rule in draft.rules:
        kept = tuple(_check(line) for line in rule.lines if (rule.id, line.index) not in dropped)
        if kept:
            rule_id = _free(rule.id, used)
            used.add(rule_id)
            lines += ["", *RuleText(rule_id, rule.description, rule.name, kept).lines()]
    return "\n".join(lines[1:])


def _drafted(text: RuleText) -> DraftedRule:
    lines = tuple(DraftLine(index, *check) for index, check in enumerate(text.checks))
    return DraftedRule(text.id, text.description, text.name, lines)


def _check(line: DraftLine) -> DraftedCheck:
    return DraftedCheck(line.fact, line.condition, line.comment)


def _compiled(rule: DraftedRule, line: DraftLine) -> Rule:
    """The line as a rule of its own."""
    entry = RuleText("line", "", rule.name, (_check(line),)).lines()
    return read_rulebook("version: 1\nrules:\n" + "\n".join(f"  {one}" for one in entry)).rules[0]


def _hold(entry: JobEntry, rule: Rule, counts: list[int], caught: list[Catch]) -> None:
    """A job against one line: how often it was asked, how often its fact was absent, what it caught."""
    if entry.evidence is None:
        return
    evaluation = evaluate(rule, entry.evidence)
    counts[0] += len(evaluation.asked)
    if evaluation.passed:
        return
    finished = parse_moment(entry.evidence.of_job.value("job.finished"))
    for finding in tell(evaluation, entry.evidence, finished):
        if finding.missing:
            counts[1] += 1
        elif finding.counts:
            caught.append(Catch(entry.key, finding.output or "", finding.message))


def _free(rule_id: str, used: Collection[str]) -> str:
    number, free = 1, rule_id
    while free in used:
        number += 1
        free = f"{rule_id}-{number}"
    return free
