"""The commands' help in a language: each command's and option's text looked up as a whole.

Words that the library for commands puts around them ("Usage", "Options", "[required]") stay its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mediaverdict.errors import Message

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mediaverdict_cli.language.catalogue import Language

EXAMPLE = Message("Example: {command}")
_EXAMPLE = "Example: "


def told_by(command: Any) -> Iterator[tuple[Any, str]]:
    """(what has a text for people, its name there) of a command and all below it."""
    yield from ((one, "help") for one in (command, *command.params) if getattr(one, "help", None))
    if command.short_help:
        yield command, "short_help"
    for inner in getattr(command, "commands", {}).values():
        yield from told_by(inner)


def tell_help(command: Any, language: Language) -> None:
    """Puts the help of a command and of all below it into that language. It must be this run's own."""
    for one, name in told_by(command):
        setattr(one, name, language.help(getattr(one, name)))
    _tell_example(command, language)


def _tell_example(command: Any, language: Language) -> None:
    if command.epilog:
        command.epilog = language.text(EXAMPLE.format(command=command.epilog.removeprefix(_EXAMPLE)))
    for inner in getattr(command, "commands", {}).values():
        _tell_example(inner, language)
