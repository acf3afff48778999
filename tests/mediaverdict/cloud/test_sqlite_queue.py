from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from fcruntime.credentials import Credentials, FixedCredentials
from mediaverdict.cloud.http import HttpClient
from mediaverdict.cloud.queues import open_queue
from mediaverdict.cloud.smq import SmqQueue
from mediaverdict.cloud.sqlite_queue import SqliteQueue
from mediaverdict.errors import CloudError


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
