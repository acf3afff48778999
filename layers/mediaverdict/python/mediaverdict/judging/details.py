"""One check of one subject as it is told: the fact with its raw text and path, and which output is at fault."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mediaverdict.conditions.status import UNKNOWN, CheckStatus
from mediaverdict.facts import Fact, GroupFacts
from mediaverdict.facts.fact import MAX_RAW
from mediaverdict.rulebook.rules import AggregateCheck, AnyCheck

if TYPE_CHECKING:
    from mediaverdict.judging.evaluating import Subject


class Detail(NamedTuple):
    """A check's result, with its evidence."""

    check: AnyCheck
    subject: Subject
    status: CheckStatus
    fact: Fact
    missing: str = ""
    """The absent fact's name, where one is."""
    member: int | None = None
    """For a check over several outputs: the one at fault."""

    def expected(self, *, unit: bool) -> str:
        """What was expected, with the values of the facts it names."""
        if isinstance(self.check, AggregateCheck):
            return self.check.condition.expected(unit=unit)
        return self.check.condition.expected(self.subject.facts, unit=unit)


def detail(check: AnyCheck, status: CheckStatus, subject: Subject) -> Detail:
    """Works the evidence out for a status that the check came to."""
    if isinstance(check, AggregateCheck):
        return _of_several(check, status, subject)
    fact = subject.facts.get(check.fact)
    return Detail(check, subject, status, fact, check.fact if status is UNKNOWN and fact.value is None else "")


def _of_several(check: AggregateCheck, status: CheckStatus, subject: Subject) -> Detail:
    facts = subject.facts
    if not isinstance(facts, GroupFacts) or not facts.members:
        return Detail(check, subject, status, Fact(None, None, ""), check.fact)
    seen = check.condition.look(check.fact, facts.members)
    name = seen.missing or check.fact
    origin = facts.members[seen.at].get(name)
    raw = origin.raw if seen.alone else ", ".join(one.get(name).raw or "" for one in facts.members)[:MAX_RAW]
    at_fault = None if seen.at_fault is None else subject.members[seen.at_fault]
    return Detail(check, subject, status, Fact(seen.actual, raw, origin.path), seen.missing, at_fault)
