"""`studio`: a rule book's workbench in a browser."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from mediaverdict.errors import say
from mediaverdict_cli.inputs import BAD_INPUT, DEFAULT_RULES, stop
from mediaverdict_cli.language import chosen
from mediaverdict_cli.saved_templates import TemplatesOption, folder_of

if TYPE_CHECKING:
    from mediaverdict_cli.language.choosing import Code

NEW_RULES = Path("rules.yml")


def studio(
    ctx: typer.Context,
    rules: Annotated[
        Path | None,
        typer.Option("--rules", help=f"The rule book, also one that is yet to be made; default: {DEFAULT_RULES}."),
    ] = None,
    jobs: Annotated[
        Path | None,
        typer.Option("--jobs", help="A folder of GetMediaConvertJob answers, or the file in which replay kept some."),
    ] = None,
    templates: TemplatesOption = None,
    against: Annotated[
        Path | None, typer.Option("--against", help="The deployed rule book; default: --rules as it is now.")
    ] = None,
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="0 takes a free one.")] = 0,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Only prints the address.")] = False,
) -> None:
    """Serves the workbench on 127.0.0.1 and opens it: rules, what they do to jobs, and what would change.

    It writes the rule book when you save it, and nothing else; it sends nothing and loads nothing from the network.
    """
    for option, path in (("--jobs", jobs), ("--against", against), ("--templates", templates)):
        if path is not None and not path.exists():
            stop(say("{option} {path}: there is no such file or folder", option=option, path=path), BAD_INPUT)
    for option, path, wrong in (
        ("--rules", rules, rules is not None and rules.exists() and not rules.is_file()),  # no pipe can be saved
        ("--against", against, against is not None and against.is_dir()),
    ):
        if wrong:
            stop(say("{option} {path} is no file: name the rule book's file", option=option, path=path), BAD_INPUT)
    if find_spec("nicegui") is None:
        stop(say("the studio needs nicegui, which is not installed: pip install 'mediaverdict[studio]'"), BAD_INPUT)
    from mediaverdict_studio.settings import StudioSettings  # noqa: PLC0415 - needed by this command alone

    settings = StudioSettings(
        rules=rules or (DEFAULT_RULES if DEFAULT_RULES.is_file() else NEW_RULES),
        against=against,
        jobs=jobs,
        templates=folder_of(templates),
        port=port,
        open_browser=not no_browser,
        lang=_asked_for(ctx),
    )
    import_module("mediaverdict_studio.page").serve(settings)


def _asked_for(ctx: typer.Context) -> Code | Literal[""]:
    """The language of `--lang`; a terminal's own says nothing of the browser's."""
    option = ctx.find_root().params.get("lang")
    return chosen(option.value, {}) if option is not None else ""
