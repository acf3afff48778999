"""The embedded queue: a real queue in one file, with receive, visibility timeout, delay and delete.

On the standard library's sqlite3, since it runs inside the function too (`invoke` on a laptop), and
nothing enters a layer for a laptop's sake. The kept libraries were looked at first: litequeue (0.14)
claims and finishes messages but has no delay and needs Python 3.12, persist-queue's acknowledgements
live in one process, and neither has a visibility timeout that ends by itself.
"""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from uuid import uuid4

from mediaverdict.cloud.budget import UNLIMITED
from mediaverdict.cloud.messages import MAX_BATCH, Message, Sent, delay_of_each
from mediaverdict.errors import AccessRefusedError, CloudError, RequestRefusedError, RetryLaterError
from mediaverdict.message_size import MAX_BODY, MAX_ENCODED

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mediaverdict.cloud.budget import TimeBudget

SERVICE = "sqlite"
SCHEME = "sqlite:"
VISIBILITY_SECONDS = 30.0
LOCKED_SECONDS = 10.0
"""How long a write waits for another process that is writing."""
_POLL_SECONDS = 0.05
_TABLE = """
CREATE TABLE IF NOT EXISTS messages (
    number INTEGER PRIMARY KEY AUTOINCREMENT, queue TEXT NOT NULL, id TEXT NOT NULL, body BLOB NOT NULL,
    priority INTEGER NOT NULL, enqueued_at REAL NOT NULL, visible_at REAL NOT NULL,
    first_dequeued_at REAL NOT NULL DEFAULT 0, dequeue_count INTEGER NOT NULL DEFAULT 0,
    receipt TEXT NOT NULL DEFAULT ''
);
CREATE INDEX IF NOT EXISTS ready ON messages (queue, visible_at);
"""


class Stored(NamedTuple):
    """What a message's row says beyond the message itself."""

    priority: int
    first_dequeued_at: float
    visible_at: float


def _make_private(path: str) -> None:
    """A new database is its owner's alone: verdicts name films. SQLite's other files take its mode over."""
    if path and not path.startswith(":") and not Path(path).exists():
        os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))


def _expired() -> CloudError:
    return CloudError(SERVICE, "MessageNotExist", "the receipt handle is not valid any more")


class SqliteQueue:
    """One queue of a database file; any number of processes and threads may use it at once."""

    def __init__(
        self,
        path: str,
        name: str = "verdicts",
        *,
        visibility: float = VISIBILITY_SECONDS,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.name = name
        self.visibility = visibility
        self._clock = clock
        self._lock = threading.Lock()
        try:
            _make_private(path)
            self._db = sqlite3.connect(path, timeout=LOCKED_SECONDS, isolation_level=None, check_same_thread=False)
        except (sqlite3.Error, OSError) as error:
            raise AccessRefusedError(SERVICE, "no-database", f"{path} can't be used as a queue: {error}") from error
        try:
            self._db.execute("PRAGMA journal_mode=WAL")
            self._db.executescript(_TABLE)
        except sqlite3.Error as error:
            self._db.close()
            raise AccessRefusedError(SERVICE, "no-database", f"{path} can't be used as a queue: {error}") from error

    def __enter__(self) -> SqliteQueue:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @classmethod
    def at(cls, address: str) -> SqliteQueue:
        """The queue at `sqlite:PATH` or `sqlite:PATH#NAME`."""
        path, _, name = address.removeprefix(SCHEME).partition("#")
        return cls(path, name or "verdicts")

    def send(
        self, bodies: Sequence[bytes], delay: int | Sequence[int] = 0, budget: TimeBudget = UNLIMITED
    ) -> list[Sent]:
        """See `Queue.send`: the limit on a body is the cloud queue's."""
        return [
            self._send_one(body, delay, budget)
            for body, delay in zip(bodies, delay_of_each(delay, len(bodies)), strict=True)
        ]

    def _send_one(self, body: bytes, delay: int, budget: TimeBudget) -> Sent:
        if len(body) > MAX_BODY:
            reason = f"the body has over {MAX_ENCODED} bytes encoded"
            return Sent(error=RequestRefusedError(SERVICE, "InvalidArgument", reason))
        try:
            with self._lock:
                patience = int(min(LOCKED_SECONDS, budget.remaining()) * 1000)
                self._db.execute(f"PRAGMA busy_timeout={patience}")
            return Sent(self.put(body, delay=delay))
        except sqlite3.Error as error:  # locked by another process, a full disk
            return Sent(error=RetryLaterError(SERVICE, "locked", f"the database could not be written: {error}"))

    def put(self, body: bytes, *, delay: float = 0, priority: int = 8) -> str:
        """Sends one message and gives its ID; 1 is the highest priority, 16 the lowest."""
        now = self._clock()
        message_id = uuid4().hex.upper()
        with self._lock:
            self._db.execute(
                "INSERT INTO messages (queue, id, body, priority, enqueued_at, visible_at) VALUES (?, ?, ?, ?, ?, ?)",
                (self.name, message_id, body, priority, now, now + delay),
            )
        return message_id

    def receive(self, most: int = 1, wait: int = 0) -> list[Message]:
        """See `Queue.receive`."""
        ends_at = time.monotonic() + wait
        while True:
            found = self._take(max(1, min(most, MAX_BATCH)))
            if found or time.monotonic() >= ends_at:
                return found
            time.sleep(_POLL_SECONDS)

    def peek(self, most: int = 1) -> list[Message]:
        """See `Queue.peek`."""
        with self._lock:
            rows = self._db.execute(
                "SELECT id, body, '', dequeue_count, enqueued_at FROM messages WHERE queue = ? AND visible_at <= ?"
                " ORDER BY priority, number LIMIT ?",
                (self.name, self._clock(), max(1, min(most, MAX_BATCH))),
            ).fetchall()
        return [Message(*row) for row in rows]

    def delete(self, receipt: str) -> None:
        """See `Queue.delete`. Raises CloudError for a receipt that is not valid (any more)."""
        with self._lock:
            done = self._db.execute(
                "DELETE FROM messages WHERE queue = ? AND receipt = ? AND visible_at > ?",
                (self.name, receipt, self._clock()),
            )
        if done.rowcount == 0:
            raise _expired()

    def change_visibility(self, receipt: str, seconds: float) -> tuple[str, float]:
        """(new receipt, when it becomes visible). Raises CloudError for a receipt that is not valid (any more)."""
        now, fresh = self._clock(), uuid4().hex
        with self._lock:
            done = self._db.execute(
                "UPDATE messages SET visible_at = ?, receipt = ? WHERE queue = ? AND receipt = ? AND visible_at > ?",
                (now + seconds, fresh, self.name, receipt, now),
            )
        if done.rowcount == 0:
            raise _expired()
        return fresh, now + seconds

    def stored(self, message_id: str) -> Stored:
        """What a message's row says beyond the message itself."""
        with self._lock:
            row = self._db.execute(
                "SELECT priority, first_dequeued_at, visible_at FROM messages WHERE id = ?", (message_id,)
            ).fetchone()
        return Stored(*row) if row is not None else Stored(0, 0.0, 0.0)

    def sizes(self) -> tuple[int, int, int]:
        """(visible, received and invisible, delayed)."""
        with self._lock:
            rows = self._db.execute(
                "SELECT visible_at <= ?, dequeue_count > 0, count(*) FROM messages WHERE queue = ? GROUP BY 1, 2",
                (self._clock(), self.name),
            ).fetchall()
        visible = sum(count for seen, _, count in rows if seen)
        received = sum(count for seen, taken, count in rows if not seen and taken)
        return visible, received, sum(count for _, _, count in rows) - visible - received

    def all(self) -> list[Message]:
        """Every message, visible or not, oldest first; left as they are."""
        with self._lock:
            rows = self._db.execute(
                "SELECT id, body, '', dequeue_count, enqueued_at FROM messages WHERE queue = ? ORDER BY number",
                (self.name,),
            ).fetchall()
        return [Message(*row) for row in rows]

    def clear(self) -> None:
        """Deletes every message, visible or not."""
        with self._lock:
            self._db.execute("DELETE FROM messages WHERE queue = ?", (self.name,))

    def close(self) -> None:
        """See `Queue.close`."""
        with self._lock:
            self._db.close()

    def _take(self, most: int) -> list[Message]:
        now = self._clock()
        with self._lock:
            self._db.execute("BEGIN IMMEDIATE")
            try:
                rows = self._db.execute(
                    "SELECT number, id, body, dequeue_count, enqueued_at FROM messages"
                    " WHERE queue = ? AND visible_at <= ? ORDER BY priority, number LIMIT ?",
                    (self.name, now, most),
                ).fetchall()
                found = [Message(row[1], row[2], uuid4().hex, row[3] + 1, row[4]) for row in rows]
                self._db.executemany(
                    "UPDATE messages SET visible_at = ?, receipt = ?, dequeue_count = dequeue_count + 1,"
                    " first_dequeued_at = CASE first_dequeued_at WHEN 0 THEN ? ELSE first_dequeued_at END"
                    " WHERE number = ?",
                    [
                        (now + self.visibility, message.receipt, now, row[0])
                        for row, message in zip(rows, found, strict=True)
                    ],
                )
            except BaseException:
                self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")
        return found
