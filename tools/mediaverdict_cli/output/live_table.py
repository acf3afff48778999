"""What `verdicts --follow` shows on a terminal: one line a message, the newest at the bottom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from mediaverdict.errors import say
from mediaverdict.judging import printable
from mediaverdict_cli.language import spoken
from mediaverdict_cli.output import tables
from mediaverdict_cli.queue_messages import Letter, PublishedVerdict

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mediaverdict_cli.queue_messages import QueueMessage


def table_of(rows: Iterable[QueueMessage]) -> Table:
    """The table of these messages."""
    table = Table(box=None, padding=(0, 1), header_style="dim", show_edge=False, expand=True)
    t = spoken().text
    for name, ratio in (
        (say("finished"), None), (say("outcome"), None), (say("job"), 3), (say("pipeline"), 1), (say("findings"), 3),
    ):  # fmt: skip
        table.add_column(t(name), no_wrap=True, overflow="ellipsis", ratio=ratio)
    for found in rows:
        if isinstance(found, PublishedVerdict):
            table.add_row(*_verdict(found))
        elif isinstance(found, Letter):
            table.add_row(
                *_texts(""), Text(printable(found.kind), style="yellow"), *_texts(spoken().letter(found.reason), "", "")
            )
        else:
            table.add_row(
                *_texts(""), Text(t(say("foreign message")), style="yellow"), *_texts(found.text[:200], "", "")
            )
    return table


def _verdict(found: PublishedVerdict) -> list[Text]:
    data = found.data
    job = data["job"]
    rules = ", ".join(dict.fromkeys(one["rule"] for one in data["findings"] if one["severity"] != "info"))
    finished = str(job.get("finished") or found.value.get("time") or "")
    return [
        *_texts(finished[11:19]),
        Text(data["outcome"], style=tables.STYLES[data["outcome"]]),
        *_texts(job.get("name") or job["id"], job.get("pipeline") or "", rules),
    ]


def _texts(*texts: object) -> list[Text]:
    return [Text(printable(str(text))) for text in texts]
