"""The server: this machine's own programs only, requests of a bounded size."""

from __future__ import annotations

import socket

import httpx
import pytest

from alicloud_emulator import Emulator
from asking import ask_ice, ask_smq, set_header
from mediaverdict.cloud.smq_xml import read_xml


def test_it_listens_on_loopback_only(cloud: Emulator) -> None:
    port = int(cloud.endpoint.rpartition(":")[2])
    assert cloud._server.server_address[0] == "127.0.0.1"
    with pytest.raises(ConnectionRefusedError), socket.create_connection(("127.0.0.2", port), timeout=1):
        pass


def test_a_request_that_is_too_large_is_refused_unread(cloud: Emulator) -> None:
    with socket.create_connection(("127.0.0.1", int(cloud.endpoint.rpartition(":")[2]))) as connection:
        connection.sendall(b"POST /queues/q/messages HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999\r\n\r\n")
        assert connection.recv(100).startswith(b"HTTP/1.1 413 ")


@pytest.mark.parametrize(
    "host", ["elsewhere", "rebound.example:{}", "127.0.0.1", "127.0.0.1:1", "localhost.rebound.example:{}", ""]
)
def test_a_foreign_host_is_refused(cloud: Emulator, host: str) -> None:
    """A page whose name was bound to 127.0.0.1 may send what it likes: it is not looked at."""
    named = set_header("host", host.format(cloud.endpoint.rpartition(":")[2]))
    answer = ask_ice(cloud, named)
    assert (answer.status_code, answer.json()["Code"]) == (403, "Forbidden")
    refused = ask_smq(cloud, "GET", "/queues/q/messages", change=named)
    assert (refused.status_code, read_xml(refused.content).get("Code")) == (403, "Forbidden")


@pytest.mark.parametrize(
    "origin", ["https://rebound.example", "null", "http://127.0.0.1:1", "http://127.0.0.1:{}.x", ""]
)
def test_a_foreign_origin_is_refused(cloud: Emulator, origin: str) -> None:
    answer = ask_ice(cloud, set_header("origin", origin.format(cloud.endpoint.rpartition(":")[2])))
    assert (answer.status_code, answer.json()["Code"]) == (403, "Forbidden")


def test_its_own_host_and_origin_are_served(cloud: Emulator) -> None:
    assert ask_ice(cloud, set_header("origin", cloud.endpoint)).status_code == 200
    port = cloud.endpoint.rpartition(":")[2]
    assert httpx.get(cloud.endpoint, headers={"host": f"LOCALHOST:{port}"}).json()["Code"] == "MissingSignature"
