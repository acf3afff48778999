"""Rules held against a job's evidence, one subject after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mediaverdict.conditions.status import CheckStatus, all_of, any_of, inverse
from mediaverdict.facts.job import parse_moment
from mediaverdict.judging.builtin_findings import delivered, judge_nothing, judge_states
from mediaverdict.judging.evidence import PASSES, Result, Subject, selects
from mediaverdict.judging.findings import RANK, Counts, Finding, Judgement, TraceEntry, worst
from mediaverdict.judging.messages import branch_words, expected_of, message_of, printable
from mediaverdict.judging.summary import count, outcomes_of, waive
from mediaverdict.rulebook.rules import Check

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mediaverdict.facts import OutputFacts
    from mediaverdict.judging.evidence import Evidence
    from mediaverdict.rulebook import Rulebook
    from mediaverdict.rulebook.rules import Branch, Rule

Branches = list[list[Result]]


class Evaluator:
    """One judging in progress."""

    def __init__(self, evidence: Evidence, book: Rulebook, *, trace: bool) -> None:
        self.job = evidence.job
        self.book = book
        self.evidence = evidence
        self.finished = parse_moment(self.evidence.of_job.get("job.finished").value)
        self.findings: list[Finding] = []
        self.counts = Counts(outputs=len(evidence.job.outputs))
        self.checked: set[int] = set()
        """The outputs that some check looked at."""
        self.anything_checked = False
        self.trace: list[TraceEntry] | None = [] if trace else None

    def judge(self) -> Judgement:
        """Everything, in the order of the rules."""
        self.findings.extend(judge_states(self.job))
        outputs = delivered(self.job)
        for rule in self.book.rules:
            self._judge_rule(rule, outputs)
        self.findings.extend(judge_nothing(self.job, anything_checked=self.anything_checked))
        findings = tuple(waive(finding, self.book, self.evidence, self.finished) for finding in self.findings)
        count(findings, self.book, self.counts)
        return Judgement(
            outcome=worst([finding.severity for finding in findings if finding.counts]),
            outputs=tuple(zip(self.evidence.of_outputs, outcomes_of(findings, self.job, self.checked), strict=True)),
            findings=findings,
            counts=self.counts,
            trace=tuple(self.trace or ()),
        )

    def _judge_rule(self, rule: Rule, outputs: Sequence[int]) -> None:
        matched = [index for index in outputs if self._matches(rule, index)]
        if rule.must_match:
            self._judge_must_match(rule, found=bool(matched))
        if not rule.checks:
            return
        for subject in self._subjects(rule, matched):
            self._judge_subject(subject)

    def _matches(self, rule: Rule, index: int) -> bool:
        if self.trace is None:
            return not rule.match or selects(rule.match, self.evidence.of_outputs[index])
        subject = Subject(rule, (index,), output=index)
        results = [self.evidence.hold(check, subject) for check in rule.match]
        self._keep(subject, "match", results)
        return all(result.held in PASSES for result in results)

    def _subjects(self, rule: Rule, matched: list[int]) -> list[Subject]:
        if rule.scope == "output":
            return [Subject(rule, (index,), output=index) for index in matched]
        if rule.scope == "job":
            return [Subject(rule, tuple(matched))]
        groups: dict[int, list[int]] = {}
        for index in matched:
            group = self.job.outputs[index].group_index
            if group is not None:
                groups.setdefault(group, []).append(index)
        return [Subject(rule, tuple(members), group=group) for group, members in groups.items()]

    def _judge_must_match(self, rule: Rule, *, found: bool) -> None:
        self._checked(())
        if found:
            self.counts.passed += 1
            return
        asked = branch_words(rule.match)
        message = f"no output has {asked}" if asked else "no output was delivered"
        self._add(rule, self._severity(rule), message, expected="an output that matches")

    def _judge_subject(self, subject: Subject) -> None:
        rule = subject.rule
        if rule.when and not self._is_asked(subject):
            self.counts.skipped += rule.checks
            return
        if self.trace is None and subject.output is not None:
            self._require_of_output(subject, self.evidence.of_outputs[subject.output])
        else:
            required = [self.evidence.hold(check, subject) for check in rule.require]
            self._keep(subject, "require", required)
            for result in required:
                self._tell(subject, result)
        if rule.any_of:
            self._judge_any_of(subject, self._hold_branches(subject, "any_of", rule.any_of))
        if rule.none_of:
            self._judge_none_of(subject, self._hold_branches(subject, "none_of", rule.none_of))

    def _require_of_output(self, subject: Subject, facts: OutputFacts) -> None:
        """The plain passes, by far the most, are only counted; whatever else comes is told."""
        passed = 0
        for check in subject.rule.require:
            value = facts.get(check.spec.name).value
            if value is not None and isinstance(check, Check) and check.condition.surely_holds(value, facts):
                passed += 1
            else:
                self._tell(subject, self.evidence.hold(check, subject))
        if passed:
            self.anything_checked = True
            self.checked.update(subject.members)
            self.counts.checks += passed
            self.counts.passed += passed

    def _is_asked(self, subject: Subject) -> bool:
        guard = [self.evidence.hold(check, subject) for check in subject.rule.when]
        self._keep(subject, "when", guard)
        return all(result.held in PASSES for result in guard)

    def _hold_branches(self, subject: Subject, part: str, branches: Sequence[Branch]) -> Branches:
        held = [[self.evidence.hold(check, subject) for check in branch] for branch in branches]
        for index, results in enumerate(held):
            self._keep(subject, part, results, index)
        return held

    def _tell(self, subject: Subject, result: Result) -> None:
        if result.held is CheckStatus.YES:
            self._pass(subject)
        elif result.held is CheckStatus.WITHIN:
            self._tell_within(subject, result)
        elif result.held is CheckStatus.NO:
            self._checked(subject.members)
            self._tell_check(subject, result, self._severity(subject.rule))
        else:
            severity = self._missing_severity(subject.rule, result.check.condition.on_missing)
            if severity is None:
                self._pass_over()
            else:
                self._checked(subject.members)
                self._tell_check(subject, result, severity, missing=True)

    def _judge_any_of(self, subject: Subject, branches: Branches) -> None:
        held = [all_of([result.held for result in branch]) for branch in branches]
        together = any_of(held)
        if together is CheckStatus.YES:
            self._pass(subject)
            return
        if together is CheckStatus.WITHIN:
            chosen = branches[held.index(CheckStatus.WITHIN)]
            self._tell_within(subject, next(result for result in chosen if result.held is CheckStatus.WITHIN))
            return
        lacks = tuple(
            tuple(message_of(self.evidence, subject, result) for result in branch if result.held not in PASSES)
            for branch in branches
        )
        told = "; ".join(f"({number}) {', '.join(lack)}" for number, lack in enumerate(lacks, 1))
        self._tell_together(
            subject, f"none of {len(branches)} alternatives holds: {told}", unknown=together is CheckStatus.UNKNOWN,
            expected=" or ".join(branch_words(branch) for branch in subject.rule.any_of), branches=lacks,
        )  # fmt: skip

    def _judge_none_of(self, subject: Subject, branches: Branches) -> None:
        held = [all_of([result.held for result in branch]) for branch in branches]
        together = inverse(any_of(held))
        if together is CheckStatus.YES:
            self._pass(subject)
            return
        unknown = together is CheckStatus.UNKNOWN
        at_fault = next(
            index for index, one in enumerate(held) if one is CheckStatus.UNKNOWN or (not unknown and one in PASSES)
        )
        words = branch_words(subject.rule.none_of[at_fault])
        culprit = branches[at_fault][0]
        if unknown:
            lacking = [result for result in branches[at_fault] if result.held is CheckStatus.UNKNOWN]
            why = ", ".join(message_of(self.evidence, subject, result) for result in lacking)
            message = f"it can't be told that it is not {words}: {why}"
        else:
            message = f"it is {words}, which must not be"
        self._tell_together(
            subject, message, unknown=unknown, expected=f"not ({words})", fact=culprit.check.fact,
            actual=culprit.fact.value, raw=culprit.fact.raw, path=culprit.fact.path,
        )  # fmt: skip

    def _tell_together(self, subject: Subject, message: str, *, unknown: bool, **more: Any) -> None:
        severity = self._missing_severity(subject.rule, None) if unknown else self._severity(subject.rule)
        if severity is None:
            self._pass_over()
            return
        self._checked(subject.members)
        self._add(subject.rule, severity, message, subject, missing=unknown, **more)

    def _tell_within(self, subject: Subject, result: Result) -> None:
        self._pass(subject)
        self._tell_check(subject, result, "info", within_tolerance=True)

    def _tell_check(
        self, subject: Subject, result: Result, severity: str, *, missing: bool = False, within_tolerance: bool = False
    ) -> None:
        message = message_of(self.evidence, subject, result)
        self._add(
            subject.rule, severity, f"{message}: only the tolerance lets it pass" if within_tolerance else message,
            subject, member=result.member, fact=result.check.fact,
            expected=expected_of(self.evidence, subject, result, unit=False), actual=result.fact.value,
            raw=result.fact.raw, path=result.fact.path, missing=missing, within_tolerance=within_tolerance,
        )  # fmt: skip

    def _add(
        self, rule: Rule, severity: str, message: str, subject: Subject | None = None, *, member: int | None = None,
        **more: Any,
    ) -> None:  # fmt: skip
        whose: dict[str, Any] = {}
        if subject is not None:
            index = member if member is not None else subject.output
            if index is not None:
                output = self.job.outputs[index]
                whose = {"output": output.name, "group": output.group, "at": output.path}
            elif subject.group is not None:
                whose = {"group": self.job.outputs[subject.members[0]].group, "at": self.evidence.path_of(subject)}
        told = {"why": rule.why, "fix": rule.fix, "source": rule.source, **whose, **more}
        self.findings.append(Finding(rule=rule.id, severity=severity, message=printable(message), **told))

    # Severities and counts.

    def _severity(self, rule: Rule) -> str:
        early = rule.enforce_from is not None and self.finished is not None and self.finished < rule.enforce_from
        return "info" if early else rule.severity

    def _missing_severity(self, rule: Rule, own: str | None) -> str | None:
        """What an absent fact comes to: never worse than the rule itself, and None for `pass`."""
        says = own or rule.on_missing
        return None if says == "pass" else min(says, self._severity(rule), key=RANK.__getitem__)

    def _checked(self, members: Sequence[int]) -> None:
        self.anything_checked = True
        self.checked.update(members)
        self.counts.checks += 1

    def _pass(self, subject: Subject) -> None:
        self._checked(subject.members)
        self.counts.passed += 1

    def _pass_over(self) -> None:
        """An absent fact that `on_missing: pass` excuses: counted, but nothing was checked by it."""
        self.counts.checks += 1
        self.counts.missing += 1

    def _keep(self, subject: Subject, part: str, results: list[Result], branch: int | None = None) -> None:
        if self.trace is None:
            return
        self.trace.extend(
            TraceEntry(
                subject.rule.id, part, subject.output, subject.group, result.held, bool(result.missing),
                result.check.fact, expected_of(self.evidence, subject, result, unit=True), result.fact,
                result.check.spec.kind, branch,
            )
            for result in results
        )  # fmt: skip
