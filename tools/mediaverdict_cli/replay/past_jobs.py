"""Past jobs from ICE: listed page by page, their details fetched at once within a rate, kept in a file.

A finished job's details don't change any more, so what is kept is never fetched again: a run that was ended by
Ctrl-C goes on where it was, and the next try of a rule needs no network at all.
"""

from __future__ import annotations

import json
import os
import sqlite3
import threading
import time
import zlib
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from functools import partial
from typing import TYPE_CHECKING, Any

from mediaverdict.errors import CloudError, JobNotFoundError, MediaverdictError, RetryLaterError, say
from mediaverdict.jobs import finite_or_text
from mediaverdict_cli.patience import patiently

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from concurrent.futures import Future
    from pathlib import Path

    from mediaverdict.cloud.ice import Ice

PAGE = 100
PATIENCE = 120.0
"""Seconds for which a throttled call is tried again."""

JsonObject = dict[str, Any]


class Rate:
    """So many calls a second, however many threads ask."""

    def __init__(self, qps: float, sleep: Callable[[float], None] = time.sleep) -> None:
        self._gap = 1 / qps
        self._next = 0.0
        self._lock = threading.Lock()
        self._sleep = sleep

    def wait(self, sleep: Callable[[float], object] | None = None) -> None:
        """Returns when it is the caller's turn; `sleep` does the waiting where it is given."""
        with self._lock:
            now = time.monotonic()
            turn = max(now, self._next)
            self._next = turn + self._gap
        if turn > now:
            (sleep or self._sleep)(turn - now)


class CacheError(MediaverdictError):
    """The file of kept jobs can't be used; the message says which, and why."""


class JobCache:
    """A file of job details and of the templates that they name, its owner's alone; one thread writes."""

    def __init__(self, path: Path) -> None:
        """Raises CacheError."""
        self._path = path
        try:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
            self._db = sqlite3.connect(path, isolation_level=None)
        except (OSError, sqlite3.Error) as error:
            raise CacheError(say("{path} can't keep jobs: {reason}", path=path, reason=error)) from error
        try:
            self._db.execute("CREATE TABLE IF NOT EXISTS jobs (id TEXT PRIMARY KEY, answer BLOB)")
            self._db.execute("CREATE TABLE IF NOT EXISTS templates (id TEXT PRIMARY KEY, answer BLOB, kept_at TEXT)")
        except sqlite3.Error as error:
            self._db.close()
            raise CacheError(say("{path} can't keep jobs: {reason}", path=path, reason=error)) from error

    def has(self, job_id: str) -> bool:
        """Whether the job's details are there. Raises CacheError."""
        return self._row("SELECT 1 FROM jobs WHERE id = ?", (job_id,)) is not None

    def put(self, job_id: str, answer: JsonObject) -> None:
        """Keeps a job's answer, at once and for good. Raises CacheError."""
        self._row("INSERT OR REPLACE INTO jobs VALUES (?, ?)", (job_id, _packed(answer)))

    def put_template(self, template_id: str, answer: JsonObject, now: str) -> None:
        """Keeps a template's answer as it is now (UTC). Raises CacheError."""
        self._row("INSERT OR REPLACE INTO templates VALUES (?, ?, ?)", (template_id, _packed(answer), now))

    def template(self, template_id: str, since: str = "") -> JsonObject | None:
        """A template's answer; None where none is kept, or only one of before that time. Raises CacheError."""
        return self._read("SELECT answer FROM templates WHERE id = ? AND kept_at >= ?", (template_id, since))

    def get(self, job_id: str) -> JsonObject | None:
        """A job's answer; None where it is not kept. Raises CacheError."""
        return self._read("SELECT answer FROM jobs WHERE id = ?", (job_id,))

    def _read(self, statement: str, values: tuple[object, ...]) -> JsonObject | None:
        row = self._row(statement, values)
        if row is None:
            return None
        try:
            text = zlib.decompress(row[0]).decode("utf-8", "surrogatepass")
            answer: JsonObject = json.loads(text, parse_constant=str, parse_float=finite_or_text)
        except (ValueError, TypeError, zlib.error) as error:
            raise CacheError(say("{path} holds a job that can't be read: remove the file", path=self._path)) from error
        return answer

    def _row(self, statement: str, values: tuple[object, ...]) -> tuple[Any, ...] | None:
        try:
            row: tuple[Any, ...] | None = self._db.execute(statement, values).fetchone()
        except sqlite3.Error as error:
            raise CacheError(say("{path} can't keep jobs: {reason}", path=self._path, reason=error)) from error
        return row

    def close(self) -> None:
        """Closes the file."""
        self._db.close()


class KeptJobs(JobCache):
    """The same file, only read: what was kept is looked at, and nothing is written."""

    def __init__(self, path: Path) -> None:
        """Raises CacheError."""
        self._path = path
        try:
            self._db = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, isolation_level=None)
        except (OSError, ValueError, sqlite3.Error) as error:
            raise CacheError(say("{path} can't be read: {reason}", path=path, reason=error)) from error

    def ids(self) -> list[str]:
        """The IDs of all jobs that are kept. Raises CacheError."""
        try:
            return [str(row[0]) for row in self._db.execute("SELECT id FROM jobs ORDER BY rowid")]
        except sqlite3.Error as error:
            raise CacheError(say("{path} holds no kept jobs: {reason}", path=self._path, reason=error)) from error


def _packed(answer: JsonObject) -> bytes:
    return zlib.compress(json.dumps(answer, ensure_ascii=False).encode("utf-8", "surrogatepass"))


def list_finished(ice: Ice, since: str, until: str, rate: Rate) -> Iterator[str]:
    """IDs of the jobs that were made between two times (`2026-11-23T12:00:00Z`) and have ended, newest first.

    Each once, though a job that is made meanwhile moves the pages. Raises CloudError, also where the pages never end.
    """
    token = ""
    tokens: set[str] = set()
    listed: set[str] = set()
    while token not in tokens:
        tokens.add(token)
        parameters = {"StartOfCreateTime": since, "EndOfCreateTime": until, "OrderBy": "CreateTimeDesc"}
        parameters |= {"PageSize": str(PAGE)} | ({"NextPageToken": token} if token else {})
        page = _patiently(partial(ice.call, "ListMediaConvertJobs", parameters), rate, time.sleep)
        for job_id in _finished(page.get("Jobs")):
            if job_id not in listed:
                listed.add(job_id)
                yield job_id
        token = str(page.get("NextPageToken") or "")
        if not token:
            return
    raise CloudError("ICE", "broken-answer", f"the list of jobs does not end: page {token[:100]!r} comes again")


def _finished(jobs: object) -> Iterator[str]:
    for job in jobs if isinstance(jobs, list) else []:
        state = str(job.get("State") or "").strip().lower() if isinstance(job, dict) else ""
        if state not in ("inited", "running", "") and job.get("JobId"):
            yield str(job["JobId"])


class _StoppedError(Exception):
    """In a fetching thread: the fetch was stopped; nobody waits for what it brings."""


def fetch(ice: Ice, job_ids: list[str], kept: JobCache, rate: Rate, concurrency: int, done: Callable[[], None]) -> int:
    """Fetches and keeps what is not kept yet; how many ICE no longer knows. `done` is called after each job.

    Raises CloudError, or KeyboardInterrupt at once, whatever the threads wait for; what was fetched by then is kept.
    """
    missing = iter([job_id for job_id in job_ids if not kept.has(job_id)])
    gone = 0
    running: dict[Future[JsonObject | None], str] = {}
    stopped = threading.Event()

    def sleep(seconds: float) -> None:
        if stopped.wait(seconds):
            raise _StoppedError

    pool = ThreadPoolExecutor(concurrency, thread_name_prefix="fetch")
    try:
        while True:
            # Only so many under way: an answer is kept and forgotten before the next is asked for.
            while len(running) < concurrency * 2 and (job_id := next(missing, None)) is not None:
                running[pool.submit(_details, ice, job_id, rate, sleep)] = job_id
            if not running:
                return gone
            finished, _ = wait(running, return_when=FIRST_COMPLETED)
            for one in finished:
                answer = one.result()
                job_id = running.pop(one)
                if answer is None:
                    gone += 1
                else:
                    kept.put(job_id, answer)
                done()
    finally:
        stopped.set()
        # Not waited for: a call under way may last, and what it brings is not kept.
        pool.shutdown(wait=False, cancel_futures=True)


def _details(ice: Ice, job_id: str, rate: Rate, sleep: Callable[[float], None]) -> JsonObject | None:
    try:
        return _patiently(partial(ice.get_media_convert_job, job_id), rate, sleep)
    except JobNotFoundError:
        return None


def fetch_templates(
    ice: Ice, wanted: Mapping[str, str], kept: JobCache, rate: Rate, now: str, done: Callable[[], None]
) -> dict[str, str]:
    """Fetches and keeps templates, each with when the newest job that names it was made; why the others did not come.

    One that was kept before that job was made may be another by now, and is fetched again.
    """
    missing: dict[str, str] = {}
    gave_up = ""
    for template_id, newest in wanted.items():
        if kept.template(template_id, newest) is not None:
            continue
        if gave_up:
            missing[template_id] = gave_up
            continue
        try:
            answer = _patiently(partial(ice.get_template, template_id), rate, time.sleep)
            kept.put_template(template_id, answer, now)
        except CloudError as error:
            missing[template_id] = error.code
            gave_up = error.code if isinstance(error, RetryLaterError) else ""
        done()
    return missing


def _patiently(ask: Callable[[], JsonObject], rate: Rate, sleep: Callable[[float], None]) -> JsonObject:
    """An answer of ICE's, within the rate, tried again while it throttles."""

    def call() -> JsonObject:
        rate.wait(sleep)
        return ask()

    return patiently(call, PATIENCE, sleep)
