"""Random schedules of faults, kills and duplicates, and the books that are kept of them.

A schedule is an event of jobs of every sort (some twice, some unknown, some not finished yet, some records
broken) and, request by request, what the cloud does: answers, throttles, fails, resets the connection
before or after the work, hangs, cuts an answer short, takes half a batch, sends garbage, says that the token
expired, or has the function's
process killed (SIGKILL) before or after the work. The platform is played as EventBridge does it: an event
whose delivery failed comes again, and what is on the retry queue comes back. At the end every job that
went in must have its verdict or its dead letter, and none two verdicts with different IDs.
"""

from __future__ import annotations

import base64
import json
import os
import random
import signal
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import samples
from alicloud_emulator import Emulator, EmulatorState, ice_wire, smq_wire
from alicloud_emulator.answers import Answer, Fault, Intercepted

Deliver = Callable[[bytes], bool]
"""Hands an event to the function; whether it returned."""
KILL_RATE = 0.2
"""Of a schedule with kills: how often a request is one's last, so that they fall between any two steps."""
QUEUES = ("verdicts", "dead", "retry")


@dataclass(kw_only=True)
class Schedule:
    """One seed's event, faults and what came of them."""

    seed: int
    faults: int = 0
    """Most faults; after them the cloud is well, as it is after every real outage. 0: up to 60, by the seed."""
    hangs: bool = False
    """Whether answers may never come: the client's timeout must be short then."""
    kills: int = 0
    pid: Callable[[], int | None] = lambda: None
    """The function's process, where it is one."""
    cloud: Emulator = field(init=False)
    committed: list[str] = field(default_factory=list)
    killed: int = 0

    def __post_init__(self) -> None:
        self.random = random.Random(self.seed)
        self.faults = self.faults or self.random.randint(4, 60)
        # A bad hour, and an outage in which no number of tries gets through.
        self.rate = self.random.choice([0.3, 0.6, 0.97])
        # Faults of one service only reach deeper: else fetching alone uses them up.
        self.target = self.random.choice(["/", "/", "/queues/", "/queues/verdicts", "/queues/dead", "/queues/retry"])
        good = samples.answer(samples.output())["Job"]
        self.jobs: dict[str, Any] = {f"job-{self.seed}-{number}": good for number in range(self.random.randint(1, 20))}
        self.slow = {name for name in self.jobs if self.random.random() < 0.15}
        self.unknown = [f"unknown-{self.seed}-{number}" for number in range(self.random.randint(0, 2))]
        self.broken = self.random.randint(0, 2)
        details = {
            name: {**job, "JobId": name, **({"State": "Running"} if name in self.slow else {})}
            for name, job in self.jobs.items()
        }
        state = EmulatorState(jobs=details, intercept=self.intercept)
        self.cloud = Emulator(state)

    def environ(self) -> dict[str, str]:
        """The function's variables."""
        names = dict(zip(("VERDICT", "DEAD_LETTER", "RETRY"), QUEUES, strict=True))
        return {
            "MEDIAVERDICT_ICE_ENDPOINT": self.cloud.endpoint, "FC_REGION": "cn-shanghai", "FC_ACCOUNT_ID": "123",
            "ALIBABA_CLOUD_ACCESS_KEY_ID": "local", "ALIBABA_CLOUD_ACCESS_KEY_SECRET": "local",
            **{f"MEDIAVERDICT_{kind}_QUEUE": self.cloud.queue_url(name) for kind, name in names.items()},
        }  # fmt: skip

    def event(self) -> bytes:
        """An SMQ queue trigger's array; some messages come twice, as they do."""
        bodies: list[object] = [
            {"EventType": "MediaConvertComplete", "MessageBody": {"JobId": name}}
            for name in [*self.jobs, *self.unknown]
        ]
        bodies += self.random.choices(bodies, k=self.random.randint(0, 3))
        messages = [json.dumps(body) for body in bodies] + [f"broken {number} {{" for number in range(self.broken)]
        self.random.shuffle(messages)
        return json.dumps(
            [{"id": f"e-{n}", "specversion": "1.0", "data": {"messageBody": body}} for n, body in enumerate(messages)]
        ).encode()

    def intercept(self, method: str, target: str) -> Intercepted:
        """What the cloud does to this request."""
        if self.killed < self.kills and self.random.random() < KILL_RATE:
            return self._kill(self.random.choice(["kill before", "kill after"]))
        if not target.startswith(self.target) or len(self.committed) >= self.faults or self.random.random() > self.rate:
            return None
        queue = target.startswith("/queues/")
        kinds = ["throttle", "fail", "reset", "lose", "cut", "garbage"]
        kinds += ["half"] if queue and method == "POST" else ["expire"]
        kinds += ["hang"] if self.hangs and self.random.random() < 0.1 else []
        kind = self.random.choice(kinds)
        self.committed.append(kind)
        return self._commit(kind, queue=queue)

    def _commit(self, kind: str, *, queue: bool) -> Intercepted:
        if kind == "throttle":
            return (
                smq_wire.refuse(429, "TooManyRequests", "x") if queue else ice_wire.refuse(400, "Throttling.User", "x")
            )
        if kind == "fail":
            return (
                smq_wire.refuse(500, "InternalError", "x") if queue else ice_wire.refuse(503, "ServiceUnavailable", "x")
            )
        if kind == "expire":
            return ice_wire.refuse(400, "InvalidSecurityToken.Expired", "Specified SecurityToken is expired.")
        if kind == "garbage":
            return Answer(200, b"\x00<<garbage>>", "text/xml")
        return {"reset": Fault.RESET, "lose": Fault.LOSE, "cut": Fault.CUT, "half": Fault.HALF, "hang": Fault.HANG}[
            kind
        ]

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
        pending = [self.event()]
        for round_ in range(60):
            if round_ == 2:  # the slow jobs are done by now
                for name in self.slow:
                    self.cloud.state.jobs[name] = {**self.cloud.state.jobs[name], "State": "Complete"}
            pending = [event for event in pending if not deliver(event)]
            pending += [self._as_event(body) for body in self._drain("retry")]
            if not pending and round_ >= 2:
                return
        raise AssertionError(f"seed {self.seed}: it never settled; faults: {self.committed}")

    def account(self) -> dict[str, int]:
        """Holds the books: raises AssertionError with the seed for a job that was lost or has two verdicts."""
        verdicts: dict[str, set[str]] = {}
        for body in self._bodies("verdicts"):
            verdicts.setdefault(body["subject"], set()).add(body["id"])
        letters = self._bodies("dead")
        buried = {letter["job_id"] for letter in letters}
        told = f"seed {self.seed}, faults {self.committed}"
        lost = [name for name in self.jobs if name not in verdicts and name not in buried]
        assert lost == [], f"{told}: lost {lost}"
        assert [name for name in self.unknown if name not in buried] == [], told
        unreadable = {
            json.dumps(letter["record"], sort_keys=True) for letter in letters if letter["code"] == "unreadable"
        }
        assert len(unreadable) == self.broken, told
        assert {name: ids for name, ids in verdicts.items() if len(ids) > 1} == {}, told
        return {"jobs": len(self.jobs), "faults": len(self.committed), "kills": self.killed, "lost": 0}

    def _bodies(self, name: str) -> list[Any]:
        queue = self.cloud.state.queue(name)
        assert queue is not None
        return [json.loads(base64.b64decode(message.body)) for message in queue.all()]

    def _drain(self, name: str) -> list[Any]:
        """Takes every message off a queue, delayed ones too: time passes."""
        queue = self.cloud.state.queue(name)
        assert queue is not None
        found = self._bodies(name)
        queue.clear()
        return found

    @staticmethod
    def _as_event(letter: Any) -> bytes:
        text = base64.b64encode(json.dumps(letter).encode()).decode()
        return json.dumps([{"id": "again", "specversion": "1.0", "data": {"messageBody": text}}]).encode()


def _end(pid: int) -> None:
    with suppress(ProcessLookupError):  # another request's kill came first
        os.kill(pid, signal.SIGKILL)
