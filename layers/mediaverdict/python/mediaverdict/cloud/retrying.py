"""Faults that may pass, tried again at once: exponential waits with jitter, within the time that is left.

The waiting is tenacity's, which is loaded at the first fault: a normal event never pays for it.
"""

from __future__ import annotations

import time
from contextlib import suppress
from typing import TYPE_CHECKING, TypeVar

from mediaverdict.cloud.messages import Sent
from mediaverdict.errors import RetryLaterError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tenacity import RetryCallState

FIRST_WAIT = 0.2
LONGEST_WAIT = 5.0
MOST_ATTEMPTS = 5
"""Seconds and tries within one invocation; what still fails then goes to the retry queue."""
UNKNOWN_TIME = 10.0
"""Seconds of trying again where the time left can't be known."""

Answer = TypeVar("Answer")


def persist(
    call: Callable[[], Answer], left: Callable[[], float | None], sleep: Callable[[float], None] = time.sleep
) -> Answer:
    """What `call` gives, tried again while it raises RetryLaterError and there is time.

    `left` says how many seconds may still be spent (0.0: none; None: unknown). Raises the last
    RetryLaterError, or whatever else `call` raises.
    """
    try:
        return call()
    except RetryLaterError as error:
        first = error
    return _again(call, first, left, sleep)


def send_all(
    send: Callable[[Sequence[bytes], int], list[Sent]], bodies: Sequence[bytes], delay: int,
    left: Callable[[], float | None],
    sleep: Callable[[float], None] = time.sleep,
) -> list[Sent]:  # fmt: skip
    """As `Queue.send`, which `send` is; the messages that were not taken for now, and only those, are sent again."""
    results = [Sent()] * len(bodies)
    pending = list(range(len(bodies)))

    def send_pending() -> None:
        for index, sent in zip(list(pending), send([bodies[index] for index in pending], delay), strict=True):
            results[index] = sent
        errors = {index: error for index in pending if isinstance(error := results[index].error, RetryLaterError)}
        pending[:] = list(errors)
        if errors:
            raise errors[pending[0]]

    with suppress(RetryLaterError):  # each result says it
        persist(send_pending, left, sleep)
    return results


def _again(
    call: Callable[[], Answer], first: RetryLaterError, left: Callable[[], float | None], sleep: Callable[[float], None]
) -> Answer:
    import tenacity  # noqa: PLC0415 - at the first fault only

    last = first
    jitter = tenacity.wait_exponential_jitter(multiplier=FIRST_WAIT, max=LONGEST_WAIT, jitter=FIRST_WAIT)
    deadline = time.monotonic() + UNKNOWN_TIME

    def wait(state: RetryCallState) -> float:
        asked = last.retry_after or 0.0
        return max(asked, float(jitter(state)))

    def affordable(seconds: float) -> bool:
        known = left()
        return seconds < (deadline - time.monotonic() if known is None else known)

    def stop(state: RetryCallState) -> bool:
        return state.attempt_number >= MOST_ATTEMPTS - 1 or not affordable(state.upcoming_sleep)

    def tried() -> Answer:
        nonlocal last
        try:
            return call()
        except RetryLaterError as error:
            last = error
            raise

    retrying = tenacity.Retrying(
        retry=tenacity.retry_if_exception_type(RetryLaterError),
        stop=stop,
        wait=wait,
        sleep=sleep,
        reraise=True,
    )
    pause = max(FIRST_WAIT, first.retry_after or 0.0)
    if not affordable(pause):
        raise first
    sleep(pause)
    return retrying(tried)
