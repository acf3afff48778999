"""Sent is what the queue confirmed: every well-formed wrong answer that the schedules know, for one message and a batch."""

from __future__ import annotations

import httpx
import pytest

from alicloud_emulator.answers import Answer
from fcruntime.credentials import Credentials, FixedCredentials
from mediaverdict.cloud.http import HttpClient
from mediaverdict.cloud.ice import Ice
from mediaverdict.cloud.smq import SmqQueue
from mediaverdict.errors import (
    AccessRefusedError,
    CloudError,
    JobNotFoundError,
    RequestRefusedError,
    RetryLaterError,
    ThrottledError,
)
from reliability import faults

KEYS = FixedCredentials(Credentials("local", "local"))
ACCESS = {"proxy's page", "moved", "denied", "expire", "no permission"}
THROTTLED = {"throttle", "throttle beside no job", "throttle with 200", "throttle for ages"}
NOT_ANSWERED = {"reset", "lose", "cut", faults.STALE, "hang", "trickle", "half", "too long"}


class Saying(httpx.BaseTransport):
    """Answers everything with one fault."""

    def __init__(self, made: faults.Made) -> None:
        self._made = made

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        answer = self._made(request.content)
        assert isinstance(answer, Answer)
        headers = {**answer.headers, "Content-Type": answer.content_type}
        return httpx.Response(answer.status, headers=headers, stream=httpx.ByteStream(answer.body))


def kind_of(name: str, refused: set[str]) -> type[CloudError]:
    if name in ACCESS:
        return AccessRefusedError
    if name in THROTTLED:
        return ThrottledError
    return RequestRefusedError if name in refused else RetryLaterError


@pytest.mark.parametrize("count", [1, 2, 16])
@pytest.mark.parametrize("name", sorted(set(faults.SMQ) - NOT_ANSWERED))
def test_nothing_of_it_is_taken_for_a_confirmation(name: str, count: int) -> None:
    queue = SmqQueue("http://127.0.0.1:1/queues/q", HttpClient([], Saying(faults.SMQ[name])), KEYS)
    sent = queue.send([b"x"] * count)
    assert [type(one.error) for one in sent] == [kind_of(name, {"refuse", "batch too long"})] * count
    assert [one.message_id for one in sent] == [""] * count
    assert all(len(str(one.error)) < 1000 for one in sent)


@pytest.mark.parametrize("name", sorted(set(faults.ICE) - NOT_ANSWERED - {"no job", faults.NAMELESS}))
def test_nothing_of_it_is_taken_for_details(name: str) -> None:
    ice = Ice("http://127.0.0.1:1", HttpClient([], Saying(faults.ICE[name])), KEYS)
    with pytest.raises(CloudError) as raised:
        ice.get_media_convert_job("j")
    assert raised.type is kind_of(name, {"refuse", "bomb"})
    assert len(str(raised.value)) < 1000


def test_details_without_an_id_are_taken_for_those_that_were_asked_for() -> None:
    ice = Ice("http://127.0.0.1:1", HttpClient([], Saying(faults.ICE[faults.NAMELESS])), KEYS)
    job = ice.get_media_convert_job("j")["Job"]
    assert {"JobId": faults.GOOD["JobId"], **job} == faults.GOOD


def test_an_answer_without_a_job_says_that_there_is_none() -> None:
    ice = Ice("http://127.0.0.1:1", HttpClient([], Saying(faults.ICE["no job"])), KEYS)
    with pytest.raises(JobNotFoundError):
        ice.get_media_convert_job("j")
