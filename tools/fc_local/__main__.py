"""Runs any function on this machine as Function Compute does, without Docker.

    python -m fc_local FUNCTION_DIR EVENT [--handler index.handler] [--layer DIR ...] [--package NAME ...]

What the handler returned goes to stdout (an HTTP trigger's answer as one), the function's log to stderr. Exit code 0
when the handler returned, 1 when it raised, 2 for bad usage.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from fc_local.errors import LocalRuntimeError
from fc_local.layout import Layout, installed_distributions
from fc_local.runtime import RUNTIMES, FunctionConfig, LocalRuntime
from fcruntime.credentials import Credentials, read_credentials
from fcruntime.errors import CredentialsError


def parser() -> argparse.ArgumentParser:
    """The command's options."""
    made = argparse.ArgumentParser(
        prog="fc_local", description="Runs a function on an event, as Function Compute does.", allow_abbrev=False
    )
    made.add_argument("function", type=Path, metavar="FUNCTION_DIR", help="the folder that is /code")
    made.add_argument("event", type=Path, metavar="EVENT", help="a file with the event; - for stdin")
    made.add_argument("--handler", default="index.handler", help="MODULE.FUNCTION, or FOLDER/MODULE.FUNCTION")
    made.add_argument("--initializer", default="", help="the hook of that name, as MODULE.FUNCTION")
    made.add_argument("--pre-stop", default="", help="the preStop hook, as MODULE.FUNCTION")
    made.add_argument(
        "--layer", type=Path, action="append", default=[], metavar="DIR", help="what a layer unpacks into /opt"
    )
    made.add_argument(
        "--package", action="append", default=[], metavar="NAME",
        help="a distribution that is installed beside the interpreter, as if a layer had it",
    )  # fmt: skip
    made.add_argument("--env", action="append", default=[], metavar="NAME=VALUE", help="an environment variable")
    made.add_argument("--runtime", choices=RUNTIMES, default=RUNTIMES[0], help="whose context the handler gets")
    made.add_argument("--python", type=Path, default=Path(sys.executable), help="the interpreter that runs it")
    made.add_argument("--name", default="local", help="the function's")
    made.add_argument("--memory", type=int, default=512, metavar="MB")
    made.add_argument("--timeout", type=int, default=60, metavar="SECONDS", help="of an invocation")
    made.add_argument("--initializer-timeout", type=int, default=30, metavar="SECONDS")
    made.add_argument("--times", type=int, default=1, metavar="N", help="how often the event is delivered")
    return made


def main(arguments: list[str]) -> int:
    """The command's exit code."""
    command = parser()
    options = command.parse_args(arguments)
    environ = dict(one.partition("=")[::2] for one in options.env)
    for folder in (options.function, *options.layer):
        if not folder.is_dir():
            command.error(f"{folder} is no folder")
    if not all("=" in one for one in options.env):
        command.error("--env: expected NAME=VALUE")
    try:
        event = sys.stdin.buffer.read() if str(options.event) == "-" else options.event.read_bytes()
    except OSError as error:
        command.error(f"{options.event}: {error.strerror}")
    try:
        entries = installed_distributions(options.python, options.package) if options.package else []
        layout = Layout.make(options.function, entries, options.layer)
    except LocalRuntimeError as error:
        command.error(str(error))
    config = FunctionConfig(
        layout,
        options.handler,
        options.initializer,
        options.pre_stop,
        options.runtime,
        options.python,
        options.name,
        options.memory,
        options.timeout,
        options.initializer_timeout,
        credentials=_credentials(),
        environ=environ,
    )
    try:
        with LocalRuntime(config, sys.stderr) as runtime:
            answers = [runtime.invoke(event) for _ in range(options.times)]
    except LocalRuntimeError as error:
        command.error(str(error))
    finally:
        layout.remove()
    for answer in answers:
        shown = answer.payload if answer.http is None else answer.http.as_text().encode()
        sys.stdout.buffer.write(shown if shown.endswith(b"\n") else shown + b"\n")
    return 0 if all(answer.ok for answer in answers) else 1


def _credentials() -> Credentials:
    """The caller's, where the environment has some, so that a function can reach what they may reach."""
    try:
        return read_credentials(None, os.environ)
    except CredentialsError:
        return Credentials("local", "local")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
