"""Every job under a book, rule by rule: answers are kept, and only rules that changed are asked again."""

from __future__ import annotations

import pickle
from collections import Counter, OrderedDict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from mediaverdict.facts.job import parse_moment
from mediaverdict.judging import selects, summary
from mediaverdict.judging.builtin_findings import judge_nothing, judge_states
from mediaverdict.judging.evaluating import evaluate
from mediaverdict.judging.telling import tell
from mediaverdict.severity import worst
from mediaverdict_cli.replay.comparing import IGNORED, JudgedSide
from mediaverdict_studio.slices import Progress, Slices

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from mediaverdict.jobs import Job
    from mediaverdict.judging import Evidence, Finding
    from mediaverdict.rulebook import Rule, Rulebook
    from mediaverdict_studio.shelf import JobEntry, Shelf

MOST_BOOKS = 4
"""Whose results are there at once, besides the deployed one's: the one at hand, and what is tried beside it."""
MOST_STALE = 200
"""Rules of books that are gone, before what they said is forgotten."""


@dataclass(frozen=True, slots=True)
class JudgedJob:
    """A job under one book."""

    key: str
    """The shelf's."""
    outcome: str
    """pass, warn, inconclusive, fail; `ignored` where the book's `jobs` leaves it out."""
    findings: tuple[Finding, ...] = ()
    outputs: tuple[str, ...] = ()
    """Each output's outcome (`unchecked` among them), in the job's order."""

    @property
    def side(self) -> JudgedSide:
        """As a comparison needs it."""
        return JudgedSide(self.outcome, frozenset(finding.rule for finding in self.findings if finding.counts))


@dataclass(frozen=True, slots=True)
class RuleHits:
    """What one rule does to all jobs."""

    matched: int
    """Outputs (groups, jobs) that it was asked of."""
    jobs: tuple[str, ...]
    """Keys of jobs with a finding of it that counts."""


class _Answer(NamedTuple):
    """What one rule says of one job."""

    findings: tuple[Finding, ...]
    members: frozenset[int]
    """The outputs that it looked at."""
    asked: int
    """Of how many outputs (groups, jobs) it was asked."""
    looked: bool


class _Known:
    """One job, and all that rules said of it."""

    def __init__(self, entry: JobEntry, evidence: Evidence) -> None:
        self.entry = entry
        self.evidence = evidence
        self.finished: datetime | None = parse_moment(evidence.of_job.value("job.finished"))
        self.states = tuple(judge_states(evidence.job))
        self.answers: dict[int, _Answer] = {}
        """By the rule's token."""


class _BookKey(NamedTuple):
    """What a book asks: two texts that differ in comments alone are one."""

    tokens: tuple[int, ...]
    rest: bytes


@dataclass(eq=False)
class _Run:
    """A book's results."""

    book: Rulebook
    tokens: tuple[int, ...]
    results: dict[str, JudgedJob] = field(default_factory=dict)
    matched: Counter[str] = field(default_factory=Counter)
    found: dict[str, list[str]] = field(default_factory=dict)


class JudgedJobs:
    """The shelf's jobs under any number of books; what two books have in common is asked once."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._known: dict[str, _Known] = {}
        self._tokens: dict[bytes, int] = {}
        self._next = 0
        self._keys: OrderedDict[int, tuple[Rulebook, _BookKey]] = OrderedDict()
        """By the book's identity; the book is held, so that its identity stays its own."""
        self._runs: OrderedDict[_BookKey, _Run] = OrderedDict()
        self._kept: set[_BookKey] = set()
        self._active: list[_Run] = []
        """Those that are under way: several books may be judged in turns."""
        self._quiet: dict[_Answer, _Answer] = {}
        """Answers without a finding, of which there are few different ones."""

    def judge(self, book: Rulebook, *, keep: bool = False) -> Iterator[Progress]:
        """Judges all jobs of the shelf by the book, in slices of about 10 ms; stop iterating to cancel.

        What was judged until then is kept, and the next run goes on from there. With `keep`, the results stay however
        many books come after: for the deployed one.
        """
        key = self._key(book)
        run = _Run(book, key.tokens)
        if keep:
            self._kept.add(key)
        self._runs[key] = run
        self._runs.move_to_end(key)
        others = [one for one in self._runs if one not in self._kept]
        for old in others[: max(0, len(others) - MOST_BOOKS)]:
            del self._runs[old]
        self._active.append(run)
        try:
            yield from self._judge_all(run)
        finally:  # also where the caller stops
            self._active.remove(run)
        yield from self._forget()

    def _judge_all(self, run: _Run) -> Iterator[Progress]:
        jobs, slices = self._shelf.jobs, Slices()
        yield Progress(0, len(jobs))
        slices.restart()
        for done, entry in enumerate(jobs, 1):
            known = self._of(entry)
            for token, rule in zip(run.tokens, run.book.rules, strict=True):
                if token not in known.answers:
                    known.answers[token] = answer = self._ask(rule, known)
                    slices.stays(1 + 2 * len(answer.findings))
                    if slices.over():  # a job of thousands of outputs
                        yield Progress(done - 1, len(jobs))
                        slices.restart()
            _conclude(run, known)
            if slices.over():
                yield Progress(done, len(jobs))
                slices.restart()
        yield Progress(len(jobs), len(jobs))

    def drop(self, book: Rulebook) -> None:
        """Forgets the results of a book that was only tried."""
        key = self._key(book)
        self._kept.discard(key)
        self._runs.pop(key, None)

    def results(self, book: Rulebook) -> Mapping[str, JudgedJob]:
        """Of the jobs that were judged by that book so far, by key."""
        run = self._run(book)
        return run.results if run is not None else {}

    def job(self, key: str) -> Job:
        """A job that was judged, by its key."""
        return self._known[key].evidence.job

    def hits(self, book: Rulebook) -> Mapping[str, RuleHits]:
        """Of each rule of the book, by ID: what it did to the jobs that were judged so far."""
        run = self._run(book)
        if run is None:
            return {}
        return {rule.id: RuleHits(run.matched[rule.id], tuple(run.found.get(rule.id, ()))) for rule in book.rules}

    def _run(self, book: Rulebook) -> _Run | None:
        return self._runs.get(self._key(book))

    def _key(self, book: Rulebook) -> _BookKey:
        held = self._keys.get(id(book))
        if held is None:
            rest = pickle.dumps((book.jobs, book.waivers), protocol=4)
            held = self._keys[id(book)] = book, _BookKey(tuple(self._token(rule) for rule in book.rules), rest)
            if len(self._keys) > 2 * MOST_BOOKS:
                self._keys.popitem(last=False)
        return held[1]

    def _token(self, rule: Rule) -> int:
        """A number for a rule's whole definition, as it was compiled: unlike `==`, a pickle tells 1 from true."""
        content = pickle.dumps(rule, protocol=4)
        token = self._tokens.get(content)
        if token is None:
            token = self._tokens[content] = self._next
            self._next += 1
        return token

    def _of(self, entry: JobEntry) -> _Known:
        known = self._known.get(entry.key)
        if known is None or known.entry is not entry:
            assert entry.evidence is not None  # noqa: S101 - the shelf's `jobs` have theirs
            known = self._known[entry.key] = _Known(entry, entry.evidence)
        return known

    def _ask(self, rule: Rule, known: _Known) -> _Answer:
        evaluation = evaluate(rule, known.evidence)
        subjects = summary.looked_at([evaluation])
        findings = tuple(tell(evaluation, known.evidence, known.finished))
        answer = _Answer(findings, summary.members_of(subjects), len(evaluation.asked), bool(subjects))
        return answer if findings else self._quiet.setdefault(answer, answer)

    def _forget(self) -> Iterator[Progress]:
        """Drops what rules said that no kept book has any more, and jobs that left the shelf."""
        for key in self._known.keys() - self._shelf.entries.keys():
            del self._known[key]
        held = {token for run in (*self._runs.values(), *self._active) for token in run.tokens}
        stale = set(self._tokens.values()) - held
        if len(stale) <= MOST_STALE:
            return
        self._tokens = {content: token for content, token in self._tokens.items() if token in held}
        self._keys.clear()
        jobs, slices = list(self._known.values()), Slices()
        for done, known in enumerate(jobs, 1):
            for token in stale & known.answers.keys():
                del known.answers[token]
            if slices.over():
                yield Progress(done, len(jobs))
                slices.restart()


def _conclude(run: _Run, known: _Known) -> None:
    """What all rules come to, as `judge_evidence` has it; a test holds the two together."""
    book, evidence, key = run.book, known.evidence, known.entry.key
    if not selects(book.jobs, evidence.of_job):
        run.results[key] = JudgedJob(key, IGNORED)
        return
    found, members, looked = list(known.states), set[int](), False
    for token, rule in zip(run.tokens, book.rules, strict=True):
        answer = known.answers[token]
        if answer.findings:
            found.extend(answer.findings)
        if answer.asked:
            run.matched[rule.id] += answer.asked
        if answer.looked:
            looked = True
            members |= answer.members
    looked = looked or any(rule.must_match for rule in book.rules)
    found.extend(judge_nothing(evidence.job, anything_checked=looked))
    findings = tuple(summary.waive(finding, book, evidence, known.finished) for finding in found)
    for rule_id in {finding.rule for finding in findings if finding.counts}:
        run.found.setdefault(rule_id, []).append(key)
    outcomes = summary.outcomes_of(findings, evidence, members)
    outcome = worst(finding.severity for finding in findings if finding.counts)
    run.results[key] = JudgedJob(key, outcome, findings, tuple(outcomes))
