"""`python -m fc_local FUNCTION_DIR EVENT`: any function, with layers, as a person runs it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

CODE = """
import os, logging
import from_a_layer
def initialize(context): print("hook initialize")
def pre_stop(context): print("hook preStop")
def handler(event, context):
    logging.getLogger().info("a line")
    if event == b"fail":
        raise ValueError("broken")
    return {"layer": from_a_layer.NAME, "given": os.environ.get("GIVEN"), "memory": context.function.memory}
"""
HTTP = {"version": "v1", "headers": {}, "requestContext": {"http": {"method": "GET"}}, "body": ""}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "code").mkdir()
    (tmp_path / "code" / "index.py").write_text(CODE)
    (tmp_path / "layer" / "python").mkdir(parents=True)
    (tmp_path / "layer" / "python" / "from_a_layer.py").write_text("NAME = 'a layer'\n")
    (tmp_path / "event.json").write_text("{}")
    return tmp_path


def run(folder: Path, *arguments: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "fc_local", *arguments]
    return subprocess.run(command, cwd=folder, input=given, capture_output=True, check=False, timeout=60)


def test_a_function_with_a_layer_and_hooks(folder: Path) -> None:
    done = run(
        folder, "code", "event.json", "--layer", "layer", "--initializer", "index.initialize", "--pre-stop", "index.pre_stop",
        "--env", "GIVEN=yes=no", "--memory", "256", "--times", "2",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    told = {"layer": "a layer", "given": "yes=no", "memory": 256}
    assert [json.loads(line) for line in done.stdout.splitlines()] == [told, told]
    log = done.stderr.decode()
    assert (log.count("hook initialize"), log.count("[INFO] a line"), log.count("hook preStop")) == (1, 2, 1)


def test_the_event_may_come_on_stdin_and_a_failure_is_told(folder: Path) -> None:
    done = run(folder, "code", "-", "--layer", "layer", given=b"fail")
    assert done.returncode == 1
    assert json.loads(done.stdout)["errorType"] == "ValueError"
    assert ", Error: Unhandled function error" in done.stderr.decode()


def test_an_http_answer_is_shown_as_one(folder: Path) -> None:
    (folder / "code" / "web.py").write_text(
        "def handler(event, context): return {'statusCode': 404, 'headers': {'X-A': 'b'}, 'body': 'none here'}\n"
    )
    (folder / "http.json").write_text(json.dumps(HTTP))
    done = run(folder, "code", "http.json", "--handler", "web.handler")
    assert (done.returncode, done.stdout.decode()) == (0, "HTTP/1.1 404 Not Found\nX-A: b\n\nnone here\n")


def test_packages_beside_the_interpreter_can_stand_in_for_a_layer(folder: Path) -> None:
    (folder / "code" / "typed.py").write_text("import typing_extensions\ndef handler(event, context): return 'there'\n")
    assert run(folder, "code", "event.json", "--handler", "typed.handler").returncode == 1
    done = run(folder, "code", "event.json", "--handler", "typed.handler", "--package", "typing_extensions")
    assert done.stdout == b"there\n"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["nowhere", "event.json"], "nowhere is no folder"),
        (["code", "nothing.json"], "nothing.json: No such file"),
        (["code", "event.json", "--layer", "nowhere"], "nowhere is no folder"),
        (["code", "event.json", "--env", "GIVEN"], "--env: expected NAME=VALUE"),
        (["code", "event.json", "--package", "no-such-thing"], "lacks no-such-thing"),
        (["code", "event.json", "--python", "/nowhere/python"], "can't start /nowhere/python"),
        (["code", "event.json", "--runtime", "python2"], "invalid choice: 'python2'"),
    ],
)
def test_bad_usage_is_told(folder: Path, arguments: list[str], says: str) -> None:
    done = run(folder, *arguments)
    assert (done.returncode, done.stdout) == (2, b"")
    assert says in done.stderr.decode()
    assert "Traceback" not in done.stderr.decode()
