"""What the retry and the dead letter queue carry: the original record untouched, and its history.

    {"mediaverdict": "retry", "version": 1, "job_id": "...", "reason": "...", "code": "...",
     "attempts": 2, "first_at": "2026-11-23T12:00:00Z", "last_at": "...", "record": <as it came>}

A record that leaves no room is packed (`record_zlib`: base64 of zlib of its JSON); one that is too long
even so is cut to what a retry needs, and `cut` says so. `postponed` counts the times that its turn did not
come, and `by` is the mark of the instance that said so the last time. A retry letter that comes back is accepted
like any event: its record is read, its count goes on.
"""

from __future__ import annotations

import base64
import json
import zlib
from dataclasses import dataclass, field
from datetime import datetime, timezone
from enum import Enum

from fcruntime.envelopes import read_json
from mediaverdict.message_size import MAX_BODY
from mediaverdict.nesting import is_deep

KEY = "mediaverdict"
OUT_OF_TIME = "out-of-time"
"""The code of what could not be tried within an invocation."""
OF_THROTTLING = ("throttled", "Throttling")
"""How the codes of what was throttled begin, ours and the API's."""
PACKED = "record_zlib"
MAX_UNPACKED = 4 * 1024 * 1024
MAX_REASON = 1000
MAX_MARK = 16
MAX_CODE = 200
MINIMAL = 1024 // 4 * 3
"""Bytes of a letter that any queue takes: 1,024 in base64 is the least that its MaximumMessageSize can be."""


class LetterKind(str, Enum):
    """Which of the two queues it is for."""

    RETRY = "retry"
    DEAD = "dead-letter"


@dataclass(frozen=True, slots=True)
class RetryHistory:
    """What is known of a record from before."""

    attempts: int = 0
    """How often it was tried."""
    first_at: str = ""
    """When it first came, in UTC; empty for a new one."""
    postponed: int = 0
    """How often its turn did not come."""
    code: str = field(default="", compare=False)
    by: str = field(default="", compare=False)
    """Why it went around the last time, and the mark of the instance that saw to it, as its letter has them."""

    def after(self, now: datetime, *, postponed: bool = False) -> RetryHistory:
        """The history with one more try, or one more time that it had to wait."""
        first_at = self.first_at or stamp(now)
        return RetryHistory(self.attempts + (not postponed), first_at, self.postponed + postponed)

    @property
    def throttled(self) -> bool:
        """Whether its turn did not come the last time because the cloud throttles: not for want of time, nor for a
        fault that came after. Its mark says so, and the code where there is none.
        """
        marked = self.by and self.code != OUT_OF_TIME
        return self.postponed > 0 and bool(marked or self.code.startswith(OF_THROTTLING))


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """A record that goes around, or went out of the way."""

    kind: LetterKind
    record: object
    """As it came, a JSON value; None where `problem` is set."""
    reason: str
    code: str
    job_id: str | None = None
    history: RetryHistory = RetryHistory()
    last_at: str = ""
    by: str = ""
    """The mark of the instance that wrote it; empty where that does not matter."""
    problem: str = ""
    """Why the record can't be had any more, in words that follow "the letter's record is"; empty where it can."""

    def to_bytes(self, limit: int = MAX_BODY) -> bytes:
        """UTF-8 JSON of at most `limit` bytes: the record whole, packed, or cut to what a retry needs."""
        text = _shallow(record_text(self.record))
        head = self._head()
        body = _joined(head, f'"record":{text}')
        if len(body) <= limit:
            return body
        if len(text) <= MAX_UNPACKED:
            packed = base64.b64encode(zlib.compress(text.encode("utf-8", "surrogatepass"), 9)).decode()
            body = _joined(head, f'"record":null,"{PACKED}":"{packed}"')
            if len(body) <= limit:
                return body
        return self._cut(text, limit)

    def _head(self, most: int = MAX_REASON) -> dict[str, object]:
        """All but the record; of each text so many signs at most."""
        head: dict[str, object] = {
            KEY: self.kind.value, "version": 1, "job_id": self.job_id, "reason": self.reason[:most][:MAX_REASON],
            "code": self.code[:most][:MAX_CODE], "attempts": self.history.attempts, "first_at": self.history.first_at,
            "last_at": self.last_at,
        }  # fmt: skip
        if self.history.postponed:
            head["postponed"] = self.history.postponed
        if self.by:
            head["by"] = self.by
        return head

    def _cut(self, text: str, limit: int) -> bytes:
        """The job's ID, else the record's beginning; this and the texts by halves until it fits."""
        most = MAX_BODY // 8
        while True:
            rest: object = {"JobId": self.job_id} if self.job_id is not None else text[:most]
            body = _joined(self._head(most), f'"record":{json.dumps(rest, ensure_ascii=False)},"cut":true')
            if len(body) <= limit or not most:
                return body
            most //= 2


def read_letter(body: object) -> DeadLetter | None:
    """The letter that a message's body is; None for anything else. Never raises."""
    if not isinstance(body, dict) or "record" not in body:
        return None
    kinds = {kind.value: kind for kind in LetterKind}
    kind = body.get(KEY)
    if not isinstance(kind, str) or kind not in kinds:
        return None
    record, problem = body["record"], ""
    if isinstance(body.get(PACKED), str):
        record, problem = _unpacked(body[PACKED])
    return DeadLetter(
        kinds[kind],
        record,
        _text(body.get("reason")),
        _text(body.get("code")),
        body["job_id"] if isinstance(body.get("job_id"), str) else None,
        RetryHistory(
            _count(body.get("attempts")), _text(body.get("first_at"), 40), _count(body.get("postponed")),
            _text(body.get("code")), _text(body.get("by"), MAX_MARK),
        ),
        _text(body.get("last_at"), 40),
        _text(body.get("by"), MAX_MARK),
        problem,
    )  # fmt: skip


def stamp(now: datetime) -> str:
    """`2026-11-23T12:00:00Z`."""
    return now.strftime("%Y-%m-%dT%H:%M:%SZ")


def seconds_of(stamped: str, default: float) -> float:
    """Unix seconds of a stamp; `default` where it is none."""
    try:
        return datetime.strptime(stamped, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=timezone.utc).timestamp()
    except ValueError:
        return default


def record_text(record: object) -> str:
    """A record's JSON, however deep: json's own writer gives up at Python's limit of calls in calls."""
    try:
        return json.dumps(record, ensure_ascii=False, separators=(",", ":"))
    except RecursionError:
        return _deep_text(record)


def _shallow(text: str) -> str:
    """A record that is nested deeply as a JSON text in a JSON string: else the letter around it could not be read."""
    return json.dumps(text, ensure_ascii=False) if is_deep(text) else text


def _deep_text(record: object) -> str:
    """The same, by a list of what is still to be written in place of calls."""
    written: list[str] = []
    left: list[object] = [record]
    literal = _Literal
    while left:
        value = left.pop()
        if isinstance(value, literal):
            written.append(value.text)
        elif isinstance(value, dict):
            left.append(literal("}"))
            for later, (key, part) in enumerate(reversed(value.items())):
                left += [literal("," if later else ""), part, literal(f"{json.dumps(key, ensure_ascii=False)}:")]
            written.append("{")
        elif isinstance(value, list):
            left.append(literal("]"))
            for later, part in enumerate(reversed(value)):
                left += [literal("," if later else ""), part]
            written.append("[")
        else:
            written.append(json.dumps(value, ensure_ascii=False))
    return "".join(written)


class _Literal:
    """Text among the values that are still to be written."""

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        self.text = text


def _joined(head: dict[str, object], tail: str) -> bytes:
    text = json.dumps(head, ensure_ascii=False, separators=(",", ":"))[:-1] + f",{tail}}}"
    try:
        return text.encode()
    except UnicodeEncodeError:  # half a character, which JSON can carry and UTF-8 can't
        return "".join(char if not "\ud800" <= char <= "\udfff" else f"\\u{ord(char):04x}" for char in text).encode()


def _unpacked(packed: str) -> tuple[object, str]:
    """(the record, why it can't be had)."""
    try:
        unpack = zlib.decompressobj()
        content = unpack.decompress(base64.b64decode(packed, validate=True), MAX_UNPACKED * 4)
        if unpack.unconsumed_tail or not unpack.eof:
            return None, "packed, and too long or cut off"
        text = content.decode("utf-8", "surrogatepass")
    except (ValueError, zlib.error):
        return None, "packed, and broken"
    record, problem = read_json(text)
    return (record, "") if problem is None else (None, problem)


def _text(value: object, most: int = 4 * MAX_REASON) -> str:
    return value[:most] if isinstance(value, str) else ""


def _count(value: object) -> int:
    return value if isinstance(value, int) and value in range(1_000_000) else 0
