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

from alicloud_emulator.state import read_templates
from fcruntime.credentials import FixedCredentials, read_credentials
from mediaverdict.cloud.http import HttpClient
from mediaverdict.cloud.ice import Ice
from mediaverdict.cloud.queues import fault_of_endpoint
from mediaverdict.errors import say
from mediaverdict.jobs import read_job
from mediaverdict.templates.model import template_ids
from mediaverdict_cli.inputs import BAD_INPUT, INTERRUPTED, stop
from mediaverdict_cli.language import spoken
from mediaverdict_cli.output import tables
from mediaverdict_cli.output.printing import complain
from mediaverdict_cli.replay.past_jobs import JobCache, Rate, fetch, fetch_templates, list_finished
from mediaverdict_cli.saved_templates import named_by, of_job

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mediaverdict.jobs import Job
    from mediaverdict.templates.model import Templates

MOST_SHOWN = 5
"""Templates that did not come, by name."""
_SPAN = re.compile(r"(\d{1,4})([hdw])\Z")
_HOURS = {"h": 1, "d": 24, "w": 168}


def past_jobs(
    since: str, qps: float, concurrency: int, keep: Path | None, templates: Path | bool
) -> Iterator[tuple[Job, Templates | None]]:
    """The jobs since then, fetched where they are not kept yet, each with the templates that it names.

    `templates` is a folder that has them, or whether they are wanted from ICE. Raises CloudError, CacheError or
    JobsError.
    """
    now = datetime.now(timezone.utc)
    span = (moment(since, now), f"{now:%Y-%m-%dT%H:%M:%SZ}")
    endpoint = _endpoint()
    saved = read_templates(templates) if isinstance(templates, Path) else {}
    with closing(JobCache(keep or _cache(endpoint))) as kept:
        fetched = _Fetched(endpoint, kept, span, Rate(qps), concurrency)
        fetched.fetch(with_templates=templates is True)
        for job in fetched.jobs():
            if templates is True:
                yield job, of_job(job, fetched.answers(job), "ICE did not give it")
            else:
                yield job, of_job(job, saved, f"{templates} has none of that ID") if templates else None


class _Fetched:
    """The jobs of a time, and their templates, in what is kept."""

    def __init__(self, endpoint: str, kept: JobCache, span: tuple[str, str], rate: Rate, concurrency: int) -> None:
        self._endpoint = endpoint
        self._kept = kept
        self._span = span
        self._rate = rate
        self._concurrency = concurrency
        self._job_ids: list[str] = []

    def jobs(self) -> Iterator[Job]:
        """Those that ICE still knows."""
        for job_id in self._job_ids:
            job = read_job(self._kept.get(job_id), job_id)
            if job is not None:
                yield job

    def answers(self, job: Job) -> dict[str, object]:
        """The templates that a job names, as they were kept."""
        kept = {one: self._kept.template(one) for one in template_ids(job)}
        return {one: answer for one, answer in kept.items() if answer is not None}

    def fetch(self, *, with_templates: bool) -> None:
        """Keeps what ICE still knows of them. Ctrl-C ends the command."""
        keys = read_credentials(None, os.environ)
        t, fetched = spoken().text, 0
        with HttpClient([self._endpoint]) as client, _progress() as progress:
            ice = Ice(self._endpoint, client, FixedCredentials(keys))
            listing = progress.add_task(t(say("listing jobs")), total=None)
            try:
                for job_id in list_finished(ice, *self._span, self._rate):
                    self._job_ids.append(job_id)
                    progress.update(listing, completed=len(self._job_ids))
                progress.update(listing, visible=False)
                missing = sum(not self._kept.has(job_id) for job_id in self._job_ids)
                fetching = progress.add_task(t(say("fetching details")), total=missing)

                def count() -> None:
                    nonlocal fetched
                    fetched += 1
                    progress.update(fetching, completed=fetched)

                gone = fetch(ice, self._job_ids, self._kept, self._rate, self._concurrency, count)
                if with_templates:
                    self._fetch_templates(ice, progress)
            except KeyboardInterrupt:
                progress.stop()
                complain(
                    say("stopping: {count} fetched jobs are kept, and the same command goes on there", count=fetched)
                )
                raise typer.Exit(INTERRUPTED) from None
        if gone:
            complain(say("{count} of {all} jobs are not known to ICE any more", count=gone, all=len(self._job_ids)))

    def _fetch_templates(self, ice: Ice, progress: Progress) -> None:
        wanted = named_by(self.jobs())
        task = progress.add_task(spoken().text(say("fetching templates")), total=len(wanted))
        _, now = self._span
        missing = fetch_templates(ice, wanted, self._kept, self._rate, now, lambda: progress.advance(task))
        if missing:
            shown: str = ", ".join(f"{one} ({code})" for one, code in list(missing.items())[:MOST_SHOWN])
            if len(missing) > MOST_SHOWN:
                shown = say("{shown} and {count} more", shown=shown, count=len(missing) - MOST_SHOWN)
            complain(say("what these templates ask is not known, since ICE did not give them: {shown}", shown=shown))


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


def _named_endpoint() -> str:
    region = os.environ.get("DEPLOY_REGION") or os.environ.get("FC_REGION") or "cn-shanghai"
    return os.environ.get("MEDIAVERDICT_ICE_ENDPOINT") or f"https://ice.{region}.aliyuncs.com"


def _endpoint() -> str:
    endpoint = _named_endpoint()
    fault = fault_of_endpoint(endpoint)
    if fault:
        stop(say("MEDIAVERDICT_ICE_ENDPOINT: {fault}", fault=fault), BAD_INPUT)
    return endpoint


def kept_file() -> Path | None:
    """Where `replay --since` keeps the jobs of the region that is set; None where what is set is no endpoint."""
    endpoint = _named_endpoint()
    return None if fault_of_endpoint(endpoint) else _cache(endpoint)


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
        stop(say("--since is {since!r}: write 24h, 7d, 2w, or a day as 2026-11-01", since=since), BAD_INPUT)
