"""The records of a schedule's event, each with a mark that is found again wherever it is put."""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from mediaverdict.processing.dead_letters import read_letter, record_text

_MARK = re.compile(r"mark-\d+-\d+")


@dataclass
class Records:
    """Messages for an SMQ queue trigger, and what is owed for them."""

    seed: int
    chance: random.Random
    messages: list[str] = field(default_factory=list)
    copies: Counter[str] = field(default_factory=Counter)
    """Records by mark; some messages come twice, as they do."""
    unreadable: set[str] = field(default_factory=set)
    """Marks of those that are to be dead letters."""
    jobs_of: dict[str, str] = field(default_factory=dict)
    """Mark -> the job that it names."""
    _made: int = 0

    def mark(self) -> str:
        """A new one."""
        self._made += 1
        return f"mark-{self.seed}-{self._made}"

    def callback(self, job_id: str, **more: object) -> dict[str, Any]:
        """IMS's callback for a job."""
        mark = self.mark()
        self.jobs_of[mark] = job_id
        return {"EventType": "MediaConvertComplete", "Mark": mark, "MessageBody": {"JobId": job_id}, **more}

    def broken(self) -> str:
        """No JSON."""
        mark = self.mark()
        self.unreadable.add(mark)
        return f"broken {mark} {{"

    def add(self, body: object) -> None:
        """A message with that body, once or twice."""
        text = body if isinstance(body, str) else json.dumps(body)
        for _ in range(2 if self.chance.random() < 0.1 else 1):
            self.messages.append(text)
            self.copies.update(_MARK.findall(text))

    def add_poisoned(self, job_id: str, kind: str) -> None:
        """A record of a kind that was known to break more than itself."""
        body = json.dumps(self.callback(job_id))[:-1]
        self.add(
            {
                "deep": f'{body}, "x": {"[" * 700}{"]" * 700}}}',
                "far too deep": f'{body}, "x": {"[" * 60_000}{"]" * 60_000}}}',
                "infinite": f'{body}, "x": 1e999}}',
                "long": f'{body}, "x": "{"y" * 100_000}"}}',
                "long and random": f'{body}, "x": "{self.chance.randbytes(60_000).hex()}"}}',
                "half a character": f'{body}, "x": "\\ud800"}}',
                "long digits": f'{body}, "x": {"9" * 5000}}}',
            }[kind]
        )

    def event(self) -> bytes:
        """All of them."""
        self.chance.shuffle(self.messages)
        return as_event(self.messages)


POISONS = ("deep", "far too deep", "infinite", "long", "long and random", "half a character", "long digits")


def as_event(bodies: list[str]) -> bytes:
    """An SMQ queue trigger's array."""
    return json.dumps(
        [{"id": f"e-{n}", "specversion": "1.0", "data": {"messageBody": body}} for n, body in enumerate(bodies)]
    ).encode()


def mark_of(body: bytes) -> str:
    """Of a letter, the mark of its record, or the job where the record was too long to keep; of a verdict, the job."""
    value = json.loads(body)
    letter = read_letter(value)
    if letter is None:
        return str(value["subject"])
    found = _MARK.search(record_text(letter.record))
    return found[0] if found else str(letter.job_id)
