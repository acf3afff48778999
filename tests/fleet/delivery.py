"""What EventBridge does: messages of a queue that are due, in batches, each to an instance that is free."""

from __future__ import annotations

import json
import os
import random
import selectors
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from mediaverdict.cloud.messages import Message, decode_body, encode_body
from mediaverdict.cloud.sqlite_queue import SqliteQueue

INSTANCE = Path(__file__).with_name("instance.py")

LETTER = encode_body(b'{"mediaverdict":').encode()[:16]
"""How a letter begins, as the queue has it."""


def event_of(messages: Sequence[Message]) -> str:
    """An SMQ queue trigger's array."""
    return json.dumps([
        {"id": message.id, "source": "mns", "specversion": "1.0", "type": "mns:Queue:SendMessage",
         "data": {"requestId": "R", "messageId": message.id, "messageBody": decode_body(message.body.decode()).decode()}}
        for message in messages
    ])  # fmt: skip


@dataclass
class Instance:
    """A process with the handler in it."""

    process: subprocess.Popen[str]
    results: IO[str]
    batch: list[Message] = field(default_factory=list)
    """What it has at the moment; empty while it is free."""
    seconds: float = 0.0
    events: int = 0
    published: int = 0

    @classmethod
    def start(cls, python: Path, folders: Sequence[Path], environ: Mapping[str, str], log: IO[str]) -> Instance:
        """Returns at once; the process says so when it is ready."""
        reading, writing = os.pipe()
        process = subprocess.Popen(
            [str(python), "-I", "-S", str(INSTANCE)], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=log,
            text=True, env={"PATH": "/usr/bin:/bin", **environ}, pass_fds=[writing],
        )  # fmt: skip
        os.close(writing)
        made = cls(process, os.fdopen(reading))
        made.say(json.dumps({"path": [str(folder) for folder in folders], "result": writing}))
        return made

    def say(self, line: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()

    def heard(self) -> dict[str, Any]:
        """Raises RuntimeError where the process ended."""
        line = self.results.readline()
        if not line:
            raise RuntimeError(f"an instance ended with {self.process.wait()}: see its log")
        return dict(json.loads(line))

    def end(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait()
        self.results.close()


class Delivery:
    """One thread's: gathers, hands out, hears, deletes."""

    def __init__(self, queue: SqliteQueue, instances: Sequence[Instance], batch: int, window: float) -> None:
        """`window`: seconds that a batch waits to be filled; 0 hands out what is there."""
        self._queue = queue
        self._instances = instances
        self._most = batch
        self._window = window
        self._gathered: list[Message] = []
        self._since = 0.0
        self._chance = random.Random(1)
        self._selector = selectors.DefaultSelector()
        for instance in instances:
            self._selector.register(instance.results, selectors.EVENT_READ, instance)
        self.errors: list[str] = []
        self.letters = 0
        """Messages that came back at least once."""

    def step(self, seconds: float) -> None:
        """Hands out what can be, then hears of what ended, for at most so long."""
        free = [instance for instance in self._instances if not instance.batch]
        self._chance.shuffle(free)
        while free and self._fill():
            instance = free.pop()
            instance.batch, self._gathered = self._gathered, []
            instance.say(event_of(instance.batch))
        for key, _ in self._selector.select(seconds):
            self._hear(key.data)

    def _fill(self) -> bool:
        """Whether a batch is to go."""
        while len(self._gathered) < self._most:
            found = self._queue.receive(min(16, self._most - len(self._gathered)))
            if not found:
                break
            if not self._gathered:
                self._since = time.monotonic()
            self._gathered += found
        full = len(self._gathered) == self._most
        return bool(self._gathered) and (full or time.monotonic() - self._since >= self._window)

    def _hear(self, instance: Instance) -> None:
        heard = instance.heard()
        instance.seconds += heard["seconds"]
        instance.events += 1
        instance.published += heard["published"]
        if heard["error"]:
            self.errors.append(heard["error"])  # they come again when they are visible again
        else:
            for message in instance.batch:
                self.letters += message.body.startswith(LETTER)
                self._queue.delete(message.receipt)
        instance.batch = []
