"""What the commands share: exit codes, reading files, the rule book that is taken, ending in one line."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from mediaverdict.errors import say
from mediaverdict_cli.output.printing import complain

if TYPE_CHECKING:
    from mediaverdict.jobs import Job
    from mediaverdict.rulebook import Rulebook

FINE, FAILED, BAD_INPUT, UNREACHABLE, INTERRUPTED = 0, 1, 2, 3, 130
DEFAULT_FUNCTION = Path("functions/judge")
DEFAULT_RULES = DEFAULT_FUNCTION / "rules.yml"
DEFAULT_PACKS = ("sane", "as-requested", "ladder")
"""What a job is judged by where no rule book is: what is never right, what was asked for, a ladder's order."""

RulesOption = Annotated[
    Path | None,
    typer.Option("--rules", help=f"The rule book; default: {DEFAULT_RULES}, else packs {', '.join(DEFAULT_PACKS)}."),
]
JsonOption = Annotated[bool, typer.Option("--json", help="One JSON object a line on stdout.")]


def load_book(rules: Path | None) -> Rulebook:
    """The rule book that was named, or the one of the folder, or the built-in packs; which one is told."""
    from mediaverdict.rulebook import load_rulebook, read_rulebook  # noqa: PLC0415 - it loads pydantic

    if rules is not None or DEFAULT_RULES.is_file():
        return load_rulebook(rules or DEFAULT_RULES)
    complain(
        say(
            "no rule book was named, and there is no {file} here: judged by the built-in packs {packs} (--rules FILE "
            "names one; `mediaverdict rules packs` lists what is built in)",
            file=DEFAULT_RULES,
            packs=", ".join(DEFAULT_PACKS),
        )
    )
    includes = ", ".join(f"{{pack: {name}}}" for name in DEFAULT_PACKS)
    return read_rulebook(f"version: 1\ninclude: [{includes}]\n", "the built-in packs")


def named_book(rules: Path | None) -> str:
    """What `load_book` takes, by name; empty for the built-in packs."""
    return str(rules or DEFAULT_RULES) if rules is not None or DEFAULT_RULES.is_file() else ""


def is_judged(job: Job, book: Rulebook) -> bool:
    """Whether the book's `jobs` takes the job; one that it leaves out is told of, as the function ignores it."""
    from mediaverdict.facts import JobFacts  # noqa: PLC0415
    from mediaverdict.judging import selects  # noqa: PLC0415

    if selects(book.jobs, JobFacts(job)):
        return True
    complain(say("job {id} is ignored: the rule book's jobs leaves it out", id=job.id))
    return False


def read_bytes(path: Path) -> bytes:
    """A file's bytes; `-` is standard input."""
    if str(path) == "-":
        return read_stdin()
    try:
        return path.read_bytes()
    except (OSError, ValueError) as error:  # ValueError: a name that no file can have
        stop(say("{path} can't be read: {reason}", path=path, reason=reason(error)), BAD_INPUT)


def read_stdin() -> bytes:
    """All of standard input."""
    if sys.stdin is None:
        stop(say("standard input is closed: there is nothing to read"), BAD_INPUT)
    try:
        return sys.stdin.buffer.read()
    except OSError as error:
        stop(say("standard input can't be read: {reason}", reason=reason(error)), BAD_INPUT)


def reason(error: Exception) -> str:
    """Why, in the system's words."""
    return getattr(error, "strerror", None) or str(error)


def stop(message: str, code: int) -> NoReturn:
    """Ends the command with one line that says what to do."""
    complain(message)
    raise typer.Exit(code)
