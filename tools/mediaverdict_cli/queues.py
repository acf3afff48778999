"""Queues as the commands use them: opened by address, never made by reading, compared, counted."""

from __future__ import annotations

import os
import sqlite3
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import httpx

from fcruntime.credentials import CredentialsProvider
from mediaverdict.cloud.http import HttpClient
from mediaverdict.cloud.messages import MAX_BATCH
from mediaverdict.cloud.queues import fault_of_address, open_queue
from mediaverdict.cloud.signing import MnsAuth
from mediaverdict.cloud.smq import SERVICE, VERSION
from mediaverdict.cloud.smq_xml import XmlError, read_xml
from mediaverdict.cloud.sqlite_queue import SCHEME, SqliteQueue
from mediaverdict.errors import CloudError, say
from mediaverdict_cli.inputs import BAD_INPUT, stop

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mediaverdict.cloud.messages import Message, Queue

_LOOPBACK = ("localhost", "::1")
_MOST_ATTRIBUTES = 64 * 1024


@dataclass(frozen=True, slots=True)
class OpenedQueue:
    """A queue, and what can be asked of it beyond a queue's verbs."""

    address: str
    queue: Queue
    client: HttpClient

    @property
    def is_peeked(self) -> bool:
        """Whether only its first 16 messages can be looked at without taking them: SMQ peeks no further."""
        return not isinstance(self.queue, SqliteQueue)

    def look(self) -> list[Message]:
        """The messages that can be looked at, left as they are: all of a file's, the first 16 of SMQ's."""
        return self.queue.all() if isinstance(self.queue, SqliteQueue) else self.queue.peek(MAX_BATCH)

    def waiting(self) -> int | None:
        """How many messages can be received now; None where the service does not say."""
        if isinstance(self.queue, SqliteQueue):
            return self.queue.sizes()[0]
        outgoing = httpx.Request("GET", self.address.rstrip("/"), headers={"x-mns-version": VERSION})
        try:
            auth = MnsAuth(CredentialsProvider(os.environ))
            answer = self.client.send(outgoing, auth, SERVICE, _MOST_ATTRIBUTES)
            text = read_xml(answer.body).get("ActiveMessages") if answer.status == 200 else ""
        except (CloudError, XmlError):  # without the right to ask, a count is not worth an error
            return None
        return int(text) if text.isdecimal() else None


def address_of(named: str | None, variable: str, option: str) -> str:
    """The address that was named, or the variable's; ends the command where there is none, or a wrong one."""
    address = named or os.environ.get(variable)
    if not address:
        stop(say("name a queue as {option}, or set {variable}", option=option, variable=variable), BAD_INPUT)
    fault = fault_of_address(address)
    if fault:
        stop(fault, BAD_INPUT)
    return address


@contextmanager
def opened(address: str, *, reading: bool = True) -> Iterator[OpenedQueue]:
    """The queue at an address. One that is read from must be there; ends the command where it is not."""
    if reading:
        check_is_there(address)
    with HttpClient([address]) as client:
        queue = open_queue(address, client, CredentialsProvider(os.environ))
        try:
            yield OpenedQueue(address, queue, client)
        finally:
            queue.close()


def check_is_there(address: str) -> None:
    """Ends the command for a `sqlite:` address with no queue behind it: reading a misspelt one must not make it."""
    if not address.startswith(SCHEME):
        return
    path, _ = _file_and_name(address)
    if not path.is_file():
        stop(say("there is no file {path}: no queue was read, and none was made", path=path), BAD_INPUT)
    try:
        db = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
        try:
            db.execute("SELECT 1 FROM messages LIMIT 1").fetchone()
        finally:
            db.close()
    except sqlite3.Error as error:
        stop(say("{path} holds no queue: {reason}", path=path, reason=error), BAD_INPUT)


def other_queues(address: str) -> list[str]:
    """Names of the queues with messages in the same file, for one that has none."""
    if not address.startswith(SCHEME):
        return []
    path, name = _file_and_name(address)
    db = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
    try:
        names = [str(found) for (found,) in db.execute("SELECT DISTINCT queue FROM messages ORDER BY queue")]
    finally:
        db.close()
    return [found for found in names if found != name]


def same_queue(one: str, other: str) -> bool:
    """Whether two addresses mean one queue: however the file is named, inside or outside the cloud's network."""
    return _identity(one) == _identity(other)


def _identity(address: str) -> tuple[str, ...]:
    if address.startswith(SCHEME):
        path, name = _file_and_name(address)
        resolved = path.resolve()
        if resolved.is_file():  # a hard link is the same file too
            about = resolved.stat()
            return SCHEME, str(about.st_dev), str(about.st_ino), name
        return SCHEME, str(resolved), name
    parts = urlsplit(address)
    host = (parts.hostname or "").removesuffix(".").replace("-internal.aliyuncs.com", ".aliyuncs.com")
    if host in _LOOPBACK:
        host = "127.0.0.1"
    inside = host.endswith(".aliyuncs.com")  # there http and https, with their own ports, are one service
    port = "" if inside else str(parts.port or {"http": 80, "https": 443}.get(parts.scheme, 0))
    return host, port, parts.path.rstrip("/")


def _file_and_name(address: str) -> tuple[Path, str]:
    path, _, name = address.removeprefix(SCHEME).partition("#")
    return Path(path), name or "verdicts"
