"""The W3C trace that a message is part of: `00-<trace>-<span>-<flags>`."""

from __future__ import annotations

import re

_TRACEPARENT = re.compile(r"(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}", re.ASCII)


def traceparent_in(*carriers: object) -> str:
    """The first valid `traceparent` of these mappings (CloudEvents' extension, headers, properties); else empty."""
    for carrier in carriers:
        found = carrier.get("traceparent") if isinstance(carrier, dict) else None
        if isinstance(found, str) and _TRACEPARENT.fullmatch(found):
            return found
    return ""
