from __future__ import annotations

import pytest

from mediaverdict.cloud.retrying import MOST_ATTEMPTS, MOST_SENDS, wait_before


@pytest.mark.parametrize(
    ("attempt", "chance", "asked", "seconds"),
    [
        (2, 1.0, 0.0, 0.2), (2, 0.0, 0.0, 0.1), (3, 1.0, 0.0, 0.4), (4, 0.5, 0.0, 0.6), (6, 1.0, 0.0, 3.2),
        (7, 1.0, 0.0, 5.0), (60, 1.0, 0.0, 5.0), (60, 0.0, 0.0, 2.5), (1, 1.0, 0.0, 0.2), (2, 1.0, 60.0, 60.0),
        (7, 0.0, 1.0, 2.5),
    ],
)  # fmt: skip
def test_waits_double_with_jitter_and_are_never_less_than_asked_for(
    attempt: int, chance: float, asked: float, seconds: float
) -> None:
    assert wait_before(attempt, chance, asked) == pytest.approx(seconds)


def test_a_job_is_asked_for_for_three_seconds_and_a_message_sent_for_sixteen() -> None:
    def waits(most: int) -> float:
        return sum(wait_before(attempt, 1.0) for attempt in range(2, most + 1))

    assert [waits(MOST_ATTEMPTS), waits(MOST_SENDS)] == pytest.approx([3.0, 16.2])
