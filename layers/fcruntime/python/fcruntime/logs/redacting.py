"""An event without what must not be in a log: signatures, tokens, passwords, cookies."""

from __future__ import annotations

import json
import re

HIDDEN = "***"
_WORDS = (
    r"authori[sz]ation|cookie|signature|secret|token|passw(?:or)?d|passphrase|credential|private[-_]?key|"
    r"api[-_]?key|access[-_]?key|session[-_]?id"
)
_NAME = re.compile(_WORDS, re.IGNORECASE)
# Words are looked for in a name that was found, not in the same pattern: that would take a long text's square of time.
_PAIR = re.compile(r"(?<![\w.-])([\w.-]+)=[^&\s\"']+")
_SCHEME = re.compile(r"\b(Bearer|Basic)\s+[A-Za-z0-9+/=._~-]+", re.IGNORECASE)
DEEPEST = 30


def redacted(event: object) -> object:
    """The same value, with `***` where a name says that a secret follows; JSON in texts is looked into.

    Bytes are read as JSON, or as text. Never changes what it is given.
    """
    try:
        if isinstance(event, bytes | bytearray):
            text = bytes(event).decode("utf-8", "replace")
            try:
                event = json.loads(text)
            except (ValueError, RecursionError):
                event = text
        return _redacted(event, 0)
    except Exception:  # noqa: BLE001 - a foreign value that can't be gone through may hold a secret
        return HIDDEN


def _redacted(value: object, depth: int) -> object:
    if depth > DEEPEST:
        return HIDDEN
    if isinstance(value, dict):
        coded = bool(value.get("isBase64Encoded"))
        return {
            key: HIDDEN
            if _is_secret(key, part)
            else _coded(part)
            if coded and key == "body"
            else _redacted(part, depth + 1)
            for key, part in value.items()
        }
    if isinstance(value, list | tuple):
        return [_redacted(part, depth + 1) for part in value]
    return _text(value, depth) if isinstance(value, str) else value


def _is_secret(key: object, value: object) -> bool:
    return value not in (None, "") and isinstance(key, str) and _NAME.search(key) is not None


def _coded(body: object) -> object:
    """Base64 hides its secrets from us, not from a reader."""
    return f"<base64, {len(body)} characters>" if isinstance(body, str) else body


def _text(text: str, depth: int) -> str:
    if text[:1] in {"{", "["}:
        try:
            return json.dumps(_redacted(json.loads(text), depth + 1), ensure_ascii=False, separators=(",", ":"))
        except (ValueError, RecursionError):
            pass
    return _SCHEME.sub(rf"\1 {HIDDEN}", _PAIR.sub(_hidden, text))


def _hidden(pair: re.Match[str]) -> str:
    return f"{pair[1]}={HIDDEN}" if _NAME.search(pair[1]) else pair[0]
