"""Evaluations -> findings: what did not pass, and what only a tolerance let pass."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mediaverdict.conditions.status import NO, PASSES, UNKNOWN, WITHIN, YES, all_of, any_of
from mediaverdict.facts import Fact, GroupFacts
from mediaverdict.judging.details import Detail, Requests, detail, requests_of
from mediaverdict.judging.evaluating import row
from mediaverdict.judging.findings import Finding
from mediaverdict.judging.messages import branch_words, early_words, message_of, printable
from mediaverdict.severity import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from mediaverdict.judging.evaluating import Column, Evaluation, Evidence, Subject
    from mediaverdict.rulebook.rules import Branch, Rule
    from mediaverdict.severity import OnMissing

_NOWHERE = Fact(None, None, "")


def tell(evaluation: Evaluation, evidence: Evidence, finished: datetime | None) -> Iterator[Finding]:
    """The findings of one rule, in the order of its subjects and checks. `finished` is when the job ended."""
    rule = evaluation.rule
    teller = _Teller(rule, evidence, rule.severity_at(finished), early_words(rule, finished))
    if rule.must_match and not evaluation.found:
        asked = branch_words(rule.match)
        message = f"no output has {asked}" if asked else "no output was delivered"
        yield teller.finding(teller.severity, message, "an output that matches", None)
    if not evaluation.passed:
        for index, subject in enumerate(evaluation.asked):
            yield from teller.tell(evaluation, index, subject)


class _Teller(NamedTuple):
    """What one rule's findings have in common."""

    rule: Rule
    evidence: Evidence
    severity: Severity
    early: str
    """Why it does not count in full yet; empty where it does."""

    def tell(self, evaluation: Evaluation, index: int, subject: Subject) -> Iterator[Finding]:
        """What one subject lacks."""
        for check, column in zip(self.rule.require, evaluation.require, strict=True):
            if column[index] is not YES:
                yield from self._tell_check(detail(check, column[index], subject), check.on_missing)
        if evaluation.any_of:
            yield from self._tell_any_of(subject, [row(branch, index) for branch in evaluation.any_of])
        if evaluation.none_of:
            yield from self._tell_none_of(subject, [row(branch, index) for branch in evaluation.none_of])

    def _tell_check(self, checked: Detail, on_missing: OnMissing | None) -> Iterator[Finding]:
        message = message_of(checked, self.evidence)
        if checked.status is WITHIN:
            message = f"{message}: only the tolerance lets it pass"
        severity = self._severity_of(checked.status is UNKNOWN, on_missing)
        if severity is not None:
            yield self.finding(
                Severity.INFO if checked.status is WITHIN else severity, message, checked.expected(unit=False),
                checked.subject,
                member=checked.member, fact=checked.check.fact, seen=checked.fact, missing=checked.status is UNKNOWN,
                within_tolerance=checked.status is WITHIN, asked=(checked.check,),
            )  # fmt: skip

    def _tell_any_of(self, subject: Subject, rows: list[Column]) -> Iterator[Finding]:
        held = [all_of(statuses) for statuses in rows]
        status = any_of(held)
        if status is YES:
            return
        branches = [
            [detail(check, one, subject) for check, one in zip(branch, statuses, strict=True)]
            for branch, statuses in zip(self.rule.any_of, rows, strict=True)
        ]
        severity = self._severity_of(status is UNKNOWN, None)
        if status is WITHIN:
            chosen = branches[held.index(WITHIN)]
            yield from self._tell_check(next(checked for checked in chosen if checked.status is WITHIN), None)
        elif severity is not None:
            lacks = tuple(
                tuple(message_of(checked, self.evidence) for checked in branch if checked.status not in PASSES)
                for branch in branches
            )
            missing_words = "; ".join(f"({index}) {', '.join(lack)}" for index, lack in enumerate(lacks, 1))
            yield self.finding(
                severity, f"none of {len(branches)} alternatives holds: {missing_words}",
                " or ".join(branch_words(branch) for branch in self.rule.any_of), subject, branches=lacks,
                missing=status is UNKNOWN, asked=tuple(check for branch in self.rule.any_of for check in branch),
            )  # fmt: skip

    def _tell_none_of(self, subject: Subject, rows: list[Column]) -> Iterator[Finding]:
        held = [all_of(statuses) for statuses in rows]
        status = any_of(held)
        severity = self._severity_of(status is UNKNOWN, None)
        if status is NO or severity is None:
            return
        at = next(index for index, one in enumerate(held) if one is UNKNOWN or (status in PASSES and one in PASSES))
        branch, words = self.rule.none_of[at], branch_words(self.rule.none_of[at])
        details = [detail(check, one, subject) for check, one in zip(branch, rows[at], strict=True)]
        message = f"it is {words}, which must not be"
        if status is UNKNOWN:
            why = ", ".join(message_of(checked, self.evidence) for checked in details if checked.status is UNKNOWN)
            message = f"it can't be told that it is not {words}: {why}"
        yield self.finding(
            severity, message, f"not ({words})", subject, fact=branch[0].fact, seen=details[0].fact,
            missing=status is UNKNOWN, asked=branch,
        )  # fmt: skip

    def _severity_of(self, missing: bool, own: OnMissing | None) -> Severity | None:  # noqa: FBT001
        """An absent fact's is never worse than the rule's; None where `on_missing: pass` excuses it."""
        if not missing:
            return self.severity
        says = own or self.rule.on_missing
        return min(says, self.severity) if isinstance(says, Severity) else None

    def finding(
        self,
        severity: Severity,
        message: str,
        expected: str,
        subject: Subject | None,
        *,
        member: int | None = None,
        fact: str | None = None,
        seen: Fact = _NOWHERE,
        branches: tuple[tuple[str, ...], ...] = (),
        missing: bool = False,
        within_tolerance: bool = False,
        asked: Branch = (),
    ) -> Finding:
        """A finding, told of the member at fault, else of the subject, else of the job."""
        rule, outputs = self.rule, self.evidence.job.outputs
        output, group, at = None, None, ""
        index = member if member is not None or subject is None else subject.output
        if index is not None:
            output, group, at = outputs[index].name, outputs[index].group, outputs[index].path
        elif subject is not None and subject.group is not None:
            group, at = outputs[subject.members[0]].group, subject.path
        told = printable(message if within_tolerance else message + self.early)
        return Finding(
            rule.id, severity, told, output, group, at, fact, expected, seen.value, seen.raw, seen.path,
            branches, missing, within_tolerance, why=rule.why, fix=rule.fix, source=rule.source,
            requests=self._requests(asked, subject, member) if subject is not None else (),
        )  # fmt: skip

    def _requests(self, asked: Branch, subject: Subject, member: int | None) -> Requests:
        """What the checks name; else what made the rule ask at all: video that was to be removed."""
        facts = subject.facts
        if isinstance(facts, GroupFacts):
            if member is None:
                return ()
            facts = facts.members[subject.members.index(member)]
        return requests_of(asked, facts) or tuple(
            (name, fact) for name, fact in requests_of(self.rule.when, facts) if fact.value is not None
        )
