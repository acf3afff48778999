"""What an instance keeps between its events."""

from __future__ import annotations

from fakes import FakeQueue
from mediaverdict.processing.services import Services
from mediaverdict.processing.workers import Threads


def services() -> Services:
    return Services(
        judge=None,  # type: ignore[arg-type]
        verdicts=FakeQueue(), retries=None, dead_letters=None, threads=Threads(1), concurrency=8, senders=2,
        clock=lambda: 0.0, chance=lambda: 0.0,
    )  # fmt: skip


def test_ten_thousand_verdicts_are_remembered_the_last_ones() -> None:
    some = services()
    for number in range(10_002):
        some.remember(f"v-{number}")
    assert (len(some.published), next(iter(some.published)), "v-10001" in some.published) == (10_000, "v-2", True)


def test_calls_and_messages_have_a_pace_each() -> None:
    some = services()
    found = []
    for pace in (some.ice_pace, some.smq_pace):
        pace.throttled(10.0, 9.0)
        first = pace.rate
        for second in range(20, 60):
            pace.throttled(float(second), second - 0.5)
        found.append((first, pace.rate))
    assert found == [(1.0, 0.1), (32.0, 16.0)]
