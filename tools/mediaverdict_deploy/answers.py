"""What is in an answer of `s`: JSON, among lines that are none."""

from __future__ import annotations

import json
from typing import NamedTuple


class Described(NamedTuple):
    """What the template says of the function, resolved."""

    function: str
    region: str
    runtime: str
    role: str
    layers: tuple[str, ...]
    triggers: tuple[str, ...]


class Version(NamedTuple):
    """A published version of a layer."""

    number: int
    description: str


def last_document(text: str) -> object:
    """The last JSON object or list that begins a line; None where there is none, or where it is cut off."""
    decoder = json.JSONDecoder()
    found: object = None
    at = 0
    while at < len(text):
        if text[at] in "{[":
            try:
                value, end = decoder.raw_decode(text, at)
            except (ValueError, RecursionError):
                if text[at] == "{":  # what begins with [ may be a line of the log: [2026-01-01 ...][INFO]
                    found = None
            else:
                rest = text[end:].lstrip(" ")
                if rest[:1] in "\r\n{[":  # "" too: the end
                    found, at = value, len(text) - len(rest)
                    if rest[:1] in ("{", "["):
                        continue
        newline = text.find("\n", at)
        at = len(text) if newline < 0 else newline + 1
    return found


def described_in(document: object) -> Described | None:
    """The function in what `preview` gave; None where it is not there as it must be."""
    try:
        props = document["resources"]["judge"]["props"]  # type: ignore[index]
        triggers = tuple(str(trigger["triggerName"]) for trigger in props["triggers"])
        function, region, runtime, role = (str(props[key]) for key in ("functionName", "region", "runtime", "role"))
        return Described(function, region, runtime, role, tuple(map(str, props["layers"])), triggers)
    except (KeyError, IndexError, TypeError):
        return None


def versions_in(document: object) -> list[Version] | None:
    """The versions in an answer to `layer versions`; None where it is no such answer."""
    if not isinstance(document, list):
        return None
    found = [(number_in(one), one) for one in document]
    if any(number is None for number, _ in found):
        return None
    return [Version(number, str(one.get("description") or "")) for number, one in found if number is not None]


def number_in(document: object) -> int | None:
    """The `version` of a layer's description, a number above 0; None where there is none."""
    number = document.get("version") if isinstance(document, dict) else None
    text = str(number)
    return int(text) if not isinstance(number, bool) and text.isascii() and text.isdigit() and int(text) > 0 else None
