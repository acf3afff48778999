from __future__ import annotations

import pytest

from mediaverdict.processing.processor import reserve


@pytest.mark.parametrize(
    ("records", "seconds", "kept"),
    [(0, 60.0, 5.0), (1000, 60.0, 13.0), (10_000, 60.0, 24.0), (1, 2.0, 0.8), (250, 600.0, 7.0), (0, 0.0, 0.0)],
)
def test_the_reserve_grows_with_the_letters_and_is_never_most_of_the_time(
    records: int, seconds: float, kept: float
) -> None:
    assert reserve(records, seconds) == pytest.approx(kept)
