"""Bodies as senders write them: JSON text, base64 of it, or a JSON value already."""

from __future__ import annotations

import base64
import binascii
import json
import re
from math import isfinite

MAX_BODY_BYTES = 256 * 1024
"""A message of SMQ holds 64 KB; anything four times that is none."""

_BASE64 = re.compile(r"[A-Za-z0-9+/\r\n]+={0,2}\s*\Z", re.ASCII)


def read_json(text: str | bytes) -> tuple[object, str | None]:
    """(value, None), or (None, what is wrong with it in words that follow "is")."""
    try:
        return json.loads(text, parse_constant=_refuse_constant, parse_float=_finite_or_text), None
    except UnicodeDecodeError:
        return None, "no JSON: its bytes are no UTF-8"
    except json.JSONDecodeError as error:
        return None, f"no JSON: {error.msg} at line {error.lineno}, column {error.colno}"
    except ValueError as error:  # NaN, Infinity, and integers of thousands of digits
        return None, f"no JSON: {error}"
    except RecursionError:
        return None, "nested too deeply"


def read_body(body: object) -> tuple[object, str | None]:
    """(value, None), or (None, what is wrong). JSON in text, in base64, or twice encoded is unwrapped."""
    if not isinstance(body, str):
        return body, None
    if len(body) > MAX_BODY_BYTES:
        return None, f"over the size limit: {len(body)} characters, at most {MAX_BODY_BYTES}"
    value, problem = read_json(body)
    if problem is not None:
        decoded = _from_base64(body)
        if decoded is None:
            return None, problem
        value, problem = read_json(decoded)
        if problem is not None:
            return None, f"base64 of {problem}"
    if isinstance(value, str):  # a JSON string that holds JSON
        return read_json(value)
    return value, None


def read_text(body: object) -> object:
    """A body that may be any text: its JSON value where it is JSON, else the text."""
    if not isinstance(body, str) or len(body) > MAX_BODY_BYTES:
        return body
    value, problem = read_json(body)
    return value if problem is None else body


def _from_base64(text: str) -> bytes | None:
    if not _BASE64.match(text):
        return None
    try:
        return base64.b64decode(text, validate=False)
    except binascii.Error:
        return None


def _finite_or_text(number: str) -> float | str:
    """A number too large for a float (1e999) stays text: infinity can't be written as JSON again."""
    value = float(number)
    return value if isfinite(value) else number


def _refuse_constant(name: str) -> object:
    raise ValueError(f"{name} is no JSON number")
