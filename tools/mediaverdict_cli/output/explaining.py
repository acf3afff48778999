"""`explain`: every rule, what it matched and why not, each check with where its value came from."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from rich.text import Text

from mediaverdict.conditions.status import CheckStatus
from mediaverdict.errors import Message, say
from mediaverdict.facts import JobFacts
from mediaverdict.facts.job import parse_moment
from mediaverdict.judging import judge, printable, value_words
from mediaverdict.judging.messages import moment_words
from mediaverdict.verdict import json_value
from mediaverdict_cli.language import spoken
from mediaverdict_cli.language.expectations import expectation
from mediaverdict_cli.language.retelling import origin, shown_value
from mediaverdict_cli.output import tables

if TYPE_CHECKING:
    from datetime import datetime

    from rich.console import Console

    from mediaverdict.jobs import Job
    from mediaverdict.judging import Judgement, TraceEntry
    from mediaverdict.rulebook import Rulebook
    from mediaverdict.rulebook.rules import Rule
    from mediaverdict.templates.model import Templates

ASKED = ("require", "any_of", "none_of")
HELD = Message("{whose}{branch}: {seen}, expected {wanted}")
WITHIN = Message("{whose}{branch}: {seen}, expected {wanted}, by its tolerance alone")
_SIGNS = {
    CheckStatus.YES: ("✓", "green"),
    CheckStatus.WITHIN: ("✓", "cyan"),
    CheckStatus.NO: ("✗", "red"),
    CheckStatus.UNKNOWN: ("?", "magenta"),
}


@dataclass(slots=True)
class Explained:
    """One rule's part in a judgement."""

    rule: Rule
    entries: list[TraceEntry] = field(default_factory=list)

    def of(self, *parts: str) -> list[TraceEntry]:
        """The entries of these parts."""
        return [entry for entry in self.entries if entry.part in parts]


def explain(
    job: Job, book: Rulebook, only: str | None = None, templates: Templates | None = None
) -> tuple[Judgement, list[Explained]]:
    """The judgement, and every rule (or one) with all its checks."""
    judgement = judge(job, book, templates=templates, trace=True)
    rules = {rule.id: Explained(rule) for rule in book.rules if only in (None, rule.id)}
    for entry in judgement.trace:
        if entry.rule in rules:
            rules[entry.rule].entries.append(entry)
    return judgement, list(rules.values())


def as_json(explained: Explained, job: Job) -> dict[str, Any]:
    """A rule as one JSON object."""
    rule = explained.rule
    return {
        "rule": rule.id,
        "description": rule.description,
        "severity": rule.severity,
        "scope": rule.scope,
        "source": rule.source,
        "enforce_from": moment_words(rule.enforce_from) if rule.enforce_from is not None else None,
        "counts_as": rule.severity_at(parse_moment(JobFacts(job).value("job.finished"))),
        "looks": [
            {
                "part": entry.part,
                "branch": entry.branch,
                "output": job.outputs[entry.output].path if entry.output is not None else None,
                "fact": entry.spec.name,
                "expected": entry.expected,
                "actual": json_value(entry.fact.value) if entry.fact.value is not None else None,
                "raw": entry.fact.raw,
                "path": entry.fact.path,
                "held": entry.status.value,
                "missing": entry.missing,
                **({"why_absent": entry.why_absent} if entry.why_absent else {}),
                **_requested(entry),
            }
            for entry in explained.entries
        ],
    }


def _requested(entry: TraceEntry) -> dict[str, Any]:
    """What was asked of the output, where the check is about that."""
    found = [{"fact": name, "raw": fact.raw, "path": fact.path, "origin": fact.origin} for name, fact in entry.requests]
    return {"requested": found} if found else {}


def print_explained(out: Console, job: Job, explained: list[Explained]) -> None:
    """Each rule: its heading, what it matched, each check."""
    language = spoken()
    t, finished = language.text, parse_moment(JobFacts(job).value("job.finished"))
    for one in explained:
        rule = one.rule
        heading = Text.assemble((rule.id, "bold"), (f"  {rule.severity}, {rule.scope}", "dim"))
        out.print(heading)
        source = t(say("source: {source}", source=rule.source)) if rule.source else ""
        for text in (language.pack(rule.description), source):
            if text:
                out.print(Text(f"  {text}", style="dim"))
        if rule.enforce_from is not None:
            out.print(Text(f"  {t(enforcement(rule, finished))}", style="dim"))
        _print_matching(out, job, one)
        for entry in one.of(*ASKED):
            tables.print_lines(out, _line(job, entry))
        if rule.must_match:
            out.print(Text(f"  {t(say('must match at least one output'))}"))
        out.print()


def enforcement(rule: Rule, finished: datetime | None) -> str:
    """Which date decides what the rule counts as, and what it came to for a job that finished then."""
    if rule.enforce_from is None:
        return ""
    start, milder = moment_words(rule.enforce_from), min(rule.until_then, rule.severity)
    asked = say(
        "{milder} for a job that finished (job.finished) before {start}, {severity} from then",
        milder=milder, start=start, severity=rule.severity,
    )  # fmt: skip
    if finished is None:
        return say("{asked}; this job has no finish time: {severity}", asked=asked, severity=rule.severity)
    return say(
        "{asked}; this job finished {finished}: {severity}",
        asked=asked, finished=moment_words(finished), severity=rule.severity_at(finished),
    )  # fmt: skip


def _print_matching(out: Console, job: Job, one: Explained) -> None:
    t = spoken().text
    asked = {entry.output for entry in one.of(*ASKED, "when") if entry.output is not None}
    if one.rule.match:
        unmatched: dict[int, TraceEntry] = {}
        for entry in one.of("match"):
            if entry.status not in (CheckStatus.YES, CheckStatus.WITHIN) and entry.output is not None:
                unmatched.setdefault(entry.output, entry)
        for output, entry in unmatched.items():
            reason = say(
                "{output} is not meant: {seen}, wanted {wanted}",
                output=_name(job, output), seen=_seen(entry), wanted=expectation(entry.expected),
            )  # fmt: skip
            out.print(Text(f"  - {t(reason)}", style="dim"))
    for entry in one.of("when"):
        if entry.status not in (CheckStatus.YES, CheckStatus.WITHIN):
            reason = say(
                "{whose} is not asked: when {fact} {wanted}, but {seen}",
                whose=_whose(job, entry), fact=entry.spec.name, wanted=expectation(entry.expected), seen=_seen(entry),
            )  # fmt: skip
            out.print(Text(f"  - {t(reason)}", style="dim"))
    if not asked and not one.of(*ASKED) and not one.rule.must_match:
        out.print(Text(f"  {t(say('nothing was checked by this rule'))}", style="dim"))


def _line(job: Job, entry: TraceEntry) -> Text:
    sign, style = _SIGNS[entry.status]
    branch = _BRANCHES[entry.part].format(number=entry.branch + 1) if entry.branch is not None else ""
    template = WITHIN if entry.status is CheckStatus.WITHIN else HELD
    line = Text("  ")
    line.append(sign, style=style)
    said = template.format(
        whose=_whose(job, entry), branch=branch, seen=_seen(entry), wanted=expectation(entry.expected)
    )
    line.append(f" {spoken().text(said)}")
    raw = f" {entry.fact.raw!r}" if entry.fact.raw is not None else ""
    if entry.fact.path:
        where = f" ({printable(entry.fact.origin)})" if entry.fact.origin and entry.fact.value is not None else ""
        line.append(f"\n      {printable(entry.fact.path)}{raw}{where}", style="dim")
    for name, fact in entry.requests:
        if name != entry.spec.name and fact.value is not None:
            asked = say(
                "{fact} {raw} in {origin}", fact=name, raw=printable(str(fact.raw)), origin=printable(fact.origin)
            )
            line.append(f"\n      {spoken().text(asked)}", style="dim")
    return line


_BRANCHES = {"any_of": Message(" (any of {number})"), "none_of": Message(" (none of {number})")}


def _seen(entry: TraceEntry) -> Message:
    fact = entry.spec.name
    if entry.fact.value is not None:
        value = shown_value(printable(value_words(entry.fact.value, entry.spec)))
        return say("{fact} is {value}", fact=fact, value=value)
    if entry.fact.origin:
        return say("{fact} is absent ({why})", fact=fact, why=origin(printable(entry.fact.origin)))
    if entry.why_absent:
        return say("{fact} is absent (the answer's is {own})", fact=fact, own=origin(entry.why_absent))
    return say("{fact} is absent", fact=fact)


def _whose(job: Job, entry: TraceEntry) -> str:
    if entry.output is not None:
        return _name(job, entry.output)
    if entry.group is not None:
        return say("group {name}", name=entry.group)
    return say("job")


def _name(job: Job, index: int) -> str:
    output = job.outputs[index]
    name = printable(output.name) or say("(unnamed)")
    return say("{group} / {name}", group=printable(output.group), name=name) if output.group else name
