"""What becomes of a record: one of these, whatever happens to it."""

from __future__ import annotations

from typing import NamedTuple

from mediaverdict.errors import (
    AccessRefusedError,
    CloudError,
    JobNotFoundError,
    RequestRefusedError,
    RetryLaterError,
    ThrottledError,
)
from mediaverdict.notifications import Ignored, Reject
from mediaverdict.processing.dead_letters import OUT_OF_TIME


class Published(NamedTuple):
    """The job's verdict is on the verdict queue."""

    verdict_id: str
    outcome: str


class Excluded(NamedTuple):
    """The rule book's `jobs` leaves it out."""


class NotFound(NamedTuple):
    """ICE does not know the job."""

    reason: str
    code: str


class Rejected(NamedTuple):
    """A service refuses this very record, and always will: a parameter, a size."""

    reason: str
    code: str


class Retryable(NamedTuple):
    """Later it may be judged: it is not finished, or a fault is to pass."""

    reason: str
    code: str
    postponed: bool = False
    """Its turn did not come (throttled, out of time): it says nothing of the record, and is no try."""
    wait: float = 0.0
    """Seconds before which another try makes no sense."""
    throttled: bool = False
    """The service had too many calls."""
    paced: bool = False
    """`wait` is when its turn comes at the learnt pace: jitter is in it, and nothing is added."""


class Unexpected(NamedTuple):
    """An exception that nobody declared: a fault of ours, in one record's handling."""

    reason: str


class Refused(NamedTuple):
    """Access, credentials, a missing queue: no record's fault, and the same for all."""

    reason: str
    code: str


RecordOutcome = Ignored | Reject | Published | Excluded | NotFound | Rejected | Retryable | Unexpected | Refused


def outcome_of(error: CloudError, prefix: str = "") -> NotFound | Rejected | Retryable | Refused:
    """What a service's refusal means for the record that the call was made for."""
    reason = f"{prefix}{error}"
    if isinstance(error, JobNotFoundError):
        return NotFound(reason, error.code)
    if isinstance(error, RetryLaterError):
        throttled = isinstance(error, ThrottledError)
        return Retryable(reason, error.code, throttled or error.code == OUT_OF_TIME, error.retry_after, throttled)
    if isinstance(error, RequestRefusedError):
        return Rejected(reason, error.code)
    assert isinstance(error, AccessRefusedError), type(error)  # noqa: S101 - the tree of errors is closed
    return Refused(reason, error.code)
