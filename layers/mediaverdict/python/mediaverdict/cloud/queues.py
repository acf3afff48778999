"""A queue's address -> the queue."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from mediaverdict.errors import say

if TYPE_CHECKING:
    from fcruntime.credentials import CredentialsProvider
    from mediaverdict.cloud.http import HttpClient
    from mediaverdict.cloud.messages import Queue

_PATH = re.compile(r"/queues/[A-Za-z0-9][A-Za-z0-9_-]{0,255}/?\Z")
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


def fault_of_address(address: str) -> str:
    """What is wrong with a queue's address, in words; empty where nothing is."""
    if address.startswith("sqlite:"):
        return "" if address.removeprefix("sqlite:") else say("sqlite: needs a path, as in sqlite:verdicts.sqlite")
    fault = fault_of_endpoint(address)
    if fault:
        return fault
    if not _PATH.match(urlsplit(address).path):
        return say("{address!r} names no queue: it must end in /queues/<name>", address=address)
    return ""


def fault_of_endpoint(address: str) -> str:
    """What is wrong with a service's URL: credentials go over plain HTTP only where nobody can listen."""
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
        _ = parts.port
    except ValueError as error:
        return say("{address!r} is no URL: {reason}", address=address, reason=error)
    if parts.scheme not in ("http", "https") or not host:
        return say("{address!r} is no URL that begins with https://", address=address)
    if parts.username or parts.password or parts.query or parts.fragment:
        return say("a URL with a user, a password, a query or a fragment is not accepted")
    if parts.scheme == "http" and host not in _LOOPBACK and not host.endswith("-internal.aliyuncs.com"):
        return say(
            "{address!r} is plain HTTP to a public host: use https://, or the region's -internal.aliyuncs.com host",
            address=address,
        )
    return ""


def open_queue(address: str, client: HttpClient, credentials: CredentialsProvider) -> Queue:
    """The queue at an address that `fault_of_address` finds no fault with."""
    if address.startswith("sqlite:"):
        from mediaverdict.cloud.sqlite_queue import SqliteQueue  # noqa: PLC0415 - never needed in the cloud

        return SqliteQueue.at(address)
    from mediaverdict.cloud.smq import SmqQueue  # noqa: PLC0415 - its beside: one of the two is loaded

    return SmqQueue(address, client, credentials)
