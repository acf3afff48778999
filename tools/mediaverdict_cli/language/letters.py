"""Why a record became a letter -> the Message that its reason is; a service's own words stay as they are."""

from __future__ import annotations

from mediaverdict_cli.language.forms import NUMBER, WORD, Part, first_of, form


def letter_reason(text: str) -> str:
    """A letter's reason."""
    return first_of(_REASONS, text) or text


def _problem(text: str) -> str:
    return first_of(_PROBLEMS, text) or text


def _found(text: str) -> str:
    return first_of(_FOUND, text) or text


_PROBLEM, _VALUE = Part(".+", _problem), Part(".+", _found)
_REASONS = (
    form("given up after {attempts} tries: {reason}", attempts=NUMBER, reason=Part(".+", letter_reason)),
    form("the job is not finished: its state is absent"),
    form("the job is not finished: its state is not a word"),
    form("the job is not finished: its state is {state}", state=WORD),
    form("the answer holds no job"),
    form("the function's time is up"),
    form("{error} while the job was judged", error=WORD),
    form("{error} while the record was read", error=WORD),
    form("the record is an empty list: expected a callback or a JobId"),
    form("the record is a list of over {count} elements", count=NUMBER),
    form("the record is {found}: expected a callback with EventType, or a JobId", found=_VALUE),
    form('the record has neither EventType nor JobId: expected an IMS callback or {{"JobId": "..."}}'),
    form("the record is {problem}", problem=_PROBLEM),
    form("the letter's record is {problem}", problem=_PROBLEM),
    form("the callback's MessageBody has no JobId"),
    form("the callback's MessageBody is {problem}", problem=_PROBLEM),
    form("JobId is {found}: expected text", found=_VALUE),
    form("JobId is no ID: expected up to {count} printable characters", count=NUMBER),
)
_PROBLEMS = (
    form("base64 of {problem}", problem=_PROBLEM),
    form("no JSON: its bytes are no UTF-8"),
    form("no JSON: {said} at line {line}, column {column}", line=NUMBER, column=NUMBER),
    form("no JSON: {said}"),
    form("nested too deeply"),
    form("over the size limit: {count} characters, at most {most}", count=NUMBER, most=NUMBER),
    form("packed, and too long or cut off"),
)
_FOUND = (
    form("null"),
    form("a number"),
    form("true or false"),
    form("empty text"),
    form("a list"),
    form("an object"),
)
