"""The studio as it is run: a process, its address, and how it ends."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import httpx

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PATIENCE = 30


@contextmanager
def studio(*options: str, folder: Path, unsaved: str = "") -> Iterator[str]:
    """Runs the command in a folder, and gives the address that it printed. Ctrl-C must end it without a word.

    Where the book `unsaved` is not saved then, it must say so, and end by a second one.
    """
    log = folder / "studio.log"
    with log.open("w", encoding="utf-8") as errors:
        process = subprocess.Popen(
            [sys.executable, "-m", "mediaverdict_cli", "studio", "--no-browser", *options],
            cwd=folder,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
        )
        assert process.stdout is not None
        try:
            address = process.stdout.readline().strip()
            assert address.startswith("http://127.0.0.1:"), (address, log.read_text(encoding="utf-8"))
            yield address
        except BaseException:  # what went wrong is what is told, not that the book was not saved
            process.kill()
            raise
        process.send_signal(signal.SIGINT)
        if unsaved:
            while "not saved" not in log.read_text(encoding="utf-8") and process.poll() is None:
                time.sleep(0.05)
            process.send_signal(signal.SIGINT)
        code = process.wait(PATIENCE)
    said = log.read_text(encoding="utf-8")
    notice = f"{unsaved} has changes that are not saved: save them in the page, or press Ctrl-C again to give them up\n"
    assert (code, said) == (0, "Ctrl-C ends it.\n" + (notice if unsaved else "")), (code, said)


def check_taken_port(address: str, folder: Path) -> None:
    """A port that is taken is told."""
    port = str(urlsplit(address).port)
    done = subprocess.run(
        [sys.executable, "-m", "mediaverdict_cli", "studio", "--no-browser", "--port", port],
        cwd=folder, capture_output=True, text=True, timeout=PATIENCE, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (2, ""), done
    assert done.stderr.startswith(f"mediaverdict: port {port} can't be used: "), done.stderr


def check_refusals(address: str) -> None:
    """Foreign requests are refused, over HTTP and WebSocket alike; the token moves into a cookie."""
    parts = urlsplit(address)
    base, port = f"http://{parts.netloc}", parts.port
    (token,) = parse_qs(parts.query)["token"]
    (name, value) = (f"mediaverdict-studio-{port}", token)
    cookie = {"cookie": f"{name}={value}"}

    def status(path: str = "/en", **headers: str) -> int:
        return httpx.get(base + path, headers=headers).status_code

    assert status() == 403, "no token"
    assert status("/?token=guessed") == 403
    assert status("/studio/drawing.js") == 403, "nothing is served without it"
    assert status(**cookie) == 200
    assert status(**cookie, origin=base) == 200
    assert status(**cookie, host=f"evil.example:{port}") == 403
    assert status(**cookie, origin="http://evil.example") == 403
    answer = httpx.post(
        base + "/studio/jobs?name=a.json", content=b"{}", headers=cookie | {"origin": "http://a.example"}
    )
    assert answer.status_code == 403
    first = httpx.get(address)
    assert (first.status_code, first.headers["location"]) == (303, "/")
    assert "HttpOnly" in first.headers["set-cookie"]
    assert "SameSite=Strict" in first.headers["set-cookie"]

    assert port is not None
    assert upgrade(port, cookie | {"origin": base}) == 101
    assert upgrade(port, {"origin": base}) == 403
    assert upgrade(port, cookie | {"origin": "http://evil.example"}) == 403
    assert upgrade(port, cookie | {"host": "evil.example", "origin": base}) == 403
    with socket.socket() as outside:
        outside.settimeout(2)
        try:
            outside.connect((_address_of_this_machine(), port))
        except OSError:
            return
    raise AssertionError("served beyond 127.0.0.1")


def upgrade(port: int, headers: dict[str, str]) -> int:
    """The status of a WebSocket's handshake."""
    lines = {
        "host": f"127.0.0.1:{port}", "connection": "Upgrade", "upgrade": "websocket", "sec-websocket-version": "13",
        "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==",
    } | headers  # fmt: skip
    path = "/_nicegui_ws/socket.io/?EIO=4&transport=websocket"
    request = f"GET {path} HTTP/1.1\r\n" + "".join(f"{name}: {value}\r\n" for name, value in lines.items()) + "\r\n"
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as connection:
        connection.sendall(request.encode())
        return int(connection.recv(4096).split()[1])


def _address_of_this_machine() -> str:
    """One that is not 127.0.0.1; nothing is sent for it."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return "127.0.0.2"
        return str(probe.getsockname()[0])
