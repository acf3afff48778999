"""`verdicts`: what lies on a queue, once or as it comes."""

from __future__ import annotations

import json
import time
from collections import deque
from contextlib import nullcontext, suppress
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.live import Live
from rich.table import Table
from rich.text import Text

from mediaverdict.cloud.messages import MAX_BATCH, Message, Queue
from mediaverdict.judging import printable
from mediaverdict_cli.commands.redrive import opened
from mediaverdict_cli.inputs import BAD_INPUT, JsonOption, message_text, stop
from mediaverdict_cli.output import tables

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

WAIT_SECONDS = 10
"""How long one look of `--follow --delete` waits for a message."""
PEEK_SECONDS = 2.0
"""Between two trace of `--follow` alone."""
REMEMBERED = 100_000
OUTCOMES = ("fail", "inconclusive", "warn", "pass")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which verdicts are shown; empty takes all."""

    outcomes: tuple[str, ...] = ()
    rule: str = ""
    pipeline: str = ""

    def takes(self, told: Mapping[str, Any]) -> bool:
        """Whether a message is shown; a letter is, where nothing is asked."""
        if "mediaverdict" in told:
            return not (self.outcomes or self.rule or self.pipeline)
        data = told["data"]
        return (
            (not self.outcomes or data["outcome"] in self.outcomes)
            and (not self.pipeline or _fits(data["job"].get("pipeline") or "", self.pipeline))
            and (not self.rule or any(_fits(finding["rule"], self.rule) for finding in data["findings"]))
        )


def _fits(text: str, glob: str) -> bool:
    return fnmatchcase(text.casefold(), glob.casefold())


def verdicts(
    queue: Annotated[str | None, typer.Argument(help="The queue; default: MEDIAVERDICT_VERDICT_QUEUE.")] = None,
    follow: Annotated[bool, typer.Option("--follow", help="Shows what comes as a live table, until Ctrl-C.")] = False,
    delete: Annotated[
        bool, typer.Option("--delete", help="Takes them off the queue; else the first 16 are peeked at.")
    ] = False,
    outcome: Annotated[list[str] | None, typer.Option(help="Only these: fail, inconclusive, warn, pass.")] = None,
    rule: Annotated[str, typer.Option(help="Only with a finding of this rule; * stands for anything.")] = "",
    pipeline: Annotated[str, typer.Option(help="Only of this pipeline; * stands for anything.")] = "",
    as_json: JsonOption = False,
) -> None:
    """Reads a queue's verdicts, or its letters. Nothing is deleted unless --delete says so."""
    outcomes = tuple(part.strip() for one in outcome or [] for part in one.split(","))
    unknown = [one for one in outcomes if one not in OUTCOMES]
    if unknown:
        stop(f"--outcome {unknown[0]!r}: expected {', '.join(OUTCOMES)}", BAD_INPUT)
    wanted = Wanted(outcomes, rule, pipeline)
    with opened(queue, "MEDIAVERDICT_VERDICT_QUEUE") as source, suppress(KeyboardInterrupt):
        _show(_messages(source, follow=follow, delete=delete), wanted, follow=follow, as_json=as_json)


def _messages(source: Queue, *, follow: bool, delete: bool) -> Iterator[Message]:
    """Each message once; deleted after it was shown."""
    seen: dict[str, None] = {}
    while True:
        found = source.receive(MAX_BATCH, WAIT_SECONDS if follow else 0) if delete else source.peek(MAX_BATCH)
        for message in found:
            if message.id not in seen:
                yield message
            if delete:
                source.delete(message.receipt)
            else:
                seen[message.id] = None
        while len(seen) > REMEMBERED:
            del seen[next(iter(seen))]
        if not follow and not (delete and found):
            return
        if follow and not delete:
            time.sleep(PEEK_SECONDS)


def _show(messages: Iterator[Message], wanted: Wanted, *, follow: bool, as_json: bool) -> None:
    out = tables.console()
    live = Live(console=out, auto_refresh=False) if follow and out.is_terminal and not as_json else None
    rows: deque[Mapping[str, Any]] = deque(maxlen=max(5, out.height - 3))
    with live or nullcontext():
        for message in messages:
            text = message_text(message)
            told = _read(text)
            if not wanted.takes(told):
                continue
            if as_json:
                print(text, flush=True)
            elif live is not None:
                rows.append(told)
                live.update(_table(rows), refresh=True)
            elif "mediaverdict" in told:
                tables.print_letters(out, [told])
            else:
                tables.print_verdicts(out, [told])


def _read(text: str) -> dict[str, Any]:
    with suppress(ValueError):
        told = json.loads(text)
        if isinstance(told, dict) and ("mediaverdict" in told or {"outcome", "job"} <= set(told.get("data") or {})):
            return told
    return {"mediaverdict": "foreign message", "job_id": None, "reason": text[:200]}


def _table(rows: deque[Mapping[str, Any]]) -> Table:
    """One line a verdict: the newest at the bottom."""
    table = Table(box=None, padding=(0, 1), header_style="dim", show_edge=False, expand=True)
    for name, ratio in (("finished", None), ("outcome", None), ("job", 3), ("pipeline", 1), ("findings", 3)):
        table.add_column(name, no_wrap=True, overflow="ellipsis", ratio=ratio)
    for told in rows:
        if "mediaverdict" in told:
            table.add_row(
                "", Text(printable(str(told["mediaverdict"])), style="yellow"), *_texts(told["reason"], "", "")
            )
            continue
        data = told["data"]
        job = data["job"]
        rules = ", ".join(dict.fromkeys(one["rule"] for one in data["findings"] if one["severity"] != "info"))
        table.add_row(
            Text(printable(str(job.get("finished") or told["time"]))[11:19]),
            Text(data["outcome"], style=tables.STYLES[data["outcome"]]),
            *_texts(job.get("name") or job["id"], job.get("pipeline") or "", rules),
        )
    return table


def _texts(*texts: object) -> list[Text]:
    return [Text(printable(str(text))) for text in texts]
