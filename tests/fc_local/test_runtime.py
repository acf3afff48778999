"""A handler runs as in the cloud: interpreter, context, log lines, errors, timeout."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from fc_local import FunctionConfig, Layout, LocalRuntime
from fc_local.errors import LocalRuntimeError
from fcruntime.credentials import Credentials

HANDLER = """
import json, logging, os, sys, time
import from_a_layer
calls = 0

def initialize(context):
    print("initialised", context.request_id != "")

def handler(event, context):
    global calls
    calls += 1
    wanted = json.loads(event)
    if wanted == "raise":
        raise ValueError("broken by request")
    if wanted == "hang":
        time.sleep(60)
    if wanted == "exit":
        os._exit(7)
    if wanted == "sys.exit":
        sys.exit(3)
    if wanted == "log":
        logging.getLogger().warning("careful")
        return "text"
    if wanted == "bytes":
        return event
    return {
        "calls": calls, "type": type(event).__name__, "layer": from_a_layer.NAME, "cwd": os.getcwd(),
        "version": list(sys.version_info[:2]), "names": sorted(vars(context)), "function": sorted(vars(context.function)),
        "key": os.environ["ALIBABA_CLOUD_ACCESS_KEY_ID"], "leaked": "SECRET_OF_THE_CALLER" in os.environ,
        "site": any("site-packages" in path for path in sys.path), "region": os.environ["FC_REGION"],
    }
"""


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    code, layer = tmp_path / "function", tmp_path / "layer"
    code.mkdir()
    layer.mkdir()
    (code / "index.py").write_text(HANDLER, encoding="utf-8")
    (layer / "from_a_layer.py").write_text("NAME = 'layer'\n", encoding="utf-8")
    return Layout.make(code, [layer / "from_a_layer.py"])


def config(layout: Layout, **changes: Any) -> FunctionConfig:
    given: dict[str, Any] = {"handler": "index.handler", "initializer": "index.initialize", "timeout": 20}
    return FunctionConfig(layout=layout, credentials=Credentials("STS.x", "s", "t"), **{**given, **changes})


def test_a_handler_runs_as_in_the_cloud(layout: Layout, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_OF_THE_CALLER", "1")
    with (tmp_path / "log").open("w") as log, LocalRuntime(config(layout), log) as runtime:
        first, second = runtime.invoke(b"1"), runtime.invoke(b"2")
    told = json.loads(first.payload)
    assert first.ok
    assert told == {
        "calls": 1, "type": "bytes", "layer": "layer", "cwd": str(layout.code.resolve()), "version": list(sys.version_info[:2]),
        "names": ["account_id", "function", "log_project", "log_store", "logger", "region", "request_id"],
        "function": ["handler", "memory", "name", "qualifier", "timeout", "version_id"],
        "key": "STS.x", "leaked": False, "site": False, "region": "cn-shanghai",
    }  # fmt: skip
    assert json.loads(second.payload)["calls"] == 2
    lines = (tmp_path / "log").read_text().splitlines()
    assert [line.partition(" RequestId")[0] for line in lines] == [
        "FC Initialize Start", "initialised True", "FC Initialize End", "FC Invoke Start", "FC Invoke End", "FC Invoke Start", "FC Invoke End",
    ]  # fmt: skip
    layout.remove()
    assert not layout.root.exists()


def test_python310s_context_has_credentials_and_a_service(layout: Layout, tmp_path: Path) -> None:
    with (tmp_path / "log").open("w") as log, LocalRuntime(config(layout, runtime="python3.10"), log) as runtime:
        told = json.loads(runtime.invoke(b"1").payload)
    assert told["names"] == ["account_id", "credentials", "function", "region", "request_id", "service", "tracing"]
    assert told["function"] == ["handler", "memory", "name", "timeout"]


def test_an_exception_is_a_function_error_in_its_json(layout: Layout, tmp_path: Path) -> None:
    with (tmp_path / "log").open("w") as log, LocalRuntime(config(layout), log) as runtime:
        failed = runtime.invoke(b'"raise"')
        after = runtime.invoke(b'"bytes"')
    assert failed.error_type == "UnhandledInvocationError"
    error = json.loads(failed.payload)
    assert (error["errorMessage"], error["errorType"]) == ("broken by request", "ValueError")
    ((file, line, function, statement),) = error["stackTrace"]
    assert file.endswith('index.py"')
    assert (function, statement) == ("in handler", 'raise ValueError("broken by request")')
    assert line.startswith("line ")
    assert (after.ok, after.payload) == (True, b'"bytes"')


def test_a_failing_initializer_is_told_and_tried_again(layout: Layout, tmp_path: Path) -> None:
    with (tmp_path / "log").open("w") as log, LocalRuntime(config(layout, initializer="index.missing"), log) as runtime:
        first = runtime.invoke(b"1")
    assert first.error_type == "InitializationError"
    assert "has no attribute 'missing'" in json.loads(first.payload)["errorMessage"]


def test_the_root_logger_prefixes_its_lines(layout: Layout, tmp_path: Path) -> None:
    with (tmp_path / "log").open("w") as log, LocalRuntime(config(layout), log) as runtime:
        answer = runtime.invoke(b'"log"')
    assert answer.payload == b"text"
    assert f"{answer.request_id} [WARNING] careful" in (tmp_path / "log").read_text()


def test_a_function_that_hangs_is_ended_at_its_timeout(layout: Layout, tmp_path: Path) -> None:
    with (tmp_path / "log").open("w") as log, LocalRuntime(config(layout, timeout=1), log) as runtime:
        answer = runtime.invoke(b'"hang"')
    assert answer.error_type == "FunctionTimeoutError"
    assert json.loads(answer.payload)["errorMessage"] == "Function timed out after 1 seconds"


@pytest.mark.parametrize(("how", "status"), [("exit", 7), ("sys.exit", 3)])
def test_a_process_that_ends_in_a_call_is_an_error_and_is_replaced(
    layout: Layout, tmp_path: Path, how: str, status: int
) -> None:
    with (tmp_path / "log").open("w") as log, LocalRuntime(config(layout), log) as runtime:
        first = runtime.pid
        lost = runtime.invoke(json.dumps(how).encode())
        after = runtime.invoke(b"1")
        assert runtime.pid != first
    assert (lost.error_type, after.ok, json.loads(after.payload)["calls"]) == ("UnhandledInvocationError", True, 1)
    message = json.loads(lost.payload)["errorMessage"]
    assert message.startswith("Process exited unexpectedly before completing request (duration: ")
    assert message.endswith(f"ms, exit status: {status})")
    assert (tmp_path / "log").read_text().count("FC Initialize Start") == 2
    assert f"FC Invoke End RequestId: {lost.request_id}, Error: Process exited" in (tmp_path / "log").read_text()


def test_an_interpreter_that_is_not_there(layout: Layout) -> None:
    with pytest.raises(LocalRuntimeError, match="can't start /nowhere/python: No such file"):
        LocalRuntime(config(layout, python=Path("/nowhere/python"))).__enter__()


def test_an_unknown_runtime_is_refused(layout: Layout) -> None:
    with pytest.raises(
        LocalRuntimeError, match=r"unknown runtime 'python3\.7': expected one of python3\.12, python3\.10"
    ):
        LocalRuntime(config(layout, runtime="python3.7"))


def test_an_instance_must_be_started(layout: Layout) -> None:
    with pytest.raises(LocalRuntimeError, match="use it in a with statement"):
        LocalRuntime(config(layout)).invoke(b"1")
