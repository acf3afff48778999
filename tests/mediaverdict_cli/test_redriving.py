"""Sending letters back ends, whatever the queue does meanwhile, and sends each once."""

from __future__ import annotations

import json
from collections.abc import Sequence

import pytest

from command import letter
from mediaverdict.cloud.budget import UNLIMITED, TimeBudget
from mediaverdict.cloud.messages import Message, Sent
from mediaverdict.cloud.sqlite_queue import SqliteQueue
from mediaverdict.errors import CloudError, RequestRefusedError
from mediaverdict_cli.redriving import Redriving, Wanted


class PutsBack(SqliteQueue):
    """A target behind which a function works at once: each record that it gets is a dead letter again."""

    def __init__(self, source: SqliteQueue) -> None:
        super().__init__(":memory:")
        self._source = source
        self.got: list[str] = []

    def send(
        self, bodies: Sequence[bytes], delay: int | Sequence[int] = 0, budget: TimeBudget = UNLIMITED
    ) -> list[Sent]:
        for body in bodies:
            record = json.loads(body)["record"]
            self.got.append(record["MessageBody"]["JobId"])
            self._source.send([json.dumps(letter(record["MessageBody"]["JobId"], record=record)).encode()])
        return [Sent("sent") for _ in bodies]


def filled(count: int) -> SqliteQueue:
    queue = SqliteQueue(":memory:")
    queue.send([json.dumps(letter(f"j-{number}")).encode() for number in range(count)])
    return queue


@pytest.mark.parametrize("clock_is_ahead", [False, True])
def test_letters_that_come_back_meanwhile_are_not_sent_again(clock_is_ahead: bool) -> None:
    source = filled(40)
    target = PutsBack(source)
    redriving = Redriving(source, target, Wanted(), lambda _letter: None)
    if clock_is_ahead:  # of the queue's: then everything seems to have been there when it began
        redriving._began += 600
    redriving.run()
    assert sorted(target.got) == sorted(f"j-{number}" for number in range(40))
    assert redriving.result.sent == 40
    source.close()
    target.close()


@pytest.mark.parametrize(("seconds", "reached"), [(5.0, True), (40.0, False)])
def test_it_ends_though_what_is_left_becomes_visible_again(seconds: float, reached: bool) -> None:
    """Where a look takes so long that the first ones are back before the last is seen, that one must wait."""
    now = [0.0]

    class Slow(SqliteQueue):
        def receive(self, most: int = 1, wait: int = 0) -> list[Message]:
            now[0] += seconds
            return super().receive(most, wait)

    source, target = Slow(":memory:", clock=lambda: now[0]), SqliteQueue(":memory:")
    source.send([b"{foreign" for _ in range(50)])
    source.send([json.dumps(letter("last")).encode()])
    redriving = Redriving(source, target, Wanted(), lambda _letter: None)
    redriving.run()
    assert (redriving.result.sent, len(source.all())) == ((1, 50) if reached else (0, 51))
    assert len(redriving.result.left) == (50 if reached else 16)
    source.close()
    target.close()


def test_a_letter_whose_deletion_came_too_late_is_deleted_and_not_sent_again() -> None:
    now = [0.0]
    source = SqliteQueue(":memory:", clock=lambda: now[0])
    source.send([json.dumps(letter("j")).encode()])

    class Slow(SqliteQueue):
        def send(
            self, bodies: Sequence[bytes], delay: int | Sequence[int] = 0, budget: TimeBudget = UNLIMITED
        ) -> list[Sent]:
            now[0] += 31  # the letter is visible again by now
            return super().send(bodies, delay, budget)

    target = Slow(":memory:")
    redriving = Redriving(source, target, Wanted(), lambda _letter: None)
    redriving.run()
    assert (redriving.result.sent, len(target.all()), source.all()) == (1, 1, [])
    source.close()
    target.close()


def test_a_letter_that_the_target_refuses_stays_and_the_others_go() -> None:
    class Picky(SqliteQueue):
        def send(
            self, bodies: Sequence[bytes], delay: int | Sequence[int] = 0, budget: TimeBudget = UNLIMITED
        ) -> list[Sent]:
            refused = Sent(error=RequestRefusedError("SMQ", "InvalidArgument", "too long"))
            return [refused if b"j-1" in body else Sent(self.put(body)) for body in bodies]

    source, target = filled(3), Picky(":memory:")
    redriving = Redriving(source, target, Wanted(), lambda _letter: None)
    redriving.run()
    assert (redriving.result.sent, list(redriving.result.left.values())) == (
        2, ["the letter of job j-1 was refused: SMQ: InvalidArgument: too long"],
    )  # fmt: skip
    assert [json.loads(message.body)["job_id"] for message in source.all()] == ["j-1"]
    source.close()
    target.close()


def test_two_letters_about_one_record_are_one_sending() -> None:
    source, target = filled(1), SqliteQueue(":memory:")
    source.send([json.dumps(letter("j-0")).encode()])
    redriving = Redriving(source, target, Wanted(), lambda _letter: None)
    redriving.run()
    assert (len(target.all()), len(source.all())) == (1, 1)
    assert list(redriving.result.left.values()) == ["the letter of job j-0 is about a record that was just sent back"]
    source.close()
    target.close()


def test_a_source_that_refuses_ends_it_with_what_was_sent_known() -> None:
    class Refusing(SqliteQueue):
        def receive(self, most: int = 1, wait: int = 0) -> list[Message]:
            if redriving.result.sent:
                raise CloudError("SMQ", "AccessDenied", "no")
            return super().receive(most, wait)

    source, target = Refusing(":memory:"), SqliteQueue(":memory:")
    source.send([json.dumps(letter(f"j-{number}")).encode() for number in range(20)])
    redriving = Redriving(source, target, Wanted(), lambda _letter: None)
    with pytest.raises(CloudError, match="AccessDenied"):
        redriving.run()
    assert redriving.result.sent == 16
    source.close()
    target.close()
