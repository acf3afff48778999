"""`emulate`: what it refuses; that it serves is shown by a process in test_app.py."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from command import run


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--jobs", "nowhere"], "nowhere is no folder"),
        (["--queue", "a/b"], "--queue 'a/b' is no queue's name: letters, digits, - and _, at most 256"),
        (["--queue", ""], "--queue '' is no queue's name"),
        (["--queue", "x" * 257], "is no queue's name"),
        (["--ice-qps", "0"], "--ice-qps 0: expected calls a second, from 0.01 to 1000000"),
        (["--ice-qps", "-1"], "--ice-qps -1: expected"),
        (["--ice-qps", "nan"], "--ice-qps nan: expected"),
    ],
)
def test_bad_input_is_a_line(options: list[str], says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    done = run("emulate", *options)
    assert (done.exit_code, done.stdout, says in done.stderr) == (2, "", True)


def test_a_port_that_is_taken_is_told() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = run("emulate", "--port", str(port))
    assert (done.exit_code, done.stdout) == (2, "")
    assert f"port {port} can't be used: Address already in use" in done.stderr
