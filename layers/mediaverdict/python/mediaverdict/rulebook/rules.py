"""A rule book that is ready to judge: plain frozen values."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mediaverdict.conditions.status import UNKNOWN
from mediaverdict.facts.every_track import EVERY, members_of
from mediaverdict.severity import Severity

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from mediaverdict.conditions import CheckStatus, Condition
    from mediaverdict.conditions.aggregates import AggregateCondition
    from mediaverdict.facts import FactSpec, GroupFacts, JobFacts, OutputFacts
    from mediaverdict.severity import OnMissing

    Whole = JobFacts | OutputFacts | GroupFacts


class Check(NamedTuple):
    """One fact and what is asked of it."""

    spec: FactSpec
    condition: Condition
    on_missing: OnMissing | None = None
    """Its own, over the rule's and the book's."""

    @property
    def fact(self) -> str:
        """The fact's name."""
        return self.spec.name

    def ask(self, subjects: Sequence[Whole]) -> list[CheckStatus]:
        """What it comes to for each of them."""
        name, test, absent = self.spec.name, self.condition.test, self.condition.absent
        compute = None if self.spec.of_job else self.spec.value
        statuses = []
        for facts in subjects:
            # What facts.value(name) does, without looking the definition up again: this is the innermost loop.
            known = facts.known
            if name in known:
                value = known[name]
            else:
                value = facts.value(name) if compute is None else known.setdefault(name, compute(facts))
            statuses.append(absent if value is None else test(value, facts))
        return statuses


class AggregateCheck(NamedTuple):
    """One fact and what is asked of it over the outputs of a group or a job."""

    spec: FactSpec
    operator: str
    """As the rule book calls it."""
    condition: AggregateCondition
    on_missing: OnMissing | None = None

    @property
    def fact(self) -> str:
        """The fact's name."""
        return self.spec.name

    def ask(self, subjects: Sequence[Whole]) -> list[CheckStatus]:
        """What it comes to for each of them; of no outputs at all, nothing can be told."""
        name = self.spec.name
        members = [members_of(name, facts) for facts in subjects]
        return [self.condition.look(name, some).status if some else UNKNOWN for some in members]

    @property
    def of(self) -> str:
        """What it is asked of several of: `output`, `audio track`."""
        return f"{self.spec.name.partition('[')[0]} track" if EVERY in self.spec.name else "output"

    def expected(self, *, unit: bool) -> str:
        """What was expected, in words."""
        return self.condition.expected(unit=unit, of=self.of)


AnyCheck = Check | AggregateCheck
Branch = tuple[AnyCheck, ...]


class Rule(NamedTuple):
    """One rule."""

    id: str
    description: str = ""
    severity: Severity = Severity.FAIL
    scope: str = "output"
    on_missing: OnMissing = Severity.INCONCLUSIVE
    match: Branch = ()
    when: Branch = ()
    require: Branch = ()
    any_of: tuple[Branch, ...] = ()
    none_of: tuple[Branch, ...] = ()
    must_match: bool = False
    why: str = ""
    fix: str = ""
    source: str = ""
    enforce_from: datetime | None = None
    """For a job that finished before that time, the rule counts as `until_then`."""
    until_then: Severity = Severity.INFO

    def severity_at(self, finished: datetime | None) -> Severity:
        """What it counts as for a job that finished then; a job without that time is held to the rule."""
        return min(self.until_then, self.severity) if self.is_early(finished) else self.severity

    def is_early(self, finished: datetime | None) -> bool:
        """Whether the job finished before the day from which the rule counts in full."""
        return self.enforce_from is not None and finished is not None and finished < self.enforce_from

    @property
    def excuses_all(self) -> bool:
        """Whether absent facts are no finding, whichever check lacks one."""
        own = [check.on_missing for check in self.require] + [None] * bool(self.any_of or self.none_of)
        return all((says or self.on_missing) == "pass" for says in own)


class Waiver(NamedTuple):
    """Findings that are known and accepted until a time."""

    rule: str
    match: Branch
    until: datetime | None
    reason: str


class Rulebook(NamedTuple):
    """A rule book."""

    rules: tuple[Rule, ...]
    jobs: Branch = ()
    waivers: tuple[Waiver, ...] = ()
    digest: str = ""
    """`sha256:` of its meaning (includes resolved): comments and layout don't change it."""
    packs: tuple[str, ...] = ()
    asks_templates: bool = False
    """Whether any rule asks what was requested, so that the outputs' templates must be had."""
