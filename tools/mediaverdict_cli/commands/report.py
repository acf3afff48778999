"""`report`: verdicts as one page to look at."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from mediaverdict.errors import say, say_many
from mediaverdict_cli.inputs import BAD_INPUT, reason, stop
from mediaverdict_cli.output.page import html_page
from mediaverdict_cli.output.printing import complain, print_document
from mediaverdict_cli.published import read_published
from mediaverdict_cli.saved_templates import TemplatesOption, named_templates


def report(
    verdicts: Annotated[
        list[str], typer.Argument(help="Files of verdicts, one JSON object a line; - is standard input; sqlite:PATH.")
    ],
    output: Annotated[Path, typer.Option("--output", "-o", help="The page; - is standard output.")] = Path(
        "report.html"
    ),
    templates: TemplatesOption = None,
) -> None:
    """Writes one self-contained HTML page: outcomes, ladders, every finding; filters and search.

    Where a finding says which template asked, the page has the template's name too, if --templates knows it.
    """
    found = list({str(verdict.get("id")): verdict for verdict in read_published(verdicts)}.values())
    page = html_page(named_templates(found, templates))
    if str(output) == "-":
        print_document(page)
        return
    try:
        output.write_text(page, encoding="utf-8")
    except (OSError, ValueError) as error:
        stop(say("{path} can't be written: {reason}", path=output, reason=reason(error)), BAD_INPUT)
    complain(say_many("{path}: {count} verdict", "{path}: {count} verdicts", len(found), path=output))
