"""A function with one instance at a time: initialised once, invoked as often as wanted, replaced where it failed."""

from __future__ import annotations

import base64
import json
import os
import sys
import time
import uuid
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, TYPE_CHECKING

from fc_local.answers import HttpAnswer, is_http_event, read_answer
from fc_local.errors import LocalRuntimeError
from fc_local.instance import EndedError, Process, TimedOutError
from fcruntime.credentials import Credentials

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import TracebackType

    from fc_local.layout import Layout

RUNTIMES = ("python3.12", "python3.10")


@dataclass(frozen=True, slots=True)
class FunctionConfig:
    """A function as its template describes it."""

    layout: Layout
    handler: str = "handler.handler"
    initializer: str = ""
    pre_stop: str = ""
    runtime: str = "python3.12"
    """Whose context it gets: python3.12 or python3.10."""
    python: Path = Path(sys.executable)
    """The interpreter that runs it."""
    name: str = "local"
    memory: int = 512
    """MB."""
    timeout: int = 60
    """Seconds, of each invocation."""
    initializer_timeout: int = 30
    pre_stop_timeout: int = 30
    """Seconds, of the hooks."""
    region: str = "cn-shanghai"
    account_id: str = "123456789"
    credentials: Credentials = field(default_factory=lambda: Credentials("local", "local"))
    environ: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Invocation:
    """What came of one call."""

    request_id: str
    payload: bytes
    """What the handler returned, or the function error's JSON."""
    error_type: str
    """As in `X-Fc-Error-Type`; empty when the handler returned."""
    http: HttpAnswer | None = None
    """What an HTTP trigger's caller gets; None for other events."""

    @property
    def ok(self) -> bool:
        """Whether the handler returned."""
        return not self.error_type


class LocalRuntime:
    """A running function; use it as a context manager. `log` gets what the function prints."""

    def __init__(self, config: FunctionConfig, log: IO[str] | IO[bytes] | None = None) -> None:
        if config.runtime not in RUNTIMES:
            raise LocalRuntimeError(f"unknown runtime {config.runtime!r}: expected one of {', '.join(RUNTIMES)}")
        self._config = config
        self._log = log if log is not None else sys.stderr
        self._started = False
        self._process: Process | None = None
        self._initialized = False

    def __enter__(self) -> LocalRuntime:
        self._started = True
        self._instance()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def pid(self) -> int:
        """The instance's process ID."""
        return self._instance().pid

    def invoke(self, event: bytes) -> Invocation:
        """Calls the handler; before an instance's first call the initializer, whose failure is the answer then.

        After a failed initializer, a call that took too long, and a process that ended, the next call gets another
        instance.
        """
        config = self._config
        self._instance()
        request_id = f"1-{uuid.uuid4()}"
        if config.initializer and not self._initialized:
            first = self._call("initialize", config.initializer, request_id, config.initializer_timeout)
            if not first.ok:
                self._replace()
                return first
        self._initialized = True
        answer = self._call(
            "invoke", config.handler, request_id, config.timeout, event=base64.b64encode(event).decode()
        )
        if not is_http_event(event):
            return answer
        return Invocation(request_id, answer.payload, answer.error_type, read_answer(answer.payload, answer.error_type))

    def stop(self) -> None:
        """Ends the instance, after its preStop hook where it has one and was initialised."""
        if self._process is None:
            return
        config = self._config
        if config.pre_stop and self._initialized:
            self._call("pre_stop", config.pre_stop, f"1-{uuid.uuid4()}", config.pre_stop_timeout)
        self._replace(kill=False)

    def _instance(self) -> Process:
        """The instance, a new one where there is none."""
        if not self._started:
            raise LocalRuntimeError("the instance is not running: use it in a with statement")
        if self._process is None:
            self._process = Process(self._config, self._log)
            self._initialized = False
        return self._process

    def _replace(self, *, kill: bool = True) -> None:
        """This instance is no more."""
        process, self._process = self._process, None
        if process is not None:
            process.end(kill=kill)

    def _call(self, do: str, function: str, request_id: str, seconds: int, **more: str) -> Invocation:
        keys = self._config.credentials
        process = self._instance()
        begun = time.monotonic()
        process.send(
            {
                "do": do,
                "function": function,
                "request_id": request_id,
                "credentials": {
                    "access_key_id": keys.access_key_id,
                    "access_key_secret": keys.access_key_secret,
                    "security_token": keys.security_token,
                },
                **more,
            }
        )
        try:
            answer = process.answer(seconds)
        except TimedOutError:
            what = {"initialize": "Function initialization", "pre_stop": "PreStop"}.get(do, "Function")
            message = f"{what} timed out after {seconds} seconds"
            return self._lost(
                do, request_id, "FunctionTimeoutError", message, {"errorType": "FunctionTimeoutError", "stackTrace": []}
            )
        except EndedError as ended:
            how = f"duration: {int((time.monotonic() - begun) * 1000)}ms, exit status: {ended.args[0]}"
            message = f"Process exited unexpectedly before completing request ({how})"
            return self._lost(do, request_id, "UnhandledInvocationError", message, {})
        return Invocation(request_id, base64.b64decode(answer["payload"]), answer["error_type"])

    def _lost(self, do: str, request_id: str, kind: str, message: str, more: Mapping[str, object]) -> Invocation:
        """The instance is gone, and the platform says so in the log and to the caller."""
        self._replace()
        word = {"initialize": "Initialize", "invoke": "Invoke", "pre_stop": "PreStop"}[do]
        os.write(self._log.fileno(), f"FC {word} End RequestId: {request_id}, Error: {message}\n".encode())
        return Invocation(request_id, json.dumps({"errorMessage": message, **more}).encode(), kind)
