"""HTTP/1.1 over sockets, behind httpx's interface: kept-alive connections, and one deadline a call.

httpx's own transport counts each read by itself, so a byte every few seconds holds a function for as long
as it comes. Here every read of an answer gets what is left of the request's budget. It also takes a third
of the CPU, and neither httpcore, h11 nor anyio is loaded or shipped; the reasons stand in docs/decisions.
"""

from __future__ import annotations

import select
import socket
import threading
from typing import TYPE_CHECKING, cast

import httpx

from mediaverdict.cloud.budget import UNLIMITED, TimeBudget
from mediaverdict.cloud.framing import AnswerReader

if TYPE_CHECKING:
    import ssl
    from collections.abc import Iterator

    from mediaverdict.cloud.framing import Head

CONNECT_SECONDS = 5.0
MOST_IDLE = 16
"""Connections that are kept open to one address."""
CHUNK = 64 * 1024
NEW_CONNECTION = "new_connection"
"""The extension of a request that may go over no connection that was used before."""

Origin = tuple[str, str, int]


class SocketTransport(httpx.BaseTransport):
    """Sends requests one by one, each over a connection of its own for that time; safe to share between threads.

    A request's extension `budget` is its TimeBudget. Raises httpx.TransportError and its children.
    """

    def __init__(self, tls: ssl.SSLContext) -> None:
        self._tls = tls
        self._idle: dict[Origin, list[_Connection]] = {}
        self._lock = threading.Lock()
        self._closed = False

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """The answer's head; its body is read as it is iterated, and only then is the connection free again."""
        budget = cast("TimeBudget", request.extensions.get("budget", UNLIMITED))
        url = request.url
        origin = (url.scheme, url.host, url.port or (443 if url.scheme == "https" else 80))
        try:
            used = None if request.extensions.get(NEW_CONNECTION) else self._idle_one(origin)
            connection = used or _Connection(origin, self._tls, budget)
        except TimeoutError as error:
            raise httpx.ConnectTimeout("the connection was not made in time") from error
        except OSError as error:
            raise httpx.ConnectError(str(error)) from error
        try:
            reader, head = connection.exchange(request, budget)
        except BaseException as error:
            connection.close()
            raise _as_transport_error(error) from error
        body = _Body(self, connection, reader, reader.body(head, request.method))
        return httpx.Response(head.status, headers=head.headers, stream=body, request=request)

    def close(self) -> None:
        """Closes the connections that are idle, and each that is busy still when its answer has come."""
        with self._lock:
            self._closed = True
            for connections in self._idle.values():
                for connection in connections:
                    connection.close()
            self._idle.clear()

    def release(self, connection: _Connection) -> None:
        """A connection whose answer was read to its end."""
        with self._lock:
            idle = self._idle.setdefault(connection.origin, [])
            if not self._closed and len(idle) < MOST_IDLE and connection.is_quiet():
                idle.append(connection)
                return
        connection.close()

    def _idle_one(self, origin: Origin) -> _Connection | None:
        while True:
            with self._lock:
                idle = self._idle.get(origin)
                connection = idle.pop() if idle else None
            if connection is None or connection.is_quiet():
                return connection
            connection.close()


class _Connection:
    """One TCP or TLS connection, and the budget of the request that it is busy with."""

    def __init__(self, origin: Origin, tls: ssl.SSLContext, budget: TimeBudget) -> None:
        """Raises OSError, TimeoutError among them."""
        self.origin = origin
        self.budget = budget.within(CONNECT_SECONDS)
        scheme, host, port = origin
        self._socket: socket.socket = self._connected(host, port)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if scheme == "https":
            try:
                self._socket.settimeout(self.seconds_left())
                self._socket = tls.wrap_socket(self._socket, server_hostname=host)
            except BaseException:
                self._socket.close()
                raise

    def _connected(self, host: str, port: int) -> socket.socket:
        """To the first of the name's addresses that answers, each with its share of what is left: the standard
        library's `create_connection` gives each of them the whole time.
        """
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        failed: OSError | None = None
        for number, (*kind, _, address) in enumerate(found):
            made = socket.socket(*kind)
            try:
                made.settimeout((self.seconds_left() or CONNECT_SECONDS) / (len(found) - number))
                made.connect(address)
            except OSError as error:
                made.close()
                failed = failed or error
            else:
                return made
        raise failed or OSError("the name has no address")

    def exchange(self, request: httpx.Request, budget: TimeBudget) -> tuple[AnswerReader, Head]:
        """Sends the request and reads the answer's head."""
        self.budget = budget
        lines = [b"%s %s HTTP/1.1" % (request.method.encode("ascii"), request.url.raw_path)]
        lines += [b"%s: %s" % header for header in request.headers.raw]
        self._socket.settimeout(self.seconds_left())
        self._socket.sendall(b"\r\n".join([*lines, b"", request.content]))
        reader = AnswerReader(self._receive)
        return reader, reader.head()

    def _receive(self) -> bytes:
        """What comes next, within what is left of the budget."""
        self._socket.settimeout(self.seconds_left())
        return self._socket.recv(CHUNK)

    def seconds_left(self) -> float | None:
        """What a socket's timeout is set to. Raises TimeoutError where nothing is left."""
        left = self.budget.remaining()
        if left <= 0:
            raise TimeoutError("the request's time is up")
        return None if left == float("inf") else left

    def is_quiet(self) -> bool:
        """Whether it may carry another request: open, and nothing came that nobody asked for."""
        try:
            readable, _, _ = select.select([self._socket], [], [], 0)
        except (OSError, ValueError):
            return False
        return not readable

    def close(self) -> None:
        """Closes it."""
        self._socket.close()


class _Body(httpx.SyncByteStream):
    """An answer's body as it comes, not decoded; then its connection is free again."""

    def __init__(
        self, transport: SocketTransport, connection: _Connection, reader: AnswerReader, body: Iterator[bytes]
    ) -> None:
        self._transport = transport
        self._connection: _Connection | None = connection
        self._reader = reader
        self._body = body

    def __iter__(self) -> Iterator[bytes]:
        try:
            yield from self._body
        except OSError as error:
            raise _as_transport_error(error) from error
        connection = self._connection
        if connection is not None and self._reader.reusable:
            self._connection = None
            self._transport.release(connection)

    def close(self) -> None:
        """A body that was not read to its end leaves a connection that nobody can use."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def _as_transport_error(error: BaseException) -> BaseException:
    if isinstance(error, TimeoutError):
        return httpx.ReadTimeout("the answer did not come in time")
    if isinstance(error, OSError):
        return httpx.ReadError(str(error))
    return error
