"""A loop over records in which none stops another: each has an outcome of its own."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from fcruntime.errors import RecordsFailedError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from fcruntime.context import Deadline

Item = TypeVar("Item")
Result = TypeVar("Result")


class Done(NamedTuple, Generic[Item, Result]):
    """A record that was worked on."""

    item: Item
    result: Result


class Failed(NamedTuple, Generic[Item]):
    """A record whose work raised."""

    item: Item
    error: Exception


class Left(NamedTuple, Generic[Item]):
    """A record that was not begun: the time was up."""

    item: Item


def each(
    items: Iterable[Item],
    work: Callable[[Item], Result],
    *,
    deadline: Deadline | None = None,
    reserve: float = 0.0,
) -> Iterator[Done[Item, Result] | Failed[Item] | Left[Item]]:
    """Each item's outcome, one after the other, as `work` is asked for it.

    What `work` raises is that item's outcome. With a deadline no item is begun when less than `reserve` seconds
    are left; those that are left are told.
    """
    for item in items:
        if deadline is not None and (left := deadline.remaining(time.monotonic())) is not None and left <= reserve:
            yield Left(item)
            continue
        try:
            result = work(item)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is this item's
            yield Failed(item, error)
        else:
            yield Done(item, result)


def raise_for(outcomes: Sequence[Done[Item, Result] | Failed[Item] | Left[Item]]) -> None:
    """Raises RecordsFailedError when one failed or was left, so that the platform delivers the event again.

    Function Compute has no answer that is about some records alone: call it after all others are done, and make sure
    that what is done twice does no harm.
    """
    failed = [outcome for outcome in outcomes if not isinstance(outcome, Done)]
    if not failed:
        return
    first = next((one.error for one in failed if isinstance(one, Failed)), None)
    what = "their time was up" if first is None else f"the first: {type(first).__name__}: {first}"
    raise RecordsFailedError(f"{len(failed)} of {len(outcomes)} records were not handled; {what}") from first
