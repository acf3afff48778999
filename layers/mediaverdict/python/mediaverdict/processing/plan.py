"""A record and its outcome -> the message that brings it to a safe place, or why there is none. Pure."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from mediaverdict.notifications import Ignored, Reject
from mediaverdict.processing.dead_letters import DeadLetter, LetterKind, stamp
from mediaverdict.processing.outcomes import Excluded, NotFound, Published, Refused, Rejected, Retryable, Unexpected

if TYPE_CHECKING:
    from datetime import datetime

    from mediaverdict.notifications import Incoming
    from mediaverdict.processing.outcomes import RecordOutcome

FIRST_DELAY = 30
LONGEST_DELAY = 3600
"""Seconds between two tries of a record, doubled each time from the first to the longest."""
MOST_ATTEMPTS = 12
"""With these delays, a job that is not there after about five hours is dead-lettered."""
MOST_SURPRISES = 3
"""Tries of a record that something unexpected happens to."""


class Routes(NamedTuple):
    """Which queues there are beside the verdicts'."""

    can_retry: bool
    can_dead_letter: bool
    mark: str = ""
    """Of this instance."""


class OutgoingMessage(NamedTuple):
    """A letter, and where and when it is to go."""

    letter: DeadLetter
    delay: int
    """Seconds."""
    traceparent: str = ""
    """The trace that its record is part of."""


class Undelivered(NamedTuple):
    """It is in no safe place: the event must come again."""

    reason: str


def plan(
    incoming: Incoming, outcome: RecordOutcome, routes: Routes, now: datetime, chance: float
) -> OutgoingMessage | Undelivered | None:
    """What an outcome asks for; None where nothing is left to do. `chance` (0 to 1) spreads the delays."""
    attempts = incoming.history.attempts + 1
    if isinstance(outcome, Published | Excluded | Ignored):
        return None
    if isinstance(outcome, Refused):
        return Undelivered(_whose(incoming) + outcome.reason)
    if isinstance(outcome, Reject):
        return _dead_letter(incoming, outcome.reason, "unreadable", routes, now)
    if isinstance(outcome, NotFound | Rejected):
        return _dead_letter(incoming, outcome.reason, outcome.code, routes, now)
    if isinstance(outcome, Unexpected):
        if attempts >= MOST_SURPRISES or not routes.can_retry:
            return _dead_letter(incoming, outcome.reason, "internal-error", routes, now)
        outcome = Retryable(outcome.reason, "internal-error")
    if not routes.can_retry:
        return Undelivered(f"{_whose(incoming)}{outcome.reason} (MEDIAVERDICT_RETRY_QUEUE is not set)")
    if attempts >= MOST_ATTEMPTS and not outcome.postponed:
        return _dead_letter(incoming, f"given up after {attempts} tries: {outcome.reason}", outcome.code, routes, now)
    return _retry(incoming, outcome, now, chance, routes.mark)


def delay_after(attempts: int, chance: float, wait: float = 0.0) -> int:
    """Seconds to wait after that many tries: from half to all of a delay that doubles; never less than `wait`."""
    full = min(LONGEST_DELAY, FIRST_DELAY * 2 ** min(max(attempts, 0), 20))
    return int(math.ceil(wait) + full * (0.5 + chance / 2))


def delay_of_turn(wait: float, chance: float) -> int:
    """A turn's time in whole seconds, at least one: rounded by chance, so that turns do not meet at each second."""
    return max(1, int(wait + chance))


def _retry(incoming: Incoming, outcome: Retryable, now: datetime, chance: float, mark: str) -> OutgoingMessage:
    history = incoming.history
    # What only had to wait is not put off for longer each time: the pace says how long.
    tries = 0 if outcome.postponed else history.attempts
    delay = delay_of_turn(outcome.wait, chance) if outcome.paced else delay_after(tries, chance, outcome.wait)
    return _message(
        incoming, LetterKind.RETRY, outcome.reason, outcome.code, delay, now, postponed=outcome.postponed,
        by=mark if outcome.paced else "",
    )  # fmt: skip


def _dead_letter(
    incoming: Incoming, reason: str, code: str, routes: Routes, now: datetime
) -> OutgoingMessage | Undelivered:
    if not routes.can_dead_letter:
        return Undelivered(f"{_whose(incoming)}{reason} (MEDIAVERDICT_DEAD_LETTER_QUEUE is not set)")
    return _message(incoming, LetterKind.DEAD, reason, code, 0, now)


def _message(
    incoming: Incoming, kind: LetterKind, reason: str, code: str, delay: int, now: datetime, *, postponed: bool = False,
    by: str = "",
) -> OutgoingMessage:  # fmt: skip
    history = incoming.history.after(now, postponed=postponed)
    letter = DeadLetter(kind, incoming.original, reason, code, incoming.job_id, history, stamp(now), by)
    return OutgoingMessage(letter, delay, incoming.traceparent)


def _whose(incoming: Incoming) -> str:
    return f"job {incoming.job_id}: " if incoming.job_id else ""
