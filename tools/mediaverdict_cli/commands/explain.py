"""`explain`: every rule, what it matched, and each check with where its value came from."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from mediaverdict.errors import say
from mediaverdict.rulebook.shape import nearest
from mediaverdict_cli.inputs import BAD_INPUT, JsonOption, RulesOption, is_judged, load_book, read_bytes, stop
from mediaverdict_cli.language import spoken
from mediaverdict_cli.output import explaining, tables
from mediaverdict_cli.output.printing import print_json
from mediaverdict_cli.saved_jobs import read_saved
from mediaverdict_cli.saved_templates import TemplatesOption, saved_templates


def explain(
    job: Annotated[Path, typer.Argument(help="A saved GetMediaConvertJob answer.")],
    rules: RulesOption = None,
    templates: TemplatesOption = None,
    rule: Annotated[str | None, typer.Option(help="Only this rule.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Shows every rule, what it matched, and each check with where its value came from; those that passed too."""
    book = load_book(rules)
    known = [one.id for one in book.rules]
    if rule is not None and rule not in known:
        stop(say("there is no rule {rule!r} ({hint})", rule=rule, hint=nearest(rule, known)), BAD_INPUT)
    saved = read_saved(job, read_bytes(job))
    is_judged(saved, book)
    judgement, explained = explaining.explain(saved, book, rule, saved_templates(templates, book)(saved))
    if as_json:
        for one in explained:
            print_json(explaining.as_json(one, saved))
        return
    out = tables.console()
    explaining.print_explained(out, saved, explained)
    out.print(spoken().text(say("outcome: {outcome}", outcome=judgement.outcome)))
