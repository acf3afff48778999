"""What the emulator holds: jobs and templates by ID, and queues in one embedded database."""

from __future__ import annotations

import json
import re
import threading
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from mediaverdict.cloud.sqlite_queue import VISIBILITY_SECONDS, SqliteQueue
from mediaverdict.errors import say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from alicloud_emulator.answers import Intercepted
    from alicloud_emulator.call_limit import CallLimit

JsonObject = dict[str, Any]
TEMPLATES = {"SystemTemplate": True, "CustomTemplate": False}
"""The keys under which the two calls answer, and whether it is the vendor's own."""
SYSTEM_TEMPLATE = "S0"
"""IDs of the vendor's own templates begin so."""
KEY = SECRET = "local"  # noqa: S105 - it guards a loopback port only


_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,255}\Z")


def is_queue_name(text: str) -> bool:
    """Whether SMQ takes it as a queue's name."""
    return _NAME.match(text) is not None


class JobsError(Exception):
    """A folder of jobs or templates that can't be served; the message says which file, and why."""


def read_jobs(folder: Path) -> dict[str, JsonObject]:
    """GetMediaConvertJob answers by job ID: the `*.json` files of a folder, each an answer or a `Job` alone."""
    jobs: dict[str, JsonObject] = {}
    for path, answer in _documents(folder, say("GetMediaConvertJob answers")):
        job = answer.get("Job", answer) if isinstance(answer, dict) else None
        job_id = job.get("JobId") if isinstance(job, dict) else None
        if not isinstance(job, dict) or not isinstance(job_id, str):
            raise JobsError(say("{path} is no GetMediaConvertJob answer: it has no Job.JobId", path=path))
        if job_id in jobs:
            raise JobsError(say("{path} has the JobId {id} of another file", path=path, id=job_id))
        jobs[job_id] = job
    return jobs


def read_templates(folder: Path) -> dict[str, JsonObject]:
    """Templates by ID: a folder's `*.json`, each an answer of Get{System,Custom}Template or a template alone."""
    templates: dict[str, JsonObject] = {}
    for path, answer in _documents(folder, say("GetSystemTemplate and GetCustomTemplate answers")):
        found = answer if isinstance(answer, dict) else {}
        template = next((found[key] for key in TEMPLATES if isinstance(found.get(key), dict)), found)
        template_id = template.get("TemplateId")
        if not isinstance(template_id, str) or not template_id.strip():
            raise JobsError(say("{path} is no template: it has no TemplateId", path=path))
        if template_id.strip() in templates:
            raise JobsError(say("{path} has the TemplateId {id} of another file", path=path, id=template_id.strip()))
        templates[template_id.strip()] = template
    return templates


def _documents(folder: Path, what: str) -> Iterator[tuple[Path, Any]]:
    """A folder's JSON files."""
    if not folder.is_dir():
        raise JobsError(say("{path} is no folder: expected one with {what} as *.json", path=folder, what=what))
    for path in sorted(folder.glob("*.json")):
        try:
            yield path, json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise JobsError(say("{path} is no JSON: {reason}", path=path, reason=error)) from error


@dataclass
class EmulatorState:
    """Shared by all threads of the server."""

    jobs: dict[str, JsonObject] = field(default_factory=dict)
    templates: dict[str, JsonObject] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=lambda: {KEY: SECRET})
    """AccessKey IDs and secrets."""
    tokens: dict[str, str] = field(default_factory=dict)
    """AccessKey ID to the STS token that it must bring."""
    database: str = ":memory:"
    """Where the queues live."""
    clock: Callable[[], float] = time.time
    intercept: Callable[[str, str], Intercepted] = lambda _method, _target: None
    """Asked before each request, with its method and raw target: an answer that it gives is sent as it is, a fault is
    committed, None lets the request through."""
    ice_limit: CallLimit | None = None
    """What ICE allows an account; a call beyond it is answered with `Throttling.User`."""
    create_queues: bool = True
    """Whether a queue comes into being when it is first named; else it must be created."""
    _queues: dict[str, SqliteQueue] = field(default_factory=dict)
    _dropped: list[SqliteQueue] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def queue(self, name: str) -> SqliteQueue | None:
        """The queue of that name; None where it does not exist."""
        with self._lock:
            found = self._queues.get(name)
            if found is None and self.create_queues:
                found = self._queues[name] = self._open(name, VISIBILITY_SECONDS)
            return found

    def create(self, name: str, visibility: float = VISIBILITY_SECONDS) -> bool:
        """Creates a queue; False where it existed."""
        with self._lock:
            if name in self._queues:
                return False
            self._queues[name] = self._open(name, visibility)
            return True

    def drop(self, name: str) -> bool:
        """Deletes a queue; False where there was none."""
        with self._lock:
            dropped = self._queues.pop(name, None)
            if dropped is not None:
                self._dropped.append(dropped)  # someone may still be waiting for a message of it
            return dropped is not None

    def close(self) -> None:
        """Closes the queues."""
        with self._lock:
            for queue in [*self._queues.values(), *self._dropped]:
                queue.close()
            self._queues.clear()
            self._dropped.clear()

    def _open(self, name: str, visibility: float) -> SqliteQueue:
        return SqliteQueue(self.database, name, visibility=visibility, clock=self.clock)
