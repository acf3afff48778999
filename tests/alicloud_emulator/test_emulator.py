"""The local cloud is as strict as the real one; its friendly side is shown by the clients' tests."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable

import httpx
import pytest

import samples
from alicloud_emulator import Emulator
from fcruntime.credentials import Credentials
from mediaverdict.cloud.signing import Acs3Auth, MnsAuth
from mediaverdict.cloud.smq_xml import Element, read_xml, write_xml

KEYS = Credentials("local", "local")
ICE = {"x-acs-action": "GetMediaConvertJob", "x-acs-version": "2020-11-09"}
SMQ = {"x-mns-version": "2015-06-06"}
Change = Callable[[httpx.Request], None]


def ask_ice(
    cloud: Emulator, change: Change = lambda _: None, *, now: float | None = None, **parameters: str
) -> httpx.Response:
    request = httpx.Request("GET", cloud.endpoint, params=parameters or {"JobId": samples.JOB_ID}, headers=ICE)
    signed = next(Acs3Auth(lambda: KEYS, lambda: time.time() if now is None else now).sync_auth_flow(request))
    change(signed)
    with httpx.Client(trust_env=False) as client:
        return client.send(signed)


def ask_smq(
    cloud: Emulator,
    method: str,
    path: str,
    content: bytes = b"",
    change: Change = lambda _: None,
    now: float | None = None,
) -> httpx.Response:
    request = httpx.Request(method, f"{cloud.endpoint}{path}", content=content, headers=SMQ)
    signed = next(MnsAuth(lambda: KEYS, lambda: time.time() if now is None else now).sync_auth_flow(request))
    change(signed)
    with httpx.Client(trust_env=False) as client:
        return client.send(signed)


def set_header(name: str, value: str) -> Change:
    return lambda request: request.headers.update({name: value})


def drop_header(name: str) -> Change:
    return lambda request: request.headers.__delitem__(name)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (drop_header("authorization"), "MissingSignature"),
        (set_header("authorization", "Basic x"), "MissingSignature"),
        (set_header("x-acs-date", "2020-01-01T00:00:00Z"), "SignatureDoesNotMatch"),
        (set_header("x-acs-content-sha256", "0" * 64), "SignatureDoesNotMatch"),
        (set_header("x-acs-unsigned", "1"), "SignatureDoesNotMatch"),
        (set_header("host", "elsewhere"), "SignatureDoesNotMatch"),
        (
            lambda request: setattr(request, "url", request.url.copy_merge_params({"JobId": "other"})),
            "SignatureDoesNotMatch",
        ),
    ],
)
def test_whatever_is_signed_must_be_right(cloud: Emulator, change: Change, code: str) -> None:
    answer = ask_ice(cloud, change)
    assert (answer.status_code, answer.json()["Code"]) == (400, code)
    assert set(answer.json()) == {"RequestId", "HostId", "Code", "Message", "Recommend"}


def test_a_clock_that_is_off_is_refused(cloud: Emulator) -> None:
    assert ask_ice(cloud, now=time.time() - 1000).json()["Code"] == "InvalidTimeStamp.Expired"
    answer = ask_smq(cloud, "GET", "/queues/q/messages", now=time.time() - 1000)
    assert (answer.status_code, read_xml(answer.content).get("Code")) == (408, "TimeExpired")


def test_the_right_request_is_served(cloud: Emulator) -> None:
    answer = ask_ice(cloud)
    assert (answer.status_code, answer.json()["Job"]["JobId"]) == (200, samples.JOB_ID)
    assert ask_ice(cloud, Empty="").json()["Code"] == "MissingJobId"


@pytest.mark.parametrize(
    ("headers", "code"),
    [
        ({"x-acs-action": "DropEverything"}, "InvalidAction.NotFound"),
        ({"x-acs-version": "1999-01-01"}, "InvalidVersion"),
    ],
)
def test_unknown_actions_and_versions(cloud: Emulator, headers: dict[str, str], code: str) -> None:
    request = httpx.Request("POST", cloud.endpoint, headers={**ICE, **headers})
    with httpx.Client(trust_env=False) as client:
        assert client.send(next(Acs3Auth(lambda: KEYS).sync_auth_flow(request))).json()["Code"] == code
        assert client.get(f"{cloud.endpoint}/elsewhere").status_code == 404


def test_lists_are_paged_filtered_and_ordered(cloud: Emulator) -> None:
    cloud.state.jobs = {
        f"j{day}": samples.answer(samples.output(), JobId=f"j{day}", CreateTime=f"2026-11-{day:02d}T00:00:00Z")["Job"]
        for day in range(1, 8)
    }
    cloud.state.jobs["j7"]["State"] = "Error"

    def listed(**parameters: str) -> tuple[list[str], str]:
        request = httpx.Request(
            "GET", cloud.endpoint, params=parameters, headers={**ICE, "x-acs-action": "ListMediaConvertJobs"}
        )
        with httpx.Client(trust_env=False) as client:
            body = client.send(next(Acs3Auth(lambda: KEYS).sync_auth_flow(request))).json()
        if "Code" in body:
            return [body["Code"]], ""
        assert all("OutputDetails" not in job for job in body["Jobs"])
        return [job["JobId"] for job in body["Jobs"]], body["NextPageToken"]

    assert listed(PageSize="3") == (["j7", "j6", "j5"], "3")
    assert listed(PageSize="3", NextPageToken="6") == (["j1"], "")
    assert listed(OrderBy="CreateTimeAsc", Status="Complete", PageSize="2")[0] == ["j1", "j2"]
    assert listed(StartOfCreateTime="2026-11-03T00:00:00Z", EndOfCreateTime="2026-11-04T00:00:00Z")[0] == ["j4", "j3"]
    assert listed(JobId="j5")[0] == ["j5"]
    assert listed(PageSize="101")[0] == ["InvalidParameter.PageSize"]
    assert listed(PageSize="x")[0] == ["InvalidParameter"]


def message(body: str = "eA==", **fields: object) -> bytes:
    return write_xml("Message", [("MessageBody", body), *((name, str(value)) for name, value in fields.items())])


@pytest.mark.parametrize(
    ("method", "path", "content", "status", "code"),
    [
        ("POST", "/queues/q/messages", b"<Message", 400, "MalformedXML"),
        ("POST", "/queues/q/messages", write_xml("Other", []), 400, "MalformedXML"),
        ("POST", "/queues/q/messages", b'<!DOCTYPE m [<!ENTITY a "b">]><Message/>', 400, "MalformedXML"),
        ("POST", "/queues/q/messages", message(""), 400, "InvalidArgument"),
        ("POST", "/queues/q/messages", message("x" * 65_537), 400, "InvalidArgument"),
        ("POST", "/queues/q/messages", message(DelaySeconds=604_801), 400, "InvalidArgument"),
        ("POST", "/queues/q/messages", message(Priority=17), 400, "InvalidArgument"),
        (
            "POST",
            "/queues/q/messages",
            write_xml("Messages", [("Message", [("MessageBody", "eA==")])] * 17),
            400,
            "InvalidArgument",
        ),
        (
            "POST",
            "/queues/q/messages",
            write_xml("Messages", [("Message", [("MessageBody", "x" * 40_000)])] * 2),
            400,
            "InvalidArgument",
        ),
        ("GET", "/queues/q/messages?numOfMessages=17", b"", 400, "InvalidArgument"),
        ("GET", "/queues/q/messages?waitseconds=31", b"", 400, "InvalidArgument"),
        ("GET", "/queues/q/messages", b"", 404, "MessageNotExist"),
        ("DELETE", "/queues/q/messages?ReceiptHandle=none", b"", 404, "MessageNotExist"),
        ("PUT", "/queues/q/messages?ReceiptHandle=none&VisibilityTimeout=5", b"", 404, "MessageNotExist"),
        ("GET", "/queues/q/else", b"", 400, "InvalidRequestURL"),
        ("POST", "/queues/q", b"", 405, "InvalidArgument"),
        ("PUT", "/queues/q", write_xml("Queue", [("VisibilityTimeout", "0")]), 400, "InvalidArgument"),
    ],
)
def test_smqs_limits_and_errors(
    cloud: Emulator, method: str, path: str, content: bytes, status: int, code: str
) -> None:
    answer = ask_smq(cloud, method, path, content)
    error: Element = read_xml(answer.content)
    assert (answer.status_code, error.tag, error.get("Code")) == (status, "Error", code)
    assert all(error.get(name) for name in ("Message", "RequestId", "HostId"))


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (drop_header("authorization"), "AccessDenied"), (set_header("x-mns-other", "1"), "SignatureDoesNotMatch"), (drop_header("x-mns-version"), "MissingVersion"),
        (set_header("date", "Mon, 01 Jan 2020 00:00:00 GMT"), "SignatureDoesNotMatch"),
    ],
)  # fmt: skip
def test_smqs_signatures_are_checked(cloud: Emulator, change: Change, code: str) -> None:
    assert read_xml(ask_smq(cloud, "GET", "/queues/q/messages", change=change).content).get("Code") == code


def test_it_listens_on_loopback_only(cloud: Emulator) -> None:
    port = int(cloud.endpoint.rpartition(":")[2])
    assert cloud._server.server_address[0] == "127.0.0.1"
    with pytest.raises(ConnectionRefusedError), socket.create_connection(("127.0.0.2", port), timeout=1):
        pass


def test_a_request_that_is_too_large_is_refused_unread(cloud: Emulator) -> None:
    with socket.create_connection(("127.0.0.1", int(cloud.endpoint.rpartition(":")[2]))) as connection:
        connection.sendall(b"POST /queues/q/messages HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999\r\n\r\n")
        assert connection.recv(100).startswith(b"HTTP/1.1 413 ")
