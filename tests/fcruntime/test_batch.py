"""A loop over records in which none stops another."""

from __future__ import annotations

import time
from collections.abc import Iterable

import pytest

from fcruntime.batch import Outcome, each, raise_for
from fcruntime.context import Deadline
from fcruntime.errors import RecordsFailedError


def halved(number: int) -> int:
    if number % 2:
        raise ValueError(f"{number} is odd")
    return number // 2


def told(outcomes: Iterable[Outcome[int, int]]) -> list[tuple[int, bool, int | None, str]]:
    return [(one.item, one.done, one.result, str(one.error or "")) for one in outcomes]


def test_each_item_has_an_outcome_of_its_own() -> None:
    assert told(each([2, 3, 4], halved)) == [(2, True, 1, ""), (3, False, None, "3 is odd"), (4, True, 2, "")]


def test_what_ends_a_process_is_no_items_outcome() -> None:
    def interrupted(_item: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        list(each([1], interrupted))


def test_it_is_done_as_it_is_asked_for() -> None:
    seen: list[int] = []
    loop = each([1, 2], seen.append)
    assert seen == []
    next(loop)
    assert seen == [1]


def test_no_item_is_begun_when_the_time_is_up() -> None:
    now = time.monotonic()
    left, done = (2, False, None, ""), (2, True, 1, "")
    assert told(each([2, 2], halved, deadline=Deadline(now - 1))) == [left, left]
    assert told(each([2], halved, deadline=Deadline(now + 60), reserve=100)) == [left]
    assert told(each([2], halved, deadline=Deadline(now + 60))) == [done]
    assert told(each([2], halved, deadline=Deadline(None), reserve=100)) == [done]


def test_failures_are_raised_after_all_is_done() -> None:
    raise_for(list(each([2, 4], halved)))
    with pytest.raises(
        RecordsFailedError, match="1 of 2 records were not handled; the first: ValueError: 3 is odd"
    ) as raised:
        raise_for(list(each([2, 3], halved)))
    assert isinstance(raised.value.__cause__, ValueError)
    with pytest.raises(RecordsFailedError, match="1 of 1 records were not handled; their time was up"):
        raise_for(list(each([2], halved, deadline=Deadline(0.0))))
