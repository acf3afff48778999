from __future__ import annotations

import threading
from functools import partial

from mediaverdict.processing.workers import Threads, Workers


def test_what_a_call_gives_or_raises_is_heard_in_the_thread_that_waits() -> None:
    threads = Threads(2)
    workers = Workers(threads)
    heard: list[object] = []
    raised = KeyError("x")

    def fail() -> None:
        raise raised

    workers.start(lambda: 5, lambda value: heard.append((value, threading.get_ident())), heard.append)
    workers.start(fail, heard.append, lambda error: heard.append((error, threading.get_ident())))
    assert workers.running == 2
    while workers.running:
        workers.wait(5.0)
    assert sorted(heard, key=str) == sorted([(5, threading.get_ident()), (raised, threading.get_ident())], key=str)
    pool = threads.pool()
    workers.close()
    assert threads.pool() is pool
    threads.leave()


def test_one_wait_hears_of_all_that_have_ended() -> None:
    threads = Threads(3)
    workers = Workers(threads)
    heard: list[object] = []
    for number in range(3):
        workers.start(partial(abs, number), heard.append, heard.append)
    threads.pool().shutdown(wait=True)
    workers.wait(0.0)
    assert (sorted(heard, key=str), workers.running) == ([0, 1, 2], 0)


def test_what_has_not_ended_is_left_behind_and_the_next_event_gets_other_threads() -> None:
    threads, ended = Threads(1), threading.Event()
    workers = Workers(threads)
    heard: list[object] = []
    workers.start(lambda: ended.wait(10), heard.append, heard.append)
    workers.wait(0.0)
    pool = threads.pool()
    workers.close()
    assert threads.pool() is not pool
    ended.set()
    pool.shutdown(wait=True)
    assert heard == []
    threads.leave()


def test_a_wait_that_is_over_before_it_begins_is_none() -> None:
    workers = Workers(Threads(1))
    workers.wait(-1.0)
    assert workers.running == 0


def test_leaving_does_not_wait_for_what_hangs() -> None:
    threads, ended = Threads(1), threading.Event()
    workers = Workers(threads)
    workers.start(ended.wait, lambda _: None, lambda _: None)
    threads.leave()
    assert not ended.is_set()
    ended.set()
