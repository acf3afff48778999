"""Messages on their way to one queue: what is sent together, sent again, given up, and told."""

from __future__ import annotations

import math

import pytest

from fakes import Clock, FakeQueue, InlineWorkers
from mediaverdict.cloud.budget import TimeBudget
from mediaverdict.cloud.messages import Sent
from mediaverdict.errors import AccessRefusedError, RequestRefusedError, RetryLaterError, ThrottledError
from mediaverdict.processing.flow import FIRST, Pace
from mediaverdict.processing.metrics import Metrics
from mediaverdict.processing.outbox import Outbox

LATER = Sent(error=RetryLaterError("SMQ", "InternalError", "x"))
REFUSED = Sent(error=RequestRefusedError("SMQ", "InvalidArgument", "x"))
DENIED = Sent(error=AccessRefusedError("SMQ", "AccessDenied", "x"))


class Box:
    """An outbox with 100 s, and all that it told."""

    def __init__(self, clock: Clock, queue: FakeQueue, parallel: int = 1, seconds: float = 100.0) -> None:
        self.clock, self.queue, self.pace, self.metrics = clock, queue, Pace(), Metrics()
        self.workers = InlineWorkers(clock)
        self.outbox = Outbox(
            queue, self.workers, TimeBudget(clock.now + seconds), self.pace, self.metrics, lambda: 1.0, parallel
        )
        self.told: dict[str, list[Sent]] = {}

    def put(self, name: str, delay: int = 0, smaller: bytes | None = None, body: bytes | None = None) -> None:
        told = self.told.setdefault(name, [])
        self.outbox.put(body or name.encode(), told.append, delay, None if smaller is None else lambda: smaller)

    def run(self) -> None:
        for _ in range(100):
            if not self.outbox.unsettled:
                return
            self.outbox.pump(self.clock.now, flush=True)
            self.workers.wait(self.outbox.next_at(self.clock.now, flush=True) - self.clock.now)
        raise AssertionError("it never settled")

    def sent(self) -> list[list[str]]:
        return [[body.decode() for body in bodies] for bodies, _ in self.queue.sends]

    def codes(self) -> dict[str, list[str]]:
        return {
            name: [one.error.code if one.error else one.message_id for one in told] for name, told in self.told.items()
        }


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch, "processing.outbox", "cloud.budget")


def test_sixteen_go_at_once_and_the_rest_waits_for_others_or_for_half_a_second(clock: Clock) -> None:
    box = Box(clock, FakeQueue(), parallel=3)
    for number in range(17):
        box.put(str(number))
    box.outbox.pump(clock.now)
    assert box.outbox.under_way == 1
    assert box.outbox.next_at(clock.now) == clock.now + 0.5
    assert box.outbox.next_at(clock.now, flush=True) == clock.now
    clock.now += 0.49
    box.outbox.pump(clock.now)
    assert box.outbox.under_way == 1
    clock.now += 0.01
    box.outbox.pump(clock.now)
    assert box.outbox.under_way == 2
    box.workers.wait(0)
    box.workers.wait(0)
    assert [len(bodies) for bodies in box.sent()] == [16, 1]
    assert (box.outbox.under_way, box.outbox.unsettled) == (0, 0)
    assert box.codes()["16"] == ["m-2-0"]


def test_what_has_waited_for_longer_goes_too(clock: Clock) -> None:
    box = Box(clock, FakeQueue())
    box.put("a")
    clock.now += 3.0
    box.put("b")
    box.outbox.pump(clock.now)
    box.workers.wait(0)
    assert box.sent() == [["a", "b"]]


def test_with_flush_nothing_waits(clock: Clock) -> None:
    box = Box(clock, FakeQueue())
    box.put("a")
    box.outbox.pump(clock.now)
    assert box.outbox.under_way == 0
    box.outbox.pump(clock.now, flush=True)
    assert box.outbox.under_way == 1


@pytest.mark.parametrize(
    ("sizes", "batches"),
    [
        ([24_576, 24_576], [2]),  # 65,536 bytes in base64
        ([24_576, 24_576, 1], [2, 1]),
        ([24_577, 24_576], [1, 1]),
        ([49_150, 1], [1, 1]),
        ([90_000, 1, 1], [1, 2]),
        ([1, 90_000, 1], [1, 1, 1]),
        ([1] * 33, [16, 16, 1]),
        ([49_152, 1], [1, 1]),
    ],
)
def test_a_batch_holds_16_messages_and_64_kb_encoded(clock: Clock, sizes: list[int], batches: list[int]) -> None:
    box = Box(clock, FakeQueue(), parallel=len(batches))
    for number, size in enumerate(sizes):
        box.put(f"{number}", body=b"x" * size)
    box.outbox.pump(clock.now, flush=True)
    while box.workers.running:
        box.workers.wait(0)
    assert [len(bodies) for bodies, _ in box.queue.sends] == batches
    assert all(len(told) == 1 for told in box.told.values())


def test_a_full_batch_does_not_linger_for_its_neighbour(clock: Clock) -> None:
    box = Box(clock, FakeQueue())
    box.put("a", body=b"x" * 40_000)
    box.put("b", body=b"x" * 40_000)
    box.outbox.pump(clock.now)
    assert box.outbox.under_way == 1


def test_only_what_was_not_confirmed_is_sent_again(clock: Clock) -> None:
    box = Box(clock, FakeQueue([Sent("1"), LATER, Sent("3")], [Sent("2")]))
    for name in "abc":
        box.put(name, delay=ord(name))
    begun = clock.now
    box.run()
    assert [delays for _, delays in box.queue.sends] == [[97, 98, 99], [98]]
    assert box.sent() == [["a", "b", "c"], ["b"]]
    assert box.codes() == {"a": ["1"], "b": ["2"], "c": ["3"]}
    assert clock.now - begun == pytest.approx(0.2)
    assert box.metrics.fields()["api"]["smq"]["again"] == 1  # type: ignore[index]


def test_what_is_never_confirmed_is_given_up_after_so_many_sends(clock: Clock) -> None:
    box = Box(clock, FakeQueue(*[[LATER]] * 20))
    box.put("a")
    begun = clock.now
    box.run()
    # Each send may take ten seconds from when it is made.
    made = [budget.ends_at - 10.0 - begun for budget in box.queue.budgets]
    assert made == pytest.approx([0.0, 0.2, 0.6, 1.4, 3.0, 6.2, 11.2, 16.2])
    assert box.codes() == {"a": ["InternalError"]}


def test_a_repetition_that_would_come_too_late_is_not_waited_for(clock: Clock) -> None:
    box = Box(clock, FakeQueue([LATER]), seconds=0.2)
    box.put("a")
    box.outbox.pump(clock.now, flush=True)
    box.workers.wait(0)
    assert (box.codes(), box.outbox.unsettled) == ({"a": ["InternalError"]}, 0)


def test_a_repetition_just_in_time_is_waited_for(clock: Clock) -> None:
    box = Box(clock, FakeQueue([LATER]), seconds=0.21)
    box.put("a")
    box.outbox.pump(clock.now, flush=True)
    box.workers.wait(0)
    assert box.outbox.unsettled == 1
    assert box.outbox.next_at(clock.now) == pytest.approx(clock.now + 0.2)
    box.outbox.pump(clock.now + 0.1, flush=True)
    assert box.outbox.under_way == 0
    box.outbox.pump(clock.now + 0.2)  # what was sent before does not wait for others
    assert box.outbox.under_way == 1


@pytest.mark.parametrize("result", [REFUSED, DENIED])
def test_a_refusal_is_told_at_once(clock: Clock, result: Sent) -> None:
    box = Box(clock, FakeQueue([result, Sent("2")]))
    box.put("a")
    box.put("b")
    box.run()
    assert box.told == {"a": [result], "b": [Sent("2")]}
    assert len(box.queue.sends) == 1


def test_a_size_that_is_refused_is_made_smaller_once(clock: Clock) -> None:
    box = Box(clock, FakeQueue([REFUSED], [Sent("1")]))
    box.put("large", delay=7, smaller=b"small")
    box.run()
    assert (box.sent(), box.codes()) == ([["large"], ["small"]], {"large": ["1"]})
    assert box.queue.sends[1][1] == [7]
    box = Box(clock, FakeQueue([REFUSED], [REFUSED], [Sent("1")]))
    box.put("large", smaller=b"small")
    box.run()
    assert (box.sent(), box.codes()) == ([["large"], ["small"]], {"large": ["InvalidArgument"]})


def test_whatever_a_queue_raises_is_tried_again(clock: Clock) -> None:
    box = Box(clock, FakeQueue(KeyError("x"), [Sent("1"), Sent("2")]))
    box.put("a")
    box.put("b")
    box.run()
    assert box.codes() == {"a": ["1"], "b": ["2"]}
    box = Box(clock, FakeQueue(*[KeyError("x")] * 20))
    box.put("a")
    box.run()
    (told,) = box.told["a"]
    assert isinstance(told.error, RetryLaterError)
    assert str(told.error) == "SMQ: internal-error: KeyError: 'x'"


def test_giving_up_tells_of_each_once(clock: Clock) -> None:
    box = Box(clock, FakeQueue([LATER, Sent("2")]))
    box.put("a")
    box.put("b")
    box.outbox.pump(clock.now, flush=True)
    box.workers.wait(0)
    box.put("new")
    box.outbox.give_up()
    box.outbox.give_up()
    assert box.codes() == {"a": ["InternalError"], "b": ["2"], "new": ["out-of-time"]}
    assert (box.outbox.unsettled, box.outbox.next_at(clock.now, flush=True)) == (0, math.inf)


def test_what_is_under_way_is_not_told_before_it_is_heard(clock: Clock) -> None:
    box = Box(clock, FakeQueue())
    box.put("a")
    box.outbox.pump(clock.now, flush=True)
    box.put("b")
    assert box.outbox.next_at(clock.now, flush=True) == math.inf  # one request at a time
    box.outbox.give_up()
    assert (box.codes(), box.outbox.unsettled) == ({"a": [], "b": ["out-of-time"]}, 1)
    box.workers.wait(0)
    assert (box.codes()["a"], box.outbox.unsettled) == (["m-1-0"], 0)


def test_throttling_slows_the_pace_and_what_was_asked_for_is_waited(clock: Clock) -> None:
    busy = ThrottledError("SMQ", "TooManyRequests", "x")
    busy.retry_after = 30.0
    box = Box(clock, FakeQueue([Sent(error=busy)]))
    box.put("a")
    begun = clock.now
    box.outbox.pump(clock.now, flush=True)
    box.workers.wait(0)
    assert box.pace.rate == FIRST
    assert box.pace.wait(clock.now) == pytest.approx(37.5)  # with chance at its most
    clock.now += 37.0
    box.outbox.pump(clock.now, flush=True)
    assert box.outbox.under_way == 0
    clock.now = begun + 37.6
    box.outbox.pump(clock.now, flush=True)
    assert box.outbox.under_way == 1


@pytest.mark.parametrize(("left", "seconds"), [(100.0, 10.0), (9.0, 3.0), (1.5, 1.0), (0.4, 0.4)])
def test_one_request_gets_a_third_of_what_is_left(clock: Clock, left: float, seconds: float) -> None:
    box = Box(clock, FakeQueue(), seconds=left)
    box.put("a")
    box.run()
    assert box.queue.budgets[0].ends_at - clock.now == pytest.approx(seconds)


def test_what_gets_through_speeds_the_pace_up_and_a_fault_does_not(clock: Clock) -> None:
    box = Box(clock, FakeQueue([Sent("1"), DENIED, LATER]))
    box.pace.throttled(clock.now - 1, clock.now - 1)
    for name in "abc":
        box.put(name)
    box.outbox.pump(clock.now, flush=True)
    box.workers.wait(0)
    assert box.pace.rate == pytest.approx(FIRST * 1.5)
