"""One process of a function: started, given commands, heard, ended."""

from __future__ import annotations

import json
import os
import select
import subprocess
import time
import uuid
from pathlib import Path
from typing import IO, TYPE_CHECKING

from fc_local.errors import LocalRuntimeError
from fcruntime.credentials import ACCESS_KEY_ID, ACCESS_KEY_SECRET, SECURITY_TOKEN

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fc_local.runtime import FunctionConfig

BOOTSTRAP = Path(__file__).with_name("bootstrap.py")
# What the platform sets; the rest of the caller's environment stays outside, as it does there.
_KEPT = ("PATH", "HOME", "LANG", "LC_ALL", "TZ", "TMPDIR", "SYSTEMROOT")
# python3.10 runs on Debian 10, python3.12 on Debian 11, and these name the version differently.
_VERSION = {"python3.10": "FC_VER_ID", "python3.12": "FC_FUNCTION_VERSION"}


class TimedOutError(Exception):
    """The process did not answer in time."""


class EndedError(Exception):
    """The process ended by itself; `args[0]` is its exit status."""


class Process:
    """The function's interpreter. Raises LocalRuntimeError where it can't be started."""

    def __init__(self, config: FunctionConfig, log: IO[str] | IO[bytes]) -> None:
        self._results, theirs = os.pipe()
        reading, self._commands = os.pipe()
        try:
            self._process = subprocess.Popen(  # noqa: S603 - the interpreter that the caller named
                [str(config.python), "-I", "-S", str(BOOTSTRAP), str(reading), str(theirs)],
                stdin=subprocess.DEVNULL,
                stdout=log.fileno(),
                stderr=log.fileno(),
                pass_fds=[reading, theirs],
                env=_environment(config),
            )
        except OSError as error:
            os.close(self._results)
            os.close(self._commands)
            raise LocalRuntimeError(f"can't start {config.python}: {error.strerror}") from error
        finally:
            os.close(reading)
            os.close(theirs)
        self.send(
            {
                "code": str(config.layout.code),
                "opt": str(config.layout.opt),
                "runtime": config.runtime,
                "versions": list(dict.fromkeys([config.runtime, _version(config.python)])),
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

    @property
    def pid(self) -> int:
        """Its ID."""
        return self._process.pid

    def send(self, command: Mapping[str, object]) -> None:
        """A command; what a process that has ended is told, it does not answer."""
        content = json.dumps(command).encode() + b"\n"
        try:
            while content:
                content = content[os.write(self._commands, content) :]
        except BrokenPipeError:
            return

    def answer(self, seconds: float) -> dict[str, str]:
        """What it answers. Raises TimedOutError after so many seconds, EndedError where it ended."""
        ends_at = time.monotonic() + seconds
        parts: list[bytes] = []
        while not (parts and parts[-1].endswith(b"\n")):
            ready, _, _ = select.select([self._results], [], [], max(0.0, ends_at - time.monotonic()))
            if not ready:
                raise TimedOutError
            part = os.read(self._results, 1 << 20)
            if not part:
                raise EndedError(self._process.wait())
            parts.append(part)
        found: dict[str, str] = json.loads(b"".join(parts))
        return found

    def end(self, *, kill: bool = False) -> None:
        """Ends it, after what it is doing, or at once."""
        os.close(self._commands)
        if kill:
            self._process.kill()
        try:
            self._process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        os.close(self._results)


def _version(python: Path) -> str:
    """Whose site-packages an interpreter reads, as far as its name says it: `python3.11`."""
    return python.resolve().name


def _environment(config: FunctionConfig) -> dict[str, str]:
    return {
        **{name: os.environ[name] for name in _KEPT if name in os.environ},
        "FC_REGION": config.region,
        "FC_ACCOUNT_ID": config.account_id,
        "FC_FUNCTION_NAME": config.name,
        "FC_FUNCTION_HANDLER": config.handler,
        "FC_FUNCTION_MEMORY_SIZE": str(config.memory),
        "FC_FUNC_CODE_PATH": str(config.layout.code),
        "FC_QUALIFIER": "LATEST",
        _VERSION[config.runtime]: "LATEST",
        "FC_INSTANCE_ID": f"c-{uuid.uuid4().hex[:12]}",
        ACCESS_KEY_ID: config.credentials.access_key_id,
        ACCESS_KEY_SECRET: config.credentials.access_key_secret,
        SECURITY_TOKEN: config.credentials.security_token,
        **config.environ,
    }
