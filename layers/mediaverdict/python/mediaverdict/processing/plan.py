"""Where each record ends: a plan, pure. It is published by then, or ignored, retried, dead-lettered, or left.

A record is left (the handler raises then, after it has finished the others) when its fault is no fault
of its own, or when the queue that it should go to is not set.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from mediaverdict.notifications import Ignored, Reject
from mediaverdict.processing.dead_letters import MOST_ATTEMPTS, delay_after, write_letter

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from mediaverdict.notifications import Incoming, JobFinished


class Published(NamedTuple):
    """The job's verdict is on the verdict queue."""

    verdict_id: str
    outcome: str


class NotOurs(NamedTuple):
    """The rule book's `jobs` leaves it out."""


class NotYet(NamedTuple):
    """Not finished, throttled, not reached: later it may be judged."""

    reason: str
    code: str


class NotKnown(NamedTuple):
    """ICE does not know the job."""

    reason: str
    code: str


class Refused(NamedTuple):
    """Access, credentials, a fault of ours: no record's fault."""

    reason: str
    code: str


Fate = Published | NotOurs | NotYet | NotKnown | Refused


class Letter(NamedTuple):
    """A message for the retry or the dead letter queue."""

    body: bytes
    delay: int
    reason: str
    job_id: str | None


@dataclass(slots=True)
class Plan:
    """What is to be sent where."""

    retries: list[Letter] = field(default_factory=list)
    dead_letters: list[Letter] = field(default_factory=list)
    ignored: int = 0
    rejected: int = 0
    """Records that can't be read; each is a dead letter or left."""
    left: list[str] = field(default_factory=list)
    """Why records are left, a reason each."""


def plan_delivery(
    incoming: Iterable[Incoming], fates: Mapping[str, Fate], *, can_retry: bool, can_bury: bool, now: datetime
) -> Plan:
    """Each incoming thing's end. Every JobFinished must have its job's fate in `fates`."""
    plan = Plan()
    for one in incoming:
        notification = one.notification
        if isinstance(notification, Ignored):
            plan.ignored += 1
        elif isinstance(notification, Reject):
            plan.rejected += 1
            _bury(plan, one, notification.reason, "unreadable", None, now, can_bury=can_bury)
        else:
            _plan_job(
                plan,
                one,
                notification,
                fates[notification.job_id],
                now,
                can_retry=can_retry,
                can_bury=can_bury,
            )
    return plan


def _plan_job(
    plan: Plan, one: Incoming, notification: JobFinished, fate: Fate, now: datetime,
    *, can_retry: bool, can_bury: bool,
) -> None:  # fmt: skip
    job_id = notification.job_id
    if isinstance(fate, Published):
        return
    if isinstance(fate, NotOurs):
        plan.ignored += 1
    elif isinstance(fate, NotKnown):
        _bury(plan, one, fate.reason, fate.code, job_id, now, can_bury=can_bury)
    elif isinstance(fate, Refused):
        plan.left.append(f"job {job_id}: {fate.reason}")
    elif can_retry and one.story.attempts + 1 >= MOST_ATTEMPTS:
        reason = f"given up after {one.story.attempts + 1} tries: {fate.reason}"
        _bury(plan, one, reason, fate.code, job_id, now, can_bury=can_bury)
    elif can_retry:
        body = write_letter("retry", one.original, fate.reason, fate.code, job_id, one.story, now)
        plan.retries.append(Letter(body, delay_after(one.story.attempts), fate.reason, job_id))
    else:
        plan.left.append(f"job {job_id}: {fate.reason} (MEDIAVERDICT_RETRY_QUEUE is not set)")


def _bury(
    plan: Plan, one: Incoming, reason: str, code: str, job_id: str | None, now: datetime, *, can_bury: bool
) -> None:
    if not can_bury:
        whose = f"job {job_id}: " if job_id else ""
        plan.left.append(f"{whose}{reason} (MEDIAVERDICT_DEAD_LETTER_QUEUE is not set)")
        return
    body = write_letter("dead-letter", one.original, reason, code, job_id, one.story, now)
    plan.dead_letters.append(Letter(body, 0, reason, job_id))
