"""The loopback cloud of the benchmark, in a process of its own: prints its address, serves until stdin closes.

python cloud_process.py [DELAY]: each of ICE's answers comes after DELAY seconds.
"""

from __future__ import annotations

import sys
import time
from typing import Any

import samples
from alicloud_emulator import Emulator, EmulatorState


class Jobs(dict[str, Any]):
    """A job for every ID: `<outputs>-<anything>` has so many outputs."""

    def __init__(self) -> None:
        super().__init__()
        self._made: dict[int, Any] = {}

    def get(self, job_id: Any, _default: Any = None) -> Any:
        outputs = int(str(job_id).partition("-")[0])
        if outputs not in self._made:
            made = samples.answer(
                *(samples.output(f"web-720p-{number}") for number in range(outputs)), user_data={"durationSeconds": 120}
            )
            self._made[outputs] = made["Job"]
        return {**self._made[outputs], "JobId": job_id}

    def __getitem__(self, job_id: Any) -> Any:
        return self.get(job_id)

    def __contains__(self, job_id: Any) -> bool:
        return True


def main(delay: float) -> None:
    def intercept(_method: str, target: str) -> None:
        if delay and target.startswith("/?"):
            time.sleep(delay)

    with Emulator(EmulatorState(jobs=Jobs(), intercept=intercept)) as cloud:
        print(cloud.endpoint, flush=True)
        for _ in sys.stdin:
            queue = cloud.state.queue("verdicts")
            count = len(queue.all()) if queue is not None else 0
            if queue is not None:
                queue.clear()
            print(count, flush=True)


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 0.0)
