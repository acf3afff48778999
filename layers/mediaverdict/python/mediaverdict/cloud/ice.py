"""ICE, the Intelligent Media Services API (version 2020-11-09): RPC style, parameters in the query."""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

import httpx

from mediaverdict.cloud.budget import UNLIMITED
from mediaverdict.cloud.signing import Acs3Auth
from mediaverdict.cloud.transport import NEW_CONNECTION
from mediaverdict.errors import (
    AccessRefusedError,
    CloudError,
    JobNotFoundError,
    RequestRefusedError,
    RetryLaterError,
    ThrottledError,
)
from mediaverdict.jobs import finite_or_text, usable_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from fcruntime.credentials import CredentialsProvider
    from mediaverdict.cloud.budget import TimeBudget
    from mediaverdict.cloud.http import Answer, HttpClient

SERVICE = "ICE"
VERSION = "2020-11-09"
MAX_ANSWER = 16 * 1024 * 1024
MAX_TEMPLATE = 64 * 1024
"""Bytes; a template has one or two thousand, and an instance keeps hundreds."""
LONGEST_RETRY_AFTER = 120.0
"""Seconds: what the vendor's own client waits at most."""
ABSURD_RETRY_AFTER = 3600.0
"""Seconds: more is no advice, and is not taken."""
SYSTEM_TEMPLATES = "S0"
"""IDs of the vendor's own templates begin so; all others are an account's."""
_ANSWERS = frozenset({"Job", "Jobs", "SystemTemplate", "CustomTemplate"})
"""A 200 with one of these, and something in it, is an answer, whatever Code stands beside it."""
_THROTTLED = ("Throttling", "ServiceUnavailableTemporary", "Flowcontrol", "FlowControl")
_RETRIED = ("ServiceUnavailable", "InternalError", "RequestTimeout")
_NOT_KNOWN = ("NotFound", "NotExist")
_OF_THIS_REQUEST = ("InvalidParameter", "MissingParameter", "MissingJobId", "InvalidJobId", "IllegalParameter")
_NO_CODE = "http-404"
"""What is called so here has no Code: a gateway's 404, and no word of ICE's about the job."""
# Some of these end in .NotFound or come with 404, and are no word about the job.
_ACCESS = (
    "InvalidAccessKeyId", "InvalidAction", "InvalidVersion", "InvalidSecurityToken", "InvalidTimeStamp", "Forbidden",
    "NoPermission", "SignatureDoesNotMatch", "MissingSecurityToken", "IncompleteSignature", "MissingSignature",
    "SignatureNonceUsed", "InvalidUser", "InvalidAccount", "Unauthorized", "AccessDenied",
)  # fmt: skip

JsonObject = dict[str, Any]


class Ice:
    """Calls to ICE; safe to share between threads."""

    def __init__(self, endpoint: str, client: HttpClient, credentials: CredentialsProvider) -> None:
        self._endpoint = endpoint.rstrip("/") + "/"
        self._client = client
        self._auth = Acs3Auth(credentials)

    def get_media_convert_job(self, job_id: str, budget: TimeBudget = UNLIMITED) -> JsonObject:
        """The whole answer, with its `Job`: the one that was asked for.

        Raises JobNotFoundError for a job that ICE does not know, and what `call` raises.
        """
        return self._certain(partial(self._job, job_id, budget))

    def _job(self, job_id: str, budget: TimeBudget, *, again: bool = False) -> JsonObject:
        answer = self.call("GetMediaConvertJob", {"JobId": job_id}, budget, again=again)
        job = answer.get("Job")
        request_id = str(answer.get("RequestId") or "")[:100]
        if not isinstance(job, dict) or not job:
            if job or not request_id:  # a Job that is no object, or, without an ID, no answer of ICE's at all
                raise RetryLaterError(SERVICE, "broken-answer", "HTTP 200 with an answer that is not ICE's", status=200)
            gone = f"the answer for job {job_id} holds no job"
            raise JobNotFoundError(SERVICE, "no-job", gone, request_id=request_id, status=200)
        answered_id = usable_text(job.get("JobId"))
        if answered_id is not None and answered_id != job_id:
            raise RetryLaterError(
                SERVICE, "wrong-answer", f"the answer for job {job_id} holds another job's details",
                request_id=request_id, status=200,
            )  # fmt: skip
        return answer

    def _certain(self, ask: Callable[..., JsonObject]) -> JsonObject:
        """What `ask` gives. A refusal that came before may be another request's, late on its connection: then the
        question is asked again, on a connection of its own, and what comes there is about nothing else.
        """
        try:
            return ask()
        except (JobNotFoundError, RequestRefusedError) as error:
            if not error.request_id or self._client.named.are_new([error.request_id]):
                raise
        return ask(again=True)

    def get_template(self, template_id: str, budget: TimeBudget = UNLIMITED) -> JsonObject:
        """The whole answer of GetSystemTemplate or GetCustomTemplate, whichever has a template of that ID.

        Raises what `call` raises; JobNotFoundError for a template that ICE does not know.
        """
        action = "GetSystemTemplate" if template_id.startswith(SYSTEM_TEMPLATES) else "GetCustomTemplate"
        return self._certain(partial(self.call, action, {"TemplateId": template_id}, budget, MAX_TEMPLATE))

    def call(
        self,
        action: str,
        parameters: dict[str, str],
        budget: TimeBudget = UNLIMITED,
        limit: int | None = None,
        *,
        again: bool = False,
    ) -> JsonObject:
        """Any action's answer, of at most `limit` bytes; `again` asks on a new connection.

        Raises a CloudError's child that says whose fault it is.
        """
        outgoing = httpx.Request(
            "GET",
            f"{self._endpoint}?{urlencode(parameters, quote_via=quote)}",  # httpx's params parse the address twice
            headers={"x-acs-action": action, "x-acs-version": VERSION, "Accept": "application/json"},
            extensions={NEW_CONNECTION: again},
        )
        answer = self._client.send(outgoing, self._auth, SERVICE, limit or MAX_ANSWER, budget)
        read = _read(answer.body)
        # A gateway may refuse with 200; an answer of the API's own has no Code beside its RequestId.
        if answer.status == 200 and read is not None and (not read.get("Code") or any(map(read.get, _ANSWERS))):
            if answer.shows_secret():  # it would go on with the verdict
                raise RetryLaterError(
                    SERVICE, "broken-answer", "the answer repeats a secret of the request", status=200
                )
            return read
        raise refusal(answer, read)


def _read(body: bytes) -> JsonObject | None:
    try:
        answer = json.loads(body, parse_constant=str, parse_float=finite_or_text)
    except (ValueError, RecursionError):
        return None
    return answer if isinstance(answer, dict) else None


def refusal(answer: Answer, read: JsonObject | None) -> CloudError:
    """The error behind an answer. The code decides, not the status: throttling often comes as HTTP 400."""
    status = answer.status
    if read is None:
        kind: type[CloudError]
        kind = ThrottledError if status == 429 else RetryLaterError
        if status in (301, 302, 303, 307, 308, 401, 403, 407):  # another address, or a proxy's page
            kind = AccessRefusedError
        return kind(SERVICE, "broken-answer", f"HTTP {status} with a body that is no JSON object", status=status)
    code = answer.cleaned(str(read.get("Code") or f"http-{status}"), 200)
    message = answer.cleaned(str(read.get("Message") or "no message"))
    request_id = answer.cleaned(str(read.get("RequestId") or ""), 100)
    error = _kind_of(code, status)(SERVICE, code, message, request_id=request_id, status=status)
    if isinstance(error, RetryLaterError):
        error.retry_after = retry_after(answer.headers.get("x-acs-retry-after"))
    return error


def _kind_of(code: str, status: int) -> type[CloudError]:
    if code.startswith(_THROTTLED) or status == 429:
        return ThrottledError
    if code.startswith(_RETRIED) or status >= 500:
        return RetryLaterError
    if code.startswith(_ACCESS) or status in (401, 403):
        return AccessRefusedError
    if (status == 404 and code != _NO_CODE) or any(part in code for part in _NOT_KNOWN):
        return JobNotFoundError
    if code.startswith(_OF_THIS_REQUEST) or status in (413, 414, 431):
        return RequestRefusedError
    return RetryLaterError  # a code that nobody documented: it is tried so often, and then dead-lettered


def retry_after(milliseconds: str | None) -> float:
    """Seconds, at most two minutes; 0.0 for what is no number, or an absurd one."""
    if milliseconds is None or not (milliseconds.isascii() and milliseconds.isdecimal()) or len(milliseconds) > 12:
        return 0.0
    seconds = int(milliseconds) / 1000
    return min(LONGEST_RETRY_AFTER, seconds) if seconds <= ABSURD_RETRY_AFTER else 0.0
