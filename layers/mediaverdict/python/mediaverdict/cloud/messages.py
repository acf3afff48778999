"""What every queue has in common: messages, limits, and the verbs."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from mediaverdict.cloud.budget import UNLIMITED
from mediaverdict.message_size import MAX_ENCODED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mediaverdict.cloud.budget import TimeBudget
    from mediaverdict.errors import CloudError

MAX_BATCH = 16
MAX_DELAY = 604_800
"""Seconds: a week."""


@dataclass(frozen=True, slots=True)
class Message:
    """A message as it was received or peeked at."""

    id: str
    body: bytes
    receipt: str
    """What deletes it while it is invisible; empty when it was only peeked at."""
    dequeue_count: int
    enqueued_at: float
    """Unix seconds."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of one message of a send: the queue's ID for it, or why it is not known to be there."""

    message_id: str = ""
    error: CloudError | None = None


class Queue(Protocol):
    """A queue with at-least-once delivery and a visibility timeout; safe to share between threads."""

    name: str

    def send(
        self, bodies: Sequence[bytes], delay: int | Sequence[int] = 0, budget: TimeBudget = UNLIMITED
    ) -> list[Sent]:
        """Sends all, in batches within the limits; one result for each, in order. Raises nothing of a CloudError's.

        `delay` is seconds, for all or for each. What the queue did not confirm for that very message stands
        in its result as an error.
        """
        ...

    def receive(self, most: int = 1, wait: int = 0) -> list[Message]:
        """Up to 16 messages, invisible to others until the visibility timeout; waits up to 30 s for one."""
        ...

    def peek(self, most: int = 1) -> list[Message]:
        """Up to 16 messages, left as they are."""
        ...

    def delete(self, receipt: str) -> None:
        """Deletes a received message."""
        ...

    def close(self) -> None:
        """Closes what it holds open; a client that was handed in is its owner's."""
        ...


def encode_body(body: bytes) -> str:
    """base64, as the vendor's clients do."""
    return base64.b64encode(body).decode()


def decode_body(text: str) -> bytes:
    """The bytes behind a body; a sender that does not encode is read as it is."""
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return text.encode()


def delay_of_each(delays: int | Sequence[int], count: int) -> list[int]:
    """Seconds for each of `count` messages, within what a queue takes."""
    each = [delays] * count if isinstance(delays, int) else delays
    return [max(0, min(delay, MAX_DELAY)) for delay in each]


def batches(bodies: Sequence[bytes]) -> list[list[int]]:
    """Indexes of bodies, in batches of at most 16 messages and 64 KB encoded; a body that is too long stands alone."""
    found: list[list[int]] = []
    room = 0
    for index, body in enumerate(bodies):
        size = (len(body) + 2) // 3 * 4
        if not found or len(found[-1]) == MAX_BATCH or size > room:
            found.append([])
            room = MAX_ENCODED
        found[-1].append(index)
        room -= size
    return found
