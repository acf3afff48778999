"""`invoke`: runs the real handler on this machine and prints the verdicts."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from mediaverdict.errors import say
from mediaverdict.judging import printable
from mediaverdict_cli.inputs import BAD_INPUT, DEFAULT_FUNCTION, JsonOption, read_bytes
from mediaverdict_cli.language import spoken
from mediaverdict_cli.output import tables
from mediaverdict_cli.output.printing import complain, print_json, print_json_text
from mediaverdict_cli.queue_messages import Letter, PublishedVerdict, read_message
from mediaverdict_cli.saved_templates import TemplatesOption, folder_of

DEFAULT_JOBS = Path("events/jobs")


def invoke(
    event: Annotated[Path, typer.Argument(help="A file with the event, as in events/.")],
    function: Annotated[Path, typer.Option(help="The function's folder.")] = DEFAULT_FUNCTION,
    handler: Annotated[str, typer.Option(help="The handler in it, as MODULE.FUNCTION.")] = "handler.handler",
    jobs: Annotated[
        Path | None,
        typer.Option(help=f"GetMediaConvertJob answers that the local ICE serves; default: {DEFAULT_JOBS}."),
    ] = None,
    templates: TemplatesOption = None,
    rules: Annotated[
        Path | None, typer.Option("--rules", help="The rule book; default: rules.yml beside the handler.")
    ] = None,
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

    if jobs is None and not cloud:
        jobs = DEFAULT_JOBS if DEFAULT_JOBS.is_dir() else None
        if jobs is None:
            complain(
                say(
                    "there is no {folder} here: ICE knows no job (--jobs names a folder with answers)",
                    folder=DEFAULT_JOBS,
                )
            )
    options = invoking.Options(
        function,
        jobs,
        rules,
        verdicts,
        cloud,
        python or Path(sys.executable),
        runtime,
        handler,
        templates=folder_of(templates),
    )
    if built:
        options = invoking.as_built(options, Path("build"), python)
    invoked = invoking.invoke(read_bytes(event), options, sys.stderr)
    published = [read_message(message) for message in invoked.verdicts]
    if as_json:
        for one in published:
            if isinstance(one, PublishedVerdict):
                print_json_text(one.text)
            else:
                print_json({"foreign": one.text})
    else:
        out = tables.console()
        tables.print_verdicts(out, [one.value for one in published if isinstance(one, PublishedVerdict)])
        letters = [read_message(message) for message in [*invoked.retries, *invoked.dead_letters]]
        tables.print_letters(out, [one for one in letters if isinstance(one, Letter)])
    result = invoked.invocation
    t, payload = spoken().text, printable(result.payload.decode("utf-8", "replace"))
    returned = say("the handler returned: {payload}", payload=payload)
    raised = say("the handler raised ({error}): {payload}", error=result.error_type, payload=payload)
    print(t(returned if result.ok else raised), file=sys.stderr)
    if result.http is not None:
        print(t(say("the caller gets:")), file=sys.stderr)
        for line in result.http.as_text().splitlines():
            print(f"  {printable(line)}".rstrip(), file=sys.stderr)
    if not result.ok:
        raise typer.Exit(BAD_INPUT)
