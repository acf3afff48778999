"""ICE, the Intelligent Media Services API (version 2020-11-09): RPC style, parameters in the query."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

import httpx

from mediaverdict.cloud.signing import Acs3Auth
from mediaverdict.errors import CloudError, JobNotFoundError, RetryLaterError
from mediaverdict.jobs import finite_or_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from fcruntime.credentials import Credentials
    from mediaverdict.cloud.http import HttpClient

SERVICE = "ICE"
VERSION = "2020-11-09"
MAX_ANSWER = 16 * 1024 * 1024
_RETRIED = ("Throttling", "ServiceUnavailable", "InternalError", "RequestTimeout")
_NOT_KNOWN = ("NotFound", "NotExist")
# Some of these end in .NotFound or come with 404, and are no word about the job.
_OURS = (
    "InvalidAccessKeyId", "InvalidAction", "InvalidVersion", "InvalidSecurityToken", "InvalidTimeStamp", "Forbidden",
    "NoPermission", "SignatureDoesNotMatch",
)  # fmt: skip

JsonObject = dict[str, Any]


class Ice:
    """Calls to ICE; safe to share between threads."""

    def __init__(self, endpoint: str, client: HttpClient, credentials: Callable[[], Credentials]) -> None:
        self._endpoint = endpoint.rstrip("/") + "/"
        self._client = client
        self._auth = Acs3Auth(credentials)

    def get_media_convert_job(self, job_id: str) -> JsonObject:
        """The whole answer, with its `Job`.

        Raises JobNotFoundError for a job that ICE does not know, RetryLaterError for what may go
        through later, CloudError for a refusal.
        """
        answer = self.call("GetMediaConvertJob", {"JobId": job_id})
        if not isinstance(answer.get("Job"), dict) or not answer["Job"]:
            raise JobNotFoundError(
                SERVICE, "no-job", f"the answer for job {job_id} holds no job",
                request_id=str(answer.get("RequestId") or ""), status=200,
            )  # fmt: skip
        return answer

    def call(self, action: str, parameters: dict[str, str]) -> JsonObject:
        """Any action's answer. Raises RetryLaterError or CloudError."""
        outgoing = httpx.Request(
            "GET",
            f"{self._endpoint}?{urlencode(parameters, quote_via=quote)}",  # httpx's params parse the address twice
            headers={"x-acs-action": action, "x-acs-version": VERSION, "Accept": "application/json"},
        )
        status, headers, body = self._client.send(outgoing, self._auth, SERVICE, MAX_ANSWER)
        answer = _read(body)
        if status == 200 and answer is not None:
            return answer
        raise refusal(status, answer, headers.get("x-acs-retry-after"))


def _read(body: bytes) -> JsonObject | None:
    try:
        answer = json.loads(body, parse_constant=str, parse_float=finite_or_text)
    except (ValueError, RecursionError):
        return None
    return answer if isinstance(answer, dict) else None


def refusal(status: int, answer: JsonObject | None, retry_after: str | None = None) -> CloudError:
    """The error behind an answer. The code decides, not the status: throttling often comes as HTTP 400."""
    if answer is None:
        kind = RetryLaterError if status >= 500 or status == 200 else CloudError
        return kind(SERVICE, "broken-answer", f"HTTP {status} with a body that is no JSON object", status=status)
    code = str(answer.get("Code") or f"http-{status}")[:200]
    message = str(answer.get("Message") or "no message")[:500]
    request_id = str(answer.get("RequestId") or "")
    if code.startswith(_RETRIED) or status >= 500 or status == 429:
        later = RetryLaterError(SERVICE, code, message, request_id=request_id, status=status)
        if retry_after is not None and retry_after.isdecimal():
            later.retry_after = int(retry_after) / 1000
        return later
    if not code.startswith(_OURS) and (status == 404 or any(part in code for part in _NOT_KNOWN)):
        return JobNotFoundError(SERVICE, code, message, request_id=request_id, status=status)
    return CloudError(SERVICE, code, message, request_id=request_id, status=status)
