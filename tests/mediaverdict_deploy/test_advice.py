"""What is told of what `s` and the cloud said: what to do, and no secret."""

from __future__ import annotations

from mediaverdict_deploy.advice import ROWS, advice, without_secrets

DENIED = "AccessDenied: code: 403, the caller is not authorized to perform 'fc:X' on resource 'acs:fc:r:123:layers/x'"


def test_each_advice_has_a_text_that_asks_for_it() -> None:
    texts = [
        "RuntimeError: config('AccountID') not found", "MEDIAVERDICT_CALLBACK_URL", "SignatureDoesNotMatch: x",
        "NoPermission: ... You need to create SlR permission for the key", DENIED, "logstore 'a' does not exist",
        "EntityNotExist.Role: The role not exists", "connect ETIMEDOUT 1.2.3.4:443",
    ]  # fmt: skip
    assert [advice(text) for text in texts] == [words for _, words in ROWS]
    assert advice("something else") == ""


def test_named_secrets_are_masked_and_names_stay() -> None:
    text = '{"AccessKeyId": "LTAI5t", "AccessKeySecret": "s", "SecurityToken":"t"} password=p'
    assert without_secrets(text, {}) == (
        '{"AccessKeyId": "LTAI5t", "AccessKeySecret": "******", "SecurityToken":"******"} password=******'
    )
