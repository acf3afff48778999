"""A loop over records in which none stops another: each has an outcome of its own."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Generic, TypeVar

from fcruntime.errors import RecordsFailedError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from fcruntime.context import Deadline

Item = TypeVar("Item")
Result = TypeVar("Result")


class Outcome(Generic[Item, Result]):
    """What became of an item: done with a result, failed with an error, or not begun, with neither."""

    __slots__ = ("done", "error", "item", "result")

    def __init__(
        self, item: Item, *, done: bool = False, result: Result | None = None, error: Exception | None = None
    ) -> None:
        self.item = item
        self.done = done
        self.result = result
        """What the work returned; None where it is not done."""
        self.error = error
        """What the work raised; None where it is done, or was not begun because the time was up."""


def each(
    items: Iterable[Item], work: Callable[[Item], Result], *, deadline: Deadline | None = None, reserve: float = 0.0
) -> Iterator[Outcome[Item, Result]]:
    """Each item's outcome, one after the other, as `work` is asked for it.

    What `work` raises is that item's outcome. With a deadline no item is begun when no more than `reserve` seconds
    are left; those that are left are told.
    """
    for item in items:
        if deadline is not None and (left := deadline.remaining(time.monotonic())) is not None and left <= reserve:
            yield Outcome(item)
            continue
        try:
            result = work(item)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is this item's
            yield Outcome(item, error=error)
        else:
            yield Outcome(item, done=True, result=result)


def raise_for(outcomes: Sequence[Outcome[Item, Result]]) -> None:
    """Raises RecordsFailedError when one failed or was left, so that the platform delivers the event again.

    Function Compute has no answer that is about some records alone: call it after all others are done, and make sure
    that what is done twice does no harm.
    """
    undone = [outcome for outcome in outcomes if not outcome.done]
    if not undone:
        return
    first = next((one.error for one in undone if one.error is not None), None)
    what = "their time was up" if first is None else f"the first: {type(first).__name__}: {_text(first)}"
    raise RecordsFailedError(f"{len(undone)} of {len(outcomes)} records were not handled; {what}") from first


def _text(error: Exception) -> str:
    try:
        return str(error)
    except Exception:  # noqa: BLE001 - a foreign __str__
        return "<without a text>"
