from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from fcruntime.credentials import Credentials, FixedCredentials
from mediaverdict.cloud.budget import TimeBudget
from mediaverdict.cloud.http import HttpClient
from mediaverdict.cloud.queues import open_queue
from mediaverdict.cloud.smq import SmqQueue
from mediaverdict.cloud.sqlite_queue import SqliteQueue, Stored
from mediaverdict.errors import CloudError, RetryLaterError


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_send_receive_visibility_and_delete(tmp_path: Path, sqlite_queue: Callable[..., SqliteQueue]) -> None:
    clock = Clock()
    queue = sqlite_queue(tmp_path / "q.sqlite", visibility=30, clock=clock)
    sent = queue.send([b"one", b"two"])
    assert [one.error for one in sent] == [None, None]
    assert [message.body for message in queue.peek(16)] == [b"one", b"two"]
    (first,) = queue.receive()
    assert (first.body, first.id, first.dequeue_count, first.enqueued_at) == (b"one", sent[0].message_id, 1, 1000.0)
    assert [message.body for message in queue.receive(16)] == [b"two"]
    assert queue.sizes() == (0, 2, 0)
    clock.now += 30
    again = queue.receive(16)
    assert [(message.body, message.dequeue_count) for message in again] == [(b"one", 2), (b"two", 2)]
    with pytest.raises(CloudError, match="not valid any more"):
        queue.delete(first.receipt)
    queue.delete(again[0].receipt)
    assert [message.body for message in queue.all()] == [b"two"]


def test_delay_priority_and_visibility_changes(tmp_path: Path, sqlite_queue: Callable[..., SqliteQueue]) -> None:
    clock = Clock()
    queue = sqlite_queue(tmp_path / "q.sqlite", clock=clock)
    queue.put(b"low", priority=16)
    queue.put(b"high", priority=1)
    queue.send([b"later"], delay=10)
    assert queue.sizes() == (2, 0, 1)
    high, low = queue.receive(16)
    assert (high.body, low.body) == (b"high", b"low")
    receipt, visible_at = queue.change_visibility(high.receipt, 5)
    assert visible_at == 1005.0
    with pytest.raises(CloudError):
        queue.change_visibility(high.receipt, 5)
    queue.delete(receipt)
    clock.now += 10
    assert [message.body for message in queue.receive(16)] == [b"later"]


def test_queues_of_one_file_are_apart_and_outlive_the_process(
    tmp_path: Path, sqlite_queue: Callable[..., SqliteQueue]
) -> None:
    path = str(tmp_path / "q.sqlite")
    verdicts, letters = sqlite_queue(path), sqlite_queue(path, "letters")
    verdicts.send([b"v"])
    assert letters.receive() == []
    verdicts.close()
    assert [message.body for message in sqlite_queue(path).receive()] == [b"v"]


def test_two_readers_never_get_the_same_message(tmp_path: Path, sqlite_queue: Callable[..., SqliteQueue]) -> None:
    path = str(tmp_path / "q.sqlite")
    sqlite_queue(path).send([str(number).encode() for number in range(200)])
    got: list[bytes] = []

    def read() -> None:
        with SqliteQueue(path) as queue:
            while found := queue.receive(5):
                got.extend(message.body for message in found)

    readers = [threading.Thread(target=read) for _ in range(4)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    assert sorted(got, key=int) == [str(number).encode() for number in range(200)]


def test_the_body_limit_is_the_cloud_queues(tmp_path: Path, sqlite_queue: Callable[..., SqliteQueue]) -> None:
    sent = sqlite_queue(tmp_path / "q.sqlite").send([b"x" * 49_152, b"x" * 49_153])
    assert [one.error.code if one.error else None for one in sent] == [None, "InvalidArgument"]


def test_a_new_database_is_its_owners_alone_and_another_keeps_its_mode(
    tmp_path: Path, sqlite_queue: Callable[..., SqliteQueue]
) -> None:
    new, shared = tmp_path / "new.sqlite", tmp_path / "shared.sqlite"
    shared.touch(0o640)
    for path in (new, shared):
        sqlite_queue(path).send([b"x"])
    assert [path.stat().st_mode & 0o777 for path in (new, shared)] == [0o600, shared.stat().st_mode & 0o777]
    assert shared.stat().st_mode & 0o777 != 0o600
    assert {path.stat().st_mode & 0o777 for path in tmp_path.glob("new.sqlite-*")} == {0o600}


@pytest.mark.parametrize("path", ["", ":memory:"])
def test_a_queue_in_memory_leaves_no_file(
    path: str, tmp_path: Path, sqlite_queue: Callable[..., SqliteQueue], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    queue = sqlite_queue(path)
    queue.send([b"x"])
    assert [message.body for message in queue.receive()] == [b"x"]
    assert list(tmp_path.iterdir()) == []


def test_a_path_that_cant_be_a_database() -> None:
    with pytest.raises(CloudError, match=r"/nowhere/q\.sqlite can't be used as a queue"):
        SqliteQueue("/nowhere/q.sqlite")


def test_an_address_opens_its_queue(tmp_path: Path) -> None:
    with HttpClient([]) as client:
        keys = Credentials("k", "s")
        opened = open_queue(f"sqlite:{tmp_path}/q.sqlite#letters", client, FixedCredentials(keys))
        opened.close()
        assert (type(opened), opened.name) == (SqliteQueue, "letters")
        smq = open_queue("http://127.0.0.1:1/queues/verdicts/", client, FixedCredentials(keys))
        assert (type(smq), smq.name) == (SmqQueue, "verdicts")


def test_a_receipt_is_good_until_the_very_moment_that_its_message_is_visible_again(
    tmp_path: Path, sqlite_queue: Callable[..., SqliteQueue]
) -> None:
    clock = Clock()
    queue = sqlite_queue(tmp_path / "q.sqlite", visibility=30, clock=clock)
    queue.send([b"x"])
    (message,) = queue.receive()
    clock.now += 29.9
    receipt, visible_at = queue.change_visibility(message.receipt, 10)
    assert (visible_at, queue.receive()) == (1039.9, [])
    clock.now += 10
    for late in (queue.delete, lambda receipt: queue.change_visibility(receipt, 5)):
        with pytest.raises(CloudError, match="not valid any more"):
            late(receipt)
    (again,) = queue.receive()
    clock.now += 29.9
    queue.delete(again.receipt)
    assert queue.all() == []


def test_a_delayed_message_is_visible_from_its_moment_on(
    tmp_path: Path, sqlite_queue: Callable[..., SqliteQueue]
) -> None:
    clock = Clock()
    queue = sqlite_queue(tmp_path / "q.sqlite", clock=clock)
    queue.send([b"a", b"b", b"c"], delay=[10, 0, 20])
    seen = []
    for _ in range(3):
        seen.append([message.body for message in queue.peek(16)])
        clock.now += 10
    assert seen == [[b"b"], [b"a", b"b"], [b"a", b"b", b"c"]]


def test_no_more_are_taken_than_a_batch_and_no_fewer_than_one(
    tmp_path: Path, sqlite_queue: Callable[..., SqliteQueue]
) -> None:
    queue = sqlite_queue(tmp_path / "q.sqlite")
    queue.send([b"x"] * 40)
    assert [len(queue.peek(most)) for most in (-1, 0, 1, 2, 16, 17)] == [1, 1, 1, 2, 16, 16]
    assert [len(queue.receive(most)) for most in (-1, 0, 1, 2, 16, 17)] == [1, 1, 1, 2, 16, 16]


def test_what_is_known_of_a_message_beyond_itself(tmp_path: Path, sqlite_queue: Callable[..., SqliteQueue]) -> None:
    clock = Clock()
    queue = sqlite_queue(tmp_path / "q.sqlite", visibility=30, clock=clock)
    sent = queue.put(b"x", delay=5, priority=3)
    assert queue.stored(sent) == Stored(3, 0.0, 1005.0)
    clock.now += 5
    queue.receive()
    clock.now += 30
    queue.receive()
    assert queue.stored(sent) == Stored(3, 1005.0, 1065.0)
    assert queue.stored("nothing") == Stored(0, 0.0, 0.0)
    assert queue.put(b"y") != sent
    assert [queue.stored(message.id).priority for message in queue.all()] == [3, 8]


def test_messages_are_counted_where_they_are(tmp_path: Path, sqlite_queue: Callable[..., SqliteQueue]) -> None:
    clock = Clock()
    path = tmp_path / "q.sqlite"
    queue, other = sqlite_queue(path, visibility=30, clock=clock), sqlite_queue(path, "other", clock=clock)
    other.send([b"x"])
    queue.send([b"x"] * 7, delay=[0, 0, 0, 0, 0, 9, 9])
    queue.receive(2)
    assert (queue.sizes(), other.sizes()) == ((3, 2, 2), (1, 0, 0))
    clock.now += 30
    assert queue.sizes() == (7, 0, 0)
    queue.clear()
    assert (queue.sizes(), queue.all(), other.sizes()) == ((0, 0, 0), [], (1, 0, 0))


def test_a_database_that_another_process_keeps_is_tried_again_later(
    tmp_path: Path, sqlite_queue: Callable[..., SqliteQueue]
) -> None:
    queue = sqlite_queue(tmp_path / "q.sqlite")
    with closing(sqlite3.connect(tmp_path / "q.sqlite", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        (sent,) = queue.send([b"x"], budget=TimeBudget.of(0.01))
        other.execute("ROLLBACK")
    assert isinstance(sent.error, RetryLaterError)
    assert (sent.error.code, sent.message_id) == ("locked", "")
    (sent,) = queue.send([b"x"])
    assert (sent.error, [message.id for message in queue.all()]) == (None, [sent.message_id])
