"""Facts + rules -> findings: one job judged by one rule book. Pure: no clock, no network, no log.

A finding is a check that did not pass, a pass that only a tolerance made possible (severity `info`), or
what is judged without any rule: a job that failed, an output that failed or was skipped.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from mediaverdict.checks.held import Held, all_of, any_of, inverse
from mediaverdict.facts import ABSENT, Fact, JobFacts, OutputFacts, Value
from mediaverdict.facts.job import parse_moment
from mediaverdict.quantities import Kind, format_quantity
from mediaverdict.rulebook.rules import SEVERITIES, AcrossCheck, AnyCheck, Branch, Check, Rule, Rulebook

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from mediaverdict.checks.across import Seen
    from mediaverdict.facts import FactSpec
    from mediaverdict.jobs import Job, Output

COUNTED = ("fail", "inconclusive", "warn")
_RANK = {severity: rank for rank, severity in enumerate(SEVERITIES)}
MOST_VALUES = 8
"""Of a group's values, how many a message shows."""
UNCHECKED = "unchecked"
"""The outcome of an output that no check looked at: never called a pass."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a verdict tells."""

    rule: str
    severity: str
    message: str
    output: str | None = None
    group: str | None = None
    at: str = ""
    """The path of the output or group, by which it is told apart; empty for the job."""
    fact: str | None = None
    expected: str | None = None
    actual: Value | None = None
    raw: str | None = None
    path: str = ""
    branches: tuple[tuple[str, ...], ...] = ()
    """For `any_of`: what each branch lacked."""
    missing: bool = False
    within_tolerance: bool = False
    waived: str = ""
    """The waiver's reason; such a finding does not count."""
    why: str = ""
    fix: str = ""
    source: str = ""

    @property
    def counts(self) -> bool:
        """Whether it has a say in the outcome."""
        return self.severity in COUNTED and not self.waived


@dataclass(slots=True)
class Counts:
    """How many checks came to what. checks = passed + warned + failed + missing + info."""

    outputs: int = 0
    checks: int = 0
    passed: int = 0
    warned: int = 0
    failed: int = 0
    missing: int = 0
    info: int = 0
    """Did not pass and does not count: severity info, waived, or not enforced yet."""
    skipped: int = 0
    """Not evaluated, because `when` did not hold."""


class Look(NamedTuple):
    """One check as `explain` shows it, whatever came of it."""

    rule: str
    part: str
    """match, when, require, any_of, none_of or must_match."""
    output: int | None
    group: int | None
    held: Held
    missing: bool
    fact: str
    expected: str
    fact_seen: Fact
    kind: Kind
    branch: int | None = None


@dataclass(frozen=True, slots=True)
class Judgement:
    """A job, judged."""

    outcome: str
    outputs: tuple[tuple[OutputFacts, str], ...]
    """Each output's facts and its outcome, in the job's order."""
    findings: tuple[Finding, ...]
    counts: Counts
    looks: tuple[Look, ...] = ()


def worst(severities: Sequence[str]) -> str:
    """The outcome that these severities come to; `info` never counts."""
    counted = [severity for severity in severities if severity in COUNTED]
    return max(counted, key=_RANK.__getitem__) if counted else "pass"


def selects(checks: Sequence[Check], facts: OutputFacts | JobFacts) -> bool:
    """Whether a match, a `jobs` or a waiver's match holds: an absent fact matches nothing."""
    return all(_hold(check, facts).held in (Held.YES, Held.WITHIN) for check in checks)


def judge(job: Job, book: Rulebook, *, looks: bool = False) -> Judgement:
    """The job's findings and outcome. `looks` keeps every single check, for `explain`. Never raises."""
    return _Bench(job, book, looks=looks).judge()


class _Result(NamedTuple):
    """One check, held against one thing."""

    check: AnyCheck
    held: Held
    fact: Fact
    missing: str = ""
    """The absent fact's name, where one is."""
    member: int | None = None
    """For a check over several outputs: the one at fault."""


def _hold(check: Check, facts: OutputFacts | JobFacts) -> _Result:
    fact = facts.get(check.spec.name)
    condition = check.condition
    if fact.value is None:
        absent = condition.on_absent
        if absent is None:
            return _Result(check, Held.UNKNOWN, fact, missing=check.spec.name)
        return _Result(check, absent, fact)
    return _Result(check, condition.holds(fact.value, facts), fact)


@dataclass(slots=True)
class _Subject:
    """What a rule looks at: an output, the matched outputs of a group, or those of the job."""

    rule: Rule
    members: list[int]
    output: int | None = None
    group: int | None = None
    results: list[_Result] = field(default_factory=list)


class _Bench:
    """One judging in progress."""

    def __init__(self, job: Job, book: Rulebook, *, looks: bool) -> None:
        self.job = job
        self.book = book
        self.job_facts = JobFacts(job)
        self.facts = [OutputFacts(output, self.job_facts) for output in job.outputs]
        self.finished: datetime | None = parse_moment(self.job_facts.get("job.finished").value)
        self.findings: list[Finding] = []
        self.counts = Counts(outputs=len(job.outputs))
        self.checked: set[int] = set()
        """The outputs that some check looked at."""
        self.anything_checked = False
        self.looks: list[Look] | None = [] if looks else None

    def judge(self) -> Judgement:
        self._judge_states()
        delivered = [
            index for index, output in enumerate(self.job.outputs)
            if (output.status or "").lower() not in ("failed", "skipped")
        ]  # fmt: skip
        for rule in self.book.rules:
            self._judge_rule(rule, delivered)
        self._judge_nothing()
        findings = tuple(self._waive(finding) for finding in self.findings)
        return Judgement(
            outcome=worst([finding.severity for finding in findings if finding.counts]),
            outputs=tuple((facts, self._outcome_of(index, findings)) for index, facts in enumerate(self.facts)),
            findings=findings,
            counts=self._count_findings(findings),
            looks=tuple(self.looks or ()),
        )

    # What is judged without any rule.

    def _judge_states(self) -> None:
        job = self.job
        if job.failed:
            code, message = job.details.text("Code"), job.details.text("Message")
            said = ": ".join(part for part in (code, message) if part) or "no reason given"
            self._state_finding(
                "job-state",
                "fail",
                f"the job ended as {job.state}: {said}",
                "job.state",
                "Complete",
                job.state,
            )
        elif not job.final:
            state = job.state or "absent"
            self._state_finding(
                "job-state",
                "inconclusive",
                f"the job is not finished: its state is {state}",
                "job.state",
                "Complete",
                job.state,
            )
        for output in job.outputs:
            status = (output.status or "").lower()
            if status in ("failed", "skipped"):
                said = ": ".join(part for part in (output.details.text("Code"), output.details.text("Message")) if part)
                self._state_finding(
                    "output-status",
                    "fail" if status == "failed" else "warn",
                    f"the output was {'not made' if status == 'failed' else 'skipped'}" + (f": {said}" if said else ""),
                    "output.status",
                    "Success",
                    output.status,
                    output,
                )

    def _state_finding(
        self,
        rule: str,
        severity: str,
        message: str,
        fact: str,
        expected: str,
        actual: str | None,
        output: Output | None = None,
    ) -> None:
        part = output.details if output is not None else self.job.details
        key = "Status" if output is not None else "State"
        self.findings.append(
            Finding(
                rule, severity, printable(message), fact=fact, expected=expected, actual=actual, raw=actual,
                path=f"{part.path}/{key}",
                output=output.name if output is not None else None,
                group=output.group if output is not None else None,
                at=output.path if output is not None else "",
            )
        )  # fmt: skip

    def _judge_nothing(self) -> None:
        if not self.job.outputs and not self.job.failed:
            self.findings.append(Finding("no-outputs", "inconclusive", "the job has no output to judge"))
        elif not self.anything_checked and not self.job.failed:
            self.findings.append(Finding("nothing-checked", "inconclusive", "no check of any rule applied to this job"))

    # Rules.

    def _judge_rule(self, rule: Rule, delivered: list[int]) -> None:
        matched = [index for index in delivered if self._matches(rule, index)]
        if rule.must_match:
            self._judge_must_match(rule, found=bool(matched))
        if not rule.checks:
            return
        if rule.scope == "output":
            for index in matched:
                self._judge_subject(_Subject(rule, [index], output=index))
        elif rule.scope == "group":
            groups: dict[int, list[int]] = {}
            for index in matched:
                group = self.job.outputs[index].group_index
                if group is not None:
                    groups.setdefault(group, []).append(index)
            for group, members in groups.items():
                self._judge_subject(_Subject(rule, members, group=group))
        else:
            self._judge_subject(_Subject(rule, matched))

    def _matches(self, rule: Rule, index: int) -> bool:
        facts = self.facts[index]
        if self.looks is None:
            return not rule.match or selects(rule.match, facts)
        results = [_hold(check, facts) for check in rule.match]
        self._keep(_Subject(rule, [index], output=index), "match", results)
        return all(result.held in (Held.YES, Held.WITHIN) for result in results)

    def _judge_must_match(self, rule: Rule, *, found: bool) -> None:
        self._checked([])
        if found:
            self.counts.passed += 1
            return
        asked = " and ".join(f"{check.fact} {check.condition.expected(None, unit=True)}" for check in rule.match)
        self.findings.append(
            self._finding(
                rule, self._severity(rule), f"no output has {asked}" if asked else "no output was delivered",
                expected="an output that matches",
            )
        )  # fmt: skip

    def _judge_subject(self, subject: _Subject) -> None:
        rule = subject.rule
        guard = [self._hold_on(check, subject) for check in rule.when]
        self._keep(subject, "when", guard)
        if not all(result.held in (Held.YES, Held.WITHIN) for result in guard):
            self.counts.skipped += rule.checks
            return
        required = [self._hold_on(check, subject) for check in rule.require]
        self._keep(subject, "require", required)
        for result in required:
            self._tell(subject, result)
        if rule.any_of:
            self._judge_any_of(subject)
        if rule.none_of:
            self._judge_none_of(subject)

    def _hold_on(self, check: AnyCheck, subject: _Subject) -> _Result:
        if isinstance(check, AcrossCheck):
            if not subject.members:
                return _Result(check, Held.UNKNOWN, ABSENT, missing=check.fact)
            seen: Seen = check.condition.look(check.fact, [self.facts[index] for index in subject.members])
            member = subject.members[seen.member] if seen.member is not None else None
            return _Result(check, seen.held, Fact(seen.actual, seen.raw, seen.path), seen.missing, member)
        if subject.output is not None:
            return _hold(check, self.facts[subject.output])
        if check.fact == "count":
            count = Fact(len(subject.members), None, self._path_of(subject))
            return _Result(check, check.condition.holds(len(subject.members), self.job_facts), count)
        return _hold(check, self.job_facts)

    def _judge_any_of(self, subject: _Subject) -> None:
        branches = [[self._hold_on(check, subject) for check in branch] for branch in subject.rule.any_of]
        for index, branch in enumerate(branches):
            self._keep(subject, "any_of", branch, index)
        held = [all_of([result.held for result in branch]) for branch in branches]
        together = any_of(held)
        self._checked(subject.members)
        if together is Held.YES:
            self.counts.passed += 1
        elif together is Held.WITHIN:
            chosen = branches[held.index(Held.WITHIN)]
            self._tell_within(subject, next(result for result in chosen if result.held is Held.WITHIN))
        else:
            lacks = tuple(
                tuple(self._message(subject, result) for result in branch if result.held in (Held.NO, Held.UNKNOWN))
                for branch in branches
            )
            told = "; ".join(f"({number}) {', '.join(lack)}" for number, lack in enumerate(lacks, 1))
            unknown = together is Held.UNKNOWN
            severity = self._missing_severity(subject.rule, None) if unknown else self._severity(subject.rule)
            if severity is None:
                self.counts.checks += 0
                self.counts.passed += 1
                return
            self.findings.append(
                self._finding(
                    subject.rule, severity, f"none of {len(branches)} alternatives holds: {told}", subject,
                    expected=" or ".join(self._branch_words(branch) for branch in subject.rule.any_of),
                    branches=lacks, missing=unknown,
                )
            )  # fmt: skip

    def _judge_none_of(self, subject: _Subject) -> None:
        branches = [[self._hold_on(check, subject) for check in branch] for branch in subject.rule.none_of]
        for index, branch in enumerate(branches):
            self._keep(subject, "none_of", branch, index)
        held = [all_of([result.held for result in branch]) for branch in branches]
        together = inverse(any_of(held))
        self._checked(subject.members)
        if together is Held.YES:
            self.counts.passed += 1
            return
        unknown = together is Held.UNKNOWN
        severity = self._missing_severity(subject.rule, None) if unknown else self._severity(subject.rule)
        if severity is None:
            self.counts.passed += 1
            return
        at_fault = next(
            index
            for index, one in enumerate(held)
            if (one is Held.UNKNOWN if unknown else one in (Held.YES, Held.WITHIN))
        )
        words = self._branch_words(subject.rule.none_of[at_fault])
        culprit = branches[at_fault][0]
        text = f"it can't be told that it is not {words}" if unknown else f"it is {words}, which must not be"
        if unknown:
            lacking = [self._message(subject, result) for result in branches[at_fault] if result.held is Held.UNKNOWN]
            text = f"{text}: {', '.join(lacking)}"
        self.findings.append(
            self._finding(
                subject.rule, severity, text, subject, expected=f"not ({words})", missing=unknown,
                fact=culprit.check.fact, actual=culprit.fact.value, raw=culprit.fact.raw, path=culprit.fact.path,
            )
        )  # fmt: skip

    # What is told of a result.

    def _tell(self, subject: _Subject, result: _Result) -> None:
        if result.held is Held.UNKNOWN:
            severity = self._missing_severity(subject.rule, result)
            if severity is None:
                self.counts.checks += 1
                self.counts.missing += 1
                return
            self._checked(subject.members)
            self._add(subject, result, severity, missing=True)
            return
        self._checked(subject.members)
        if result.held is Held.YES:
            self.counts.passed += 1
        elif result.held is Held.WITHIN:
            self._tell_within(subject, result)
        else:
            self._add(subject, result, self._severity(subject.rule))

    def _tell_within(self, subject: _Subject, result: _Result) -> None:
        self.counts.passed += 1
        self._add(subject, result, "info", within=True)

    def _add(
        self,
        subject: _Subject,
        result: _Result,
        severity: str,
        *,
        missing: bool = False,
        within: bool = False,
    ) -> None:
        message = self._message(subject, result)
        if within:
            message += ": only the tolerance lets it pass"
        self.findings.append(
            self._finding(
                subject.rule, severity, message, subject, member=result.member,
                fact=result.check.fact, expected=self._expected(subject, result, unit=False),
                actual=result.fact.value, raw=result.fact.raw, path=result.fact.path,
                missing=missing, within_tolerance=within,
            )
        )  # fmt: skip

    def _finding(
        self,
        rule: Rule,
        severity: str,
        message: str,
        subject: _Subject | None = None,
        member: int | None = None,
        **more: object,
    ) -> Finding:
        output = None
        group: str | None = None
        at = ""
        if subject is not None:
            index = member if member is not None else subject.output
            output = self.job.outputs[index] if index is not None else None
            if output is not None:
                group, at = output.group, output.path
            elif subject.group is not None:
                group, at = self._group_name(subject), self._path_of(subject)
        return Finding(
            rule=rule.id, severity=severity, message=printable(message),
            output=output.name if output is not None else None, group=group, at=at,
            why=rule.why, fix=rule.fix, source=rule.source, **more,  # type: ignore[arg-type]
        )  # fmt: skip

    def _message(self, subject: _Subject, result: _Result) -> str:
        expected = self._expected(subject, result, unit=True)
        fact = result.check.fact
        if result.missing:
            has = f" (the answer has {result.fact.raw!r})" if result.fact.raw is not None else ""
            whose = f" of {self.job.outputs[result.member].name}" if result.member is not None else ""
            return f"{result.missing}{whose} is absent{has}, expected {expected}"
        if isinstance(result.check, AcrossCheck):
            return f"{fact} is expected {expected}, but is {self._values_of(subject, result.check)}"
        actual = value_words(result.fact.value, result.check.spec)
        if result.held is Held.UNKNOWN and result.fact.value is not None:
            facts = self.facts[subject.output] if subject.output is not None else self.job_facts
            unknown = result.check.condition.unknown(result.fact.value, facts)
            return f"{fact} is {actual}, expected {expected}, but {unknown}"
        return f"{fact} is {actual}, expected {expected}"

    def _values_of(self, subject: _Subject, check: AcrossCheck) -> str:
        """`828 kbit/s in 360p, 1016 kbit/s in 720p`: what a check over several outputs saw."""
        shown = [
            f"{value_words(self.facts[index].get(check.fact).value, check.spec)} in {self.job.outputs[index].name}"
            for index in subject.members[:MOST_VALUES]
        ]
        more = len(subject.members) - len(shown)
        return ", ".join(shown) + (f" and {more} more" if more else "")

    def _expected(self, subject: _Subject, result: _Result, *, unit: bool) -> str:
        check = result.check
        if isinstance(check, AcrossCheck):
            return check.condition.expected(unit=unit)
        facts = self.facts[subject.output] if subject.output is not None else self.job_facts
        return check.condition.expected(facts, unit=unit)

    def _branch_words(self, branch: Branch) -> str:
        return " and ".join(
            f"{check.fact} {check.condition.expected(unit=True)}"
            if isinstance(check, AcrossCheck)
            else f"{check.fact} {check.condition.expected(None, unit=True)}"
            for check in branch
        )

    def _path_of(self, subject: _Subject) -> str:
        if subject.group is not None and subject.members:
            return self.job.outputs[subject.members[0]].path.rpartition("/Outputs/")[0]
        return self.job.details.path

    def _group_name(self, subject: _Subject) -> str | None:
        return self.job.outputs[subject.members[0]].group if subject.members else None

    # Severities and counts.

    def _severity(self, rule: Rule) -> str:
        early = rule.enforce_from is not None and self.finished is not None and self.finished < rule.enforce_from
        return "info" if early else rule.severity

    def _missing_severity(self, rule: Rule, result: _Result | None) -> str | None:
        """What an absent fact comes to: never worse than the rule itself, and None for `pass`."""
        own = result.check.condition.on_missing if result is not None else None
        says = own or rule.on_missing
        if says == "pass":
            return None
        return min(says, self._severity(rule), key=_RANK.__getitem__)

    def _checked(self, members: list[int]) -> None:
        self.anything_checked = True
        self.checked.update(members)
        self.counts.checks += 1

    def _keep(self, subject: _Subject, part: str, results: list[_Result], branch: int | None = None) -> None:
        if self.looks is None:
            return
        for result in results:
            self.looks.append(
                Look(
                    subject.rule.id, part, subject.output, subject.group, result.held, bool(result.missing),
                    result.check.fact, self._expected(subject, result, unit=True), result.fact,
                    result.check.spec.kind, branch,
                )
            )  # fmt: skip

    def _waive(self, finding: Finding) -> Finding:
        for waiver in self.book.waivers:
            if waiver.rule != finding.rule or (
                waiver.until is not None and (self.finished is None or self.finished >= waiver.until)
            ):
                continue
            concerned = [facts for facts in self.facts if facts.output.path.startswith(finding.at)]
            if not waiver.match or (concerned and all(selects(waiver.match, facts) for facts in concerned)):
                return replace(finding, waived=waiver.reason)
        return finding

    def _outcome_of(self, index: int, findings: tuple[Finding, ...]) -> str:
        path = self.job.outputs[index].path
        own = [finding.severity for finding in findings if finding.at == path and finding.counts]
        return worst(own) if own or index in self.checked else UNCHECKED

    def _count_findings(self, findings: tuple[Finding, ...]) -> Counts:
        counts = self.counts
        of_rules = {rule.id for rule in self.book.rules}
        sorts = Counter(
            "info" if not finding.counts
            else "missing" if finding.missing
            else {"fail": "failed", "warn": "warned", "inconclusive": "missing"}[finding.severity]
            for finding in findings
            if finding.rule in of_rules and not finding.within_tolerance
        )  # fmt: skip
        counts.failed, counts.warned, counts.info = sorts["failed"], sorts["warned"], sorts["info"]
        counts.missing += sorts["missing"]
        return counts


def value_words(value: Value | None, spec: FactSpec) -> str:
    """A value as a message shows it, with its unit."""
    if value is None:
        return "absent"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | Fraction):
        return format_quantity(value, spec.kind)
    if isinstance(value, tuple):
        return ", ".join(value)
    return value or "empty"


def printable(text: str) -> str:
    """Text from outside, fit for one line anywhere: control characters can't move a cursor or fake a line."""
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in text)
