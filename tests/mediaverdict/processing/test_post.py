"""Letters to both queues: confirmed, merged where they came back twice, or told as undelivered."""

from __future__ import annotations

import json

import pytest
from structlog.testing import capture_logs

from fakes import Clock, FakeQueue, InlineWorkers
from mediaverdict.cloud.budget import TimeBudget
from mediaverdict.cloud.messages import Sent
from mediaverdict.errors import AccessRefusedError, RequestRefusedError, RetryLaterError
from mediaverdict.processing.dead_letters import DeadLetter, LetterKind, RetryHistory
from mediaverdict.processing.metrics import Metrics
from mediaverdict.processing.plan import OutgoingMessage, Undelivered
from mediaverdict.processing.post import LetterPost
from mediaverdict.processing.services import Services
from mediaverdict.processing.workers import Threads

RETRY, DEAD = LetterKind.RETRY, LetterKind.DEAD


def message(kind: LetterKind, record: object, delay: int = 0, job_id: str | None = "j") -> OutgoingMessage:
    return OutgoingMessage(DeadLetter(kind, record, "why", "code", job_id, RetryHistory(1, "then"), "now"), delay)


class Office:
    """A post between two queues."""

    def __init__(self, clock: Clock, retries: FakeQueue, dead: FakeQueue, seconds: float = 10.0) -> None:
        self.retries, self.dead, self.clock = retries, dead, clock
        services = Services(
            judge=None,  # type: ignore[arg-type]
            verdicts=FakeQueue(), retries=retries, dead_letters=dead, threads=Threads(1),
            concurrency=1, senders=1, clock=lambda: 0.0, chance=lambda: 1.0,
        )  # fmt: skip
        self.workers = InlineWorkers(clock)
        self.post = LetterPost(services, self.workers, TimeBudget(clock.now + seconds), Metrics())


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch, "processing.outbox", "processing.post", "cloud.budget")


def test_each_letter_goes_to_its_queue_with_its_delay(clock: Clock) -> None:
    office = Office(clock, FakeQueue(), FakeQueue())
    for one in (message(RETRY, 1, 30), message(DEAD, 2), message(RETRY, 3, 60), None):
        office.post.add(one, again=False)
    with capture_logs() as lines:
        office.post.send()
    assert sorted(line["event"] for line in lines) == ["dead-lettered", "retried later", "retried later"]
    records = [[json.loads(body)["record"] for body in queue.sends[0][0]] for queue in (office.retries, office.dead)]
    assert records == [[1, 3], [2]]
    assert [queue.sends[0][1] for queue in (office.retries, office.dead)] == [[30, 60], [0]]
    assert (dict(office.post.confirmed), office.post.undelivered) == ({RETRY: 2, DEAD: 1}, [])


def test_letters_that_came_back_twice_are_one_letter_about_two_records(clock: Clock) -> None:
    office = Office(clock, FakeQueue(), FakeQueue())
    for record, again in ((1, True), (1, True), (2, True), (1, False), (1, False)):
        office.post.add(message(RETRY, record), again=again)
    office.post.send()
    assert [json.loads(body)["record"] for body in office.retries.sends[0][0]] == [1, 2, 1, 1]
    assert office.post.confirmed[RETRY] == 5


def test_what_is_not_taken_is_undelivered_with_both_reasons(clock: Clock) -> None:
    denied = Sent(error=AccessRefusedError("SMQ", "AccessDenied", "x"))
    office = Office(clock, FakeQueue([denied, Sent("1")]), FakeQueue([denied]))
    office.post.add(Undelivered("no queue"), again=False)
    office.post.add(message(RETRY, 1), again=True)
    office.post.add(message(RETRY, 1), again=True)
    office.post.add(message(RETRY, 2), again=False)
    office.post.add(message(DEAD, 3, job_id=None), again=False)
    office.post.send()
    left = "why, and its letter was not taken: SMQ: AccessDenied: x"
    assert sorted(office.post.undelivered) == sorted(["no queue", f"job j: {left}", f"job j: {left}", left])
    assert dict(office.post.confirmed) == {RETRY: 1}


def test_a_large_letter_that_is_refused_is_cut(clock: Clock) -> None:
    refused = Sent(error=RequestRefusedError("SMQ", "InvalidArgument", "x"))
    office = Office(clock, FakeQueue([refused]), FakeQueue([refused]))
    office.post.add(message(RETRY, "y" * 5000), again=False)
    office.post.add(message(DEAD, "small"), again=False)  # nothing of it could be cut
    office.post.send()
    (large,), (small,) = office.retries.sends[0][0], office.retries.sends[1][0]
    assert len(large) > 5000
    assert (len(small) <= 1024, json.loads(small)["job_id"]) == (True, "j")
    assert len(office.dead.sends) == 1
    assert (dict(office.post.confirmed), len(office.post.undelivered)) == ({RETRY: 1}, 1)


def test_when_the_time_is_up_every_letter_is_told_of(clock: Clock) -> None:
    office = Office(clock, FakeQueue(), FakeQueue(), seconds=0.0)
    office.post.add(message(RETRY, 1), again=False)
    office.post.add(message(DEAD, 2), again=False)
    office.post.send()
    assert (office.retries.sends, office.dead.sends, len(office.post.undelivered)) == ([], [], 2)


def test_between_two_sends_it_sleeps_until_the_next_is_due(clock: Clock) -> None:
    later = [Sent(error=RetryLaterError("SMQ", "InternalError", "x"))]
    office = Office(clock, FakeQueue(later, later), FakeQueue(later))
    office.post.add(message(RETRY, 1), again=False)
    office.post.add(message(DEAD, 2), again=False)
    begun = clock.now
    office.post.send()
    assert clock.now - begun == pytest.approx(0.6)
    # For what is under way it waits as long as there is time.
    assert {round(wait, 3) for wait in office.workers.waits} == {0.2, 0.4, 9.4, 9.8, 10.0}
    assert office.post.undelivered == []
