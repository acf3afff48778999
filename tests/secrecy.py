"""Listens to the whole suite for secrets: every test's, not one test's.

What is learnt: each AccessKey secret and STS token that becomes credentials, each callback key, each
signature that is computed. What is heard: each log line, each message put on a queue, each declared error,
and what the function's own processes wrote. A test in which the one turns up in the other fails.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from fc_local import LocalRuntime
from fcruntime.credentials import Credentials
from fcruntime.errors import FcRuntimeError
from fcruntime.logs import values
from mediaverdict import instance, settings
from mediaverdict.cloud import signing
from mediaverdict.cloud.sqlite_queue import SqliteQueue
from mediaverdict.errors import MediaverdictError

SHORTEST = 8
"""Shorter ones ("local", "old") are words that stand in honest texts too."""


class Secrecy:
    """What was learnt and what was heard since the last look."""

    def __init__(self) -> None:
        self._secrets: set[str] = set()
        self._heard: list[str] = []
        self.ever_heard = 0

    def learn(self, *secrets: str) -> None:
        """A text that must never be seen."""
        self._secrets.update(secret for secret in secrets if len(secret) >= SHORTEST)

    def hear(self, text: str) -> None:
        """A text that somebody may see."""
        self._heard.append(text)
        self.ever_heard += 1

    def leaks(self) -> list[str]:
        """The texts that show a secret; forgets what was heard and learnt."""
        found = [text for text in self._heard if any(secret in text for secret in self._secrets)]
        self._heard, self._secrets = [], set()
        return found


def listen(patch: pytest.MonkeyPatch, secrecy: Secrecy) -> None:
    """Puts the ears on."""

    def before(owner: Any, name: str, tell: Callable[..., None]) -> None:
        """Tells what a call is given, before it."""
        original = getattr(owner, name)

        def told(*args: Any, **kwargs: Any) -> Any:
            tell(*args, **kwargs)
            return original(*args, **kwargs)

        patch.setattr(owner, name, told)

    def after(owner: Any, name: str, tell: Callable[[Any], None]) -> None:
        """Tells what a call gives back."""
        original = getattr(owner, name)

        def told(*args: Any, **kwargs: Any) -> Any:
            result = original(*args, **kwargs)
            tell(result)
            return result

        patch.setattr(owner, name, told)

    before(Credentials, "__init__", lambda _self, _id, secret, token="": secrecy.learn(secret, token))
    after(settings, "read_settings", lambda found: secrecy.learn(*found.callback_keys))
    after(instance, "read_settings", lambda found: secrecy.learn(*found.callback_keys))
    after(signing, "acs3_authorization", lambda text: secrecy.learn(text.partition("Signature=")[2]))
    after(signing, "mns_authorization", lambda text: secrecy.learn(text.partition(":")[2]))
    after(values, "to_json", secrecy.hear)
    before(SqliteQueue, "put", lambda _self, body, **_: secrecy.hear(body.decode("utf-8", "replace")))
    for root in (MediaverdictError, FcRuntimeError):
        before(root, "__init__", lambda _self, *texts: secrecy.hear(" ".join(map(str, texts))))

    def hear_log(runtime: LocalRuntime) -> None:
        name = getattr(runtime._log, "name", None)
        if isinstance(name, str) and Path(name).is_file():
            secrecy.hear(Path(name).read_text(errors="replace"))

    before(LocalRuntime, "stop", hear_log)


@pytest.fixture(scope="session")
def _secrecy() -> Iterator[Secrecy]:
    secrecy = Secrecy()
    with pytest.MonkeyPatch.context() as patch:
        listen(patch, secrecy)
        yield secrecy


@pytest.fixture(autouse=True)
def no_secret_is_seen(_secrecy: Secrecy) -> Iterator[Secrecy]:
    """Around every test."""
    yield _secrecy
    leaks = _secrecy.leaks()
    assert leaks == [], "a secret is in a log line, a message or an error"
