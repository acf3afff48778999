"""`redrive`: dead letters, listed and sent back."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Annotated

import typer

from mediaverdict.cloud.messages import MAX_BATCH
from mediaverdict.errors import say
from mediaverdict_cli.inputs import BAD_INPUT, JsonOption, stop
from mediaverdict_cli.output import tables
from mediaverdict_cli.output.printing import complain, print_json_text, print_line
from mediaverdict_cli.queue_messages import Letter, read_message
from mediaverdict_cli.queues import OpenedQueue, address_of, opened, same_queue
from mediaverdict_cli.redriving import Redriven, Redriving, Wanted

if TYPE_CHECKING:
    from collections.abc import Callable


def redrive(
    queue: Annotated[
        str | None, typer.Argument(help="The dead letters; default: MEDIAVERDICT_DEAD_LETTER_QUEUE.")
    ] = None,
    to: Annotated[str | None, typer.Option("--to", help="Where they go; default: MEDIAVERDICT_RETRY_QUEUE.")] = None,
    job: Annotated[str, typer.Option(help="Only of this job; * stands for anything.")] = "",
    reason: Annotated[str, typer.Option(help="Only with this in the reason, or as its code; * as above.")] = "",
    yes: Annotated[bool, typer.Option("--yes", help="Sends them back; else they are only listed.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Lists dead letters with reason, history and record; with --yes sends back those that are there, each once."""
    source = address_of(queue, "MEDIAVERDICT_DEAD_LETTER_QUEUE", "QUEUE")
    wanted = Wanted(job, reason)
    if not yes:
        with opened(source) as letters:
            _list(letters, wanted, as_json=as_json)
        return
    target = address_of(to, "MEDIAVERDICT_RETRY_QUEUE", "--to")
    if same_queue(source, target):
        stop(say("the letters would be sent to the queue that they come from: name another with --to"), BAD_INPUT)
    with opened(source) as letters, opened(target, reading=False) as back:
        redriving = Redriving(letters.queue, back.queue, wanted, _shower(as_json=as_json))
        try:
            redriving.run()
        finally:  # also when it ends in an error, or by Ctrl-C
            _sum_up(redriving.result, as_json=as_json)


def _list(letters: OpenedQueue, wanted: Wanted, *, as_json: bool) -> None:
    messages = letters.look()
    found = [one for one in map(read_message, messages) if wanted.takes(one)]
    show = _shower(as_json=as_json)
    for one in found:
        if isinstance(one, Letter):
            show(one)
        elif as_json:
            complain(say("a message that is no letter is left out"))
        else:
            complain(say("a message that is no letter: {text!r}", text=one.text[:200]))
    waiting = letters.waiting() if len(messages) >= MAX_BATCH and letters.is_peeked else len(messages)
    if not messages:
        complain(say("the queue is empty"))
    elif not found:
        complain(say("none of {count} letters is asked for", count=len(messages)))
    if waiting != len(messages):
        there = say("more may be there") if waiting is None else say("{count} are there", count=waiting)
        complain(
            say(
                "these are of the first {count}: {there}, and SMQ shows no further; --yes reaches all",
                count=len(messages),
                there=there,
            )
        )
    if found and not as_json:
        print_line(say("nothing was sent: add --yes to send these, and all behind them, back"))


def _shower(*, as_json: bool) -> Callable[[Letter], None]:
    out = tables.console()
    if as_json:
        return lambda letter: print_json_text(letter.text)
    return lambda letter: tables.print_letters(out, [letter], whole=True)


def _sum_up(result: Redriven, *, as_json: bool) -> None:
    for why, count in Counter(result.left.values()).items():
        left = say("left: {why} ({count} times)", why=why, count=count) if count > 1 else say("left: {why}", why=why)
        complain(left)
    if result.not_asked:
        complain(say("left: {count} that were not asked for", count=result.not_asked))
    if not as_json:
        print_line(say("{count} sent back", count=result.sent))
