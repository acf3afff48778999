"""Past jobs from ICE: listed page by page, their details fetched at once within a rate, kept in a file.

A finished job's details don't change any more, so what is kept is never fetched again: a run that was ended by
Ctrl-C goes on where it was, and the next try of a rule needs no network at all.
"""

from __future__ import annotations

import json
import sqlite3
import threading
import time
import zlib
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from functools import partial
from typing import TYPE_CHECKING, Any

from mediaverdict.cloud.retrying import persist
from mediaverdict.errors import JobNotFoundError
from mediaverdict.jobs import finite_or_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
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

    def wait(self) -> None:
        """Returns when it is the caller's turn."""
        with self._lock:
            now = time.monotonic()
            turn = max(now, self._next)
            self._next = turn + self._gap
        if turn > now:
            self._sleep(turn - now)


class JobCache:
    """A file of job details; one thread writes."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._db = sqlite3.connect(path, isolation_level=None)
        self._db.execute("CREATE TABLE IF NOT EXISTS jobs (id TEXT PRIMARY KEY, answer BLOB)")

    def has(self, job_id: str) -> bool:
        """Whether the job's details are there."""
        return self._db.execute("SELECT 1 FROM jobs WHERE id = ?", (job_id,)).fetchone() is not None

    def put(self, job_id: str, answer: JsonObject) -> None:
        """Keeps a job's answer, at once and for good."""
        text = json.dumps(answer, ensure_ascii=False)
        packed = zlib.compress(text.encode("utf-8", "surrogatepass"))
        self._db.execute("INSERT OR REPLACE INTO jobs VALUES (?, ?)", (job_id, packed))

    def get(self, job_id: str) -> JsonObject | None:
        """A job's answer; None where it is not kept."""
        row = self._db.execute("SELECT answer FROM jobs WHERE id = ?", (job_id,)).fetchone()
        if row is None:
            return None
        text = zlib.decompress(row[0]).decode("utf-8", "surrogatepass")
        answer: JsonObject = json.loads(text, parse_constant=str, parse_float=finite_or_text)
        return answer

    def close(self) -> None:
        """Closes the file."""
        self._db.close()


def list_finished(ice: Ice, since: str, until: str, rate: Rate) -> Iterator[str]:
    """IDs of the jobs that were made between two times (`2026-11-23T12:00:00Z`) and have ended, newest first.

    Raises CloudError.
    """
    token = ""
    while True:
        parameters = {"StartOfCreateTime": since, "EndOfCreateTime": until, "OrderBy": "CreateTimeDesc"}
        parameters |= {"PageSize": str(PAGE)} | ({"NextPageToken": token} if token else {})
        page = _patiently(partial(ice.call, "ListMediaConvertJobs", parameters), rate)
        for job in page.get("Jobs") or []:
            state = str(job.get("State") or "").strip().lower()
            if state not in ("inited", "running", "") and job.get("JobId"):
                yield str(job["JobId"])
        token = str(page.get("NextPageToken") or "")
        if not token:
            return


def fetch(ice: Ice, job_ids: list[str], kept: JobCache, rate: Rate, concurrency: int, told: Callable[[], None]) -> int:
    """Fetches and keeps what is not kept yet; how many ICE no longer knows. `told` is called after each job.

    Raises CloudError, or KeyboardInterrupt; what was fetched by then is kept.
    """
    missing = iter([job_id for job_id in job_ids if not kept.has(job_id)])
    gone = 0
    running: dict[Future[JsonObject | None], str] = {}
    pool = ThreadPoolExecutor(concurrency, thread_name_prefix="fetch")
    try:
        while True:
            # Only so many under way: an answer is kept and forgotten before the next is asked for.
            while len(running) < concurrency * 2 and (job_id := next(missing, None)) is not None:
                running[pool.submit(_details, ice, job_id, rate)] = job_id
            if not running:
                return gone
            done, _ = wait(running, return_when=FIRST_COMPLETED)
            for one in done:
                answer = one.result()
                job_id = running.pop(one)
                if answer is None:
                    gone += 1
                else:
                    kept.put(job_id, answer)
                told()
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _details(ice: Ice, job_id: str, rate: Rate) -> JsonObject | None:
    try:
        return _patiently(partial(ice.get_media_convert_job, job_id), rate)
    except JobNotFoundError:
        return None


def _patiently(ask: Callable[[], JsonObject], rate: Rate) -> JsonObject:
    """An answer of ICE's, within the rate, tried again while it throttles."""
    ends_at = time.monotonic() + PATIENCE

    def call() -> JsonObject:
        rate.wait()
        return ask()

    return persist(call, lambda: max(0.0, ends_at - time.monotonic()))
