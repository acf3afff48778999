"""A queue's messages, once or as they come; each verdict once, however often it was sent or delivered."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mediaverdict.cloud.messages import MAX_BATCH
from mediaverdict.errors import CloudError, say
from mediaverdict_cli.output.printing import complain
from mediaverdict_cli.queue_messages import PublishedVerdict, read_message

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mediaverdict.cloud.messages import Message
    from mediaverdict_cli.queue_messages import QueueMessage
    from mediaverdict_cli.queues import OpenedQueue

WAIT_SECONDS = 10
"""How long one look of `--follow --delete` waits for a message."""
LOOK_SECONDS = 2.0
"""Between two looks of `--follow` alone."""
TELL_SECONDS = 60.0
"""Between two words on what can't be looked at."""
REMEMBERED = 100_000


class _Seen:
    """What was shown before, the oldest forgotten."""

    def __init__(self) -> None:
        self._keys: dict[str, None] = {}

    def is_new(self, key: str) -> bool:
        """Whether it was not seen before; it is from now on."""
        if key in self._keys:
            return False
        self._keys[key] = None
        if len(self._keys) > REMEMBERED:
            del self._keys[next(iter(self._keys))]
        return True


@dataclass
class Reading:
    """How a queue is read, and what was met."""

    source: OpenedQueue
    follow: bool
    delete: bool
    found: int = 0
    """Messages that were met, each once."""
    repeated: int = 0
    """Verdicts among them that had been shown already, under the same `id`."""
    _waits: bool = False
    _told_at: float | None = None
    _told_of: int | None = None

    def messages(self) -> Iterator[QueueMessage]:
        """Each message once; it is deleted, where that is asked for, after it was taken."""
        seen, verdicts = _Seen(), _Seen()
        while True:
            taken = self._take()
            if self.follow and self.found == 0 and not taken and not self._waits:
                self._waits = True
                complain(say("nothing is there yet: waiting, until Ctrl-C"))
            for message in taken:
                if seen.is_new(message.id):
                    self.found += 1
                    one = read_message(message)
                    if isinstance(one, PublishedVerdict) and one.id and not verdicts.is_new(one.id):
                        self.repeated += 1
                    else:
                        yield one
                if self.delete:
                    self._delete(message.receipt)
            if not self.delete:
                self._tell_of_the_rest(len(taken))
            if not self.follow and not (self.delete and taken):
                return
            if self.follow and not self.delete:
                time.sleep(LOOK_SECONDS)

    def _take(self) -> list[Message]:
        if not self.delete:
            return self.source.look()
        return self.source.queue.receive(MAX_BATCH, WAIT_SECONDS if self.follow else 0)

    def _delete(self, receipt: str) -> None:
        try:
            self.source.queue.delete(receipt)
        except CloudError as error:
            if error.code != "MessageNotExist":  # its time ran out: it comes again, and is deleted then
                raise

    def _tell_of_the_rest(self, shown: int) -> None:
        """SMQ lets its first 16 messages be looked at, and no further: what lies behind them is counted and told."""
        now = time.monotonic()
        if not self.source.is_peeked or shown < MAX_BATCH:
            return
        if self._told_at is not None and now - self._told_at < TELL_SECONDS:
            return
        waiting = self.source.waiting()
        if (self._told_at is not None and waiting == self._told_of) or waiting == shown:
            return
        self._told_at, self._told_of = now, waiting
        more = say("more may wait") if waiting is None else say("{count} more wait", count=waiting - shown)
        works = "--follow --delete" if self.follow else "--delete"
        complain(
            say(
                "the first {count} messages are all that SMQ shows of a queue; {more} behind them. {option} takes them "
                "off the queue and shows all (with --json > FILE they are kept)",
                count=shown,
                more=more,
                option=works,
            )
        )
