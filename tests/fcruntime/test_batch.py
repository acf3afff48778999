"""A loop over records in which none stops another."""

from __future__ import annotations

import time

import pytest

from fcruntime.batch import Done, Failed, Left, each, raise_for
from fcruntime.context import Deadline
from fcruntime.errors import RecordsFailedError


def halved(number: int) -> int:
    if number % 2:
        raise ValueError(f"{number} is odd")
    return number // 2


def test_each_item_has_an_outcome_of_its_own() -> None:
    outcomes = list(each([2, 3, 4], halved))
    assert outcomes[0] == Done(2, 1)
    assert outcomes[2] == Done(4, 2)
    failed = outcomes[1]
    assert isinstance(failed, Failed)
    assert (failed.item, str(failed.error)) == (3, "3 is odd")


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
    assert list(each([2, 4], halved, deadline=Deadline(now - 1))) == [Left(2), Left(4)]
    assert list(each([2], halved, deadline=Deadline(now + 60), reserve=100)) == [Left(2)]
    assert list(each([2], halved, deadline=Deadline(now + 60))) == [Done(2, 1)]
    assert list(each([2], halved, deadline=Deadline(None), reserve=100)) == [Done(2, 1)]


def test_failures_are_raised_after_all_is_done() -> None:
    raise_for(list(each([2, 4], halved)))
    with pytest.raises(
        RecordsFailedError, match="1 of 2 records were not handled; the first: ValueError: 3 is odd"
    ) as raised:
        raise_for(list(each([2, 3], halved)))
    assert isinstance(raised.value.__cause__, ValueError)
    with pytest.raises(RecordsFailedError, match="1 of 1 records were not handled; their time was up"):
        raise_for(list(each([2], halved, deadline=Deadline(0.0))))
