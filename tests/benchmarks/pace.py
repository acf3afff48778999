"""What the pace costs where nothing throttles: the built handler as it is beside itself with a pace that does nothing.

python -m benchmarks.pace [PAIRS]: interleaved, each pair in both orders in turn; medians of the pairs' ratios.
"""

from __future__ import annotations

import os
import sys
from statistics import median

from benchmarks.__main__ import BATCH, DELAY, RUNTIME, event_of, prepare, run
from benchmarks.loopback import cloud


def main(pairs: int) -> None:
    """CPU without a wait for answers, wall with 50 ms each."""
    python = RUNTIME.interpreter()
    if python is None:
        sys.exit(f"there is no Python {RUNTIME.version} on this machine: the built layers can't be run")
    handler = prepare(python)[0]
    for name in ("SSL_CERT_FILE", "SSL_CERT_DIR"):
        os.environ.pop(name, None)
    event = event_of([f"2-{number}" for number in range(BATCH)])
    for what, delay, times in (("cpu", 0.0, 10), ("wall", DELAY, 3)):
        found: dict[bool, list[float]] = {False: [], True: []}
        with cloud(delay) as (endpoint, _):
            for number in range(pairs):
                for unpaced in (False, True) if number % 2 else (True, False):
                    measured = run(python, handler, endpoint, event, "warm", warm_up=2, times=times, unpaced=unpaced)
                    found[unpaced].append(measured.answer[what])
        ratio = median(ours / bare for ours, bare in zip(found[False], found[True], strict=True))
        paced_ms, bare_ms = (median(found[key]) / BATCH * 1000 for key in (False, True))
        print(
            f"{what} a job: {paced_ms:.3f} ms with the pace, {bare_ms:.3f} ms without; ratio {ratio:.3f}, {pairs} pairs"
        )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 21)
