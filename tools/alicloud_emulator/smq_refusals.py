"""SMQ's refusals, and what every request is read with."""

from __future__ import annotations

from alicloud_emulator.answers import Answer, request_id
from mediaverdict.cloud.smq_xml import Element, XmlError, read_xml, write_xml

XML = "text/xml;charset=utf-8"


class RefusedError(Exception):
    """A request that SMQ refuses; it never leaves this package."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message


def refuse(status: int, code: str, message: str) -> Answer:
    """SMQ's error, with all four of its fields."""
    fields = [
        ("Code", code),
        ("Message", message),
        ("RequestId", request_id()),
        ("HostId", "http://127.0.0.1"),
    ]
    return Answer(status, write_xml("Error", fields), XML)


def parse(body: bytes) -> Element:
    """A request's body. Raises RefusedError."""
    try:
        return read_xml(body)
    except XmlError as error:
        raise RefusedError(400, "MalformedXML", f"The XML you provided was not well-formed: {error}.") from error


def whole(text: str, default: int, least: int, most: int, name: str) -> int:
    """A number within its limits; `default` where none is given. Raises RefusedError."""
    if text == "":
        return default
    if not text.isdecimal() or not least <= int(text) <= most:
        raise RefusedError(400, "InvalidArgument", f"{name} must be a number from {least} to {most}.")
    return int(text)
