"""Runs inside the function's interpreter: standard library only, Python 3.10 and newer.

Started as `python -I -S bootstrap.py <result descriptor>`; commands come in on stdin, a JSON object a
line, results go out on the descriptor likewise. stdout and stderr are the function's own log.
"""

from __future__ import annotations

import base64
import importlib
import json
import logging
import os
import sys
import traceback
from types import SimpleNamespace
from typing import Any

Json = dict[str, Any]  # a JSON object of the protocol


def make_context(runtime: str, facts: Json, command: Json) -> SimpleNamespace:
    """The context as the chosen runtime shapes it: python3.12 has no credentials and no service."""
    function = SimpleNamespace(
        name=facts["name"], handler=facts["handler"], memory=facts["memory"], timeout=facts["timeout"]
    )
    context = SimpleNamespace(
        request_id=command["request_id"],
        function=function,
        region=facts["region"],
        account_id=facts["account_id"],
    )
    if runtime == "python3.10":
        context.credentials = SimpleNamespace(**command["credentials"])
        context.service = SimpleNamespace(
            name="",
            log_project=facts["log_project"],
            log_store=facts["log_store"],
            qualifier="LATEST",
            version_id="",
        )
        context.tracing = SimpleNamespace(span_context=None, jaeger_endpoint=None, span_baggages={})
        return context
    function.version_id, function.qualifier = "", "LATEST"
    context.log_project, context.log_store, context.logger = facts["log_project"], facts["log_store"], None
    return context


def function_error(error: BaseException, hide: str) -> Json:
    """Function Compute's JSON for an exception that left the handler, this file's own frames left out."""
    frames = [
        [f'File "{frame.filename}"', f"line {frame.lineno}", f"in {frame.name}", frame.line or ""]
        for frame in traceback.extract_tb(error.__traceback__)
        if frame.filename != hide
    ]
    return {"errorMessage": str(error), "errorType": type(error).__name__, "stackTrace": frames}


def as_payload(value: object) -> bytes:
    """What a caller gets for a handler's return value."""
    if isinstance(value, bytes):
        return value
    if isinstance(value, str):
        return value.encode()
    return json.dumps(value, ensure_ascii=False).encode()


class FunctionLog(logging.Formatter):
    """The root logger's prefix: time, request ID, level."""

    request_id = ""

    def format(self, record: logging.LogRecord) -> str:
        when = self.formatTime(record, "%Y-%m-%dT%H:%M:%S")
        return f"{when}Z {self.request_id} [{record.levelname}] {super().format(record)}"


def load(path: str) -> Any:
    """`module.function`, imported."""
    module, _, name = path.rpartition(".")
    return getattr(importlib.import_module(module), name)


def main() -> None:
    results = os.fdopen(int(sys.argv[1]), "w", encoding="utf-8")
    facts = json.loads(sys.stdin.readline())
    sys.path[:0] = [facts["code"], os.path.join(facts["opt"], "python")]
    os.chdir(facts["code"])
    formatter = FunctionLog()
    stream = logging.StreamHandler(sys.stdout)
    stream.setFormatter(formatter)
    logging.getLogger().addHandler(stream)

    for line in sys.stdin:
        command = json.loads(line)
        word = "Initialize" if command["do"] == "initialize" else "Invoke"
        formatter.request_id = command["request_id"]
        print(f"FC {word} Start RequestId: {command['request_id']}", flush=True)
        context = make_context(facts["runtime"], facts, command)
        try:
            function = load(command["function"])
            if word == "Initialize":
                function(context)
                payload = b""
            else:
                payload = as_payload(function(base64.b64decode(command["event"]), context))
            result = {"error_type": "", "payload": base64.b64encode(payload).decode()}
        except BaseException as error:  # noqa: BLE001 - whatever leaves a handler is a function error
            kind = "InitializationError" if word == "Initialize" else "UnhandledInvocationError"
            text = json.dumps(function_error(error, __file__), ensure_ascii=False)
            result = {"error_type": kind, "payload": base64.b64encode(text.encode()).decode()}
            print(text, flush=True)
        sys.stdout.flush()
        print(f"FC {word} End RequestId: {command['request_id']}", flush=True)
        results.write(json.dumps(result) + "\n")
        results.flush()


if __name__ == "__main__":
    main()
