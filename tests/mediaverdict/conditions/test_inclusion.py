"""includes: each of these is there."""

from __future__ import annotations

import pytest

from facts_given import group
from mediaverdict.conditions.aggregates import AggregateResult
from mediaverdict.conditions.equality import Equality
from mediaverdict.conditions.inclusion import Includes
from mediaverdict.conditions.status import NO, UNKNOWN, WITHIN, YES
from mediaverdict.quantities import Kind, Tolerance


def ladder(*heights: int, tolerance: int = 0) -> Includes:
    one = Equality("equals", (0,), Kind.PIXELS, Tolerance(tolerance))
    return Includes(tuple(one._replace(operands=(height,)) for height in heights))


@pytest.mark.parametrize(
    ("includes", "heights", "result"),
    [
        (ladder(360, 720), (720, 1080, 360), AggregateResult(YES, ("720", "1080", "360"), 0)),
        (ladder(360, 720), (720, 720), AggregateResult(NO, ("720",), 0, lacks="360 px is missing")),
        (ladder(360, 720, 1080), (480,), AggregateResult(NO, ("480",), 0, lacks="360 px, 720 px and 1080 px are missing")),
        (ladder(360, tolerance=2), (358,), AggregateResult(WITHIN, ("358",), 0)),
        (ladder(360, 720), (720, None), AggregateResult(UNKNOWN, None, 1, 1, missing="height", alone=True)),
        (ladder(360), (360, None), AggregateResult(YES, ("360",), 0)),
    ],
)  # fmt: skip
def test_each_of_the_values_is_there(
    includes: Includes, heights: tuple[int | None, ...], result: AggregateResult
) -> None:
    assert includes.look("height", group("height", *heights).members) == result


def test_in_words() -> None:
    assert ladder(360, 720, tolerance=2).expected(unit=True) == "to include 360 px and 720 px ± 2 px"
    assert ladder(360).expected(unit=False) == "to include 360"
