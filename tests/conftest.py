"""Fixtures of all tests: the local cloud, its queues, and our clients against it."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from hypothesis import settings

import samples
from alicloud_emulator import Emulator, EmulatorState
from fcruntime.credentials import Credentials, FixedCredentials
from mediaverdict.cloud.http import HttpClient
from mediaverdict.cloud.ice import Ice
from mediaverdict.cloud.smq import SmqQueue
from mediaverdict.cloud.sqlite_queue import SqliteQueue
from mediaverdict_cli.language import speak

pytest_plugins = ["secrecy", "tidiness"]

# A shared machine's pauses are no property of the code.
settings.register_profile("project", deadline=None)
settings.load_profile("project")

# English, whatever the machine speaks: what commands print is compared word by word.
os.environ["MEDIAVERDICT_LANG"] = "en"

ROOT = Path(__file__).parent.parent
KEYS = Credentials("local", "local")


@pytest.fixture(autouse=True)
def _in_english() -> None:
    """A test that had the command speak Chinese leaves no other one speaking it."""
    speak("en")


@pytest.fixture
def root() -> Path:
    """The project's folder."""
    return ROOT


@pytest.fixture
def cloud() -> Iterator[Emulator]:
    """A local cloud with one good job."""
    details = samples.answer(samples.output())["Job"]
    with Emulator(EmulatorState(jobs={samples.JOB_ID: details})) as running:
        yield running


@pytest.fixture
def client() -> Iterator[HttpClient]:
    """Our HTTP client for plain loopback."""
    with HttpClient([]) as made:
        yield made


@pytest.fixture
def ice(cloud: Emulator, client: HttpClient) -> Ice:
    """Our ICE client."""
    return Ice(cloud.endpoint, client, FixedCredentials(KEYS))


@pytest.fixture
def queue(cloud: Emulator, client: HttpClient) -> SmqQueue:
    """Our SMQ client on a queue of its own."""
    return SmqQueue(cloud.queue_url("a-queue"), client, FixedCredentials(KEYS))


@pytest.fixture
def sqlite_queue() -> Iterator[Callable[..., SqliteQueue]]:
    """Opens embedded queues, which are closed after the test."""
    with ExitStack() as stack:
        yield lambda path, name="verdicts", **how: stack.enter_context(SqliteQueue(str(path), name, **how))


@pytest.fixture
def log_lines(capsys: pytest.CaptureFixture[str]) -> Callable[[], list[dict[str, object]]]:
    """The JSON lines on stdout since the last call."""
    return lambda: [json.loads(line) for line in capsys.readouterr().out.splitlines()]
