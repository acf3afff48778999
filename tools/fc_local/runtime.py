"""One instance of a function: a fresh interpreter, initialised once, invoked as often as wanted."""

from __future__ import annotations

import base64
import json
import os
import select
import subprocess
import sys
import time
import uuid
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, TYPE_CHECKING

from fc_local.errors import LocalRuntimeError
from fcruntime.credentials import ACCESS_KEY_ID, ACCESS_KEY_SECRET, SECURITY_TOKEN, Credentials

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import TracebackType

    from fc_local.layout import Layout

BOOTSTRAP = Path(__file__).with_name("bootstrap.py")
RUNTIMES = ("python3.12", "python3.10")
# What the platform sets; the rest of the caller's environment stays outside, as it does there.
_KEPT = ("PATH", "HOME", "LANG", "LC_ALL", "TZ", "TMPDIR", "SYSTEMROOT")


@dataclass(frozen=True, slots=True)
class FunctionConfig:
    """A function as its template describes it."""

    layout: Layout
    handler: str = "handler.handler"
    initializer: str = ""
    runtime: str = "python3.12"
    """Whose context it gets: python3.12 or python3.10."""
    python: Path = Path(sys.executable)
    """The interpreter that runs it."""
    name: str = "local"
    memory: int = 512
    """MB."""
    timeout: int = 60
    """Seconds, of initialize and of each invocation."""
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

    @property
    def ok(self) -> bool:
        """Whether the handler returned."""
        return not self.error_type


class LocalRuntime:
    """A running instance; use it as a context manager. `log` gets what the function prints."""

    def __init__(self, config: FunctionConfig, log: IO[str] | IO[bytes] | None = None) -> None:
        if config.runtime not in RUNTIMES:
            raise LocalRuntimeError(f"unknown runtime {config.runtime!r}: expected one of {', '.join(RUNTIMES)}")
        self._config = config
        self._log = log if log is not None else sys.stderr
        self._process: subprocess.Popen[bytes] | None = None
        self._results = -1
        self._initialized = not config.initializer

    def __enter__(self) -> LocalRuntime:
        self._start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def pid(self) -> int:
        """The interpreter's process ID."""
        return self._running().pid

    def invoke(self, event: bytes) -> Invocation:
        """Calls the handler; before the first call, the initializer, whose failure is the answer then."""
        request_id = f"1-{uuid.uuid4()}"
        if not self._initialized:
            first = self._call("initialize", self._config.initializer, request_id)
            if not first.ok:
                return first
            self._initialized = True
        return self._call("invoke", self._config.handler, request_id, event=base64.b64encode(event).decode())

    def stop(self) -> None:
        """Ends the interpreter."""
        if self._process is None:
            return
        process, self._process = self._process, None
        if process.stdin is not None:
            process.stdin.close()
        try:
            process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        os.close(self._results)

    def _start(self) -> None:
        config = self._config
        self._results, theirs = os.pipe()
        try:
            self._process = subprocess.Popen(  # noqa: S603 - the interpreter that the caller named
                [str(config.python), "-I", "-S", str(BOOTSTRAP), str(theirs)],
                stdin=subprocess.PIPE,
                stdout=self._log.fileno(),
                stderr=self._log.fileno(),
                pass_fds=[theirs],
                env=self._environment(),
            )
        except OSError as error:
            os.close(self._results)
            raise LocalRuntimeError(f"can't start {config.python}: {error.strerror}") from error
        finally:
            os.close(theirs)
        self._send(
            {
                "code": str(config.layout.code),
                "opt": str(config.layout.opt),
                "runtime": config.runtime,
                "name": config.name,
                "handler": config.handler,
                "memory": config.memory,
                "timeout": config.timeout,
                "region": config.region,
                "account_id": config.account_id,
                "log_project": "local-project",
                "log_store": "local-store",
            }
        )

    def _environment(self) -> dict[str, str]:
        config = self._config
        return {
            **{name: os.environ[name] for name in _KEPT if name in os.environ},
            "FC_REGION": config.region,
            "FC_ACCOUNT_ID": config.account_id,
            "FC_FUNCTION_NAME": config.name,
            "FC_FUNCTION_HANDLER": config.handler,
            "FC_FUNCTION_MEMORY_SIZE": str(config.memory),
            "FC_QUALIFIER": "LATEST",
            "FC_INSTANCE_ID": f"c-{uuid.uuid4().hex[:12]}",
            ACCESS_KEY_ID: config.credentials.access_key_id,
            ACCESS_KEY_SECRET: config.credentials.access_key_secret,
            SECURITY_TOKEN: config.credentials.security_token,
            **config.environ,
        }

    def _call(self, do: str, function: str, request_id: str, **more: str) -> Invocation:
        keys = self._config.credentials
        self._send(
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
        line = self._read_line()
        if line is None:
            return self._timed_out(request_id)
        answer = json.loads(line)
        return Invocation(request_id, base64.b64decode(answer["payload"]), answer["error_type"])

    def _timed_out(self, request_id: str) -> Invocation:
        self._running().kill()
        message = f"Function timed out after {self._config.timeout} seconds"
        payload = json.dumps({"errorMessage": message, "errorType": "FunctionTimeoutError", "stackTrace": []})
        return Invocation(request_id, payload.encode(), "FunctionTimeoutError")

    def _send(self, command: Mapping[str, object]) -> None:
        pipe = self._running().stdin
        if pipe is None:  # pragma: no cover - it is opened as a pipe
            raise LocalRuntimeError("the interpreter has no stdin")
        try:
            pipe.write(json.dumps(command).encode() + b"\n")
            pipe.flush()
        except BrokenPipeError as error:
            raise LocalRuntimeError(f"the function's interpreter ended by itself: {self._config.python}") from error

    def _read_line(self) -> bytes | None:
        """A result, or None when the timeout came first."""
        ends_at = time.monotonic() + self._config.timeout
        parts: list[bytes] = []
        while not (parts and parts[-1].endswith(b"\n")):
            ready, _, _ = select.select([self._results], [], [], max(0.0, ends_at - time.monotonic()))
            if not ready:
                return None
            part = os.read(self._results, 1 << 20)
            if not part:
                code = self._running().wait()
                raise LocalRuntimeError(f"the function's process ended in the middle of a call, with {code}")
            parts.append(part)
        return b"".join(parts)

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            raise LocalRuntimeError("the instance is not running: use it in a with statement")
        return self._process
