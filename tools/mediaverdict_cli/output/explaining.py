"""`explain`: every rule, what it matched and why not, each check with where its value came from."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from rich.text import Text

from mediaverdict.conditions.status import CheckStatus
from mediaverdict.facts import FactSpec
from mediaverdict.judging import judge, printable, value_words
from mediaverdict.verdict import json_value
from mediaverdict_cli.output import tables

if TYPE_CHECKING:
    from rich.console import Console

    from mediaverdict.jobs import Job
    from mediaverdict.judging import Judgement, TraceEntry
    from mediaverdict.rulebook import Rulebook
    from mediaverdict.rulebook.rules import Rule

ASKED = ("require", "any_of", "none_of")
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
    trace: list[TraceEntry] = field(default_factory=list)

    def of(self, *parts: str) -> list[TraceEntry]:
        """The trace of these parts."""
        return [look for look in self.trace if look.part in parts]


def explain(job: Job, book: Rulebook, only: str | None = None) -> tuple[Judgement, list[Explained]]:
    """The judgement, and every rule (or one) with all its trace."""
    judgement = judge(job, book, trace=True)
    rules = {rule.id: Explained(rule) for rule in book.rules if only in (None, rule.id)}
    for look in judgement.trace:
        if look.rule in rules:
            rules[look.rule].trace.append(look)
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
        "trace": [
            {
                "part": look.part,
                "branch": look.branch,
                "output": job.outputs[look.output].path if look.output is not None else None,
                "fact": look.fact,
                "expected": look.expected,
                "actual": json_value(look.fact_seen.value) if look.fact_seen.value is not None else None,
                "raw": look.fact_seen.raw,
                "path": look.fact_seen.path,
                "held": look.held.value,
                "missing": look.missing,
            }
            for look in explained.trace
        ],
    }


def print_explained(out: Console, job: Job, explained: list[Explained]) -> None:
    """Each rule: its heading, what it matched, each check."""
    for one in explained:
        rule = one.rule
        heading = Text.assemble((rule.id, "bold"), (f"  {rule.severity}, {rule.scope}", "dim"))
        out.print(heading)
        for text in (rule.description, f"source: {rule.source}" if rule.source else ""):
            if text:
                out.print(Text(f"  {text}", style="dim"))
        _print_matching(out, job, one)
        for look in one.of(*ASKED):
            tables.print_lines(out, _line(job, look))
        if rule.must_match:
            out.print(Text("  must match at least one output"))
        out.print()


def _print_matching(out: Console, job: Job, one: Explained) -> None:
    asked = {look.output for look in one.of(*ASKED, "when") if look.output is not None}
    if one.rule.match:
        unmatched: dict[int, TraceEntry] = {}
        for look in one.of("match"):
            if look.held not in (CheckStatus.YES, CheckStatus.WITHIN) and look.output is not None:
                unmatched.setdefault(look.output, look)
        for output, look in unmatched.items():
            out.print(
                Text(f"  - {_name(job, output)} is not meant: {_seen(look)}, wanted {look.expected}", style="dim")
            )
    for look in one.of("when"):
        if look.held not in (CheckStatus.YES, CheckStatus.WITHIN):
            told = f"  - {_whose(job, look)} is not asked: when {look.fact} {look.expected}, but {_seen(look)}"
            out.print(Text(told, style="dim"))
    if not asked and not one.of(*ASKED) and not one.rule.must_match:
        out.print(Text("  nothing was checked by this rule", style="dim"))


def _line(job: Job, look: TraceEntry) -> Text:
    sign, style = _SIGNS[look.held]
    branch = f" ({look.part.replace('_', ' ')} {look.branch + 1})" if look.branch is not None else ""
    within = ", by its tolerance alone" if look.held is CheckStatus.WITHIN else ""
    line = Text("  ")
    line.append(sign, style=style)
    line.append(f" {_whose(job, look)}{branch}: {_seen(look)}, expected {look.expected}{within}")
    raw = f" {look.fact_seen.raw!r}" if look.fact_seen.raw is not None else ""
    if look.fact_seen.path:
        line.append(f"\n      {printable(look.fact_seen.path)}{raw}", style="dim")
    return line


def _seen(look: TraceEntry) -> str:
    return printable(f"{look.fact} is {value_words(look.fact_seen.value, FactSpec(look.fact, look.kind, ''))}")


def _whose(job: Job, look: TraceEntry) -> str:
    if look.output is not None:
        return _name(job, look.output)
    if look.group is not None:
        return f"group {look.group}"
    return "job"


def _name(job: Job, index: int) -> str:
    output = job.outputs[index]
    name = printable(output.name) or "(unnamed)"
    return f"{printable(output.group)} / {name}" if output.group else name
