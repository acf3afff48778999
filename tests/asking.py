"""Requests to the local cloud, signed as ours are, and changed before they leave."""

from __future__ import annotations

import time
from collections.abc import Callable

import httpx

import samples
from alicloud_emulator import Emulator
from fcruntime.credentials import Credentials, FixedCredentials
from mediaverdict.cloud.signing import Acs3Auth, MnsAuth

KEYS = Credentials("local", "local")
ICE = {"x-acs-action": "GetMediaConvertJob", "x-acs-version": "2020-11-09"}
SMQ = {"x-mns-version": "2015-06-06"}
Change = Callable[[httpx.Request], None]


def ask_ice(
    cloud: Emulator, change: Change = lambda _: None, *, now: float | None = None, **parameters: str
) -> httpx.Response:
    request = httpx.Request("GET", cloud.endpoint, params=parameters or {"JobId": samples.JOB_ID}, headers=ICE)
    signed = next(Acs3Auth(FixedCredentials(KEYS), lambda: time.time() if now is None else now).sync_auth_flow(request))
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
    signed = next(MnsAuth(FixedCredentials(KEYS), lambda: time.time() if now is None else now).sync_auth_flow(request))
    change(signed)
    with httpx.Client(trust_env=False) as client:
        return client.send(signed)


def set_header(name: str, value: str) -> Change:
    return lambda request: request.headers.update({name: value})


def drop_header(name: str) -> Change:
    return lambda request: request.headers.__delitem__(name)
