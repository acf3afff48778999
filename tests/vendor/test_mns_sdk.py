"""The vendor's SMQ (MNS) client as the judge of our local cloud and our client."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from mns.account import Account
from mns.mns_exception import MNSServerException
from mns.queue import Message, QueueMeta

from alicloud_emulator import Emulator
from fcruntime.credentials import Credentials, FixedCredentials
from fcruntime.invocations import invoke
from mediaverdict.cloud.http import HttpClient
from mediaverdict.cloud.smq import SmqQueue
from mediaverdict.instance import FunctionInstance

KEYS = Credentials("local", "local")


class Sdk:
    """Opens the vendor's queues, and closes their connections, which the vendor leaves open."""

    def __init__(self) -> None:
        self.accounts: list[Any] = []

    def queue(self, cloud: Emulator, name: str, secret: str = "local") -> Any:
        account = Account(cloud.endpoint, "local", secret, "")
        self.accounts.append(account)
        return account.get_queue(name)


@pytest.fixture
def sdk() -> Iterator[Sdk]:
    opened = Sdk()
    yield opened
    for account in opened.accounts:
        account.mns_client.close_connection()


def sdk_message(body: str) -> Message:
    return Message(body)


def test_the_sdk_receives_decodes_and_deletes_a_verdict_that_the_handler_sent(
    sdk: Sdk, cloud: Emulator, root: Path
) -> None:
    environ = {
        "MEDIAVERDICT_VERDICT_QUEUE": cloud.queue_url("verdicts"), "MEDIAVERDICT_ICE_ENDPOINT": cloud.endpoint, "FC_REGION": "cn-shanghai",
        "ALIBABA_CLOUD_ACCESS_KEY_ID": "local", "ALIBABA_CLOUD_ACCESS_KEY_SECRET": "local",
    }  # fmt: skip
    handling = FunctionInstance.start(environ, root / "functions/judge/rules.yml")
    job_id = next(iter(cloud.state.jobs))
    summary = invoke(handling.handle, json.dumps({"JobId": job_id}).encode(), None, environ)
    handling.close()
    assert summary["published"] == 1
    queue = sdk.queue(cloud, "verdicts")
    message = queue.receive_message(1)
    verdict = json.loads(message.message_body)
    assert (verdict["type"], verdict["subject"]) == ("mediaverdict.verdict.v1", job_id)
    queue.delete_message(message.receipt_handle)
    with pytest.raises(MNSServerException, match="MessageNotExist"):
        queue.receive_message(0)


def test_our_client_receives_what_the_sdk_sent(sdk: Sdk, cloud: Emulator, client: HttpClient) -> None:
    theirs = sdk.queue(cloud, "q")
    theirs.send_message(sdk_message("one 中文"))
    theirs.batch_send_message([sdk_message("two"), sdk_message("<three>&")])
    ours = SmqQueue(cloud.queue_url("q"), client, FixedCredentials(KEYS))
    assert [message.body.decode() for message in ours.receive(16)] == ["one 中文", "two", "<three>&"]


def test_the_sdk_receives_what_our_client_sent(sdk: Sdk, cloud: Emulator, client: HttpClient) -> None:
    SmqQueue(cloud.queue_url("q"), client, FixedCredentials(KEYS)).send([b"one", "zwei é".encode(), b"three"])
    theirs = sdk.queue(cloud, "q")
    assert [message.message_body.decode() for message in theirs.batch_peek_message(16)] == ["one", "zwei é", "three"]
    assert theirs.peek_message().message_body == b"one"
    received = theirs.batch_receive_message(16, 0)
    assert [(message.message_body.decode(), message.dequeue_count, message.priority) for message in received] == [
        ("one", 1, 8), ("zwei é", 1, 8), ("three", 1, 8),
    ]  # fmt: skip
    theirs.batch_delete_message([message.receipt_handle for message in received])
    with pytest.raises(MNSServerException, match="MessageNotExist"):
        theirs.batch_delete_message([received[0].receipt_handle])


def test_the_sdk_creates_reads_and_drops_queues(sdk: Sdk, cloud: Emulator) -> None:
    cloud.state.create_queues = False
    queue = sdk.queue(cloud, "made")
    with pytest.raises(MNSServerException, match="QueueNotExist"):
        queue.send_message(sdk_message("x"))
    meta = QueueMeta()
    meta.set_visibilitytimeout(45)
    assert queue.create(meta) == cloud.queue_url("made")
    queue.send_message(sdk_message("x"))
    attributes = queue.get_attributes()
    assert (attributes.visibility_timeout, attributes.queue_name) == (45, "made")
    message = queue.receive_message(0)
    changed = queue.change_message_visibility(message.receipt_handle, 1)
    assert changed.receipt_handle != message.receipt_handle
    queue.delete()
    with pytest.raises(MNSServerException, match="QueueNotExist"):
        queue.get_attributes()


def test_the_sdk_sees_a_batch_that_was_taken_in_part(sdk: Sdk, cloud: Emulator) -> None:
    queue = sdk.queue(cloud, "q")
    queue.set_encoding(False)
    good, bad = sdk_message("good"), sdk_message("x" * 65_530)
    bad.delay_seconds = 604_801
    with pytest.raises(MNSServerException, match="InvalidArgument") as raised:
        queue.batch_send_message([good, bad])
    assert [sorted(entry) for entry in raised.value.sub_errors] == [
        ["MessageBodyMD5", "MessageId"],
        ["ErrorCode", "ErrorMessage"],
    ]


def test_the_sdk_is_refused_with_a_wrong_key(sdk: Sdk, cloud: Emulator) -> None:
    with pytest.raises(MNSServerException, match="SignatureDoesNotMatch"):
        sdk.queue(cloud, "q", "wrong").send_message(sdk_message("x"))
