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
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fcruntime.errors import FcRuntimeError
from mediaverdict.desk import tables
from mediaverdict.desk.local_cloud.state import JobsError
from mediaverdict.desk.queues_command import redrive
from mediaverdict.desk.replay_command import replay
from mediaverdict.desk.report_command import report
from mediaverdict.desk.rules_command import rules_app
from mediaverdict.desk.shared import (
    BAD_INPUT,
    DEFAULT_FUNCTION,
    FAILED,
    FINE,
    UNREACHABLE,
    JsonOption,
    RulesOption,
    is_judged,
    load_book,
    message_text,
    read_bytes,
    stop,
)
from mediaverdict.desk.verdicts_command import verdicts
from mediaverdict.errors import CloudError, MediaverdictError
from mediaverdict.judging import printable

if TYPE_CHECKING:
    from collections.abc import Callable

app = typer.Typer(
    name="mediaverdict",
    help="Judges finished MediaConvert jobs by a rule book.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.add_typer(rules_app, name="rules")
app.command(epilog="Example: mediaverdict verdicts sqlite:verdicts.sqlite --outcome fail,warn --follow")(verdicts)
app.command(epilog="Example: mediaverdict replay --rules new.yml --since 7d")(replay)
app.command(epilog="Example: mediaverdict report verdicts.jsonl -o report.html")(report)
app.command(epilog="Example: mediaverdict redrive sqlite:dead.sqlite --to sqlite:retry.sqlite --yes")(redrive)


class Format(str, Enum):
    """How `check` prints verdicts."""

    TABLE = "table"
    JSON = "json"
    JUNIT = "junit"
    HTML = "html"


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
    built: Annotated[
        bool,
        typer.Option("--built", help="Runs what `make layers` built and nothing else, in that Python."),
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Runs the real handler on this machine, as Function Compute does, and prints the verdicts."""
    from mediaverdict.desk import invoking  # noqa: PLC0415 - other commands don't need it

    options = invoking.Options(function, jobs, rules, verdicts, cloud, python or Path(sys.executable), runtime)
    if built:
        options = invoking.as_built(options, Path("build"), python)
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


@app.command(epilog="Example: mediaverdict check events/jobs/*.json --rules functions/judge/rules.yml --format junit")
def check(
    jobs: Annotated[list[Path], typer.Argument(help="Saved GetMediaConvertJob answers; - is standard input.")],
    rules: RulesOption = None,
    form: Annotated[Format, typer.Option("--format", help="How to print the verdicts.")] = Format.TABLE,
    as_json: JsonOption = False,
) -> None:
    """Judges saved jobs, without any network. Exit code 1 when a verdict is fail."""
    from mediaverdict.desk.checking import read_saved, verdict_on  # noqa: PLC0415
    from mediaverdict.judging import judge  # noqa: PLC0415

    book = load_book(rules)
    now = datetime.now(timezone.utc)
    form = Format.JSON if as_json else form
    saved = [read_saved(path, read_bytes(path)) for path in jobs]
    ours = [job for job in saved if is_judged(job, book)]
    judged = [(job, judge(job, book, looks=form is Format.JUNIT)) for job in ours]
    verdicts = [verdict_on(job, judgement, book, now) for job, judgement in judged]
    if form is Format.JSON:
        for verdict in verdicts:
            print(verdict.decode())
    elif form is Format.JUNIT:
        from mediaverdict.desk.junit import junit  # noqa: PLC0415

        print(junit(judged), end="")
    elif form is Format.HTML:
        from mediaverdict.desk.page import html_page  # noqa: PLC0415

        print(html_page([json.loads(verdict) for verdict in verdicts]), end="")
    else:
        tables.print_verdicts(tables.console(), [json.loads(verdict) for verdict in verdicts])
    if any(judgement.outcome == "fail" for _, judgement in judged):
        raise typer.Exit(FAILED)


@app.command(epilog="Example: mediaverdict explain events/jobs/ladder-wrong-rung.json --rule hd-is-720p")
def explain(
    job: Annotated[Path, typer.Argument(help="A saved GetMediaConvertJob answer.")],
    rules: RulesOption = None,
    rule: Annotated[str | None, typer.Option(help="Only this rule.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Shows every rule, what it matched, and each check with where its value came from; those that passed too."""
    from mediaverdict.desk import explaining  # noqa: PLC0415
    from mediaverdict.desk.checking import read_saved  # noqa: PLC0415
    from mediaverdict.rulebook.shape import nearest  # noqa: PLC0415

    book = load_book(rules)
    known = [one.id for one in book.rules]
    if rule is not None and rule not in known:
        stop(f"there is no rule {rule!r} ({nearest(rule, known)})", BAD_INPUT)
    saved = read_saved(job, read_bytes(job))
    is_judged(saved, book)
    judgement, explained = explaining.explain(saved, book, rule)
    if as_json:
        for one in explained:
            print(json.dumps(explaining.as_json(one, saved), ensure_ascii=False))
        return
    out = tables.console()
    explaining.print_explained(out, saved, explained)
    out.print(f"outcome: {judgement.outcome}")


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
