"""A rule book that is ready to judge: plain frozen values."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from mediaverdict.conditions.condition import Compiled
from mediaverdict.conditions.status import UNKNOWN, CheckStatus, Facts
from mediaverdict.facts import GroupFacts
from mediaverdict.severity import PASS, Severity

if TYPE_CHECKING:
    from datetime import datetime

    from mediaverdict.conditions import Condition
    from mediaverdict.conditions.aggregates import AggregateCondition
    from mediaverdict.facts import FactSpec
    from mediaverdict.severity import OnMissing

Ask = Callable[[Facts], CheckStatus]
"""A check, ready to be asked of facts."""


@dataclass(frozen=True, slots=True)
class Check:
    """One fact and what is asked of it."""

    spec: FactSpec[Any]
    condition: Condition

    @property
    def fact(self) -> str:
        """The fact's name."""
        return self.spec.name

    def ask(self) -> Ask:
        """Values that were asked for before are at hand."""
        name, test, absent = self.spec.name, self.condition.test, self.condition.absent

        def ask(facts: Facts) -> CheckStatus:
            known = facts.known
            value = known[name] if name in known else facts.value(name)
            return absent if value is None else test(value, facts)

        return ask


@dataclass(frozen=True, slots=True)
class AggregateCheck:
    """One fact and what is asked of it over the outputs of a group or a job."""

    spec: FactSpec[Any]
    condition: AggregateCondition

    @property
    def fact(self) -> str:
        """The fact's name."""
        return self.spec.name

    def ask(self) -> Ask:
        """Of no outputs at all, nothing can be told."""
        name, look = self.spec.name, self.condition.look
        return lambda facts: look(name, facts.members).status if isinstance(facts, GroupFacts) and facts.members else UNKNOWN


AnyCheck = Check | AggregateCheck
Branch = tuple[AnyCheck, ...]


class Asks(NamedTuple):
    """A rule's checks, ready to be asked."""

    match: list[Ask]
    when: list[Ask]
    require: list[Ask]
    any_of: list[list[Ask]]
    none_of: list[list[Ask]]


@dataclass(frozen=True)
class Rule(Compiled):
    """One rule."""

    id: str
    description: str = ""
    severity: Severity = Severity.FAIL
    scope: str = "output"
    on_missing: OnMissing = Severity.INCONCLUSIVE
    match: tuple[Check, ...] = ()
    when: Branch = ()
    require: Branch = ()
    any_of: tuple[Branch, ...] = ()
    none_of: tuple[Branch, ...] = ()
    must_match: bool = False
    why: str = ""
    fix: str = ""
    source: str = ""
    enforce_from: datetime | None = None
    """Until a job finished at that time, the rule counts as `info`."""

    @property
    def checks(self) -> int:
        """How many checks it makes of one output or group; must_match is asked once of the job."""
        return len(self.require) + bool(self.any_of) + bool(self.none_of)

    @property
    def excuses_all(self) -> bool:
        """Whether absent facts are no finding, whichever check lacks one."""
        own = [check.condition.on_missing for check in self.require] + [None] * bool(self.any_of or self.none_of)
        return all((says or self.on_missing) == PASS for says in own)

    @cached_property
    def asks(self) -> Asks:
        """Made ready when the rule is first asked."""
        any_of, none_of = ([_asks(branch) for branch in branches] for branches in (self.any_of, self.none_of))
        return Asks(_asks(self.match), _asks(self.when), _asks(self.require), any_of, none_of)


def _asks(branch: tuple[AnyCheck, ...]) -> list[Ask]:
    return [check.ask() for check in branch]


@dataclass(frozen=True, slots=True)
class Waiver:
    """Findings that are known and accepted until a time."""

    rule: str
    match: tuple[Check, ...]
    until: datetime | None
    reason: str


@dataclass(frozen=True, slots=True)
class Rulebook:
    """A rule book."""

    rules: tuple[Rule, ...]
    jobs: tuple[Check, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    digest: str = ""
    """`sha256:` of its meaning (includes resolved): comments and layout don't change it."""
    packs: tuple[str, ...] = ()
