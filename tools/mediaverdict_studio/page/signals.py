"""What tells views that something is another than before."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


class Signal:
    """A list of calls, made in the order in which they subscribed."""

    def __init__(self) -> None:
        self._calls: list[Callable[[], None]] = []

    def subscribe(self, call: Callable[[], None]) -> Callable[[], None]:
        """Calls it from now on. What comes back ends that, also when it is called twice."""
        self._calls.append(call)

        def unsubscribe() -> None:
            if call in self._calls:
                self._calls.remove(call)

        return unsubscribe

    def emit(self) -> None:
        """Calls all; one that unsubscribes meanwhile disturbs no other."""
        for call in tuple(self._calls):
            call()
