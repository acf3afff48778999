"""`verdicts`: what lies on a queue, once or as it comes."""

from __future__ import annotations

from collections import deque
from contextlib import nullcontext, suppress
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Annotated

import typer
from rich.live import Live

from mediaverdict.errors import say
from mediaverdict_cli.following import Reading
from mediaverdict_cli.inputs import BAD_INPUT, JsonOption, stop
from mediaverdict_cli.output import live_table, tables
from mediaverdict_cli.output.printing import complain, print_json, print_json_text
from mediaverdict_cli.queue_messages import OUTCOMES, Foreign, Letter, PublishedVerdict
from mediaverdict_cli.queues import address_of, opened, other_queues

if TYPE_CHECKING:
    from rich.console import Console

    from mediaverdict_cli.queue_messages import QueueMessage


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which verdicts are shown; empty takes all."""

    outcomes: tuple[str, ...] = ()
    rule: str = ""
    pipeline: str = ""

    def takes(self, found: QueueMessage) -> bool:
        """Whether a message is shown; what is no verdict is, where nothing is asked."""
        if not isinstance(found, PublishedVerdict):
            return not (self.outcomes or self.rule or self.pipeline)
        data = found.data
        return (
            (not self.outcomes or data["outcome"] in self.outcomes)
            and (not self.pipeline or _fits(str(data["job"].get("pipeline") or ""), self.pipeline))
            and (not self.rule or any(_fits(finding["rule"], self.rule) for finding in data["findings"]))
        )


def _fits(text: str, glob: str) -> bool:
    return fnmatchcase(text.casefold(), glob.casefold())


def verdicts(
    queue: Annotated[str | None, typer.Argument(help="The queue; default: MEDIAVERDICT_VERDICT_QUEUE.")] = None,
    follow: Annotated[bool, typer.Option("--follow", help="Shows what comes as a live table, until Ctrl-C.")] = False,
    delete: Annotated[
        bool, typer.Option("--delete", help="Takes them off the queue; else they are looked at, of SMQ's the first 16.")
    ] = False,
    outcome: Annotated[list[str] | None, typer.Option(help="Only these: fail, inconclusive, warn, pass.")] = None,
    rule: Annotated[str, typer.Option(help="Only with a finding of this rule; * stands for anything.")] = "",
    pipeline: Annotated[str, typer.Option(help="Only of this pipeline; * stands for anything.")] = "",
    as_json: JsonOption = False,
) -> None:
    """Reads a queue's verdicts, or its letters, each once. Nothing is deleted unless --delete says so."""
    outcomes = tuple(part.strip() for one in outcome or [] for part in one.split(","))
    unknown = [one for one in outcomes if one not in OUTCOMES]
    if unknown:
        stop(say("--outcome {found!r}: expected {wanted}", found=unknown[0], wanted=", ".join(OUTCOMES)), BAD_INPUT)
    wanted = Wanted(outcomes, rule, pipeline)
    address = address_of(queue, "MEDIAVERDICT_VERDICT_QUEUE", "QUEUE")
    with opened(address) as source:
        reading = Reading(source, follow=follow, delete=delete)
        shown = 0
        with suppress(KeyboardInterrupt):
            shown = _show(reading, wanted, as_json=as_json)
            _sum_up(reading, shown, address)


def _show(reading: Reading, wanted: Wanted, *, as_json: bool) -> int:
    out = tables.console()
    live = Live(console=out, auto_refresh=False) if reading.follow and out.is_terminal and not as_json else None
    rows: deque[QueueMessage] = deque(maxlen=max(5, out.height - 3))
    shown = 0
    with live or nullcontext():
        for found in reading.messages():
            if not wanted.takes(found):
                continue
            shown += 1
            if live is not None:
                rows.append(found)
                live.update(live_table.table_of(rows), refresh=True)
            elif as_json:
                _print_json(found)
            else:
                _print(out, found)
    return shown


def _print_json(found: QueueMessage) -> None:
    if isinstance(found, Foreign):
        print_json({"foreign": found.text})
    else:
        print_json_text(found.text)


def _print(out: Console, found: QueueMessage) -> None:
    if isinstance(found, PublishedVerdict):
        tables.print_verdicts(out, [found.value])
    elif isinstance(found, Letter):
        tables.print_letters(out, [found])
    else:
        tables.print_foreign(out, found)


def _sum_up(reading: Reading, shown: int, address: str) -> None:
    """What the output itself does not say."""
    if reading.found == 0:
        others = other_queues(address)
        if others:
            names = ", ".join(others)
            complain(say("the queue is empty; the same file has {queues} (sqlite:FILE#NAME)", queues=names))
        else:
            complain(say("the queue is empty"))
    elif shown == 0:
        complain(say("none of {count} messages is asked for", count=reading.found))
    if reading.repeated:
        complain(say("{count} verdicts that came again, under the same id, were left out", count=reading.repeated))
