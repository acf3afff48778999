"""What `s` and the cloud said, for people: without secrets, and with what to do about it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

SECRETS = (
    "ALIBABA_CLOUD_ACCESS_KEY_SECRET", "ALIBABA_CLOUD_SECURITY_TOKEN", "AccessKeySecret", "SecurityToken",
    "MEDIAVERDICT_CALLBACK_KEYS",
)  # fmt: skip
"""Variables whose values are never shown. `s` masks the AccessKey in what it prints, but no STS token."""
NAMED_SECRET = re.compile(
    r"""((?:access_?key_?secret|security_?token|signature|password)["']?\s*[:=]\s*["']?)[^\s"',}]+""", re.IGNORECASE
)

ROWS = (
    # Which account is asked first: a text about a missing account can hold the words of the rows below.
    (
        r"AccountID|Not found access|(?i:credential)",
        "Which account? Run `s config add`, or set ALIBABA_CLOUD_ACCOUNT_ID and the AccessKey's variables.",
    ),
    (
        r"MEDIAVERDICT_CALLBACK",
        "With HTTP=yes both MEDIAVERDICT_CALLBACK_URL and MEDIAVERDICT_CALLBACK_KEYS must be set.",
    ),
    (
        r"InvalidAccessKeyId|SignatureDoesNotMatch|InvalidSecurityToken|AccessKey.*(?i:not found|disabled)",
        "The AccessKey is not, or no longer, a good one: run `s config add`, or set the AccessKey's variables anew.",
    ),
    (
        r"(?i:ServiceLinkedRole)|SlR permission",
        "The trigger needs EventBridge's service-linked roles: attach deploy/ram-deployer-policy.json to who deploys.",
    ),
    (
        r"AccessDenied|Forbidden|NoPermission|(?i:not authorized)|\b403\b",
        "This AccessKey may not do that: attach deploy/ram-deployer-policy.json to who deploys.",
    ),
    (
        r"(?i:project|logstore) .*does not exist",
        "Make the log's project and logstore first: see step 3 in docs/deploy.md.",
    ),
    (
        r"EntityNotExist\.Role|(?i:role .*(?:does not|not) exist)",
        "Make the function's role first: see step 2 in docs/deploy.md.",
    ),
    (
        r"ENOTFOUND|EAI_AGAIN|ECONN|ETIMEDOUT|(?i:timed? ?out|socket hang up|unreachable)",
        "The cloud could not be reached: Function Compute, OSS, RAM and Resource Manager must be, from here.",
    ),
)
"""A pattern of what was said, and what to do. The first that matches holds."""


def advice(said: str) -> str:
    """What to do about it; empty where what was said must speak for itself."""
    return next((words for pattern, words in ROWS if re.search(pattern, said)), "")


def without_secrets(text: str, environ: Mapping[str, str]) -> str:
    """The text with every secret that is known, or named as one, masked. AccessKey IDs stay: they are names."""
    for variable in SECRETS:
        for secret in filter(None, re.split(r"[,\s]+", environ.get(variable, ""))):
            text = text.replace(secret, "******")
    return NAMED_SECRET.sub(r"\1******", text)
