"""`report`: verdicts as one page to look at."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from mediaverdict_cli.inputs import BAD_INPUT, stop
from mediaverdict_cli.output.page import html_page
from mediaverdict_cli.published import read_published


def report(
    verdicts: Annotated[
        list[str], typer.Argument(help="Files of verdicts, one JSON object a line; - is standard input; sqlite:PATH.")
    ],
    output: Annotated[Path, typer.Option("--output", "-o", help="The page; - is standard output.")] = Path(
        "report.html"
    ),
) -> None:
    """Writes one self-contained HTML page: outcomes, ladders, every finding; filters and search."""
    found = list({verdict["id"]: verdict for verdict in read_published(verdicts)}.values())
    page = html_page(found)
    if str(output) == "-":
        print(page, end="")
        return
    try:
        output.write_text(page, encoding="utf-8")
    except OSError as error:
        stop(f"{output} can't be written: {error.strerror}", BAD_INPUT)
    print(f"{output}: {len(found)} verdicts", file=sys.stderr)
