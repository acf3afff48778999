"""The socket transport, against what servers really send."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from typing import TYPE_CHECKING, cast

import httpx
import pytest

from alicloud_emulator import Emulator
from alicloud_emulator.answers import Answer, Fault
from fakes import Clock
from mediaverdict.cloud.budget import UNLIMITED, TimeBudget
from mediaverdict.cloud.transport import MOST_IDLE, NEW_CONNECTION, SocketTransport
from servers import RawServer, http

if TYPE_CHECKING:
    from mediaverdict.cloud.transport import _Body

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


@pytest.fixture
def transport() -> Iterator[SocketTransport]:
    made = SocketTransport(ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT))
    yield made
    made.close()


def get(transport: SocketTransport, url: str, seconds: float = 5.0, content: bytes = b"") -> tuple[int, bytes]:
    request = httpx.Request("POST", url, content=content, extensions={"budget": TimeBudget.of(seconds)})
    response = transport.handle_request(request)
    try:
        return response.status_code, b"".join(response.iter_raw())
    finally:
        response.close()


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (OK, (200, b"ok")),
        (b"HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" + OK, (200, b"ok")),
        (b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\n\r\n" + OK, (200, b"ok")),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\no\r\n1\r\nk\r\n0\r\n\r\n", (200, b"ok")),
        (b"HTTP/1.1 204 No Content\r\n\r\n", (204, b"")),
        (b"HTTP/1.1 500 X\r\nConnection: close\r\n\r\nuntil the end", (500, b"until the end")),
    ],
)
def test_an_answer_is_read(transport: SocketTransport, answer: bytes, told: tuple[int, bytes]) -> None:
    with RawServer(answer) as server:
        assert get(transport, server.url) == told


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (b"", httpx.ReadError),
        (b"SSH-2.0-OpenSSH\r\n\r\n", httpx.RemoteProtocolError),
        (http(200, b"ok", length=3), httpx.RemoteProtocolError),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\no\r\n", httpx.RemoteProtocolError),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nok", httpx.RemoteProtocolError),
        (b"HTTP/1.1 200 OK\r\nX: " + b"y" * 70_000 + b"\r\n\r\n", httpx.RemoteProtocolError),
        (b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 200 + b"\r\n", httpx.RemoteProtocolError),
        (None, httpx.ReadTimeout),
    ],
)
def test_a_broken_answer_is_a_transport_error(
    transport: SocketTransport, answer: bytes | None, error: type[Exception]
) -> None:
    with RawServer(answer) as server, pytest.raises(error):
        get(transport, server.url, seconds=0.3)


@pytest.mark.parametrize("fault", [Fault.TRICKLE, Fault.HANG])
def test_all_reads_of_an_answer_share_one_budget(cloud: Emulator, transport: SocketTransport, fault: Fault) -> None:
    cloud.state.intercept = lambda _method, _target: fault
    with pytest.raises(httpx.ReadTimeout):
        get(transport, cloud.endpoint, seconds=0.5)


def test_without_time_nothing_is_connected(cloud: Emulator, transport: SocketTransport) -> None:
    with pytest.raises(httpx.ConnectTimeout):
        get(transport, cloud.endpoint, seconds=0.0)


def test_a_connection_is_kept_unless_its_answer_was_left_or_had_more(
    cloud: Emulator, transport: SocketTransport
) -> None:
    cloud.state.intercept = lambda _method, _target: Answer(200, b"x" * 300_000)

    def idle() -> int:
        return sum(map(len, transport._idle.values()))

    assert get(transport, cloud.endpoint)[1] == b"x" * 300_000
    assert idle() == 1
    response = transport.handle_request(httpx.Request("GET", cloud.endpoint))
    assert idle() == 0
    response.close()
    assert idle() == 0
    with RawServer(OK + b"HTTP/1.1 200 OK\r\n") as server:
        assert get(transport, server.url) == (200, b"ok")
    assert idle() == 0


def test_a_connection_that_was_closed_meanwhile_is_not_used_again(transport: SocketTransport) -> None:
    with RawServer(OK, OK) as server:
        assert get(transport, server.url) == (200, b"ok")
        connections = [one for several in transport._idle.values() for one in several]
        for connection in connections:
            connection._socket.shutdown(socket.SHUT_RDWR)
        assert get(transport, server.url) == (200, b"ok")
    assert len(server.requests) == 2


def test_who_asks_for_a_new_connection_gets_one_and_both_are_kept(cloud: Emulator, transport: SocketTransport) -> None:
    cloud.state.intercept = lambda _method, _target: Answer(200, b"ok")
    assert get(transport, cloud.endpoint) == (200, b"ok")
    [first] = [one for several in transport._idle.values() for one in several]
    request = httpx.Request("GET", cloud.endpoint, extensions={NEW_CONNECTION: True})
    assert transport.handle_request(request).read() == b"ok"
    [idle] = transport._idle.values()
    assert idle[0] is first
    assert len(idle) == 2


def test_an_answer_that_comes_after_the_end_leaves_no_connection(cloud: Emulator, transport: SocketTransport) -> None:
    cloud.state.intercept = lambda _method, _target: Answer(200, b"ok")
    response = transport.handle_request(httpx.Request("GET", cloud.endpoint))
    transport.close()
    assert b"".join(response.iter_raw()) == b"ok"
    assert sum(map(len, transport._idle.values())) == 0


def test_nobody_listens(transport: SocketTransport) -> None:
    with RawServer() as server:
        url = server.url
    with pytest.raises(httpx.ConnectError):
        get(transport, url)


def test_no_more_connections_are_kept_than_one_address_needs(cloud: Emulator, transport: SocketTransport) -> None:
    cloud.state.intercept = lambda _method, _target: Answer(200, b"ok")
    asked = [transport.handle_request(httpx.Request("GET", cloud.endpoint)) for _ in range(MOST_IDLE + 2)]
    connections = [cast("_Body", response.stream)._connection for response in asked]
    for response in asked:
        assert b"".join(response.iter_raw()) == b"ok"
    [idle] = transport._idle.values()
    assert len(idle) == MOST_IDLE
    assert [one._socket.fileno() >= 0 for one in connections if one] == [True] * MOST_IDLE + [False] * 2


class Nobody:
    """A socket that is refused, after all of the time that it was given."""

    def __init__(self, clock: Clock, asked: list[tuple[object, float]]) -> None:
        self._clock = clock
        self._asked = asked
        self._seconds = 0.0

    def settimeout(self, seconds: float) -> None:
        self._seconds = seconds

    def connect(self, address: object) -> None:
        self._asked.append((address, self._seconds))
        self._clock.now += self._seconds
        raise ConnectionRefusedError(f"nobody at {address}")

    def close(self) -> None:
        self._asked.append(("closed", 0.0))


@pytest.mark.parametrize(
    ("url", "budget", "addresses", "asked"),
    [
        ("http://queue.test/q", UNLIMITED, 1, [(("a0", 80), 5.0)]),
        ("https://queue.test/q", UNLIMITED, 1, [(("a0", 443), 5.0)]),
        ("https://queue.test:8443/q", TimeBudget(1002.5), 1, [(("a0", 8443), 2.5)]),
        ("http://queue.test:8080/q", TimeBudget(1060.0), 1, [(("a0", 8080), 5.0)]),
        ("http://queue.test/q", UNLIMITED, 2, [(("a0", 80), 2.5), (("a1", 80), 2.5)]),
        ("http://queue.test/q", TimeBudget(1001.0), 4, [((f"a{n}", 80), 0.25) for n in range(4)]),
    ],
)
def test_where_and_for_how_long_it_is_connected(
    transport: SocketTransport,
    monkeypatch: pytest.MonkeyPatch,
    url: str,
    budget: TimeBudget,
    addresses: int,
    asked: list[tuple[tuple[str, int], float]],
) -> None:
    clock = Clock(monkeypatch, "cloud.budget")
    seen: list[tuple[object, float]] = []

    def resolve(host: str, port: int, **kind: object) -> list[object]:
        assert (host, kind) == ("queue.test", {"type": socket.SOCK_STREAM})
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (f"a{number}", port)) for number in range(addresses)]

    def made(family: int, kind: int, protocol: int) -> Nobody:
        assert (family, kind, protocol) == (socket.AF_INET, socket.SOCK_STREAM, 6)
        return Nobody(clock, seen)

    monkeypatch.setattr("mediaverdict.cloud.transport.socket.getaddrinfo", resolve)
    monkeypatch.setattr("mediaverdict.cloud.transport.socket.socket", made)
    with pytest.raises(httpx.ConnectError, match=r"nobody at .'a0'"):
        transport.handle_request(httpx.Request("GET", url, extensions={"budget": budget}))
    assert [one for one in seen if one[0] != "closed"] == asked
    assert len(seen) == 2 * addresses


def test_the_next_address_is_taken_where_one_does_not_answer(
    transport: SocketTransport, monkeypatch: pytest.MonkeyPatch
) -> None:
    with RawServer() as nobody:
        dead = int(nobody.url.rpartition(":")[2])
    with RawServer(OK) as server:
        ports = [dead, int(server.url.rpartition(":")[2])]
        found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port)) for port in ports]
        monkeypatch.setattr("mediaverdict.cloud.transport.socket.getaddrinfo", lambda *_, **__: found)
        assert get(transport, "http://queue.test/q") == (200, b"ok")


def test_what_is_left_of_a_connections_time_is_told(
    cloud: Emulator, transport: SocketTransport, monkeypatch: pytest.MonkeyPatch
) -> None:
    cloud.state.intercept = lambda _method, _target: Answer(200, b"ok")
    assert get(transport, cloud.endpoint) == (200, b"ok")
    [[connection]] = transport._idle.values()
    clock = Clock(monkeypatch, "cloud.budget")
    connection.budget = UNLIMITED
    assert connection.seconds_left() is None
    connection.budget = TimeBudget(1000.5)
    assert connection.seconds_left() == 0.5
    clock.now = 1000.5
    with pytest.raises(TimeoutError):
        connection.seconds_left()


def test_a_request_goes_out_as_it_is_in_one_piece(transport: SocketTransport) -> None:
    with RawServer(OK) as server:
        url = f"{server.url}/a%20b?c=d"
        request = httpx.Request("PUT", url, headers={"X-A": "b"}, content=b"the body")
        assert transport.handle_request(request).read() == b"ok"
    [sent] = server.requests
    head, _, body = sent.partition(b"\r\n\r\n")
    assert head.split(b"\r\n")[0] == b"PUT /a%20b?c=d HTTP/1.1"
    assert b"X-A: b" in head.split(b"\r\n")
    assert body == b"the body"


def test_closing_closes_what_is_idle(cloud: Emulator, transport: SocketTransport) -> None:
    cloud.state.intercept = lambda _method, _target: Answer(200, b"ok")
    assert get(transport, cloud.endpoint) == (200, b"ok")
    [[connection]] = transport._idle.values()
    transport.close()
    assert (connection._socket.fileno(), transport._idle) == (-1, {})
