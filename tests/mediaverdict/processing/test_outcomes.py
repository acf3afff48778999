"""What each refusal means for its record."""

from __future__ import annotations

import pytest

from mediaverdict.errors import (
    AccessRefusedError,
    CloudError,
    JobNotFoundError,
    RequestRefusedError,
    RetryLaterError,
    ThrottledError,
)
from mediaverdict.processing.outcomes import NotFound, RecordOutcome, Refused, Rejected, Retryable, outcome_of


def slow(seconds: float) -> ThrottledError:
    error = ThrottledError("ICE", "Throttling", "x")
    error.retry_after = seconds
    return error


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (JobNotFoundError("ICE", "JobNotFound", "x"), NotFound("ICE: JobNotFound: x", "JobNotFound")),
        (RequestRefusedError("SMQ", "InvalidArgument", "x"), Rejected("SMQ: InvalidArgument: x", "InvalidArgument")),
        (RetryLaterError("ICE", "timeout", "x"), Retryable("ICE: timeout: x", "timeout")),
        (RetryLaterError("SMQ", "out-of-time", "x"), Retryable("SMQ: out-of-time: x", "out-of-time", True)),
        (slow(3.0), Retryable("ICE: Throttling: x", "Throttling", True, 3.0, throttled=True)),
        (AccessRefusedError("ICE", "NoPermission", "x"), Refused("ICE: NoPermission: x", "NoPermission")),
    ],
)
def test_what_a_refusal_means(error: CloudError, outcome: RecordOutcome) -> None:
    assert outcome_of(error) == outcome
    told = outcome_of(error, "its verdict was not taken: ")
    assert (type(told), told.reason) == (type(outcome), f"its verdict was not taken: {error}")


def test_an_error_outside_the_tree_is_a_fault_of_ours() -> None:
    with pytest.raises(AssertionError):
        outcome_of(CloudError("ICE", "x", "x"))
