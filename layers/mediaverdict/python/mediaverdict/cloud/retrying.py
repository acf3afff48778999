"""How long to wait before a call is made again at once: exponential, with jitter. Pure."""

from __future__ import annotations

FIRST_WAIT = 0.2
LONGEST_WAIT = 5.0
MOST_ATTEMPTS = 5
"""Seconds, and calls for one job within one invocation; what still fails then is for the retry queue."""
MOST_SENDS = 8
"""Of one message: it is judged already, so another try is cheaper than the whole way again."""


def wait_before(attempt: int, chance: float, asked: float = 0.0) -> float:
    """Seconds before the call number `attempt` (2 for the first repetition).

    Between half and all of a wait that doubles each time, `chance` (0 to 1) says where; never less than the
    service `asked` for.
    """
    full = min(LONGEST_WAIT, FIRST_WAIT * 2.0 ** max(0, attempt - 2))
    return max(asked, full * (0.5 + chance / 2))
