"""`invoke`: runs the real handler on this machine and prints the verdicts."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from mediaverdict.judging import printable
from mediaverdict_cli.inputs import BAD_INPUT, DEFAULT_FUNCTION, JsonOption, RulesOption, message_text, read_bytes
from mediaverdict_cli.output import tables


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
    from mediaverdict_cli import invoking  # noqa: PLC0415 - other commands don't need it

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
