"""What a cloud can do to one request: the kinds of fault, each with its answer."""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Callable
from typing import Any

import samples
from alicloud_emulator import ice_wire, smq_wire
from alicloud_emulator.answers import Answer, Fault
from mediaverdict.cloud.smq_xml import read_xml, write_xml

Made = Callable[[bytes], Answer | Fault]

XML, JSON = "text/xml;charset=utf-8", "application/json;charset=utf-8"
LOGIN = b"<!DOCTYPE html><html><head><title>Log in</title></head><body><form>...</form></body></html>"
BOMB = gzip.compress(bytes(24 * 1024 * 1024))
"""24 kB that become 24 MB: over both services' limits."""
NESTED_BOMB = gzip.compress(BOMB)
KEPT = {"lose", "cut", "trickle"}
"""The request is done and its caller does not hear of it: what it brought is on the queue, unconfirmed."""
HELD = {"hang", "trickle"}
"""These cost the time that the caller gives them."""
STALE = "the last answer again"
TOO_LONG = {"too long", "batch too long"}
"""A queue refuses one message, or the whole request, for its size."""
TOO_LONG_CODE = "MessageBodyTooLarge"
BURYING = {
    "JobNotFound", "no-job", "unreadable", "InvalidParameter", "answer-too-large", "InvalidArgument", TOO_LONG_CODE,
}  # fmt: skip
"""The codes of letters that a fault, or a record, deserves; any other is there after twelve tries alone."""
THROTTLING = {"Throttling", "Throttling.User", "TooManyRequests", "throttled", "out-of-time"}
"""Of these none is a dead letter's: too many calls are no record's fault."""


def _both(answer: Answer | Fault) -> Made:
    return lambda _body: answer


COMMON: dict[str, Made] = {
    "reset": _both(Fault.RESET),
    "lose": _both(Fault.LOSE),
    "cut": _both(Fault.CUT),
    STALE: _both(Fault.STALE),
    "hang": _both(Fault.HANG),
    "trickle": _both(Fault.TRICKLE),
    "garbage": _both(Answer(200, b"\x00<<garbage>>", "text/xml")),
    "login page": _both(Answer(200, LOGIN, "text/html")),
    "proxy's page": _both(Answer(403, LOGIN, "text/html")),
    "moved": _both(Answer(302, b"", "", {"Location": "http://127.0.0.1:9/"})),
    "nothing": _both(Answer(200)),
    "bad gateway": _both(Answer(502, b"<html>502</html>", "text/html")),
    "no gzip": _both(Answer(200, b"plain", XML, {"Content-Encoding": "gzip"})),
    "unknown encoding": _both(Answer(200, b"x", XML, {"Content-Encoding": "br"})),
}


GOOD = samples.answer(samples.output())["Job"]
NAMELESS = "details without an ID"
"""They can be told from no others: they are taken for those that were asked for."""


def _job(details: object, **more: object) -> Answer:
    return Answer(200, json.dumps({"RequestId": "R", "Job": details, **more}).encode(), JSON)


ICE: dict[str, Made] = {
    **COMMON,
    "throttle": _both(ice_wire.refuse(400, "Throttling.User", "x")),
    "throttle with 200": _both(ice_wire.refuse(200, "Throttling", "x")),
    "throttle beside no job": _both(_job(None, Code="Throttling.User")),
    "a job that is a list": _both(_job([GOOD])),
    "not ICE's": _both(Answer(200, b'{"status": "down"}', JSON)),
    "gateway's 404": _both(Answer(404, b'{"message": "no route"}', JSON)),
    "throttle for ages": _both(
        Answer(400, b'{"Code": "Throttling.User", "RequestId": "R"}', JSON, {"x-acs-retry-after": "9" * 400})
    ),
    "fail": _both(ice_wire.refuse(503, "ServiceUnavailable", "x")),
    "expire": _both(ice_wire.refuse(400, "InvalidSecurityToken.Expired", "Specified SecurityToken is expired.")),
    "no permission": _both(ice_wire.refuse(403, "NoPermission", "x")),
    "refuse": _both(ice_wire.refuse(400, "InvalidParameter", "x" * 60_000)),
    "another's job": _both(_job({"JobId": "another", "State": "Complete"})),
    "no job": _both(_job(None)),
    NAMELESS: _both(_job({name: part for name, part in GOOD.items() if name != "JobId"})),
    "deep": _both(Answer(200, b'{"Job": ' + b"[" * 50_000 + b"]" * 50_000 + b"}", JSON)),
    "bomb": _both(Answer(200, BOMB, JSON, {"Content-Encoding": "gzip"})),
    "nested bomb": _both(Answer(200, NESTED_BOMB, JSON, {"Content-Encoding": "gzip, gzip"})),
}


def _entries(body: bytes) -> int:
    """Messages of a batch; 0 for one message alone."""
    return len(read_xml(body).all("Message"))


def _confirmed(status: int, fields: Callable[[int], list[tuple[str, str]]]) -> Made:
    """Well-formed, and about as many messages as were sent; none of them was taken."""

    def made(body: bytes) -> Answer:
        count = _entries(body)
        if not count:
            return Answer(status, write_xml("Message", fields(0)), XML)
        return Answer(status, write_xml("Messages", [("Message", fields(index)) for index in range(count)]), XML)

    return made


def _repeated(count: int) -> Answer:
    """The same ID for all; for one message alone, where it could not be told from a true one, none."""
    same = ("Message", [("MessageId", "the same")])
    return Answer(201, write_xml("Messages", [same] * count), XML)


SMQ: dict[str, Made] = {
    **COMMON,
    "throttle": _both(smq_wire.refuse(429, "TooManyRequests", "x")),
    "fail": _both(smq_wire.refuse(500, "InternalError", "x")),
    "half": _both(Fault.HALF),
    "too long": _both(Fault.TOO_LONG),
    "batch too long": _both(smq_wire.refuse(400, TOO_LONG_CODE, "x")),
    "error with 200": _both(smq_wire.refuse(200, "InternalError", "x")),
    "refusal with 200": _both(smq_wire.refuse(200, "InvalidArgument", "x")),
    "denied": _both(smq_wire.refuse(403, "AccessDenied", "x")),
    "refuse": _both(smq_wire.refuse(400, "InvalidArgument", "x" * 60_000)),
    "no ID": _confirmed(201, lambda _index: [("MessageBodyMD5", "x")]),
    "empty entries": _confirmed(500, lambda _index: []),
    "IDs with 302": _confirmed(302, lambda index: [("MessageId", f"forged-{index}")]),
    "IDs with 500": _confirmed(500, lambda index: [("MessageId", f"forged-{index}")]),
    "repeated IDs": lambda body: _repeated(_entries(body)),
    "too few": _both(Answer(201, write_xml("Messages", [("Message", [("MessageId", "forged")])]), XML)),
    "unknown XML encoding": _both(Answer(201, b'<?xml version="1.0" encoding="x-none"?><Message/>', XML)),
    "entities": _both(Answer(201, b'<!DOCTYPE a [<!ENTITY b "c">]><Message><MessageId>&b;</MessageId></Message>', XML)),
    "bomb": _both(Answer(201, BOMB, XML, {"Content-Encoding": "gzip"})),
}


def choose(chance: random.Random, *, queue: bool, hangs: float) -> str:
    """A kind for a request; those that cost time come with a likelihood of their own."""
    kinds: dict[str, Any] = SMQ if queue else ICE
    if chance.random() < hangs:
        return chance.choice(sorted(HELD))
    plain = chance.random() < 0.4  # what clouds do every day
    return chance.choice(["throttle", "fail", "reset", "lose", "cut"] if plain else sorted(set(kinds) - HELD))
