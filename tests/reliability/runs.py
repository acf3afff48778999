"""A schedule, run: in this process, or against the function in a process of its own that is killed."""

from __future__ import annotations

import json
import random
import sys
import time
import tracemalloc
from collections import Counter
from pathlib import Path
from types import SimpleNamespace
from typing import IO, Any
from unittest import mock

import samples
from alicloud_emulator import Emulator, EmulatorState, ice_wire
from alicloud_emulator.answers import Answer, Fault
from fc_local import FunctionConfig, LocalRuntime
from fc_local.errors import LocalRuntimeError
from fcruntime.credentials import Credentials
from fcruntime.invocations import invoke
from mediaverdict.errors import UndeliveredError
from mediaverdict.instance import FunctionInstance
from mediaverdict.processing.services import REMEMBERED
from reliability.schedules import Schedule

ROOT = Path(__file__).parents[2]
KEY, SECRET = "STS.schedules", "SECRET-OF-ALL-SCHEDULES"
RULES = ROOT / "functions" / "judge" / "rules.yml"


LONGEST_SLEEP = 1.0
"""Seconds of a wait that are slept where the function has a process, and a clock, of its own."""


class _Clock:
    """The monotonic clock; what is waited passes at once."""

    def __init__(self) -> None:
        self._monotonic = time.monotonic
        self._passed = 0.0

    def monotonic(self) -> float:
        return self._monotonic() + self._passed

    def wait(self, seconds: float) -> None:
        self._passed += seconds


class _Context:
    """A context that tells how long the function may run."""

    request_id = "r"

    def __init__(self, seconds: int) -> None:
        self.function = SimpleNamespace(timeout=seconds)


def run_in_process(
    seed: int, faults: int = 60, timeout: int = 2, hangs: float = 0.02, only: tuple[str, str] | None = None
) -> dict[str, int]:
    """No process of its own, and a short timeout, so that what hangs costs a second or two."""
    clock = _Clock()
    schedule = Schedule(
        seed=seed, most_faults=faults, timeout=timeout, hangs=hangs, only=only, rotates=seed % 3 == 0, wait=clock.wait
    )
    with schedule.cloud, mock.patch("time.monotonic", clock.monotonic):
        environ = schedule.environ()
        instance = [_start(environ)]
        context = _Context(timeout)

        def deliver(event: bytes) -> bool:
            try:
                invoke(instance[0].handle, event, context, environ)
            except UndeliveredError:
                if schedule.random.random() < 0.3:  # the next delivery may meet another instance
                    instance[0].close()
                    instance[0] = _start(environ)
                return False
            return True

        schedule.settle(deliver)
        instance[0].close()
        return schedule.account()


def _start(environ: dict[str, str], remembered: int = REMEMBERED) -> FunctionInstance:
    from mediaverdict.rulebook import load_rulebook
    from mediaverdict.settings import read_settings

    made = FunctionInstance(read_settings(environ, RULES), load_rulebook(RULES), environ)
    made.services.remembered = remembered
    return made


def run_load(invocations: int, jobs: int, timeout: int = 60, seed: int = 7) -> dict[str, int]:
    """Many jobs through one warm instance, 5 % of the requests at fault. Raises AssertionError for a lost one.

    `grown` is how many bytes Python held more after the last invocation than after the first fifth, by when
    the instance remembers as many verdicts as it ever will.
    """
    chance = random.Random(seed)
    details = samples.answer(samples.output())["Job"]
    state = EmulatorState()
    faults: list[Answer | Fault] = [
        ice_wire.refuse(400, "Throttling.User", "x"),
        ice_wire.refuse(503, "ServiceUnavailable", "x"),
        Fault.RESET,
        Fault.CUT,
    ]
    state.intercept = lambda _method, target: (
        chance.choice(faults) if target.startswith("/?") and chance.random() < 0.05 else None
    )
    told: Counter[str] = Counter()
    context = _Context(timeout)
    held = 0
    with Emulator(state) as cloud:
        environ = {
            "MEDIAVERDICT_ICE_ENDPOINT": cloud.endpoint, "MEDIAVERDICT_VERDICT_QUEUE": cloud.queue_url("verdicts"), "FC_REGION": "r",
            "MEDIAVERDICT_RETRY_QUEUE": cloud.queue_url("retry"), "ALIBABA_CLOUD_ACCESS_KEY_ID": "local", "ALIBABA_CLOUD_ACCESS_KEY_SECRET": "local",
        }  # fmt: skip
        instance = _start(environ, remembered=invocations * jobs // 10)
        tracemalloc.start()
        for number in range(invocations):
            names = [f"j-{number}-{index}" for index in range(jobs)]
            state.jobs = {name: {**details, "JobId": name} for name in names}
            event = json.dumps([{"JobId": name} for name in names]).encode()
            summary: Any = invoke(instance.handle, event, context, environ)
            told.update({"published": summary["published"], "retried": summary["retried"]})
            verdicts = state.queue("verdicts")
            assert verdicts is not None
            verdicts.clear()
            if number == invocations // 5:
                held = tracemalloc.get_traced_memory()[0]
        grown = tracemalloc.get_traced_memory()[0] - held
        tracemalloc.stop()
        instance.close()
    assert told["published"] + told["retried"] == invocations * jobs
    return {"jobs": invocations * jobs, "published": told["published"], "retried": told["retried"], "grown": grown}


def run_with_kills(seed: int, layout: Any, log: IO[str], faults: int = 8, kills: int = 3) -> dict[str, int]:
    """The function in a fresh interpreter, killed by SIGKILL before or after any request."""
    schedule = Schedule(seed=seed, most_faults=faults, kills=kills, timeout=4)
    schedule.cloud.state.keys[KEY] = SECRET
    running: list[LocalRuntime] = []
    schedule.pid = lambda: running[0].pid if running else None
    schedule.wait = lambda seconds: time.sleep(min(seconds, LONGEST_SLEEP))
    with schedule.cloud:
        environ = {name: value for name, value in schedule.environ().items() if name.startswith("MEDIAVERDICT_")}
        config = FunctionConfig(
            layout=layout,
            initializer="handler.initialize",
            python=Path(sys.executable),
            timeout=schedule.timeout,
            environ=environ,
            credentials=Credentials(KEY, SECRET),
        )

        def deliver(event: bytes) -> bool:
            if not running:
                running.append(LocalRuntime(config, log).__enter__())
            try:
                return running[0].invoke(event).ok
            except LocalRuntimeError:  # killed: the platform starts another instance
                running.pop().stop()
                return False

        try:
            schedule.settle(deliver)
        finally:
            for runtime in running:
                runtime.stop()
        return schedule.account()
