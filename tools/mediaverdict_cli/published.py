"""Verdicts as they were published: from files of one JSON object a line (`--json`), or an embedded queue."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from mediaverdict.cloud.sqlite_queue import SCHEME
from mediaverdict.errors import MediaverdictError, say
from mediaverdict_cli.inputs import read_stdin, reason
from mediaverdict_cli.queue_messages import Foreign, PublishedVerdict, QueueMessage, read_message, read_text
from mediaverdict_cli.queues import opened

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

Verdict = dict[str, Any]


class VerdictsError(MediaverdictError):
    """What should hold verdicts and does not; the message says where and what was expected."""


def read_published(sources: Iterable[Path | str]) -> Iterator[Verdict]:
    """Every verdict of every source, in order; letters are passed over. Raises VerdictsError."""
    for source in sources:
        for number, found in _messages(str(source)):
            if isinstance(found, Foreign):
                raise VerdictsError(
                    say(
                        "{source}:{line}: no verdict: expected one JSON object a line, as `verdicts --json` prints "
                        "them",
                        source=source,
                        line=number,
                    )
                )
            if isinstance(found, PublishedVerdict):
                yield found.value


def _messages(source: str) -> Iterator[tuple[int, QueueMessage]]:
    if source.startswith(SCHEME):
        with opened(source) as queue:
            messages = queue.look()
        yield from enumerate(map(read_message, messages), 1)
        return
    try:
        with io.BytesIO(read_stdin()) if source == "-" else open(source, "rb") as lines:  # noqa: PTH123 - may be "-"
            for number, line in enumerate(lines, 1):
                if line.strip():
                    yield number, read_text(line.decode())
    except (OSError, ValueError) as error:  # a ValueError: no UTF-8, or a name that no file can have
        raise VerdictsError(say("{path} can't be read: {reason}", path=source, reason=reason(error))) from error
