"""The handler under another Python, from its locked dependencies alone: every sample event, the same verdicts.

    python tests/runtime_check.py PYTHON RUNTIME

Runs each event in that interpreter with that runtime's context, and in this one, and compares.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from mediaverdict.cloud.messages import decode_body
from mediaverdict.desk.invoking import Options, invoke

ROOT = Path(__file__).parent.parent


def verdicts(event: bytes, options: Options) -> tuple[str, list[dict[str, Any]]]:
    """(what the handler returned, the verdicts without their time)."""
    with tempfile.TemporaryFile("w+") as log:
        done = invoke(event, options, log)
        if not done.invocation.ok:
            log.seek(0)
            sys.exit(f"the handler failed: {done.invocation.payload.decode()}\n{log.read()}")
    found = [json.loads(decode_body(message.body.decode())) for message in done.verdicts]
    return done.invocation.payload.decode(), [{**verdict, "time": ""} for verdict in found]


def main(python: str, runtime: str) -> None:
    events = sorted((ROOT / "events").glob("*.json"))
    for path in events:
        function, jobs = ROOT / "functions" / "judge", ROOT / "events" / "jobs"
        theirs = verdicts(path.read_bytes(), Options(function, jobs, python=Path(python), runtime=runtime))
        ours = verdicts(path.read_bytes(), Options(function, jobs))
        if theirs != ours:
            sys.exit(f"{path.name}: {runtime} gives\n{theirs}\nand this interpreter\n{ours}")
    print(f"{runtime}: {len(events)} sample events, the same verdicts as under Python {sys.version.split()[0]}")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
