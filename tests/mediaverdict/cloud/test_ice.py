from __future__ import annotations

import json
import socket
from typing import Any

import pytest

import samples
from alicloud_emulator import Emulator
from fcruntime.credentials import Credentials, FixedCredentials
from mediaverdict.cloud.budget import UNLIMITED, TimeBudget
from mediaverdict.cloud.http import HttpClient
from mediaverdict.cloud.ice import MAX_ANSWER, Ice
from mediaverdict.errors import (
    AccessRefusedError,
    CloudError,
    JobNotFoundError,
    RequestRefusedError,
    RetryLaterError,
    ThrottledError,
)
from servers import RawServer, http

KEYS = Credentials("local", "local")


def test_a_job_is_fetched_over_real_http(ice: Ice) -> None:
    assert ice.get_media_convert_job(samples.JOB_ID)["Job"] == samples.answer(samples.output())["Job"]


def test_connections_are_kept_alive(cloud: Emulator, client: HttpClient) -> None:
    ice = Ice(cloud.endpoint, client, FixedCredentials(KEYS))
    opened: list[object] = []
    connect = cloud._server.get_request

    def get_request() -> tuple[socket.socket, Any]:
        opened.append(1)
        return connect()

    cloud._server.get_request = get_request  # type: ignore[method-assign]
    for _ in range(5):
        ice.get_media_convert_job(samples.JOB_ID)
    assert len(opened) == 1


def test_an_unknown_job_has_an_error_of_its_own(ice: Ice) -> None:
    with pytest.raises(JobNotFoundError, match="ICE: JobNotFound: The specified job nope does not exist") as raised:
        ice.get_media_convert_job("nope")
    assert (raised.value.status, raised.value.code) == (404, "JobNotFound")
    assert raised.value.request_id


def test_sts_credentials_are_signed_and_sent(cloud: Emulator, client: HttpClient) -> None:
    cloud.state.keys["STS.k"], cloud.state.tokens["STS.k"] = "s", "token/+="
    assert Ice(cloud.endpoint, client, FixedCredentials(Credentials("STS.k", "s", "token/+="))).get_media_convert_job(
        samples.JOB_ID
    )


@pytest.mark.parametrize(
    ("keys", "code"),
    [
        (Credentials("local", "wrong"), "SignatureDoesNotMatch"),
        (Credentials("nobody", "local"), "InvalidAccessKeyId.NotFound"),
        (Credentials("local", "local", "stale-token"), "InvalidSecurityToken.Expired"),
    ],
)
def test_a_wrong_key_is_refused_and_not_retried(
    cloud: Emulator, client: HttpClient, keys: Credentials, code: str
) -> None:
    with pytest.raises(CloudError) as raised:
        Ice(cloud.endpoint, client, FixedCredentials(keys)).get_media_convert_job(samples.JOB_ID)
    assert type(raised.value) is AccessRefusedError
    assert raised.value.code == code
    assert "wrong" not in str(raised.value)


def answered(answer: bytes | None, client: HttpClient, budget: TimeBudget = UNLIMITED) -> CloudError:
    with RawServer(answer) as server, pytest.raises(CloudError) as raised:
        Ice(server.url, client, FixedCredentials(KEYS)).get_media_convert_job("j", budget)
    return raised.value


def refusal(status: int, code: str, *headers: str) -> bytes:
    body = {"Code": code, "Message": "m", "RequestId": "R-9", "HostId": "h", "Recommend": "r"}
    return http(status, json.dumps(body).encode(), *headers)


@pytest.mark.parametrize(
    ("answer", "kind", "code"),
    [
        (refusal(400, "Throttling.User"), ThrottledError, "Throttling.User"),
        (refusal(400, "Throttling"), ThrottledError, "Throttling"),
        (refusal(429, "TooMany"), ThrottledError, "TooMany"),
        (refusal(503, "ServiceUnavailable"), RetryLaterError, "ServiceUnavailable"),
        (refusal(500, "Whatever"), RetryLaterError, "Whatever"),
        (refusal(403, "Forbidden.RAM"), AccessRefusedError, "Forbidden.RAM"),
        (refusal(403, "NoPermission"), AccessRefusedError, "NoPermission"),
        (refusal(400, "InvalidParameter.JobId"), RequestRefusedError, "InvalidParameter.JobId"),
        (refusal(400, "SignatureDoesNotMatch"), AccessRefusedError, "SignatureDoesNotMatch"),
        (refusal(404, "X"), JobNotFoundError, "X"),
        (refusal(400, "InvalidParameter.JobNotFound"), JobNotFoundError, "InvalidParameter.JobNotFound"),
        (refusal(400, "JobNotExist"), JobNotFoundError, "JobNotExist"),
        (http(200, b'{"RequestId": "R"}'), JobNotFoundError, "no-job"),
        (http(200, b'{"RequestId": "R", "Job": {}}'), JobNotFoundError, "no-job"),
        (http(200, b"<html>"), RetryLaterError, "broken-answer"),
        (http(200, b"[]"), RetryLaterError, "broken-answer"),
        (http(502, b"bad gateway"), RetryLaterError, "broken-answer"),
        (http(403, b"denied"), AccessRefusedError, "broken-answer"),
        (http(302, b"", "Location: http://127.0.0.1:1/"), AccessRefusedError, "broken-answer"),
        (http(200, b"{", length=100), RetryLaterError, "unreachable"),
        (b"", RetryLaterError, "unreachable"),
        (b"nonsense\r\n\r\n", RetryLaterError, "unreachable"),
        (http(200, b"x", "Content-Encoding: gzip"), RetryLaterError, "broken-answer"),
    ],
)
def test_each_answer_has_its_error(client: HttpClient, answer: bytes, kind: type[CloudError], code: str) -> None:
    error = answered(answer, client)
    assert (type(error), error.code) == (kind, code)


def test_the_wait_that_throttling_asks_for_is_told(client: HttpClient) -> None:
    error = answered(refusal(400, "Throttling.Api", "x-acs-retry-after: 1500"), client)
    assert isinstance(error, RetryLaterError)
    assert (error.retry_after, error.request_id) == (1.5, "R-9")


def test_an_answer_that_never_comes_is_a_timeout(client: HttpClient) -> None:
    assert answered(None, client, TimeBudget.of(0.2)).code == "timeout"


def test_a_port_where_nobody_listens_is_retried_later() -> None:
    with RawServer() as server:
        url = server.url
    with HttpClient([]) as client, pytest.raises(RetryLaterError, match="ICE: unreachable"):
        Ice(url, client, FixedCredentials(KEYS)).get_media_convert_job("j")


def test_an_answer_over_the_limit_is_not_read_to_its_end(client: HttpClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mediaverdict.cloud.ice.MAX_ANSWER", 1000)
    assert MAX_ANSWER > 1000
    assert answered(http(200, b" " * 200_000), client).code == "answer-too-large"


def test_a_client_for_plain_loopback_trusts_no_certificate() -> None:
    with HttpClient(["http://127.0.0.1"]) as client, RawServer(b"") as server, pytest.raises(RetryLaterError):
        Ice(server.url.replace("http:", "https:"), client, FixedCredentials(KEYS)).get_media_convert_job("j")


def test_a_client_for_https_has_the_systems_or_the_bundled_certificates(monkeypatch: pytest.MonkeyPatch) -> None:
    from pathlib import Path

    for folder in (Path("/etc/ssl/certs"), Path("/nowhere")):
        monkeypatch.setattr("mediaverdict.cloud.http._SYSTEM_CERTIFICATES", folder)
        HttpClient(["https://ice.cn-shanghai.aliyuncs.com"]).close()
