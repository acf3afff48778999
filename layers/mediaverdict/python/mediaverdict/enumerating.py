"""Several things in one message: `a, b or c`. Loaded when something is wrong with a rule book."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediaverdict.errors import Message, say

if TYPE_CHECKING:
    from collections.abc import Sequence

EITHER = Message("{first} or {last}")
EACH = Message("{first} and {last}")
LISTED = Message("{first}, {last}")


def either(words: Sequence[str]) -> str:
    """`a, b or c`."""
    return _joined(words, EITHER)


def each(words: Sequence[str]) -> str:
    """`a, b and c`."""
    return _joined(words, EACH)


def chained(words: Sequence[str], joint: Message = EACH) -> str:
    """`a and b and c`."""
    whole = words[0] if words else ""
    for word in words[1:]:
        whole = joint.format(first=whole, last=word)
    return whole


def _joined(words: Sequence[str], last: Message) -> str:
    whole = words[0] if words else ""
    for index, word in enumerate(words[1:], 2):
        whole = (last if index == len(words) else LISTED).format(first=whole, last=word)
    return whole


def did_you_mean(near: Sequence[str]) -> str:
    """`did you mean a or b or c?`; empty where nothing is near."""
    return say("did you mean {words}?", words=chained(near, EITHER)) if near else ""
