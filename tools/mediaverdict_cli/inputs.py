"""What the commands share: exit codes, reading files, telling what is wrong in one line."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from mediaverdict.cloud.messages import decode_body
from mediaverdict.judging import printable

if TYPE_CHECKING:
    from mediaverdict.cloud.messages import Message
    from mediaverdict.jobs import Job
    from mediaverdict.rulebook import Rulebook

FINE, FAILED, BAD_INPUT, UNREACHABLE = 0, 1, 2, 3
DEFAULT_FUNCTION = Path("functions/judge")

RulesOption = Annotated[
    Path | None, typer.Option("--rules", help="The rule book; default: rules.yml beside the handler.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="One JSON object a line on stdout.")]


def load_book(rules: Path | None) -> Rulebook:
    """The rule book that was named, or the one beside the handler."""
    from mediaverdict.rulebook import load_rulebook  # noqa: PLC0415

    return load_rulebook(rules or DEFAULT_FUNCTION / "rules.yml")


def is_judged(job: Job, book: Rulebook) -> bool:
    """Whether the book's `jobs` takes the job; one that it leaves out is told of, as the function ignores it."""
    from mediaverdict.facts import JobFacts  # noqa: PLC0415
    from mediaverdict.judging import selects  # noqa: PLC0415

    if selects(book.jobs, JobFacts(job)):
        return True
    print(f"mediaverdict: job {printable(job.id)} is ignored: the rule book's jobs leaves it out", file=sys.stderr)
    return False


def message_text(message: Message) -> str:
    """A queue message's body as text, decoded where it is still base64."""
    body = message.body
    return (body if body.startswith(b"{") else decode_body(body.decode())).decode()


def read_bytes(path: Path) -> bytes:
    """A file's bytes; `-` is standard input."""
    if str(path) == "-":
        return sys.stdin.buffer.read()
    try:
        return path.read_bytes()
    except OSError as error:
        stop(f"{path} can't be read: {error.strerror}", BAD_INPUT)


def stop(message: str, code: int) -> NoReturn:
    """Ends the command with one line that says what to do."""
    print(f"mediaverdict: {message}", file=sys.stderr)
    raise typer.Exit(code)
