"""`check`: saved GetMediaConvertJob answers, judged without any network."""

from __future__ import annotations

import json
from datetime import datetime, timezone
from enum import Enum
from pathlib import Path
from typing import Annotated

import typer

from mediaverdict.judging import judge
from mediaverdict_cli.inputs import FAILED, JsonOption, RulesOption, is_judged, load_book, named_book, read_bytes
from mediaverdict_cli.output import tables
from mediaverdict_cli.output.printing import print_document, print_json_text
from mediaverdict_cli.saved_jobs import read_saved, verdict_on
from mediaverdict_cli.saved_templates import TemplatesOption, saved_templates


class Format(str, Enum):
    """How `check` prints verdicts."""

    TABLE = "table"
    JSON = "json"
    JUNIT = "junit"
    HTML = "html"


def check(
    jobs: Annotated[list[Path], typer.Argument(help="Saved GetMediaConvertJob answers; - is standard input.")],
    rules: RulesOption = None,
    templates: TemplatesOption = None,
    form: Annotated[Format, typer.Option("--format", help="How to print the verdicts.")] = Format.TABLE,
    as_json: JsonOption = False,
) -> None:
    """Judges saved jobs, without any network. Exit code 1 when a verdict is fail."""
    book = load_book(rules)
    templates_of = saved_templates(templates, book)
    now = datetime.now(timezone.utc)
    form = Format.JSON if as_json else form
    saved = [read_saved(path, read_bytes(path)) for path in jobs]
    ours = [job for job in saved if is_judged(job, book)]
    judged = [(job, judge(job, book, templates=templates_of(job), trace=form is Format.JUNIT)) for job in ours]
    verdicts = [verdict_on(job, judgement, book, now) for job, judgement in judged]
    if form is Format.JSON:
        for verdict in verdicts:
            print_json_text(verdict.decode())
    elif form is Format.JUNIT:
        from mediaverdict_cli.output.junit import junit  # noqa: PLC0415

        print_document(junit(judged))
    elif form is Format.HTML:
        from mediaverdict_cli.output.page import html_page  # noqa: PLC0415

        print_document(html_page([json.loads(verdict) for verdict in verdicts], named_book(rules)))
    else:
        tables.print_verdicts(tables.console(), [json.loads(verdict) for verdict in verdicts])
    if any(judgement.outcome == "fail" for _, judgement in judged):
        raise typer.Exit(FAILED)
