"""What the retry and the dead letter queue carry: the original record untouched, and its story.

    {"mediaverdict": "retry", "version": 1, "job_id": "...", "reason": "...", "code": "...",
     "attempts": 2, "first_at": "2026-11-23T12:00:00Z", "last_at": "...", "record": <as it came>}

A record that leaves no room for its story is packed (`record_zlib`: base64 of zlib of its JSON); one that
is too long even so is cut, and `cut` says so. A retry letter that comes back is accepted like any event:
its record is read, its count goes on.
"""

from __future__ import annotations

import base64
import json
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mediaverdict.message_size import MAX_BODY

if TYPE_CHECKING:
    from datetime import datetime

KEY = "mediaverdict"
PACKED = "record_zlib"
MAX_UNPACKED = 4 * 1024 * 1024
FIRST_DELAY = 30
LONGEST_DELAY = 3600
"""Seconds between two tries of a job, doubled each time from the first to the longest."""
MOST_ATTEMPTS = 12
"""With these delays, a job that is not there after about five hours is dead-lettered."""


@dataclass(frozen=True, slots=True)
class Story:
    """What is known of a record from before."""

    attempts: int = 0
    """How often it was tried."""
    first_at: str = ""
    """When it first came, in UTC; empty for a new one."""


def write_letter(
    kind: str, record: object, reason: str, code: str, job_id: str | None, story: Story, now: datetime
) -> bytes:
    """A letter of kind `retry` or `dead-letter`, as UTF-8 JSON."""
    at = now.strftime("%Y-%m-%dT%H:%M:%SZ")
    letter = {
        KEY: kind,
        "version": 1,
        "job_id": job_id,
        "reason": reason,
        "code": code,
        "attempts": story.attempts + 1,
        "first_at": story.first_at or at,
        "last_at": at,
        "record": record,
    }
    body = _to_bytes(letter)
    return body if len(body) <= MAX_BODY else _fitted(letter, job_id)


def _to_bytes(letter: dict[str, object]) -> bytes:
    return json.dumps(letter, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def _fitted(letter: dict[str, object], job_id: str | None) -> bytes:
    """A record that leaves no room: packed where that helps; else what a retry needs, or its beginning.

    A message may be as large as the queue allows, and in a letter it must leave room for its story.
    """
    text = json.dumps(letter["record"], ensure_ascii=False)
    packed = base64.b64encode(zlib.compress(text.encode("utf-8", "replace"), 9)).decode()
    body = _to_bytes({**letter, "record": None, PACKED: packed})
    if len(body) <= MAX_BODY:
        return body
    rest: object = {"JobId": job_id} if job_id is not None else text[: MAX_BODY // 8]
    return _to_bytes({**letter, "record": rest, "cut": True})


def read_letter(body: object) -> tuple[object, Story] | None:
    """(the original record, its story) of a letter; None for anything else."""
    if not isinstance(body, dict) or body.get(KEY) not in ("retry", "dead-letter") or "record" not in body:
        return None
    record = _unpacked(body[PACKED]) if isinstance(body.get(PACKED), str) else body["record"]
    attempts = body.get("attempts")
    first_at = body.get("first_at")
    return record, Story(
        attempts if isinstance(attempts, int) and 0 <= attempts < 1_000_000 else 0,
        first_at if isinstance(first_at, str) and len(first_at) < 40 else "",
    )


def _unpacked(packed: str) -> object:
    """A packed record; what can't be unpacked is a record that can't be read."""
    try:
        unpack = zlib.decompressobj()
        text = unpack.decompress(base64.b64decode(packed, validate=True), MAX_UNPACKED)
        if unpack.unconsumed_tail:
            return None
        return json.loads(text)
    except (ValueError, zlib.error, RecursionError):
        return None


def delay_after(attempts: int) -> int:
    """Seconds to wait after that many tries."""
    return int(min(LONGEST_DELAY, FIRST_DELAY * 2 ** min(max(attempts, 0), 20)))
