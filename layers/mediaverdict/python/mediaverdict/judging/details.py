"""One check of one subject as it is told: the fact with its raw text and path, and which output is at fault."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mediaverdict.conditions.status import UNKNOWN, CheckStatus
from mediaverdict.facts import Fact, GroupFacts, OutputFacts, TrackFacts
from mediaverdict.facts.catalog import spec_of
from mediaverdict.facts.every_track import members_of
from mediaverdict.facts.fact import MAX_RAW
from mediaverdict.rulebook.asking import facts_named
from mediaverdict.rulebook.rules import AggregateCheck, AnyCheck, Branch

if TYPE_CHECKING:
    from mediaverdict.conditions.status import Facts
    from mediaverdict.facts.every_track import Several
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
    why_absent: str = ""
    """Why an absent fact is absent though the answer has a value; empty where that shows by itself."""
    lacks: str = ""
    """For a check over several outputs: what none of them has."""

    def expected(self, *, unit: bool) -> str:
        """What was expected, with the values of the facts it names."""
        if isinstance(self.check, AggregateCheck):
            return self.check.expected(unit=unit)
        return self.check.condition.expected(self.subject.facts, unit=unit)


Requests = tuple[tuple[str, Fact], ...]
"""Facts of what was asked of an output, by name."""


def requests_of(checks: Branch, facts: Facts) -> Requests:
    """What was asked of the output, of all that the checks name, where that is known or why it is not."""
    if not isinstance(facts, OutputFacts):
        return ()
    names = dict.fromkeys(name for name in facts_named(checks) if name.startswith("requested."))
    found = [(name, facts.get(name)) for name in names]
    return tuple((name, fact) for name, fact in found if fact.origin)


def detail(check: AnyCheck, status: CheckStatus, subject: Subject) -> Detail:
    """Works the evidence out for a status that the check came to."""
    if isinstance(check, AggregateCheck):
        return _of_several(check, status, subject)
    fact = subject.facts.get(check.fact)
    missing = check.fact if status is UNKNOWN and fact.value is None else ""
    why_absent = check.spec.why_absent(subject.facts) if missing else ""
    return Detail(check, subject, status, fact, missing, why_absent=why_absent)


def _of_several(check: AggregateCheck, status: CheckStatus, subject: Subject) -> Detail:
    members = members_of(check.fact, subject.facts)
    if not members:
        nowhere = Fact(None, None, "") if isinstance(subject.facts, GroupFacts) else subject.facts.get(check.fact)
        return Detail(check, subject, status, nowhere, check.fact)
    seen = check.condition.look(check.fact, members)
    name = seen.missing or check.fact
    origin = members[seen.at].get(name)
    raw = origin.raw if seen.alone else ", ".join(one.get(name).raw or "" for one in members)[:MAX_RAW]
    at_fault = None if seen.at_fault is None else _output_of(members[seen.at_fault], subject)
    why_absent = spec_of(name).why_absent(members[seen.at]) if seen.missing else ""
    seen_as = Fact(seen.actual, raw, origin.path, origin.origin if seen.missing else "")
    return Detail(check, subject, status, seen_as, seen.missing, at_fault, why_absent, seen.lacks)


def _output_of(member: Several, subject: Subject) -> int | None:
    """The index of the output at fault among the job's; None for the subject's own."""
    if not isinstance(subject.facts, GroupFacts):
        return None
    output = member.of if isinstance(member, TrackFacts) else member
    return next(index for index, one in zip(subject.members, subject.facts.members, strict=True) if one is output)
