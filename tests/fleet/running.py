"""A fleet, from the first message to the last verdict."""

from __future__ import annotations

import json
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import samples
from alicloud_emulator import Emulator, EmulatorState
from alicloud_emulator.call_limit import CallLimit
from fleet.delivery import Delivery, Instance
from fleet.measured import Fleet, Measured
from mediaverdict.cloud.messages import decode_body
from mediaverdict.cloud.sqlite_queue import SqliteQueue

STEP = 0.02
"""Seconds."""
VISIBILITY = 300.0
"""Seconds until a batch that failed is delivered again."""


class Limit(CallLimit):
    """The account's, with answers that take their time, and a book of who was let through."""

    def __init__(self, fleet: Fleet) -> None:
        super().__init__(fleet.qps)
        self._fleet = fleet
        self.calls: Counter[bool] = Counter()
        """Let through, and not."""

    def take(self) -> bool:
        let = super().take()
        self.calls[let] += 1
        time.sleep(self._fleet.answer if let else self._fleet.refusal)
        return let


class Jobs(dict[str, Any]):
    """A finished job for every ID."""

    def __init__(self, outputs: int = 2) -> None:
        super().__init__()
        self._job = samples.answer(
            *(samples.output(f"web-720p-{number}") for number in range(outputs)), user_data={"durationSeconds": 120}
        )["Job"]

    def get(self, job_id: Any, _default: Any = None) -> Any:
        return {**self._job, "JobId": job_id}


def callback_of(job_id: str) -> bytes:
    """The message by which IMS tells of a finished job."""
    return json.dumps({
        "EventType": "MediaConvertComplete", "UserId": 1, "EventTime": "2026-11-23T12:00:00Z",
        "MessageBody": {"JobId": job_id, "Status": "Success"},
    }).encode()  # fmt: skip


def run_fleet(fleet: Fleet, python: Path, folders: Sequence[Path], log: Path | None = None) -> Measured:
    """All jobs at once, to instances that are warm. Raises RuntimeError where it does not end in `fleet.most`."""
    limit = Limit(fleet)
    state = EmulatorState(jobs=Jobs(), ice_limit=limit)
    state.create("callbacks", VISIBILITY)
    queues = {name: state.queue(name) for name in ("callbacks", "verdicts", "dead-letters")}
    callbacks, verdicts, dead_letters = (_there(queue) for queue in queues.values())
    with Emulator(state) as cloud, log.open("w") if log else tempfile.TemporaryFile("w") as told:
        environ = {
            "MEDIAVERDICT_ICE_ENDPOINT": cloud.endpoint, "FC_REGION": "cn-shanghai", "FC_ACCOUNT_ID": "123",
            "MEDIAVERDICT_VERDICT_QUEUE": cloud.queue_url("verdicts"),
            "MEDIAVERDICT_RETRY_QUEUE": cloud.queue_url("callbacks"),
            "MEDIAVERDICT_DEAD_LETTER_QUEUE": cloud.queue_url("dead-letters"),
            "ALIBABA_CLOUD_ACCESS_KEY_ID": "local", "ALIBABA_CLOUD_ACCESS_KEY_SECRET": "local",
        }  # fmt: skip
        instances = [Instance.start(python, folders, environ, told) for _ in range(fleet.instances)]
        try:
            for instance in instances:
                instance.heard()
            return _run(fleet, instances, limit, (callbacks, verdicts, dead_letters))
        finally:
            for instance in instances:
                instance.end()


def _there(queue: SqliteQueue | None) -> SqliteQueue:
    assert queue is not None
    return queue


def _run(
    fleet: Fleet, instances: Sequence[Instance], limit: Limit, queues: tuple[SqliteQueue, SqliteQueue, SqliteQueue]
) -> Measured:
    callbacks, verdicts, dead_letters = queues
    delivery = Delivery(callbacks, instances, fleet.batch, fleet.window)
    begun = time.time()
    for number in range(fleet.jobs):
        callbacks.put(callback_of(f"job-{number}"))
    done: dict[str, float] = {}
    duplicates = 0
    while len(done) < fleet.jobs or any(instance.batch for instance in instances):
        if time.time() - begun > fleet.most:
            raise RuntimeError(f"{fleet.jobs - len(done)} jobs are without a verdict after {fleet.most:g} s")
        delivery.step(STEP)
        while found := verdicts.receive(16):
            for message in found:
                verdicts.delete(message.receipt)
                job_id = json.loads(decode_body(message.body.decode()))["subject"]
                duplicates += job_id in done
                done.setdefault(job_id, message.enqueued_at - begun)
        if len(dead_letters.all()) == fleet.jobs - len(done) and not any(instance.batch for instance in instances):
            break
    return Measured(
        fleet=fleet,
        seconds=max(done.values(), default=0.0),
        calls=limit.calls.total(),
        throttled=limit.calls[False],
        letters=delivery.letters,
        dead=len(dead_letters.all()),
        duplicates=duplicates,
        events=sum(instance.events for instance in instances),
        instance_seconds=sum(instance.seconds for instance in instances),
        latencies=tuple(sorted(done.values())),
        served=tuple(instance.published for instance in instances),
        errors=tuple(delivery.errors),
    )
