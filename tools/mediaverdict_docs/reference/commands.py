"""docs/reference/commands.md: every command with its arguments and options, from the application itself."""

# ruff: noqa: E501 - prose

from __future__ import annotations

from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import typer

from mediaverdict_cli.app import app
from mediaverdict_docs.reference.markdown import MADE, code, page, section, sentence, table

if TYPE_CHECKING:
    from collections.abc import Iterator

INTRODUCTION = (
    "Every command with every option; [commands at a glance](../commands.md) has a line each. Results go to stdout, logs "
    "and progress to stderr; `--json` gives one JSON object a line. In a clone the command is "
    "`.venv/bin/mediaverdict`; `mediaverdict COMMAND --help` prints what stands here."
)
EXIT_CODES = (
    ("0", "Fine."),
    (
        "1",
        "A verdict is `fail` (`check`), an example failed (`rules test`), a verdict changed (`replay --fail-on-change`).",
    ),
    ("2", "Bad input or usage; of `invoke`, the handler raised."),
    ("3", "The cloud could not be reached, or refused."),
    ("130", "Ended by Ctrl-C."),
)
VALUES = {Path: "PATH", str: "TEXT", int: "NUMBER", float: "NUMBER"}
OF_TYPER = {"install_completion", "show_completion", "help"}
"""Options that come with every application."""


def commands_page() -> str:
    """The whole page."""
    return page(
        "Commands, every option", INTRODUCTION, MADE,
        *(_command(name, command) for name, command in _commands(typer.main.get_command(app), "")),
        section("Exit codes", table(("code", "means"), ((code(one), means) for one, means in EXIT_CODES))),
    )  # fmt: skip


def _commands(group: Any, prefix: str) -> Iterator[tuple[str, Any]]:
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from _commands(command, f"{prefix}{name} ")
        elif not command.hidden:
            yield f"{prefix}{name}", command


def _command(name: str, command: Any) -> str:
    parameters = [one for one in command.params if one.name not in OF_TYPER]
    rows = [(_written(one), _told(one), _default(one)) for one in parameters]
    parts = [sentence(" ".join((command.help or "").split()))]
    if rows:
        parts.append(table(("argument or option", "meaning", "default"), rows))
    if command.epilog:
        parts.append(code(command.epilog.removeprefix("Example: ")))
    return section(name, *parts)


def _written(one: Any) -> str:
    if one.param_type_name == "argument":
        return code(f"{one.name.upper()}{'...' if one.nargs == -1 else ''}")
    names = ", ".join(code(name) for name in [*one.opts, *one.secondary_opts])
    return names if one.is_flag else f"{names} {code(_metavar(one))}"


def _metavar(one: Any) -> str:
    """What stands behind an option: its choices, or what sort of value it takes."""
    kind = one.type_descriptor.annotation
    if one.multiple:
        (kind,) = get_args(kind)
    if issubclass(kind, Enum):
        return "|".join(str(choice.value) for choice in kind)
    return VALUES[kind]


def _told(one: Any) -> str:
    return one.help or ""


def _default(one: Any) -> str:
    if one.required:
        return "required"
    value = one.default() if callable(one.default) else one.default
    if value in (None, False, (), "") or "default:" in (one.help or ""):
        return ""
    return code(str(getattr(value, "value", value)))
