"""Runs in the measured interpreter (`python -I -S instance.py`): standard library only, until the handler is imported.

Told the folders for sys.path by one JSON line on stdin, then an event a line. Says of each, as a JSON line on the
descriptor that it is given, how long the handler took and what it raised. stdout is the function's log.
"""

import json
import os
import sys
import time
from types import SimpleNamespace
from typing import IO, Any


def main() -> None:
    told = json.loads(sys.stdin.readline())
    sys.path[:0] = told["path"]
    context = SimpleNamespace(
        request_id="r-1",
        region="cn-shanghai",
        account_id="123",
        log_project="",
        log_store="",
        logger=None,
        function=SimpleNamespace(
            name="f", handler="handler.handler", memory=128, timeout=60, version_id="", qualifier=""
        ),
    )
    import handler  # type: ignore[import-not-found]

    handler.initialize(context)
    with os.fdopen(told["result"], "w") as results:
        say(results, {"ready": True})
        for line in sys.stdin:
            begun = time.perf_counter()
            published, error = 0, ""
            try:
                published = handler.handler(line.encode(), context)["published"]
            except Exception as raised:  # noqa: BLE001 - whatever it is, it is told
                error = f"{type(raised).__name__}: {raised}"
            say(results, {"seconds": time.perf_counter() - begun, "published": published, "error": error})


def say(results: IO[str], what: dict[str, Any]) -> None:
    results.write(json.dumps(what) + "\n")
    results.flush()


main()
