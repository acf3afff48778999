"""The search for secrets finds them: each way out, tried."""

from __future__ import annotations

from pathlib import Path

import pytest
import structlog

from fcruntime import logs
from fcruntime.credentials import Credentials, FixedCredentials
from mediaverdict.cloud.signing import MnsAuth
from mediaverdict.cloud.sqlite_queue import SqliteQueue
from mediaverdict.errors import CloudError
from secrecy import Secrecy

SECRET = "A-SECRET-OF-THIS-TEST"


def _log(text: str, _folder: Path) -> None:
    logs.configure({})
    logs.get_logger().info("said too much", header=text)
    structlog.reset_defaults()


def _send(text: str, folder: Path) -> None:
    with SqliteQueue(str(folder / "queue.db")) as queue:
        queue.send([f'{{"key":"{text}"}}'.encode()])


def _raise(text: str, _folder: Path) -> None:
    CloudError("ICE", "SignatureDoesNotMatch", f"signed with {text}")


@pytest.mark.parametrize("say", [_log, _send, _raise], ids=["a log line", "a message", "an error"])
@pytest.mark.parametrize("kind", ["secret", "token", "signature"])
def test_a_secret_that_is_said_is_found(no_secret_is_seen: Secrecy, say: object, kind: str, tmp_path: Path) -> None:
    import httpx

    keys = Credentials("an-id", SECRET, f"TOKEN-{SECRET[::-1]}")
    request = httpx.Request("GET", "https://a.example/queues/q", headers={"x-mns-version": "2015-06-06"})
    next(MnsAuth(FixedCredentials(keys)).auth_flow(request))
    said = {
        "secret": keys.access_key_secret,
        "token": keys.security_token,
        "signature": request.headers["Authorization"],
    }
    assert callable(say)
    say(said[kind], tmp_path)
    assert len(no_secret_is_seen.leaks()) == 1


def test_honest_texts_pass(no_secret_is_seen: Secrecy, tmp_path: Path) -> None:
    Credentials("an-id", SECRET)
    _log("an-id", tmp_path)
    _send("an-id", tmp_path)
    assert no_secret_is_seen.leaks() == []
