"""What the caller of an HTTP trigger gets for what a handler returned."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping  # noqa: TC003 - a field's type
from dataclasses import dataclass, field
from http import HTTPStatus


@dataclass(frozen=True, slots=True)
class HttpAnswer:
    """Status, headers and body, as they go out."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    def as_text(self) -> str:
        """As a person would like to see it: the status line, the headers, a blank line, the body."""
        phrase = HTTPStatus(self.status).phrase if self.status in set(HTTPStatus) else ""
        head = [
            f"HTTP/1.1 {self.status} {phrase}".rstrip(),
            *(f"{name}: {value}" for name, value in self.headers.items()),
        ]
        return "\n".join([*head, "", self.body.decode("utf-8", "replace")])


def is_http_event(event: bytes) -> bool:
    """Whether an event is an HTTP trigger's request, told by its shape."""
    try:
        value = json.loads(event)
    except (ValueError, RecursionError):
        return False
    return isinstance(value, dict) and isinstance(value.get("requestContext"), dict) and "headers" in value


def read_answer(payload: bytes, error_type: str) -> HttpAnswer:
    """`statusCode`, `headers`, `body` and `isBase64Encoded` are mapped; any other value is the body of a 200.

    A function error is a 502 with the platform's header that names its kind.
    """
    if error_type:
        return HttpAnswer(502, {"Content-Type": "application/json", "X-Fc-Error-Type": error_type}, payload)
    try:
        value = json.loads(payload)
    except (ValueError, RecursionError):
        return HttpAnswer(200, {}, payload)
    if not isinstance(value, dict) or type(value.get("statusCode")) is not int:
        return HttpAnswer(200, {"Content-Type": "application/json"}, payload)
    headers = value.get("headers")
    named = {str(name): str(text) for name, text in headers.items()} if isinstance(headers, dict) else {}
    return HttpAnswer(value["statusCode"], named, _body(value.get("body"), coded=bool(value.get("isBase64Encoded"))))


def _body(body: object, *, coded: bool) -> bytes:
    if body is None:
        return b""
    text = body if isinstance(body, str) else json.dumps(body, ensure_ascii=False)
    if coded:
        try:
            return base64.b64decode(text, validate=True)
        except ValueError:
            pass  # it goes out as it is
    return text.encode("utf-8", "replace")
