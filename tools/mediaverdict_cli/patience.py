"""A person's command waits where the function must not: a call that may go through later is made again."""

from __future__ import annotations

import time
from contextlib import suppress
from typing import TYPE_CHECKING, TypeVar

import tenacity

from mediaverdict.cloud.messages import Sent
from mediaverdict.errors import RetryLaterError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mediaverdict.cloud.messages import Queue

Value = TypeVar("Value")
_JITTER = tenacity.wait_exponential_jitter(multiplier=0.2, max=5)


def patiently(call: Callable[[], Value], seconds: float, sleep: Callable[[float], None] = time.sleep) -> Value:
    """What `call` gives, made again for so long while it raises RetryLaterError, whose wish to wait is heard."""
    return tenacity.Retrying(
        retry=tenacity.retry_if_exception_type(RetryLaterError),
        stop=tenacity.stop_after_delay(seconds),
        wait=_wait,
        sleep=sleep,
        reraise=True,
    )(call)


def send_patiently(queue: Queue, bodies: Sequence[bytes], seconds: float) -> list[Sent]:
    """As `queue.send`; the messages that were not taken for now, and only those, are sent again."""
    results = [Sent()] * len(bodies)
    pending = list(range(len(bodies)))

    def send_pending() -> None:
        sent = queue.send([bodies[index] for index in pending])
        for index, result in zip(list(pending), sent, strict=True):
            results[index] = result
        errors = {index: error for index in pending if isinstance(error := results[index].error, RetryLaterError)}
        pending[:] = list(errors)
        if errors:
            raise errors[pending[0]]

    with suppress(RetryLaterError):  # each result says it
        patiently(send_pending, seconds)
    return results


def _wait(state: tenacity.RetryCallState) -> float:
    error = state.outcome.exception() if state.outcome is not None else None
    asked = error.retry_after if isinstance(error, RetryLaterError) else 0.0
    return max(asked, float(_JITTER(state)))
