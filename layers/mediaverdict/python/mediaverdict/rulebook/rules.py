"""A rule book that is ready to judge: plain frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from mediaverdict.conditions import Condition
    from mediaverdict.conditions.aggregates import AggregateCondition
    from mediaverdict.facts import FactSpec

SEVERITIES = ("info", "warn", "inconclusive", "fail")
"""Mildest first. `inconclusive` comes of absent facts only; no rule can ask for it."""


@dataclass(frozen=True, slots=True)
class Check:
    """One fact and what is asked of it."""

    spec: FactSpec
    condition: Condition

    @property
    def fact(self) -> str:
        """The fact's name."""
        return self.spec.name


@dataclass(frozen=True, slots=True)
class AggregateCheck:
    """One fact and what is asked of it over the outputs of a group or a job."""

    spec: FactSpec
    condition: AggregateCondition

    @property
    def fact(self) -> str:
        """The fact's name."""
        return self.spec.name


AnyCheck = Check | AggregateCheck
Branch = tuple[AnyCheck, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule."""

    id: str
    description: str = ""
    severity: str = "fail"
    scope: str = "output"
    on_missing: str = "inconclusive"
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
    pack: str = ""
    """`name@version` of the pack it came from."""

    @property
    def checks(self) -> int:
        """How many checks it makes of one output or group; must_match is asked once of the job."""
        return len(self.require) + bool(self.any_of) + bool(self.none_of)


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
