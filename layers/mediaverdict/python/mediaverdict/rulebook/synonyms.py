"""What people write in place of a rule book's words, and what to write instead."""

# ruff: noqa: E501 - tables

from __future__ import annotations

import re

KEYS = {
    "gt": "above", "greater_than": "above", "more_than": "above", "over": "above", "lt": "below", "less_than": "below",
    "under": "below", "gte": "min", "ge": "min", "at_least": "min", "minimum": "min", "from": "min", "lte": "max",
    "le": "max", "at_most": "max", "maximum": "max", "to": "max", "eq": "equals", "is": "equals", "equal": "equals",
    "value": "equals", "ne": "not", "neq": "not", "not_equals": "not", "in": "one_of", "any_of": "one_of",
    "not_in": "none_of", "matches": "regex", "pattern": "glob", "like": "glob", "all": "every", "each": "every",
    "any": "some", "contains_all": "includes", "include": "includes", "has": "includes", "plus_minus": "tolerance",
    "present": "exists", "required": "exists",
    "if": "when", "condition": "when", "then": "require", "requires": "require", "expect": "require", "check": "require",
    "checks": "require", "assert": "require", "level": "severity", "title": "description", "name": "id", "rule": "id",
    "for": "match", "where": "match", "filter": "match", "outputs": "match", "comment": "description", "from_date": "enforce_from",
}  # fmt: skip
ADVICE = {
    "between": "write {min: ..., max: ...}", "range": "write {min: ..., max: ...}",
    "contains": 'write {glob: "*...*"}', "starts_with": 'write {glob: "...*"}', "ends_with": 'write {glob: "*..."}',
    "tolerance": "a tolerance stands inside of a condition: {equals: ..., tolerance: ...}",
}  # fmt: skip
VALUES = {
    "error": "fail", "critical": "fail", "failed": "fail", "failure": "fail", "错误": "fail", "失败": "fail",
    "warning": "warn", "警告": "warn", "notice": "info", "信息": "info", "none": "off", "disabled": "off", "ignore": "pass",
    "skip": "pass", "ok": "pass", "passed": "pass", "file": "output", "ladder": "group", "all": "job", "yes": "true",
    "no": "false", "on": "true",
}  # fmt: skip
_PAIRED = re.compile(r"\s*([\w.\[\]*]+)\s*(:|==?|>=|<=|>|<|≥|≤)\s*(\S.*?)\s*\Z")
_OPERATORS = {">": "above", "<": "below", ">=": "min", "<=": "max", "≥": "min", "≤": "max"}


def meant_key(key: str, known: list[str]) -> str:
    """What to write for a key that there is not; empty where that is not known."""
    word = key.lower().replace("-", "_").replace(" ", "_")
    if word in ADVICE and word not in known:
        return ADVICE[word]
    meant = KEYS.get(word, "")
    return f"did you mean {meant!r}?" if meant in known else ""


def meant_value(value: object, known: list[str]) -> str:
    """The word of a closed set that was meant; empty where that is not known."""
    meant = VALUES.get(str(value).lower(), "")
    return f"did you mean {meant!r}?" if meant in known else ""


def as_pair(text: str) -> str:
    """`height:720`, `height = 720` and `height >= 720` as a fact and its condition; empty for other text."""
    found = _PAIRED.match(text)
    if found is None:
        return ""
    fact, sign, value = found.groups()
    operator = _OPERATORS.get(sign)
    return f"{fact}: {{{operator}: {value}}}" if operator else f"{fact}: {value}"
