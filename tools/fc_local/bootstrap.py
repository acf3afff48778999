"""Runs inside the function's interpreter: standard library only, Python 3.10 and newer.

Started as `python -I -S bootstrap.py <commands' descriptor> <results' descriptor>`: a JSON object a line each way.
stdin is empty; stdout and stderr are the function's own log.
"""

from __future__ import annotations

import base64
import datetime as dt
import decimal
import importlib
import json
import logging
import os
import sys
import time
import traceback
from contextlib import suppress
from types import SimpleNamespace
from typing import Any

Json = dict[str, Any]  # a JSON object of the protocol


class OldContext(SimpleNamespace):
    """python3.10's: has its older runtimes' names too."""

    retry_count = 0

    @property
    def requestId(self) -> str:  # noqa: N802 - the platform's name
        """As in Python 3.9's runtime."""
        return str(self.request_id)

    def getLogger(self) -> logging.Logger:  # noqa: N802 - the platform's name
        """As in Python 3.9's runtime."""
        return logging.getLogger()


def make_context(runtime: str, facts: Json, command: Json) -> SimpleNamespace:
    """The context as the chosen runtime shapes it: python3.12 has no credentials and no service."""
    function = SimpleNamespace(
        name=facts["name"], handler=facts["handler"], memory=facts["memory"], timeout=facts["timeout"]
    )
    shared = {
        "request_id": command["request_id"],
        "function": function,
        "region": facts["region"],
        "account_id": facts["account_id"],
    }
    if runtime == "python3.10":
        context = OldContext(**shared)
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
    return SimpleNamespace(
        **shared, log_project=facts["log_project"], log_store=facts["log_store"], logger=logging.getLogger()
    )


class CodeError(Exception):
    """A function that can't be found or loaded, as the platform names it."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind


def function_error(error: BaseException, hide: str) -> Json:
    """Function Compute's JSON for an exception that left the handler, without the frames of this file and importlib."""
    cause = error.__cause__ if isinstance(error, CodeError) and error.__cause__ is not None else error
    frames = [
        [f'File "{frame.filename}"', f"line {frame.lineno}", f"in {frame.name}", frame.line or ""]
        for frame in traceback.extract_tb(cause.__traceback__)
        if frame.filename != hide and "importlib" not in frame.filename
    ]
    kind = error.kind if isinstance(error, CodeError) else type(error).__name__
    return {"errorMessage": _text(error), "errorType": kind, "stackTrace": frames}


def _text(error: BaseException) -> str:
    try:
        return str(error)
    except Exception:  # noqa: BLE001 - a foreign exception
        return f"<{type(error).__name__} without a text>"


def as_payload(value: object) -> bytes:
    """What a caller gets for a handler's return value."""
    if isinstance(value, bytes):
        return value
    if isinstance(value, str):
        return value.encode()
    return json.dumps(value, ensure_ascii=False, default=_plain).encode()


def _plain(value: object) -> object:
    """The platform writes these two; all else is a TypeError there too."""
    if isinstance(value, decimal.Decimal):
        return float(value)
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    raise TypeError(f"Object of type {type(value).__name__} is not JSON serializable")


class FunctionLog(logging.Formatter):
    """The root logger's prefix: UTC, request ID, level."""

    request_id = ""

    def prefix(self, created: float, level: str) -> str:
        """`2026-11-23T14:17:05.779Z 1-6a... [ERROR]`."""
        when = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(created))
        return f"{when}.{int(created % 1 * 1000):03d}Z {self.request_id} [{level}]"

    def format(self, record: logging.LogRecord) -> str:
        return f"{self.prefix(record.created, record.levelname)} {super().format(record)}"


def load(path: str) -> Any:
    """`module.function` or `folder/module.function`, imported. Raises CodeError."""
    module, dot, name = path.rpartition(".")
    if not dot:
        raise CodeError("HandlerNotFound", f"Bad handler '{path}': expected MODULE.FUNCTION")
    try:
        found = importlib.import_module(module.replace("/", "."))
    except SyntaxError as error:
        raise CodeError("UserCodeSyntaxError", f"Syntax error in module '{module}': {error}") from error
    except Exception as error:
        raise CodeError("ImportModuleError", f"Unable to import module '{module}': {_text(error)}") from error
    try:
        return getattr(found, name)
    except AttributeError as error:
        raise CodeError("HandlerNotFound", f"Handler '{name}' is missing: {error}") from error


WORDS = {"initialize": "Initialize", "invoke": "Invoke", "pre_stop": "PreStop"}
KINDS = {
    "Initialize": "InitializationError",
    "Invoke": "UnhandledInvocationError",
    "PreStop": "UnhandledInvocationError",
}


class Console:
    """The platform's own lines, also when a function closed or replaced `sys.stdout`."""

    def __init__(self) -> None:
        self._descriptor = os.dup(1)

    def say(self, text: str) -> None:
        """A line, after what the function printed."""
        with suppress(Exception):  # a function may have put anything there
            sys.stdout.flush()
        os.write(self._descriptor, f"{text}\n".encode("utf-8", "replace"))


def main() -> None:
    results = os.fdopen(int(sys.argv[2]), "w", encoding="utf-8")
    commands = os.fdopen(int(sys.argv[1]), encoding="utf-8")
    console, process = Console(), os.getpid()
    # A process that the function forks hears no commands, and does not keep this one's end from being noticed.
    os.register_at_fork(after_in_child=commands.close)
    os.register_at_fork(after_in_child=results.close)
    facts = json.loads(commands.readline())
    opt = os.path.join(facts["opt"], "python")
    packages = [os.path.join(opt, "lib", version, "site-packages") for version in facts["versions"]]
    sys.path[:0] = [facts["code"], opt, *(package for package in packages if os.path.isdir(package))]
    os.chdir(facts["code"])
    formatter = FunctionLog()
    stream = logging.StreamHandler(sys.stdout)
    stream.setFormatter(formatter)
    logging.getLogger().addHandler(stream)
    logging.getLogger().setLevel(logging.INFO)

    for line in commands:
        command = json.loads(line)
        word = WORDS[command["do"]]
        formatter.request_id = command["request_id"]
        console.say(f"FC {word} Start RequestId: {command['request_id']}")
        context = make_context(facts["runtime"], facts, command)
        failed = ""
        try:
            function = load(command["function"])
            payload = b""
            if word == "Invoke":
                payload = as_payload(function(base64.b64decode(command["event"]), context))
            else:
                function(context)
            result = {"error_type": "", "payload": base64.b64encode(payload).decode()}
        except SystemExit:
            raise  # the process ends, as there
        except BaseException as error:  # noqa: BLE001 - whatever leaves a handler is a function error
            text = json.dumps(function_error(error, __file__), ensure_ascii=False)
            result = {"error_type": KINDS[word], "payload": base64.b64encode(text.encode("utf-8", "replace")).decode()}
            console.say(f"{formatter.prefix(time.time(), 'ERROR')} {text}")
            failed = ", Error: Unhandled function error"
        if os.getpid() != process:
            os._exit(0)  # a forked one that came out of the handler
        console.say(f"FC {word} End RequestId: {command['request_id']}{failed}")
        results.write(json.dumps(result) + "\n")
        results.flush()


if __name__ == "__main__":
    main()
