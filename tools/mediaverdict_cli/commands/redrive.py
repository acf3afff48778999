"""`redrive`: dead letters, listed and sent back."""

from __future__ import annotations

import json
import os
from contextlib import closing, contextmanager
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Annotated, Any

import typer

from fcruntime.credentials import CredentialsProvider
from mediaverdict.cloud.http import HttpClient
from mediaverdict.cloud.messages import MAX_BATCH, Message, Queue
from mediaverdict.cloud.queues import fault_of_address, open_queue
from mediaverdict.processing.dead_letters import DeadLetter, LetterKind, RetryHistory, read_letter, stamp
from mediaverdict_cli.inputs import BAD_INPUT, JsonOption, message_text, stop
from mediaverdict_cli.output import tables

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console


def redrive(
    queue: Annotated[
        str | None, typer.Argument(help="The dead letters; default: MEDIAVERDICT_DEAD_LETTER_QUEUE.")
    ] = None,
    to: Annotated[str | None, typer.Option("--to", help="Where they go; default: MEDIAVERDICT_RETRY_QUEUE.")] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Sends them back; else they are only listed.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Lists dead letters with their reasons; with --yes sends them back, each with a fresh count."""
    out = tables.console()
    with opened(queue, "MEDIAVERDICT_DEAD_LETTER_QUEUE") as source:
        if not yes:
            letters = [_letter(message) for message in source.peek(MAX_BATCH)]
            _print_letters(out, letters, as_json=as_json)
            if letters and not as_json:
                out.print("nothing was sent: add --yes to send these, and all behind them, back")
            return
        with opened(to, "MEDIAVERDICT_RETRY_QUEUE", "--to") as target:
            sent = 0
            while found := source.receive(MAX_BATCH):
                sent += sum(_send_back(message, source, target) for message in found)
                _print_letters(out, [_letter(message) for message in found], as_json=as_json)
            if not as_json:
                out.print(f"{sent} sent back")


def _send_back(message: Message, source: Queue, target: Queue) -> bool:
    """Sends first and deletes then: a letter may come twice, it is never lost."""
    letter = _letter(message)
    inner = read_letter(letter)
    record = inner.record if inner is not None else letter
    now = stamp(datetime.now(timezone.utc))
    body = DeadLetter(
        LetterKind.RETRY, record, "redriven by hand", "redriven", letter.get("job_id"), RetryHistory(0, now), now
    ).to_bytes()
    (result,) = target.send([body])
    if result.error is not None:
        raise result.error
    source.delete(message.receipt)
    return True


@contextmanager
def opened(address: str | None, variable: str, option: str = "QUEUE") -> Iterator[Queue]:
    """The queue at an address, or at the one that a variable names."""
    address = address or os.environ.get(variable)
    if not address:
        stop(f"name a queue as {option}, or set {variable}", BAD_INPUT)
    fault = fault_of_address(address)
    if fault:
        stop(fault, BAD_INPUT)
    with (
        HttpClient([address]) as client,
        closing(open_queue(address, client, CredentialsProvider(os.environ))) as queue,
    ):
        yield queue


def _letter(message: Message) -> dict[str, Any]:
    try:
        letter = json.loads(message_text(message))
    except ValueError:
        letter = None
    if isinstance(letter, dict) and "mediaverdict" in letter:
        return letter
    # A foreign message on the queue: shown and sent back as it is.
    return {
        "mediaverdict": "dead-letter",
        "job_id": None,
        "reason": "no letter of mediaverdict's",
        "record": message_text(message),
    }


def _print_letters(out: Console, letters: list[dict[str, Any]], *, as_json: bool) -> None:
    if as_json:
        for letter in letters:
            print(json.dumps(letter, ensure_ascii=False))
    else:
        tables.print_letters(out, letters)
