"""A schedule, run: in this process, or against the function in a process of its own that is killed."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import IO, Any

from fcruntime.context import read_context
from fcruntime.errors import LocalRuntimeError
from fcruntime.local import FunctionConfig, LocalRuntime
from mediaverdict.errors import UndeliveredError
from mediaverdict.handling import Handling
from reliability.schedules import Schedule

ROOT = Path(__file__).parents[2]
RULES = ROOT / "functions" / "judge" / "rules.yml"


class _Timeout:
    """A context that tells how long the function may run."""

    timeout = 60


class _Context:
    request_id = "r"
    function = _Timeout()


def run_in_process(seed: int) -> dict[str, int]:
    """Many a second: no process of its own, no real waits, a short timeout."""
    schedule = Schedule(seed, hangs=True)
    with schedule.cloud:
        environ = schedule.environ()
        instance = [_start(environ)]

        def deliver(event: bytes) -> bool:
            try:
                instance[0].handle(event, _Context(), read_context(_Context(), environ))
            except UndeliveredError:
                if schedule.random.random() < 0.3:  # the next delivery may meet another instance
                    instance[0].close()
                    instance[0] = _start(environ)
                return False
            return True

        schedule.settle(deliver)
        instance[0].close()
        return schedule.account()


def _start(environ: dict[str, str]) -> Handling:
    from mediaverdict.rulebook import load_rulebook
    from mediaverdict.settings import read_settings

    made = Handling(read_settings(environ, RULES), load_rulebook(RULES), environ, sleep=lambda _: None)
    made._client.timeout = 0.3
    return made


def run_with_kills(seed: int, layout: Any, log: IO[str], faults: int = 8, kills: int = 3) -> dict[str, int]:
    """The function in a fresh interpreter, killed by SIGKILL before or after any request."""
    schedule = Schedule(seed, faults, kills)
    running: list[LocalRuntime] = []
    schedule.pid = lambda: running[0].pid if running else None
    with schedule.cloud:
        environ = {name: value for name, value in schedule.environ().items() if name.startswith("MEDIAVERDICT_")}
        config = FunctionConfig(
            layout=layout, initializer="handler.initialize", python=Path(sys.executable), timeout=30, environ=environ
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
