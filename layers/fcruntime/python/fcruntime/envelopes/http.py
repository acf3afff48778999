"""An HTTP trigger's request, as a built-in runtime hands it over (`version: v1`)."""

from __future__ import annotations

import base64
import json
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from fcruntime.envelopes.bodies import read_body
from fcruntime.envelopes.records import HttpRequest, Record, Trigger
from fcruntime.envelopes.tracing import traceparent_in

if TYPE_CHECKING:
    from collections.abc import Mapping


def read_request(event: object) -> HttpRequest | None:
    """The request without its body; None when `event` is none."""
    if not isinstance(event, dict):
        return None
    about = event.get("requestContext")
    if not isinstance(about, dict) or not isinstance(event.get("headers"), dict):
        return None
    line = about.get("http")
    line = line if isinstance(line, dict) else {}
    query = event.get("queryParameters")
    return HttpRequest(
        method=str(line.get("method") or "").upper(),
        path=str(event.get("rawPath") or line.get("path") or "/"),
        headers={str(name).lower(): _one(value) for name, value in event["headers"].items()},
        source_ip=str(line.get("sourceIp") or ""),
        request_id=str(about.get("requestId") or ""),
        query={str(name): _one(value) for name, value in query.items()} if isinstance(query, dict) else {},
    )


def parse(event: object) -> list[Record] | None:
    """The one record in a request's body; None when `event` is no request.

    What is kept of it is the body alone: its headers and its query carry signatures and tokens.
    """
    request = read_request(event)
    if request is None or not isinstance(event, dict):
        return None
    body = event.get("body")
    problem: str | None = None
    if body is None or body == "":
        problem = "empty: expected JSON"
    elif event.get("isBase64Encoded") and isinstance(body, str):
        try:
            body = base64.b64decode(body, validate=True).decode()
        except ValueError:  # no base64, no ASCII, or no UTF-8 behind it
            problem = "no base64 of UTF-8 text, though isBase64Encoded says so"
    if problem is None:
        body, problem = read_body(body)
    if problem is not None:
        reason = f"an HTTP request whose body is {problem}"
        return [Record.unreadable(event.get("body"), reason, Trigger.HTTP, request.request_id)]
    return [Record(body, body, Trigger.HTTP, request.request_id, traceparent=traceparent_in(request.headers))]


class HttpResponse(NamedTuple):
    """What an HTTP trigger's handler answers; `@fcruntime.handler` hands it over as the platform wants it."""

    status: int = 200
    body: object = ""
    """Text, bytes, or a value that becomes JSON."""
    headers: Mapping[str, str] = MappingProxyType({})
    """A JSON body's Content-Type need not be said."""

    def as_answer(self) -> dict[str, Any]:
        """`statusCode`, `headers`, `isBase64Encoded` and `body`."""
        headers, coded, body = dict(self.headers), isinstance(self.body, bytes), self.body
        if isinstance(body, bytes):
            body = base64.b64encode(body).decode()
        elif not isinstance(body, str):
            body = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
            if not any(name.lower() == "content-type" for name in headers):
                headers["Content-Type"] = "application/json"
        return {"statusCode": self.status, "headers": headers, "isBase64Encoded": coded, "body": body}


def _one(value: object) -> str:
    """A header's value; of several, the first: a list must not slip past a check that reads one."""
    if isinstance(value, list):
        return str(value[0]) if value else ""
    return str(value)
