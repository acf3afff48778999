"""Runs in the measured interpreter (`python -I -S driver.py`): standard library only, until the handler is imported.

Told by one JSON line on stdin: the folders for sys.path, the event, and what to do. Says what it measured as one
JSON line on the descriptor that it is given; stdout is the function's log.
"""

import json
import math
import os
import sys
import time
from types import SimpleNamespace


def main():
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
    import handler

    handler.initialize(context)
    if told.get("unpaced"):
        services = handler._Instance.running.services
        services.ice_pace, services.smq_pace = Unbounded(), Unbounded()
    answer = {}
    if told["do"] == "cold":
        handler.handler(told["event"].encode(), context)
    if told["do"] == "warm":
        event = told["event"].encode()
        for _ in range(told["warm_up"]):
            handler.handler(event, context)
            _forget()
        before = now()
        begun = time.process_time()
        wall = time.perf_counter()
        for _ in range(told["times"]):
            handler.handler(event, context)
            _forget()
        answer["cpu"] = (time.process_time() - begun) / told["times"]
        answer["wall"] = (time.perf_counter() - wall) / told["times"]
        answer["grown"] = now() - before if told.get("memory") else 0
    answer["peak"] = peak()
    with os.fdopen(told["result"], "w") as result:
        json.dump(answer, result)


class Unbounded:
    """In place of a pace: it learns nothing, and nothing waits."""

    rate = math.inf
    limited = False

    def wait(self, now):
        return 0.0

    def calls_within(self, seconds, now):
        return math.inf

    def patience(self, now, duty):
        return 0.0

    def started(self, now, calls=1):
        pass

    succeeded = started

    def ended(self, now):
        pass


def _forget():
    """Ours remembers what it published and would not send it again: forgotten, so that each event is a new one."""
    instance = sys.modules["handler"].__dict__.get("_Instance")
    if instance is not None:
        instance.running.services.published.clear()


def peak():
    """Most memory that the process held, in bytes; ru_maxrss would count what it was forked from."""
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmHWM"))


def now():
    with open("/proc/self/statm") as statm:
        return int(statm.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


main()
