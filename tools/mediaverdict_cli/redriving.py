"""Dead letters sent back: those that were there when it began, each once; what can't be sent stays where it is."""

from __future__ import annotations

import hashlib
import json
import time
from dataclasses import dataclass, field
from datetime import datetime, timezone
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from mediaverdict.cloud.messages import MAX_BATCH
from mediaverdict.errors import CloudError, RequestRefusedError
from mediaverdict_cli.patience import send_patiently
from mediaverdict_cli.queue_messages import Letter, read_message, redriven

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mediaverdict.cloud.messages import Message, Queue
    from mediaverdict_cli.queue_messages import QueueMessage

PATIENCE = 30.0
"""Seconds for which a batch that the target throttles is tried again."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which letters are meant; empty takes all, `*` stands for anything."""

    job: str = ""
    reason: str = ""

    def takes(self, found: QueueMessage) -> bool:
        """Whether a message is meant; a reason may be given in part. What is no letter is, where nothing is asked."""
        if not isinstance(found, Letter):
            return not (self.job or self.reason)
        return _fits(found.job_id or "", self.job or "*") and (
            _fits(found.reason, f"*{self.reason}*") or _fits(found.code, self.reason)
        )


def _fits(text: str, glob: str) -> bool:
    return fnmatchcase(text.casefold(), glob.casefold())


@dataclass
class Redriven:
    """What was sent, and what was left; complete also when the sending ended in an error."""

    sent: int = 0
    left: dict[str, str] = field(default_factory=dict)
    """Message ID to the reason why it stays."""
    not_asked: int = 0
    """Left because of a filter."""


class Redriving:
    """One run of sending back.

    A letter may come back meanwhile, put there by the function that was sent its record: it is a new message about a
    record that was sent already. So it is told by its record, and by when it was queued where the clocks agree;
    and the run ends when the queue has shown everything that it had.
    """

    def __init__(self, source: Queue, target: Queue, wanted: Wanted, shown: Callable[[Letter], None]) -> None:
        self._source, self._target, self._wanted, self._shown = source, target, wanted, shown
        self._began = time.time()
        self._sent_messages: set[str] = set()
        self._sent_records: set[str] = set()
        self._passed: set[str] = set()
        self._came_meanwhile: set[str] = set()
        self.result = Redriven()

    def run(self) -> None:
        """Sends all; `result` says what came of it. Raises CloudError when the target or the source refuses."""
        dry, limit = 0, 1
        while messages := self._source.receive(MAX_BATCH):
            if self._batch(messages):
                # What is left becomes visible again after a while: when that alone has come round, all was seen.
                dry, limit = 0, len(self._passed) // MAX_BATCH + 1
                continue
            dry += 1
            if dry > limit:
                return

    def _batch(self, messages: Sequence[Message]) -> bool:
        """Whether there was one that was there from the start and had not been looked at."""
        fresh = False
        eligible: list[tuple[Message, Letter]] = []
        for message in messages:
            if message.id in self._sent_messages:  # sent, but its deletion came too late
                self._delete(message)
            elif message.id not in self._passed:
                letter = self._eligible(message)
                if letter is not None:
                    eligible.append((message, letter))
                fresh = fresh or message.id not in self._came_meanwhile
        self._send(eligible)
        return fresh

    def _eligible(self, message: Message) -> Letter | None:
        """The letter, where it is to be sent; else why it stays is remembered."""
        found = read_message(message)
        self._passed.add(message.id)
        if not self._wanted.takes(found):
            self.result.not_asked += 1
            return None
        if not isinstance(found, Letter):
            self.result.left[message.id] = "it is no letter that can be read"
        elif not found.sendable:
            self.result.left[message.id] = f"{_whose(found)} holds nothing to send back"
        elif message.enqueued_at > self._began:
            self._came_meanwhile.add(message.id)
            self.result.left[message.id] = f"{_whose(found)} came after this began"
        elif _digest(found) in self._sent_records:
            self._came_meanwhile.add(message.id)
            self.result.left[message.id] = f"{_whose(found)} is about a record that was just sent back"
        else:
            self._passed.discard(message.id)
            self._sent_records.add(_digest(found))
            return found
        return None

    def _send(self, eligible: Sequence[tuple[Message, Letter]]) -> None:
        """Sends first and deletes then: a letter may come twice, it is never lost."""
        if not eligible:
            return
        now = datetime.now(timezone.utc)
        bodies = [redriven(letter, now) for _, letter in eligible]
        results = send_patiently(self._target, bodies, PATIENCE)
        refused: CloudError | None = None
        for (message, letter), sent in zip(eligible, results, strict=True):
            if sent.error is None:
                self._sent_messages.add(message.id)
                self.result.sent += 1
                self._shown(letter)
                self._delete(message)
            elif isinstance(sent.error, RequestRefusedError):
                self._passed.add(message.id)
                self.result.left[message.id] = f"{_whose(letter)} was refused: {sent.error}"
            else:
                refused = sent.error
        if refused is not None:
            raise refused

    def _delete(self, message: Message) -> None:
        try:
            self._source.delete(message.receipt)
        except CloudError as error:
            if error.code != "MessageNotExist":  # its time ran out: it comes again, and is deleted then
                raise


def _whose(letter: Letter) -> str:
    return f"the letter of job {letter.job_id}" if letter.job_id else "the letter of a record without a job"


def _digest(letter: Letter) -> str:
    text = json.dumps(letter.record, sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()
