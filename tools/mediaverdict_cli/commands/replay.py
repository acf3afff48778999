"""`replay`: what would change if these rules went live."""

from __future__ import annotations

import json
import os
import re
import sys
from contextlib import closing, contextmanager
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from fcruntime.credentials import FixedCredentials, read_credentials
from mediaverdict.cloud.http import HttpClient
from mediaverdict.cloud.ice import Ice
from mediaverdict.cloud.queues import fault_of_endpoint
from mediaverdict.facts import JobFacts
from mediaverdict.jobs import Job, read_job
from mediaverdict.judging import printable, selects
from mediaverdict_cli.inputs import BAD_INPUT, FAILED, JsonOption, load_book, read_bytes, stop
from mediaverdict_cli.output import tables
from mediaverdict_cli.published import read_published
from mediaverdict_cli.replay.comparing import Change, Comparison, JudgedSide, side_of, side_published
from mediaverdict_cli.replay.past_jobs import JobCache, Rate, fetch, list_finished
from mediaverdict_cli.saved_jobs import read_saved

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rich.console import Console

    from mediaverdict.rulebook import Rulebook

SHOWN = 100
"""Changes that the table shows; --json has them all."""
_SPAN = re.compile(r"(\d{1,4})([hdw])\Z")
_HOURS = {"h": 1, "d": 24, "w": 168}


def replay(
    jobs: Annotated[list[Path] | None, typer.Argument(help="Saved GetMediaConvertJob answers; or use --since.")] = None,
    rules: Annotated[Path, typer.Option("--rules", help="The new rule book.")] = Path("functions/judge/rules.yml"),
    against: Annotated[
        Path | None,
        typer.Option(help="The old rule book, or verdicts as they were published; default: the deployed rules.yml."),
    ] = None,
    since: Annotated[str | None, typer.Option(help="Fetches past jobs: 24h, 7d, 2w, 2026-11-01.")] = None,
    qps: Annotated[float, typer.Option(min=0.1, max=1000, help="Most API calls a second.")] = 10,
    concurrency: Annotated[int, typer.Option(min=1, max=64, help="API calls at once.")] = 8,
    keep: Annotated[Path | None, typer.Option(help="Where fetched details are kept.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Prints the verdicts that would change if these rules went live, and why. Exit code 1 when one is fail."""
    if bool(jobs) == bool(since):
        stop("name saved jobs, or fetch past ones with --since 7d", BAD_INPUT)
    new = load_book(rules)
    before = _before(against)
    out = tables.console()
    comparison, shown = Comparison(), list[Change]()
    source = _saved(jobs) if jobs else _past(str(since), qps, concurrency, keep)
    for job in source:
        change = comparison.compare(job, before(job), side_of(job, new, selected=_selected(job, new)))
        if change is None:
            continue
        if as_json:
            print(json.dumps(change.as_json(), ensure_ascii=False))
        elif len(shown) < SHOWN:
            shown.append(change)
    if not as_json:
        _print(out, comparison, shown)
    if comparison.failed:
        raise typer.Exit(FAILED)


def _selected(job: Job, book: Rulebook) -> bool:
    return selects(book.jobs, JobFacts(job))


def _before(against: Path | None) -> Callable[[Job], JudgedSide]:
    """What was said of a job before: by another book, or as published."""
    if against is None or against.suffix in (".yml", ".yaml"):
        book = load_book(against)
        return lambda job: side_of(job, book, selected=_selected(job, book))
    published = read_published([against])
    latest: dict[str, dict[str, Any]] = {}
    for verdict in published:
        latest[verdict["subject"]] = verdict
    return lambda job: side_published(latest.get(job.id))


def _saved(paths: list[Path]) -> Iterator[Job]:
    for path in paths:
        yield read_saved(path, read_bytes(path))


def _past(since: str, qps: float, concurrency: int, keep: Path | None) -> Iterator[Job]:
    """The jobs since then, fetched where they are not kept yet."""
    endpoint = _endpoint()
    keys = read_credentials(None, os.environ)
    now = datetime.now(timezone.utc)
    times = (_moment(since, now), f"{now:%Y-%m-%dT%H:%M:%SZ}")
    with closing(JobCache(keep or _cache(endpoint))) as store, HttpClient([endpoint]) as client:
        for job_id in _fetched(Ice(endpoint, client, FixedCredentials(keys)), times, store, qps, concurrency):
            job = read_job(store.get(job_id), job_id)
            if job is not None:
                yield job


def _fetched(ice: Ice, times: tuple[str, str], store: JobCache, qps: float, concurrency: int) -> list[str]:
    """IDs of the jobs made between two times; what ICE still knows of them is kept."""
    rate = Rate(qps)
    with _progress() as progress:
        listing = progress.add_task("listing jobs", total=None)
        job_ids: list[str] = []
        done = 0
        try:
            for job_id in list_finished(ice, *times, rate):
                job_ids.append(job_id)
                progress.update(listing, completed=len(job_ids))
            progress.update(listing, visible=False)
            left = sum(not store.has(job_id) for job_id in job_ids)
            fetching = progress.add_task("fetching details", total=left)

            def told() -> None:
                nonlocal done
                done += 1
                progress.update(fetching, completed=done)

            gone = fetch(ice, job_ids, store, rate, concurrency, told)
        except KeyboardInterrupt:
            progress.stop()
            print(
                f"mediaverdict: stopped; {done} fetched jobs are kept: the same command goes on there", file=sys.stderr
            )
            raise typer.Exit(130) from None
    if gone:
        print(f"mediaverdict: {gone} of {len(job_ids)} jobs are not known to ICE any more", file=sys.stderr)
    return job_ids


@contextmanager
def _progress() -> Iterator[Progress]:
    err = tables.console(stderr=True)
    columns = (
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(),
        _Speed(), TimeRemainingColumn(),
    )  # fmt: skip
    with Progress(*columns, console=err, disable=not err.is_terminal, transient=True) as progress:
        yield progress


class _Speed(TextColumn):
    """`12.3/s`."""

    def __init__(self) -> None:
        super().__init__("")

    def render(self, task: Any) -> Text:
        return Text(f"{task.speed:.1f}/s" if task.speed else "")


def _endpoint() -> str:
    region = os.environ.get("DEPLOY_REGION") or os.environ.get("FC_REGION") or "cn-shanghai"
    endpoint = os.environ.get("MEDIAVERDICT_ICE_ENDPOINT") or f"https://ice.{region}.aliyuncs.com"
    fault = fault_of_endpoint(endpoint)
    if fault:
        stop(f"MEDIAVERDICT_ICE_ENDPOINT: {fault}", BAD_INPUT)
    return endpoint


def _cache(endpoint: str) -> Path:
    base = os.environ.get("XDG_CACHE_HOME")
    name = re.sub(r"[^a-z0-9]+", "-", endpoint.lower()).strip("-")
    return (Path(base) if base else Path.home() / ".cache") / "mediaverdict" / f"{name}.sqlite"


def _moment(since: str, now: datetime) -> str:
    span = _SPAN.match(since)
    if span:
        return f"{now - timedelta(hours=int(span[1]) * _HOURS[span[2]]):%Y-%m-%dT%H:%M:%SZ}"
    try:
        return f"{datetime.fromisoformat(since):%Y-%m-%dT%H:%M:%SZ}"
    except ValueError:
        stop(f"--since is {since!r}: write 24h, 7d, 2w, or a day as 2026-11-01", BAD_INPUT)


def _print(out: Console, comparison: Comparison, shown: list[Change]) -> None:
    if not comparison.changed:
        out.print(f"{comparison.jobs} jobs, no verdict changes")
        return
    table = Table(box=None, padding=(0, 1), header_style="dim", show_edge=False)
    table.add_column("old", no_wrap=True)
    table.add_column("new", no_wrap=True)
    table.add_column("job", overflow="fold", ratio=2)
    table.add_column("rules behind it", overflow="fold", ratio=3)
    for change in shown:
        behind = [f"+ {rule}" for rule in change.added] + [f"- {rule}" for rule in change.gone]
        table.add_row(
            _outcome(change.old.outcome), _outcome(change.new.outcome),
            Text(printable(change.name or change.job_id)), Text("\n".join(map(printable, behind))),
        )  # fmt: skip
    out.print(table)
    if comparison.changed > len(shown):
        out.print(Text(f" and {comparison.changed - len(shown)} more: --json has them all", style="dim"))
    out.print()
    for (old, new), count in sorted(comparison.turns.items(), key=lambda entry: -entry[1]):
        out.print(Text.assemble(f"{count:>6}  ", _outcome(old), " -> ", _outcome(new)))
    for sign, rules in (("+", comparison.added), ("-", comparison.gone)):
        for rule, count in rules.most_common(20):
            out.print(Text(f"{count:>6}  {sign} {printable(rule)}"))
    out.print(f"{comparison.jobs} jobs, {comparison.changed} verdicts change")


def _outcome(outcome: str) -> Text:
    return Text(outcome, style=tables.STYLES.get(outcome, "dim"))
