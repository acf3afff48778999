"""`replay --since`: past jobs from the cloud, with a progress bar; what was fetched is kept for the next time."""

from __future__ import annotations

import os
import re
from contextlib import closing, contextmanager
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.text import Text

from fcruntime.credentials import FixedCredentials, read_credentials
from mediaverdict.cloud.http import HttpClient
from mediaverdict.cloud.ice import Ice
from mediaverdict.cloud.queues import fault_of_endpoint
from mediaverdict.jobs import read_job
from mediaverdict_cli.inputs import BAD_INPUT, INTERRUPTED, stop
from mediaverdict_cli.output import tables
from mediaverdict_cli.output.printing import complain
from mediaverdict_cli.replay.past_jobs import JobCache, Rate, fetch, list_finished

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mediaverdict.jobs import Job

_SPAN = re.compile(r"(\d{1,4})([hdw])\Z")
_HOURS = {"h": 1, "d": 24, "w": 168}


def past_jobs(since: str, qps: float, concurrency: int, keep: Path | None) -> Iterator[Job]:
    """The jobs since then, fetched where they are not kept yet. Raises CloudError or CacheError."""
    now = datetime.now(timezone.utc)
    began = moment(since, now)
    endpoint = _endpoint()
    with closing(JobCache(keep or _cache(endpoint))) as kept:
        for job_id in _fetched(endpoint, kept, (began, f"{now:%Y-%m-%dT%H:%M:%SZ}"), Rate(qps), concurrency):
            job = read_job(kept.get(job_id), job_id)
            if job is not None:
                yield job


def _fetched(endpoint: str, kept: JobCache, span: tuple[str, str], rate: Rate, concurrency: int) -> list[str]:
    """IDs of the jobs of that time; what ICE still knows of them is kept. Ctrl-C ends the command."""
    keys = read_credentials(None, os.environ)
    job_ids: list[str] = []
    fetched = 0
    with HttpClient([endpoint]) as client, _progress() as progress:
        ice = Ice(endpoint, client, FixedCredentials(keys))
        listing = progress.add_task("listing jobs", total=None)
        try:
            for job_id in list_finished(ice, *span, rate):
                job_ids.append(job_id)
                progress.update(listing, completed=len(job_ids))
            progress.update(listing, visible=False)
            fetching = progress.add_task("fetching details", total=sum(not kept.has(job_id) for job_id in job_ids))

            def count() -> None:
                nonlocal fetched
                fetched += 1
                progress.update(fetching, completed=fetched)

            gone = fetch(ice, job_ids, kept, rate, concurrency, count)
        except KeyboardInterrupt:
            progress.stop()
            complain(f"stopping: {fetched} fetched jobs are kept, and the same command goes on there")
            raise typer.Exit(INTERRUPTED) from None
    if gone:
        complain(f"{gone} of {len(job_ids)} jobs are not known to ICE any more")
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


def moment(since: str, now: datetime) -> str:
    """When `24h`, `7d`, `2w` or `2026-11-01` was, in UTC; ends the command for anything else."""
    span = _SPAN.match(since)
    if span:
        return f"{now - timedelta(hours=int(span[1]) * _HOURS[span[2]]):%Y-%m-%dT%H:%M:%SZ}"
    try:
        return f"{datetime.fromisoformat(since):%Y-%m-%dT%H:%M:%SZ}"
    except ValueError:
        stop(f"--since is {since!r}: write 24h, 7d, 2w, or a day as 2026-11-01", BAD_INPUT)
