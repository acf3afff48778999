"""A rule book's own tests: `rules test` runs the examples that stand in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from mediaverdict.conditions.operands import parse_constant
from mediaverdict.enumerating import chained, did_you_mean
from mediaverdict.errors import MediaverdictError, QuantityError, say, told
from mediaverdict.facts import Fact, find_fact, nearest_facts
from mediaverdict.facts.catalog import renamed
from mediaverdict.jobs import read_job
from mediaverdict.judging import Evidence, judge_evidence
from mediaverdict.quantities import Kind
from mediaverdict.rulebook import load_rulebook
from mediaverdict.rulebook.model import Example
from mediaverdict.rulebook.reading import read_yaml
from mediaverdict_cli.language.retelling import THEN, retold_finding
from mediaverdict_cli.saved_jobs import read_saved

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from mediaverdict.judging import Judgement
    from mediaverdict.rulebook import Rulebook


class ExampleError(MediaverdictError):
    """An example that can't be run; the message says which, and why."""


@dataclass(frozen=True, slots=True)
class ExampleResult:
    """What came of one example."""

    name: str
    wrong: tuple[str, ...]
    """What differs from what was expected; empty where nothing does."""
    found: frozenset[str]
    """The rules that had a finding."""
    messages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """A rule book's examples, run."""

    ran: tuple[ExampleResult, ...]
    dead: tuple[str, ...] = field(default=())
    """The book's own rules that no example makes fail."""


def run_examples(path: Path) -> Report:
    """Runs the examples of a rule book. Raises RulebookError, ExampleError or SavedJobError."""
    book = load_rulebook(path)
    text = path.read_text(encoding="utf-8")
    ran = tuple(run_example(example, book, path.parent) for example in examples_in(text))
    return Report(ran, dead_rules(text, book, ran))


def examples_in(text: str) -> list[Example]:
    """The examples of a rule book that has no error."""
    return [Example.model_validate(entry) for entry in _top(text).get("examples") or []]


def dead_rules(text: str, book: Rulebook, ran: Iterable[ExampleResult]) -> tuple[str, ...]:
    """The rules that stand in the text and that no example makes fail."""
    own = [
        str(rule["id"]) for rule in _top(text).get("rules") or [] if rule.keys() - {"id", "severity", "enforce_from"}
    ]
    failed = frozenset[str]().union(*(one.found for one in ran))
    active = {rule.id for rule in book.rules}
    return tuple(rule for rule in own if rule in active and rule not in failed)


def _top(text: str) -> dict[str, Any]:
    value, _ = read_yaml(text, "")
    return value if isinstance(value, dict) else {}


def judge_example(example: Example, book: Rulebook, folder: Path) -> Judgement:
    """An example's job or facts, judged. Raises ExampleError or SavedJobError."""
    return judge_evidence(_evidence(example, folder), book)


def run_example(example: Example, book: Rulebook, folder: Path) -> ExampleResult:
    """What comes of an example, against what it expects. Raises ExampleError or SavedJobError."""
    judgement = judge_example(example, book, folder)
    counted = [finding for finding in judgement.findings if finding.counts]
    found = frozenset(finding.rule for finding in counted)
    messages = tuple(retold_finding(one) for one in counted)
    return ExampleResult(example.name, tuple(_differences(example, judgement, found)), found, messages)


def _differences(example: Example, judgement: Judgement, found: frozenset[str]) -> list[str]:
    wrong: list[str] = []
    if judgement.outcome != example.outcome:
        wrong.append(say("expected the outcome {wanted}, got {found}", wanted=example.outcome, found=judgement.outcome))
    if example.findings is not None:
        wanted = set(example.findings)
        wrong.extend(say("expected a finding of {rule}, got none", rule=rule) for rule in sorted(wanted - found))
        for rule in sorted(found - wanted):
            made = [retold_finding(one) for one in judgement.findings if one.counts and one.rule == rule]
            wrong.append(
                say("got a finding of {rule}, expected none: {messages}", rule=rule, messages=chained(made, THEN))
            )
    return wrong


def _evidence(example: Example, folder: Path) -> Evidence:
    if example.job:
        path = folder / example.job
        if path.exists() and not path.is_file():  # a pipe never ends
            raise ExampleError(say("example {name!r}: {path} is no file", name=example.name, path=path))
        try:
            content = path.read_bytes()
        except OSError as error:
            raise ExampleError(
                say(
                    "example {name!r}: {path} can't be read: {reason}",
                    name=example.name,
                    path=path,
                    reason=error.strerror,
                )
            ) from error
        return Evidence(read_saved(path, content))
    return evidence_of([example.facts] if example.facts else example.outputs, example.name)


def evidence_of(outputs: list[dict[str, Any]], name: str) -> Evidence:
    """A finished job whose outputs have just these facts; those with an `output.group` are in that group."""
    ordered = sorted(outputs, key=lambda facts: "output.group" in facts)  # single files come first, as in a job
    singles = [_entry(facts) for facts in ordered if "output.group" not in facts]
    groups: dict[str, list[dict[str, Any]]] = {}
    for facts in ordered:
        if "output.group" in facts:
            groups.setdefault(str(facts["output.group"]), []).append(facts)
    grouped = [{"Name": group, "Outputs": [_entry(facts) for facts in members]} for group, members in groups.items()]
    job = read_job(
        {"Job": {"JobId": name, "State": "Complete", "OutputDetails": singles, "OutputGroupDetails": grouped}}
    )
    if job is None:  # pragma: no cover - it is made above
        raise ExampleError(name)
    in_order = [facts for facts in ordered if "output.group" not in facts]
    in_order += [facts for members in groups.values() for facts in members]
    return Evidence(job, [_given(facts, name) for facts in in_order])


def _entry(facts: Mapping[str, Any]) -> dict[str, Any]:
    return {"Name": str(facts.get("output.name", "")), "Status": str(facts.get("output.status", "Success"))}


def _given(facts: Mapping[str, Any], example: str) -> dict[str, Fact]:
    given = {}
    for name, value in facts.items():
        spec = find_fact(name)
        if spec is None:
            near = nearest_facts(name)
            hint = renamed(name) or did_you_mean(near)
            message = say("example {example!r}: unknown fact {name!r}", example=example, name=name)
            raise ExampleError(say("{message}: {hint}", message=message, hint=hint) if hint else message)
        try:
            constant = parse_constant(value, spec.kind)
        except QuantityError as error:
            raise ExampleError(
                say("example {example!r}: {fact}: {message}", example=example, fact=name, message=told(error))
            ) from error
        names = tuple(sorted(part.strip().lower() for part in str(constant).split(",")))
        given[name] = Fact(names if spec.kind is Kind.NAMES else constant, str(value), "")
    return given
