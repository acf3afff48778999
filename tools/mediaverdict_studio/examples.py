"""A job as an example of the book; the book's examples, run; rules that nothing ever broke."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from mediaverdict.rulebook import Rulebook
    from mediaverdict_cli.rules.examples import ExampleResult
    from mediaverdict_studio.judged import JudgedJobs
    from mediaverdict_studio.results import Edited, Refused
    from mediaverdict_studio.shelf import JobEntry


@dataclass(frozen=True, slots=True)
class ExamplesRun:
    """The book's examples."""

    ran: tuple[ExampleResult, ...]
    errors: tuple[tuple[str, str], ...] = ()
    """Examples that can't be run: name and why."""
    dead: tuple[str, ...] = ()
    """The book's own rules that no example makes fail."""


def example_of(text: str, path: Path, entry: JobEntry, book: Rulebook, output: int | None = None) -> Edited | Refused:
    """The text with an example more: the job's facts (of one output, or of all), and what comes of it now."""
    raise NotImplementedError


def run_book(text: str, path: Path, book: Rulebook) -> ExamplesRun:
    """Runs the examples that stand in the text. Never raises."""
    raise NotImplementedError


def dead_rules(ran: ExamplesRun, judged: JudgedJobs, book: Rulebook) -> tuple[str, ...]:
    """Rules, included ones too, that matched nothing in any job and are broken by no example: grey."""
    raise NotImplementedError
