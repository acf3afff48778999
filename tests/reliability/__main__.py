"""`make soak`: the long form of the schedules. Prints what was run and what was lost.

python -m reliability [SCHEDULES] [WITH_KILLS] [FIRST]

FIRST says which schedule is the first, so that a long run can be made in pieces: 30 6 0, then 30 6 30.
"""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from pathlib import Path

from fc_local import Layout
from fcruntime import logs
from mediaverdict_cli.function_layers import layer_entries
from reliability.runs import ROOT, run_in_process, run_load, run_with_kills


def main(schedules: int, with_kills: int, first: int = 0) -> None:
    """Both sorts; an AssertionError with its seed ends the run."""
    logs.configure({"POWERTOOLS_LOG_LEVEL": "CRITICAL"})
    total: Counter[str] = Counter()
    letters = 0
    for seed in range(first, first + schedules):
        # Every tenth with a timeout that whole read timeouts fit into, and a cloud that often hangs.
        book = run_in_process(10_000 + seed) if seed % 10 else run_in_process(10_000 + seed, timeout=30, hangs=0.3)
        letters = max(letters, book["letters"])
        total.update(book)
        _progress("schedules", seed + 1 - first, schedules)
    judge = ROOT / "functions" / "judge"
    layout = Layout.make(judge, layer_entries(judge, Path(sys.executable)))
    with tempfile.TemporaryFile("w") as log:
        for seed in range(first, first + with_kills):
            book = run_with_kills(50_000 + seed, layout, log)
            letters = max(letters, book["letters"])
            total.update(book)
            _progress("with kills", seed + 1 - first, with_kills)
    layout.remove()
    load = run_load(invocations=50, jobs=40)
    print(
        f"load: {load['jobs']} jobs, 5 % faults: {load['published']} published, {load['retried']} on the retry queue, lost: 0;"
    )
    print(f"  after 50 warm invocations {load['grown'] / 1024:.0f} KiB more were held than after 10")
    print(
        f"{schedules + with_kills} schedules ({with_kills} with kills): {total['records']} records, "
        f"{total['deliveries']} deliveries, {total['faults']} faults, {total['kills']} kills"
    )
    print(
        f"lost: {total['lost']}; letters a record: {letters} ({total['unconfirmed']} messages more were kept by a queue "
        f"that never said so); deadlines missed: {total['late']}"
    )
    kinds = sorted((kind.removeprefix("fault "), n) for kind, n in total.items() if kind.startswith("fault "))
    print("faults by kind: " + ", ".join(f"{kind} {count}" for kind, count in kinds))


def _progress(what: str, done: int, of: int) -> None:
    if done % 20 == 0 or done == of:
        print(f"{what}: {done} of {of}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    given = [int(argument) for argument in sys.argv[1:]]
    main(*(given or [300, 60]))
