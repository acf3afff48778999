"""What both services answer with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from uuid import uuid4


@dataclass(frozen=True, slots=True)
class Answer:
    """An HTTP answer."""

    status: int
    body: bytes = b""
    content_type: str = ""
    headers: dict[str, str] = field(default_factory=dict)


class Fault(Enum):
    """What an intercepted request can come to, other than an answer."""

    RESET = "the connection is closed before anything is done"
    LOSE = "it is done, and the connection is closed without an answer"
    CUT = "it is done, and half of the answer's body comes"
    HALF = "of a batch, every second message is taken; of anything else, nothing"
    TOO_LONG = "the longest message is refused for its size; the others of its batch are taken"
    STALE = "nothing is done, and the connection's last answer comes once more"
    HANG = "nothing ever comes"
    TRICKLE = "it is done, and its answer comes a byte every now and then"


Chosen = Callable[[bytes], Answer | Fault]
"""What is made of a request once its body is known."""
Intercepted = Answer | Fault | Chosen | None


def request_id() -> str:
    """As the services write them."""
    return str(uuid4()).upper()
