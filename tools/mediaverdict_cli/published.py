"""Verdicts as they were published: from files of one JSON object a line (`--json`), or an embedded queue."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

from mediaverdict.cloud.sqlite_queue import SCHEME, SqliteQueue
from mediaverdict.errors import MediaverdictError
from mediaverdict.verdict import TYPE
from mediaverdict_cli.inputs import message_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

Verdict = dict[str, Any]


class VerdictsError(MediaverdictError):
    """What should hold verdicts and does not; the message says where and what was expected."""


def read_published(sources: Iterable[Path | str]) -> Iterator[Verdict]:
    """Every verdict of every source, in order; letters are passed over. Raises VerdictsError."""
    for source in sources:
        for number, text in _texts(str(source)):
            verdict = _read(text)
            if verdict is None:
                raise VerdictsError(
                    f"{source}:{number}: no verdict: expected one JSON object a line, as `verdicts --json` prints them"
                )
            if verdict.get("type") == TYPE:
                yield verdict


def _texts(source: str) -> Iterator[tuple[int, str]]:
    if source.startswith(SCHEME):
        with SqliteQueue.at(source) as queue:
            messages = queue.all()
        yield from enumerate(map(message_text, messages), 1)
        return
    try:
        with sys.stdin if source == "-" else open(source, encoding="utf-8") as lines:  # noqa: PTH123 - may be "-"
            yield from ((number, line) for number, line in enumerate(lines, 1) if line.strip())
    except (OSError, UnicodeDecodeError) as error:
        raise VerdictsError(f"{source} can't be read: {error}") from error


def _read(text: str) -> Verdict | None:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(found, dict):
        return None
    if "mediaverdict" in found:  # a letter
        return found
    data = found.get("data")
    ours = found.get("type") == TYPE and isinstance(data, dict) and {"outcome", "job", "findings"} <= set(data)
    return found if ours else None
