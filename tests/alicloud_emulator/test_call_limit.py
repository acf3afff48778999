"""The account's limit: a token bucket by itself, and over the wire."""

from __future__ import annotations

import pytest

from alicloud_emulator import Emulator
from alicloud_emulator.call_limit import CallLimit
from asking import ask_ice, ask_smq


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def taken(limit: CallLimit, calls: int) -> list[bool]:
    return [limit.take() for _ in range(calls)]


def test_a_second_is_saved_up_and_no_more() -> None:
    clock = Clock()
    limit = CallLimit(4, clock)
    assert taken(limit, 6) == [True] * 4 + [False] * 2
    clock.now += 0.5
    assert taken(limit, 3) == [True, True, False]
    clock.now += 60
    assert taken(limit, 5) == [True] * 4 + [False]


def test_a_call_that_is_refused_costs_nothing() -> None:
    clock = Clock()
    limit = CallLimit(1, clock)
    assert taken(limit, 50) == [True] + [False] * 49
    clock.now += 1.0
    assert limit.take()


@pytest.mark.parametrize("per_second", [0.5, 0.01])
def test_less_than_a_call_a_second_still_lets_calls_through(per_second: float) -> None:
    clock = Clock()
    limit = CallLimit(per_second, clock)
    assert taken(limit, 2) == [True, False]
    clock.now += 0.99 / per_second
    assert not limit.take()
    clock.now += 0.02 / per_second
    assert limit.take()


def test_a_call_beyond_it_is_throttled_as_in_the_cloud_and_smq_has_no_part_in_it(cloud: Emulator) -> None:
    cloud.state.ice_limit = CallLimit(1, Clock())
    assert ask_ice(cloud).status_code == 200
    throttled = ask_ice(cloud)
    assert throttled.status_code == 400
    assert {key: value for key, value in throttled.json().items() if key != "RequestId"} == {
        "Code": "Throttling.User", "Message": "Request was denied due to user flow control.", "HostId": "127.0.0.1",
        "Recommend": "",
    }  # fmt: skip
    assert ask_smq(cloud, "GET", "/queues/q/messages?peekonly=true").status_code == 404  # an empty queue


def test_a_wrong_signature_is_not_counted(cloud: Emulator) -> None:
    import httpx

    cloud.state.ice_limit = CallLimit(1, Clock())
    assert httpx.get(cloud.endpoint).json()["Code"] == "MissingSignature"
    assert ask_ice(cloud).status_code == 200
