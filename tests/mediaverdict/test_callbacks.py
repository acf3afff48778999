from __future__ import annotations

import pytest

from fcruntime.envelopes import HttpRequest
from mediaverdict.callbacks import Denied, callback_signature, check_callback

URL = "https://www.example.com/your/callback"
NOW = 1519375990


def request(timestamp: str = str(NOW), signature: str | None = None, key: str = "new-key") -> HttpRequest:
    signed = callback_signature(URL, timestamp, key) if signature is None else signature
    return HttpRequest("POST", "/", {"x-ice-timestamp": timestamp, "x-ice-signature": signed}, "", "")


@pytest.mark.parametrize(
    ("key", "signature"),
    [("test123", "c72b60894140fa98920f1279219b7ed4"), ("Test123", "c587b80d2d0ede300e8967937da7219b")],
)
def test_the_vendors_vectors(key: str, signature: str) -> None:
    assert callback_signature(URL, "1519375990", key) == signature


@pytest.mark.parametrize("key", ["old-key", "new-key"])
def test_the_old_and_the_new_key_are_accepted(key: str) -> None:
    assert check_callback(request(key=key), URL, ["old-key", "new-key"], NOW) is None


@pytest.mark.parametrize("age", [-300, 0, 300])
def test_five_minutes_are_allowed(age: int) -> None:
    assert check_callback(request(), URL, ["new-key"], NOW + age) is None


@pytest.mark.parametrize(
    ("asked", "keys", "now", "denied"),
    [
        (request(), [], NOW, Denied(403, "HTTP events are refused: MEDIAVERDICT_CALLBACK_KEYS is not set")),
        (
            request(key="wrong"),
            ["new-key"],
            NOW,
            Denied(401, "the signature is not ours: check the callback URL and key"),
        ),
        (
            request(signature="é"),
            ["new-key"],
            NOW,
            Denied(401, "the signature is not ours: check the callback URL and key"),
        ),
        (request(), ["new-key"], NOW + 301, Denied(401, "the timestamp is more than 300 s off")),
        (request(), ["new-key"], NOW - 301, Denied(401, "the timestamp is more than 300 s off")),
        (request(timestamp="soon"), ["new-key"], NOW, Denied(401, "the timestamp is more than 300 s off")),
        (request(timestamp="٣"), ["new-key"], NOW, Denied(401, "the timestamp is more than 300 s off")),
        (
            HttpRequest("POST", "/", {}, "", ""),
            ["new-key"],
            NOW,
            Denied(401, "X-ICE-TIMESTAMP or X-ICE-SIGNATURE is missing"),
        ),
    ],
)
def test_everything_else_is_denied(asked: HttpRequest, keys: list[str], now: float, denied: Denied) -> None:
    assert check_callback(asked, URL, keys, now) == denied
