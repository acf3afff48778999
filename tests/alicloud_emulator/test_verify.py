"""Signatures are checked as strictly as in the cloud; that right ones pass is shown by the clients' tests."""

from __future__ import annotations

import time

import pytest

from alicloud_emulator import Emulator
from asking import Change, ask_ice, ask_smq, drop_header, set_header
from mediaverdict.cloud.smq_xml import read_xml


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (drop_header("authorization"), "MissingSignature"),
        (set_header("authorization", "Basic x"), "MissingSignature"),
        (set_header("x-acs-date", "2020-01-01T00:00:00Z"), "SignatureDoesNotMatch"),
        (set_header("x-acs-content-sha256", "0" * 64), "SignatureDoesNotMatch"),
        (set_header("x-acs-unsigned", "1"), "SignatureDoesNotMatch"),
        (lambda request: request.headers.update({"host": f"localhost:{request.url.port}"}), "SignatureDoesNotMatch"),
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


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (drop_header("authorization"), "AccessDenied"), (set_header("x-mns-other", "1"), "SignatureDoesNotMatch"), (drop_header("x-mns-version"), "MissingVersion"),
        (set_header("date", "Mon, 01 Jan 2020 00:00:00 GMT"), "SignatureDoesNotMatch"),
    ],
)  # fmt: skip
def test_smqs_signatures_are_checked(cloud: Emulator, change: Change, code: str) -> None:
    assert read_xml(ask_smq(cloud, "GET", "/queues/q/messages", change=change).content).get("Code") == code
