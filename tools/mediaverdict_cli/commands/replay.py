"""`replay`: what would change if these rules went live."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mediaverdict.errors import say
from mediaverdict.facts import JobFacts
from mediaverdict.judging import selects
from mediaverdict_cli.inputs import BAD_INPUT, FAILED, JsonOption, load_book, read_bytes, stop
from mediaverdict_cli.output import changes, tables
from mediaverdict_cli.output.printing import print_json
from mediaverdict_cli.published import read_published
from mediaverdict_cli.replay.comparing import Change, Comparison, JudgedSide, side_of, side_published
from mediaverdict_cli.replay.fetching import past_jobs
from mediaverdict_cli.saved_jobs import read_saved
from mediaverdict_cli.saved_templates import TemplatesOption, saved_templates

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mediaverdict.jobs import Job
    from mediaverdict.rulebook import Rulebook
    from mediaverdict.templates.model import Templates
    from mediaverdict_cli.saved_templates import TemplatesOf


def replay(
    jobs: Annotated[list[Path] | None, typer.Argument(help="Saved GetMediaConvertJob answers; or use --since.")] = None,
    rules: Annotated[Path | None, typer.Option("--rules", help="The new rule book; default: as --against.")] = None,
    against: Annotated[
        Path | None,
        typer.Option(help="The old rule book, or verdicts as they were published; default: the deployed rules.yml."),
    ] = None,
    since: Annotated[str | None, typer.Option(help="Fetches past jobs: 24h, 7d, 2w, 2026-11-01.")] = None,
    qps: Annotated[float, typer.Option(min=0.1, max=1000, help="Most API calls a second.")] = 10,
    concurrency: Annotated[int, typer.Option(min=1, max=64, help="API calls at once.")] = 8,
    keep: Annotated[Path | None, typer.Option(help="Where fetched details are kept.")] = None,
    templates: TemplatesOption = None,
    fail_on_change: Annotated[
        bool, typer.Option("--fail-on-change", help="Exit code 1 when a verdict changes.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Prints the verdicts that would change if these rules went live, and why."""
    if bool(jobs) == bool(since):
        stop(say("name saved jobs, or fetch past ones with --since 7d"), BAD_INPUT)
    new = load_book(rules)
    old = new if against is None and rules is None else _old_book(against)
    books = [book for book in (old, new) if book is not None]
    before = _by(old) if old is not None else _published(against)
    comparison, shown = Comparison(), list[Change]()
    source: Iterator[tuple[Job, Templates | None]]
    if jobs:
        source = _saved(jobs, saved_templates(templates, *books))
    else:
        asks = any(book.asks_templates for book in books)
        source = past_jobs(str(since), qps, concurrency, keep, templates if templates is not None else asks)
    for job, asked in source:
        change = comparison.compare(job, before(job, asked), _by(new)(job, asked))
        if change is None:
            continue
        if as_json:
            print_json(change.as_json())
        elif len(shown) < changes.SHOWN:
            shown.append(change)
    if not as_json:
        changes.print_changes(tables.console(), comparison, shown)
    if comparison.changed and fail_on_change:
        raise typer.Exit(FAILED)


def _selected(job: Job, book: Rulebook) -> bool:
    return selects(book.jobs, JobFacts(job))


def _by(book: Rulebook) -> Callable[[Job, Templates | None], JudgedSide]:
    return lambda job, templates: side_of(job, book, selected=_selected(job, book), templates=templates)


def _old_book(against: Path | None) -> Rulebook | None:
    """The book that was in force before; None where verdicts are named, as they were published."""
    return load_book(against) if against is None or against.suffix in (".yml", ".yaml") else None


def _published(against: Path | None) -> Callable[[Job, Templates | None], JudgedSide]:
    latest: dict[str, dict[str, Any]] = {}
    for verdict in read_published([against] if against is not None else []):
        latest[verdict["data"]["job"]["id"]] = verdict
    return lambda job, _: side_published(latest.get(job.id))


def _saved(paths: list[Path], templates_of: TemplatesOf) -> Iterator[tuple[Job, Templates | None]]:
    for path in paths:
        job = read_saved(path, read_bytes(path))
        yield job, templates_of(job)
