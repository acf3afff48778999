from __future__ import annotations

import json
import socket
from typing import Any

import httpx
import pytest

import samples
from alicloud_emulator import Emulator
from fcruntime.credentials import Credentials, FixedCredentials
from mediaverdict.cloud.budget import UNLIMITED, TimeBudget
from mediaverdict.cloud.http import Answer, HttpClient
from mediaverdict.cloud.ice import MAX_ANSWER, Ice, retry_after
from mediaverdict.cloud.ice import refusal as ice_refusal
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
        (http(200, b"{}"), RetryLaterError, "broken-answer"),
        (http(200, b'{"RequestId": "", "Job": null}'), RetryLaterError, "broken-answer"),
        (http(200, b'{"RequestId": "R", "Job": "j"}'), RetryLaterError, "broken-answer"),
        (http(200, b'{"RequestId": "R", "Job": [{"JobId": "j"}]}'), RetryLaterError, "broken-answer"),
        (http(200, b'{"error": "unavailable"}'), RetryLaterError, "broken-answer"),
        (http(404, b'{"message": "no route"}'), RetryLaterError, "http-404"),
        (http(200, b'{"Code": "Throttling", "RequestId": "R", "Job": null}'), ThrottledError, "Throttling"),
        (http(200, b'{"Code": "Throttling", "RequestId": "R", "Job": {}}'), ThrottledError, "Throttling"),
        (http(200, b'{"Code": "Throttling", "RequestId": "R", "Jobs": []}'), ThrottledError, "Throttling"),
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


@pytest.mark.parametrize(
    ("status", "code", "kind"),
    [
        (429, "Forbidden", ThrottledError), (428, "X", RetryLaterError), (430, "X", RetryLaterError),
        (500, "Forbidden", RetryLaterError), (599, "JobNotFound", RetryLaterError), (499, "Forbidden", AccessRefusedError),
        (503, "Throttling.Api", ThrottledError), (404, "ServiceUnavailable", RetryLaterError),
        (404, "InvalidAccessKeyId.NotFound", AccessRefusedError), (401, "X", AccessRefusedError),
        (402, "X", RetryLaterError), (403, "JobNotFound", AccessRefusedError), (405, "X", RetryLaterError),
        (412, "X", RetryLaterError), (413, "X", RequestRefusedError), (414, "X", RequestRefusedError),
        (415, "X", RetryLaterError), (431, "X", RequestRefusedError), (432, "X", RetryLaterError),
    ],
)  # fmt: skip
def test_the_code_goes_before_the_status(status: int, code: str, kind: type[CloudError]) -> None:
    error = ice_refusal(Answer(status, httpx.Headers(), b""), {"Code": code})
    assert (type(error), error.code, error.status) == (kind, code, status)


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        *[(status, AccessRefusedError) for status in (301, 302, 303, 307, 308, 401, 403, 407)],
        *[(status, RetryLaterError) for status in (200, 300, 304, 306, 309, 400, 402, 404, 406, 408, 428, 430, 500)],
        (429, ThrottledError),
    ],
)
def test_without_json_the_status_decides(status: int, kind: type[CloudError]) -> None:
    error = ice_refusal(Answer(status, httpx.Headers(), b""), None)
    assert (type(error), error.code, error.status) == (kind, "broken-answer", status)


def test_what_a_refusal_says_is_cut() -> None:
    said = {"Code": "c" * 999, "Message": "m" * 999, "RequestId": "r" * 999}
    error = ice_refusal(Answer(400, httpx.Headers(), b""), said)
    assert (error.code, error.request_id) == ("c" * 199 + "…", "r" * 99 + "…")
    assert str(error).count("m") == 499
    bare = ice_refusal(Answer(400, httpx.Headers(), b""), {})
    assert (bare.code, bare.request_id) == ("http-400", "")
    assert "no message" in str(bare)


@pytest.mark.parametrize(
    ("milliseconds", "seconds"),
    [
        (None, 0.0), ("", 0.0), ("-1", 0.0), ("1.5", 0.0), ("\u0661", 0.0), ("\u00b2", 0.0), ("9" * 400, 0.0), ("0", 0.0),
        ("1", 0.001), ("119999", 119.999), ("120001", 120.0), ("3600000", 120.0), ("3600001", 0.0),
        ("000000001500", 1.5), ("0000000001500", 0.0),
    ],
)  # fmt: skip
def test_a_wait_is_taken_up_to_two_minutes_and_an_absurd_one_not_at_all(
    milliseconds: str | None, seconds: float
) -> None:
    assert retry_after(milliseconds) == seconds


def test_the_wait_that_throttling_asks_for_is_told(client: HttpClient) -> None:
    error = answered(refusal(400, "Throttling.Api", "x-acs-retry-after: 1500"), client)
    assert isinstance(error, RetryLaterError)
    assert (error.retry_after, error.request_id) == (1.5, "R-9")


class Long(httpx.BaseTransport):
    """An answer of just so many bytes."""

    def __init__(self, length: int) -> None:
        self._length = length

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        head, tail = b'{"RequestId": "R", "Job": {"JobId": "j", "UserData": "', b'"}}'
        body = head + b"x" * (self._length - len(head) - len(tail)) + tail
        return httpx.Response(200, stream=httpx.ByteStream(body))


@pytest.mark.parametrize(("template", "most"), [(False, 16 * 1024 * 1024), (True, 64 * 1024)])
def test_how_long_an_answer_may_be(template: bool, most: int) -> None:
    def ask(length: int) -> dict[str, Any]:
        ice = Ice("http://127.0.0.1:1", HttpClient([], Long(length)), FixedCredentials(KEYS))
        return ice.get_template("T") if template else ice.get_media_convert_job("j")

    assert ask(most)["RequestId"] == "R"
    with pytest.raises(RequestRefusedError, match=f"answer-too-large: the answer has over {most} bytes"):
        ask(most + 1)


def test_an_answer_that_is_not_ices_says_its_status(client: HttpClient) -> None:
    assert answered(http(200, b"{}"), client).status == 200


def gone(request_id: str) -> bytes:
    return http(404, json.dumps({"Code": "JobNotFound", "Message": "m", "RequestId": request_id}).encode())


NO_JOB = http(200, b'{"RequestId": "R-0"}')
UNNAMED = http(404, b'{"Code": "JobNotFound"}')
JOB_J = http(200, b'{"RequestId": "R", "Job": {"JobId": "j"}}')


@pytest.mark.parametrize(
    ("answers", "found"),
    [
        ([gone("R-1"), gone("R-2")], ["JobNotFound", "JobNotFound"]),
        ([gone("R-1"), gone("R-1"), JOB_J], ["JobNotFound", "j"]),
        ([NO_JOB, NO_JOB, JOB_J, gone("R-2"), gone("R-2"), gone("R-3")], ["no-job", "j", "JobNotFound", "JobNotFound"]),
        # A service that gives every answer one ID is believed on the second connection.
        ([gone("R"), gone("R"), gone("R"), gone("R"), JOB_J], ["JobNotFound", "JobNotFound", "j"]),
        ([UNNAMED, UNNAMED, JOB_J], ["JobNotFound", "JobNotFound", "j"]),
    ],
    ids=["another ID", "the same ID", "the same without a job", "one ID for all", "no ID"],
)
def test_a_refusal_that_comes_once_more_is_asked_about_again(
    answers: list[bytes], found: list[str], client: HttpClient
) -> None:
    told = []
    with RawServer(*answers) as server:
        ice = Ice(server.url, client, FixedCredentials(KEYS))
        for _ in found:
            try:
                told.append(ice.get_media_convert_job("j")["Job"]["JobId"])
            except JobNotFoundError as error:
                told.append(error.code)
    assert told == found
    assert len(server.requests) == len(answers)


def test_a_templates_refusal_that_comes_once_more_is_asked_about_again(client: HttpClient) -> None:
    refused = http(404, b'{"Code": "Template.NotFound", "RequestId": "R-4"}')
    with RawServer(refused, refused, http(200, b'{"CustomTemplate": {"TemplateId": "T"}}')) as server:
        ice = Ice(server.url, client, FixedCredentials(KEYS))
        with pytest.raises(JobNotFoundError):
            ice.get_template("T")
        assert ice.get_template("T") == {"CustomTemplate": {"TemplateId": "T"}}


STS_KEYS = Credentials("STS.k", "s", "CAIS-a-token-of-sts/with+signs==")


class Echoing(httpx.BaseTransport):
    """Details with a text of the request's own headers in them."""

    def __init__(self, header: str, escaped: bool) -> None:
        self._header = header
        self._escaped = escaped

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        told = request.headers[self._header]
        told = told.replace("/", "\\/") if self._escaped else told
        body = (
            b'{"RequestId": "R", "Job": {"JobId": "j", "UserData": "%s"}}' % told.rpartition("Signature=")[2].encode()
        )
        return httpx.Response(200, stream=httpx.ByteStream(body))


@pytest.mark.parametrize(
    ("header", "escaped"),
    [("x-acs-security-token", False), ("x-acs-security-token", True), ("Authorization", False)],
)
def test_details_that_repeat_a_secret_are_no_details(header: str, escaped: bool) -> None:
    ice = Ice("http://127.0.0.1:1", HttpClient([], Echoing(header, escaped)), FixedCredentials(STS_KEYS))
    with pytest.raises(RetryLaterError, match="broken-answer: the answer repeats a secret of the request") as raised:
        ice.get_media_convert_job("j")
    assert raised.value.status == 200


def test_details_may_repeat_what_is_no_secret() -> None:
    ice = Ice("http://127.0.0.1:1", HttpClient([], Echoing("x-acs-accesskey-id", False)), FixedCredentials(STS_KEYS))
    assert ice.get_media_convert_job("j")["Job"] == {"JobId": "j", "UserData": "STS.k"}


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
