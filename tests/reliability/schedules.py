"""Random schedules of faults, kills and duplicates, and the books that are kept of them.

A schedule is an event of records of every sort (jobs that are done, that are not yet, that nobody knows; some
twice; lists; broken and poisoned records) and, request by request, what a hostile cloud does (`faults`), or the
end of the function's process (SIGKILL) before or after the work; the role's token changes on the way. The
platform is played as EventBridge does it: an event whose delivery failed comes again, and what is on the retry
queue comes back; what was put off for the pace's sake, not before its time. At the end every record that went in must have its verdict or its dead letter; no delivery may
take longer than the function has, nor leave two letters of one record.
"""

from __future__ import annotations

import base64
import json
import os
import random
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from alicloud_emulator import Emulator, EmulatorState
from alicloud_emulator.answers import Answer, Fault, Intercepted
from mediaverdict.cloud.smq_xml import read_xml
from reliability import faults
from reliability.records import POISONS, Records, as_event, mark_of

Deliver = Callable[[bytes], bool]
"""Hands an event to the function; whether it returned."""
KILL_RATE = 0.2
"""Of a schedule with kills: how often a request is one's last, so that they fall between any two steps."""
LATE = 1.0
"""Seconds after the function's timeout from which on a delivery is late, and no pause of a shared machine."""
VERDICTS, DEAD, RETRY = QUEUES = ("verdicts", "dead", "retry")
KEY = "local"


@dataclass(kw_only=True)
class Schedule:
    """One seed's event, faults and what came of them."""

    seed: int
    timeout: int = 2
    """Seconds that the function has."""
    most_faults: int = 60
    """From four to so many, by the seed; after them the cloud is well, as it is after every real outage."""
    hangs: float = 0.02
    """How often a fault is one that costs time."""
    only: tuple[str, str] | None = None
    """(what a request's target begins with, kind) where one kind of fault alone is played."""
    kills: int = 0
    rotates: bool = False
    """Whether the role's token changes in the middle of an event."""
    pid: Callable[[], int | None] = lambda: None
    """The function's process, where it is one."""
    wait: Callable[[float], None] = lambda _seconds: None
    """Lets time pass on the function's clock: until what had to wait for its turn is due."""
    cloud: Emulator = field(init=False)
    committed: list[str] = field(default_factory=list)
    killed: int = 0
    late: int = 0
    deliveries: int = 0
    unconfirmed: Counter[tuple[str, str]] = field(default_factory=Counter)
    """(queue, mark) of what a fault made a queue keep without a word."""
    most_letters: int = 0
    """Of one record, by one delivery of one copy of it, those that nobody confirmed left out."""

    def __post_init__(self) -> None:
        self.random = random.Random(self.seed)
        self.faults = self.random.randint(4, self.most_faults)
        # A bad hour, and an outage in which no number of tries gets through.
        self.rate = self.random.choice([0.3, 0.6, 0.97])
        # Faults of one service only reach deeper: else fetching alone uses them up.
        self.target = self.random.choice(["/", "/", "/queues/", "/queues/verdicts", "/queues/dead", "/queues/retry"])
        if self.only is not None:
            self.rate, self.target = 0.97, self.only[0]
            if self.only[1] == faults.STALE:  # which needs an answer before
                self.rate = 0.4
        self._lock = threading.Lock()
        self.records = Records(self.seed, self.random)
        self.slow: set[str] = set()
        self.unknown: set[str] = set()
        self.nameless: set[str] = set()
        """Jobs for which details without an ID were given."""
        state = EmulatorState(jobs=self._make_jobs(), intercept=self.intercept)
        self._environ = {
            "FC_REGION": "cn-shanghai", "FC_ACCOUNT_ID": "123",
            "ALIBABA_CLOUD_ACCESS_KEY_ID": KEY, "ALIBABA_CLOUD_ACCESS_KEY_SECRET": KEY,
        }  # fmt: skip
        self.cloud = Emulator(state)

    def _make_jobs(self) -> dict[str, Any]:
        records, chance = self.records, self.random
        good = faults.GOOD
        names = [f"job-{self.seed}-{number}" for number in range(chance.randint(1, 12))]
        self.unknown = {f"unknown-{self.seed}-{number}" for number in range(chance.randint(0, 2))}
        listed = [f"listed-{self.seed}-{number}" for number in range(3)] if chance.random() < 0.4 else []
        poisoned = [f"poisoned-{self.seed}-{number}" for number in range(chance.randint(0, 2))]
        self.slow = {name for name in names if chance.random() < 0.15} | set(listed)
        for name in [*names, *sorted(self.unknown)]:
            records.add(records.callback(name))
        for _ in range(chance.randint(0, 2)):
            records.add(records.broken())
        for name in poisoned:
            records.add_poisoned(name, chance.choice(POISONS))
        if listed:
            records.add([records.callback(name) for name in listed])
            records.add([records.callback(name) for name in [names[0], *sorted(self.unknown)]] + [records.broken()])
        return {
            name: {**good, "JobId": name, **({"State": "Running"} if name in self.slow else {})}
            for name in [*names, *listed, *poisoned]
        }

    def environ(self) -> dict[str, str]:
        """The function's variables, as they are now and will be."""
        names = dict(zip(("VERDICT", "DEAD_LETTER", "RETRY"), QUEUES, strict=True))
        self._environ["MEDIAVERDICT_ICE_ENDPOINT"] = self.cloud.endpoint
        self._environ.update({f"MEDIAVERDICT_{kind}_QUEUE": self.cloud.queue_url(name) for kind, name in names.items()})
        return self._environ

    def intercept(self, _method: str, target: str) -> Intercepted:
        """What the cloud does to this request."""
        with self._lock:
            if self.rotates and self.random.random() < 0.05:
                self._rotate()
            if self.killed < self.kills and self.random.random() < KILL_RATE:
                return self._kept(target, self._kill(self.random.choice(["kill before", "kill after"])))
            if (
                not target.startswith(self.target)
                or len(self.committed) >= self.faults
                or self.random.random() > self.rate
            ):
                return None
            queue = target.startswith("/queues/")
            kind = self.only[1] if self.only else faults.choose(self.random, queue=queue, hangs=self.hangs)
            self.committed.append(kind)
            if kind == faults.NAMELESS:
                self.nameless.add(dict(parse_qsl(urlsplit(target).query))["JobId"])
        made = (faults.SMQ if queue else faults.ICE)[kind]
        if not queue or kind not in faults.KEPT:
            return made
        return self._kept(target, made)

    def _kept(self, target: str, made: faults.Made | Fault) -> faults.Made:
        """The fault; what it makes a queue keep is noted."""

        def noting(body: bytes) -> Answer | Fault:
            fault = made if isinstance(made, Fault) else made(body)
            if fault is not Fault.HANG and target.startswith("/queues/"):
                root = read_xml(body)
                queue = target.split("/")[2]
                for message in root.all("Message") or [root]:
                    self.unconfirmed[queue, mark_of(base64.b64decode(message.get("MessageBody")))] += 1
            return fault

        return noting

    def _rotate(self) -> None:
        token = f"token-{self.random.random()}"
        self._environ["ALIBABA_CLOUD_SECURITY_TOKEN"] = token
        self.cloud.state.tokens[KEY] = token

    def _kill(self, kind: str) -> Fault:
        self.killed += 1
        self.committed.append(kind)
        pid = self.pid()
        if pid is not None:
            # After the work: the process dies while it waits for an answer that is lost.
            threading.Timer(0.05 if kind == "kill after" else 0, _end, (pid,)).start()
        return Fault.HANG if kind == "kill before" else Fault.LOSE

    def settle(self, deliver: Deliver) -> None:
        """Delivers the event, and whatever comes back, until nothing does."""
        pending = [(self.records.event(), self.records.copies)]
        for round_ in range(100):
            if round_ == 2:  # the slow jobs are done by now
                for name in self.slow:
                    self.cloud.state.jobs[name] = {**self.cloud.state.jobs[name], "State": "Complete"}
            failed: list[tuple[bytes, Counter[str]]] = []
            letters: list[bytes] = []
            away = 0.0
            for event, copies in pending:
                if not self._deliver(deliver, event, copies):
                    failed.append((event, copies))
                away = max(away, self._longest_turn())
                letters += self._drain(RETRY)
            self.wait(away)
            pending = failed
            while letters:
                some, letters = letters[:16], letters[16:]
                bodies = [base64.b64encode(letter).decode() for letter in some]
                pending.append((as_event(bodies), Counter(map(mark_of, some))))
            if not pending and round_ >= 2:
                return
        raise AssertionError(f"{self._told()}: it never settled")

    def _deliver(self, deliver: Deliver, event: bytes, copies: Counter[str]) -> bool:
        before = {queue: self._marks(queue) for queue in (DEAD, RETRY)}
        unheard = Counter(self.unconfirmed)
        begun = time.monotonic()
        returned = deliver(event)
        self.deliveries += 1
        self.late += time.monotonic() - begun > self.timeout + LATE
        letters: Counter[str] = Counter()
        for queue in (DEAD, RETRY):
            left = self._marks(queue) - before[queue]
            kept = {mark: n for (name, mark), n in (self.unconfirmed - unheard).items() if name == queue}
            letters += left - Counter(kept)
        for mark, count in letters.items():
            # A record that was too long to keep is known by its job alone.
            expected = copies[mark] or sum(n for one, n in copies.items() if self.records.jobs_of.get(one) == mark)
            self.most_letters = max(self.most_letters, -(-count // max(1, expected)))
            assert count <= expected, f"{self._told()}: {count} letters of {expected} x {mark}"
        return returned

    def account(self) -> dict[str, int]:
        """Holds the books: raises AssertionError with the seed for a record that was lost, or a job with two verdicts."""
        told = self._told()
        assert self.late == 0, f"{told}: {self.late} deliveries took longer than the function has"
        verdicts: dict[str, set[str]] = {}
        for body in map(json.loads, self._bodies(VERDICTS)):
            verdicts.setdefault(body["subject"], set()).add(body["id"])
        buried: set[str] = set()
        too_long: set[str] = set()
        for body in self._bodies(DEAD):
            letter = json.loads(body)
            buried |= {mark_of(body), str(letter["job_id"])}
            if letter["code"] == faults.TOO_LONG_CODE:
                too_long.add(letter["job_id"])
            deserved = letter["code"] in faults.BURYING or letter["reason"].startswith("given up after 12 tries")
            deserved &= letter["code"] not in faults.THROTTLING
            assert deserved, f"{told}: dead-lettered for no good reason: {letter['code']}: {letter['reason']}"
        lost = [
            mark
            for mark in self.records.copies
            if self.records.jobs_of.get(mark) not in verdicts and not {mark, self.records.jobs_of.get(mark)} & buried
        ]
        assert lost == [], f"{told}: lost {lost}"
        assert self.records.unreadable <= buried, told
        assert self.unknown & set(verdicts) <= self.nameless, told
        refused = sum(kind in faults.TOO_LONG for kind in self.committed)
        assert len(too_long) <= refused, f"{told}: {too_long} were dead-lettered for the size of {refused} message(s)"
        assert {name: ids for name, ids in verdicts.items() if len(ids) > 1} == {}, told
        return {
            "records": sum(self.records.copies.values()), "deliveries": self.deliveries, "faults": len(self.committed),
            "kills": self.killed, "lost": 0, "late": self.late, "letters": self.most_letters,
            "unconfirmed": sum(self.unconfirmed.values()),
            **{f"fault {kind}": n for kind, n in Counter(self.committed).items()},
        }  # fmt: skip

    def _told(self) -> str:
        return f"seed {self.seed}, faults {self.committed}"

    def _bodies(self, name: str) -> list[bytes]:
        queue = self.cloud.state.queue(name)
        assert queue is not None
        return [base64.b64decode(message.body) for message in queue.all()]

    def _marks(self, name: str) -> Counter[str]:
        return Counter(map(mark_of, self._bodies(name)))

    def _longest_turn(self) -> float:
        """Seconds until the last of the records that had to wait is due. A fault's letter comes back sooner than it
        asked for: that is the harder case, and it stands for a service that is well again by then.
        """
        queue = self.cloud.state.queue(RETRY)
        assert queue is not None
        now = time.time()
        return max(
            (
                queue.stored(message.id).visible_at - now
                for message in queue.all()
                if "postponed" in json.loads(base64.b64decode(message.body))
            ),
            default=0.0,
        )

    def _drain(self, name: str) -> list[bytes]:
        """Takes every message off a queue, delayed ones too."""
        queue = self.cloud.state.queue(name)
        assert queue is not None
        found = self._bodies(name)
        queue.clear()
        return found


def _end(pid: int) -> None:
    with suppress(ProcessLookupError):  # another request's kill came first
        os.kill(pid, signal.SIGKILL)
