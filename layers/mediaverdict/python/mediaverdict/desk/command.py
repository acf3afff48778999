"""The command `mediaverdict`. Results go to stdout, logs and progress to stderr.

Exit codes: 0 fine, 1 a verdict is `fail` (check, replay), 2 bad input or usage, 3 the cloud could not
be reached.
"""

from __future__ import annotations

import json
import signal
import sys
import threading
from datetime import datetime, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from fcruntime.errors import FcRuntimeError
from mediaverdict.cloud.messages import decode_body
from mediaverdict.desk import tables
from mediaverdict.desk.local_cloud.state import JobsError
from mediaverdict.errors import CloudError, MediaverdictError
from mediaverdict.judging import printable

if TYPE_CHECKING:
    from collections.abc import Callable

    from mediaverdict.cloud.messages import Message

FINE, FAILED, BAD_INPUT, UNREACHABLE = 0, 1, 2, 3
DEFAULT_FUNCTION = Path("functions/judge")

app = typer.Typer(
    name="mediaverdict",
    help="Judges finished MediaConvert jobs by a rule book.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
rules_app = typer.Typer(help="Works on rule books.", no_args_is_help=True, rich_markup_mode=None)
app.add_typer(rules_app, name="rules")

RulesOption = Annotated[
    Path | None, typer.Option("--rules", help="The rule book; default: rules.yml beside the handler.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="One JSON object a line on stdout.")]


@app.command(epilog="Example: mediaverdict invoke events/smq-queue.json")
def invoke(
    event: Annotated[Path, typer.Argument(help="A file with the event, as in events/.")],
    function: Annotated[Path, typer.Option(help="The function's folder.")] = DEFAULT_FUNCTION,
    jobs: Annotated[Path, typer.Option(help="GetMediaConvertJob answers that the local ICE serves.")] = Path(
        "events/jobs"
    ),
    rules: RulesOption = None,
    verdicts: Annotated[
        str | None, typer.Option(help="sqlite:PATH keeps the verdicts in a queue of that file.")
    ] = None,
    cloud: Annotated[
        bool, typer.Option("--cloud", help="Uses the real services, with the MEDIAVERDICT_* variables.")
    ] = False,
    python: Annotated[
        Path | None, typer.Option(help="The interpreter that runs the function; default: this one.")
    ] = None,
    runtime: Annotated[
        str, typer.Option(help="Whose context the handler gets: python3.12 or python3.10.")
    ] = "python3.12",
    as_json: JsonOption = False,
) -> None:
    """Runs the real handler on this machine, as Function Compute does, and prints the verdicts."""
    from mediaverdict.desk import invoking  # noqa: PLC0415 - other commands don't need it

    options = invoking.Options(function, jobs, rules, verdicts, cloud, python or Path(sys.executable), runtime)
    invoked = invoking.invoke(read_bytes(event), options, sys.stderr)
    if as_json:
        for message in invoked.verdicts:
            print(message_text(message))
    else:
        out = tables.console()
        tables.print_verdicts(out, [json.loads(message_text(message)) for message in invoked.verdicts])
        tables.print_letters(out, [json.loads(message_text(one)) for one in [*invoked.retries, *invoked.dead_letters]])
    result = invoked.invocation
    shown = printable(result.payload.decode("utf-8", "replace"))
    word = "returned" if result.ok else f"raised ({result.error_type})"
    print(f"the handler {word}: {shown}", file=sys.stderr)
    if not result.ok:
        raise typer.Exit(BAD_INPUT)


@app.command(epilog="Example: mediaverdict check events/jobs/*.json --rules functions/judge/rules.yml")
def check(
    jobs: Annotated[list[Path], typer.Argument(help="Saved GetMediaConvertJob answers.")],
    rules: RulesOption = None,
    as_json: JsonOption = False,
) -> None:
    """Judges saved jobs, without any network. Exit code 1 when a verdict is fail."""
    from mediaverdict.desk.checking import check_file  # noqa: PLC0415
    from mediaverdict.rulebook import load_rulebook  # noqa: PLC0415

    book = load_rulebook(rules or DEFAULT_FUNCTION / "rules.yml")
    now = datetime.now(timezone.utc)
    verdicts = [check_file(path, read_bytes(path), book, now) for path in jobs]
    if as_json:
        for verdict in verdicts:
            print(verdict.decode())
    else:
        tables.print_verdicts(tables.console(), [json.loads(verdict) for verdict in verdicts])
    if any(json.loads(verdict)["data"]["outcome"] == "fail" for verdict in verdicts):
        raise typer.Exit(FAILED)


@app.command(epilog="Example: mediaverdict emulate --port 8080 --jobs events/jobs")
def emulate(
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 takes a free one.")] = 0,
    jobs: Annotated[Path | None, typer.Option(help="GetMediaConvertJob answers to serve.")] = None,
) -> None:
    """Runs the local cloud: ICE and SMQ on one port of 127.0.0.1, until Ctrl-C. Key and secret are both "local"."""
    from mediaverdict.desk.local_cloud import CloudState, LocalCloud  # noqa: PLC0415
    from mediaverdict.desk.local_cloud.state import read_jobs  # noqa: PLC0415

    state = CloudState(jobs=read_jobs(jobs) if jobs is not None else {})
    try:
        cloud = LocalCloud(state, port)
    except OSError as error:
        stop(f"port {port} can't be used: {error.strerror}", BAD_INPUT)
    with cloud:
        print(json.dumps({"endpoint": cloud.endpoint}), flush=True)
        ended = threading.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: ended.set())
        ended.wait()


@rules_app.command("check", epilog="Example: mediaverdict rules check functions/judge/rules.yml")
def rules_check(file: Annotated[Path, typer.Argument(help="The rule book.")]) -> None:
    """Tells every error of a rule book, with file, line and column."""
    from mediaverdict.rulebook import load_rulebook  # noqa: PLC0415

    book = load_rulebook(file)
    print(f"{file}: {len(book.rules)} rules, no errors")


def message_text(message: Message) -> str:
    """A queue message's body as text, decoded where it is still base64."""
    body = message.body
    return (body if body.startswith(b"{") else decode_body(body.decode())).decode()


def read_bytes(path: Path) -> bytes:
    """A file's bytes; `-` is standard input."""
    if str(path) == "-":
        return sys.stdin.buffer.read()
    try:
        return path.read_bytes()
    except OSError as error:
        stop(f"{path} can't be read: {error.strerror}", BAD_INPUT)


def stop(message: str, code: int) -> NoReturn:
    """Ends the command with one line that says what to do."""
    print(f"mediaverdict: {message}", file=sys.stderr)
    raise typer.Exit(code)


def guarded(run: Callable[[], object]) -> int:
    """The exit code of a run; what this project raises becomes a line, not a traceback."""
    try:
        run()
    except CloudError as error:
        print(f"mediaverdict: {error}", file=sys.stderr)
        return UNREACHABLE
    except (MediaverdictError, FcRuntimeError, JobsError) as error:
        print(f"mediaverdict: {error}", file=sys.stderr)
        return BAD_INPUT
    except BrokenPipeError:  # `| head`
        sys.stderr.close()
        return FINE
    return FINE


def main() -> None:
    """The entry point."""
    sys.exit(guarded(app))
