"""A job as an example of the book; the book's examples, run; rules that nothing ever broke."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import ValidationError

from mediaverdict.errors import MediaverdictError
from mediaverdict.judging import judge_evidence
from mediaverdict.rulebook.asking import facts_named
from mediaverdict.rulebook.model import Example
from mediaverdict_cli.rules.drafting import quoted, written
from mediaverdict_cli.rules.examples import (
    ExampleResult,
    examples_in,
    judge_example,
    run_example,
)
from mediaverdict_cli.rules.examples import dead_rules as never_failed
from mediaverdict_studio.edits import add_example
from mediaverdict_studio.results import Edited, Refused
from mediaverdict_studio.writing import as_key, as_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mediaverdict.facts import OutputFacts, Value
    from mediaverdict.judging import Judgement
    from mediaverdict.rulebook import Rule, Rulebook
    from mediaverdict_studio.judged import JudgedJobs
    from mediaverdict_studio.shelf import JobEntry

TOLD = ("output.name", "output.status", "output.group")
"""Of each output of an example, whatever its rules ask."""


@dataclass(frozen=True, slots=True)
class ExamplesRun:
    """The book's examples."""

    ran: tuple[ExampleResult, ...] = ()
    errors: tuple[tuple[str, str], ...] = ()
    """Examples that can't be run: name and why."""
    dead: tuple[str, ...] = ()
    """The book's own rules that no example makes fail."""


def run_book(text: str, path: Path, book: Rulebook) -> ExamplesRun:
    """Runs the examples that stand in the text; takes some milliseconds each. Never raises."""
    ran: list[ExampleResult] = []
    errors: list[tuple[str, str]] = []
    try:
        examples = examples_in(text)
    except (ValidationError, TypeError, AttributeError):  # a text that is not the book's, and has an error
        return ExamplesRun()
    for example in examples:
        try:
            ran.append(run_example(example, book, path.parent))
        except (MediaverdictError, OSError, ValueError) as error:
            errors.append((example.name, str(error)))
    return ExamplesRun(tuple(ran), tuple(errors), never_failed(text, book, ran))


def dead_rules(run: ExamplesRun, judged: JudgedJobs, book: Rulebook) -> tuple[str, ...]:
    """Rules, included ones too, that matched nothing in any job and are broken by no example: grey."""
    broken = frozenset[str]().union(*(one.found for one in run.ran))
    return tuple(rule for rule, hits in judged.hits(book).items() if not hits.matched and rule not in broken)


def example_of(text: str, path: Path, entry: JobEntry, book: Rulebook) -> Edited | Refused:
    """The text with an example more: the job, and what comes of it now.

    A job that is a file is named by its path from the book; any other by its outputs' facts.
    """
    if entry.evidence is None:
        return Refused(f"{entry.key} holds no job")
    wanted = _expected(judge_evidence(entry.evidence, book))
    best: Edited | Refused = Refused(
        "a job without outputs can't be told by facts: save it as a file in the jobs' folder"
    )
    for body, example in _bodies(entry, path, book):
        try:
            judgement = judge_example(example, book, path.parent)
        except (MediaverdictError, OSError, ValueError) as error:
            best = Refused(str(error)) if isinstance(best, Refused) else best
            continue
        name = f"{entry.name}: {judgement.outcome}"
        done = add_example(text, "\n".join([f"- name: {quoted(name)}", *body, *_expected(judgement)]))
        if isinstance(done, Refused) or not _passes(done.text, path, book, name):
            best = done if isinstance(done, Refused) else best
        elif _expected(judgement) == wanted:
            return done
        else:
            best = replace(done, note="told so, the job has not all of its findings: see the example's findings")
    return best


def _bodies(entry: JobEntry, path: Path, book: Rulebook) -> Iterable[tuple[list[str], Example]]:
    """The ways to write the example's job, the shortest first, each with the example that it makes."""
    source = Path(entry.source)
    if source.suffix == ".json" and source.is_file():
        job = Path(os.path.relpath(source.resolve(), path.parent.resolve())).as_posix()
        yield [f"  job: {as_text(job)}"], _example(job=job)
    assert entry.evidence is not None  # noqa: S101 - the caller's
    own = [rule for rule in book.rules if "/" not in rule.id]
    if not entry.evidence.of_outputs:
        return
    for rules in (own, book.rules):
        outputs = [_facts(facts, rules, first=not index) for index, facts in enumerate(entry.evidence.of_outputs)]
        listed = [f"    - {{{', '.join(f'{as_key(name)}: {text}' for name, text in one.items())}}}" for one in outputs]
        body = ["  outputs:", *listed]
        yield body, _example_of_facts(entry.evidence.of_outputs, outputs)


def _example(**parts: object) -> Example:
    return Example.model_validate({"name": "x", "outcome": "pass", **parts})


def _example_of_facts(facts: Iterable[OutputFacts], outputs: Iterable[Mapping[str, str]]) -> Example:
    values = [{name: _plain(one.value(name)) for name in texts} for one, texts in zip(facts, outputs, strict=True)]
    return _example(outputs=values)


def _facts(facts: OutputFacts, rules: Iterable[Rule], *, first: bool) -> dict[str, str]:
    """The facts that these rules ask of, as they are written; the job's own stand with its first output."""
    named = [name for rule in rules for name in _named(rule)]
    found = {}
    for name in dict.fromkeys([*TOLD, *named]):
        of_job = name.startswith(("job.", "user_data."))
        if "*" in name or name == "count" or (of_job and not first):
            continue
        value = facts.value(name)
        if value is not None and value != "":
            found[name] = ",".join(value) if isinstance(value, tuple) else written(value)
            found[name] = quoted(found[name]) if isinstance(value, tuple) else found[name]
    return found


def _named(rule: Rule) -> list[str]:
    branches = [rule.match, rule.when, rule.require, *rule.any_of, *rule.none_of]
    return [name for branch in branches for name in facts_named(branch)]


def _plain(value: Value | None) -> object:
    """A fact's value as the example's reader has it."""
    if isinstance(value, tuple):
        return ",".join(value)
    if isinstance(value, Fraction):
        text = written(value)
        return text if "/" in text else Fraction(text)
    return value


def _expected(judgement: Judgement) -> list[str]:
    found = dict.fromkeys(finding.rule for finding in judgement.findings if finding.counts)
    return [f"  outcome: {judgement.outcome}", f"  findings: [{', '.join(as_text(rule) for rule in found)}]"]


def _passes(text: str, path: Path, book: Rulebook, name: str) -> bool:
    """Whether the new example comes out as it says."""
    run = run_book(text, path, book)
    return bool(run.ran) and run.ran[-1].name == name and not run.ran[-1].wrong
