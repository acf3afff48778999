"""The command in this process, through its own entry: what it prints, what it complains of, its exit code."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from typer.testing import CliRunner, Result

from mediaverdict.cloud.sqlite_queue import SqliteQueue
from mediaverdict_cli.app import app
from samples import answer

ROOT = Path(__file__).parents[1]
JOBS = ROOT / "events" / "jobs"
RULES = ROOT / "functions" / "judge" / "rules.yml"
GOLDEN = ROOT / "tests" / "golden" / "verdicts"


def run(*arguments: str | Path, text: str | bytes | None = None, **environ: str) -> Result:
    """Runs `mediaverdict ARGUMENTS`; an exception that would be a traceback fails the test."""
    return CliRunner().invoke(
        app, [str(argument) for argument in arguments], input=text, env={"COLUMNS": "160", **environ},
        catch_exceptions=False,
    )  # fmt: skip


def lines_of(result: Result) -> list[Any]:
    """The JSON objects on stdout."""
    return [json.loads(line) for line in result.stdout.splitlines()]


def book(tmp_path: Path, text: str) -> Path:
    """A rule book in a file."""
    path = tmp_path / "rules.yml"
    path.write_text(text, encoding="utf-8")
    return path


def saved(tmp_path: Path, *outputs: dict[str, Any], name: str = "job.json", **more: Any) -> Path:
    """A saved answer of a job with these outputs."""
    path = tmp_path / name
    path.write_text(json.dumps(answer(*outputs, **more)), encoding="utf-8")
    return path


def verdict(name: str = "cut-off-audio") -> dict[str, Any]:
    """The verdict on a sample job."""
    found: dict[str, Any] = json.loads((GOLDEN / f"{name}.json").read_text(encoding="utf-8"))
    return found


def letter(job_id: str | None, **changes: object) -> dict[str, Any]:
    """A dead letter as the function writes one."""
    return {
        "mediaverdict": "dead-letter", "version": 1, "job_id": job_id, "reason": "ICE does not know it",
        "code": "JobNotFound", "attempts": 12, "first_at": "2026-11-23T12:00:00Z", "last_at": "2026-11-23T17:00:00Z",
        "record": {"EventType": "MediaConvertComplete", "MessageBody": {"JobId": job_id}}, **changes,
    }  # fmt: skip


def fill(path: Path, *messages: object) -> str:
    """A queue file with these messages (objects as JSON, bytes as they are); its address."""
    queue = SqliteQueue(str(path))
    try:
        queue.send([one if isinstance(one, bytes) else json.dumps(one).encode() for one in messages])
    finally:
        queue.close()
    return f"sqlite:{path}"


def bodies(address: str) -> list[str]:
    """What lies in a queue file."""
    queue = SqliteQueue.at(address)
    try:
        return [message.body.decode() for message in queue.all()]
    finally:
        queue.close()
