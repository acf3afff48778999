"""Verdicts as one self-contained HTML page: `page.html` with the verdicts in it. Nothing is fetched.

The page draws itself from the data that it carries, a job's details when they are opened, so that thousands of
verdicts stay light. Text from outside is set as text only; in the data no `<` stands as such, so that none of
it can end the element that holds it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mediaverdict.errors import Message, say_many
from mediaverdict.judging import printable
from mediaverdict_cli.language import Language, spoken
from mediaverdict_cli.language.retelling import origin

if TYPE_CHECKING:
    from collections.abc import Sequence

TEMPLATE = Path(__file__).with_name("page.html")
_ESCAPED = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


_MARKED = re.compile(r"@\[([^\]]+)\]")
"""A text of the page's own: `@[Jobs]`."""
_CALLED = re.compile(r'\bt\("([^"]+)"')
"""One that its script puts together: `t("{count} more", ...)`."""


def own_texts(template: str) -> list[str]:
    """What the page itself says, apart from its verdicts."""
    return list(dict.fromkeys([*_MARKED.findall(template), *_CALLED.findall(template)]))


def html_page(verdicts: Sequence[Mapping[str, Any]], rules: str = "", language: Language | None = None) -> str:
    """The page; `rules` is the rule book's name where it is known: a verdict has its digest and its packs.

    In this run's language where none is named.
    """
    language = language or spoken()
    told = verdicts if language.code == "en" else [_told(verdict, language) for verdict in verdicts]
    template = TEMPLATE.read_text(encoding="utf-8")
    texts = {text: language.text(Message(text)) for text in own_texts(template)} if language.code != "en" else {}
    count = language.text(say_many("{count} verdict", "{count} verdicts", len(verdicts)))
    page = _MARKED.sub(lambda found: escape(language.text(Message(found[1]))), template)
    page = page.replace("@LANG@", language.html).replace("@COUNT@", count).replace("@TEXTS@", _as_script(texts))
    head, data, tail = page.replace("@RULES@", escape(printable(rules))).partition("@DATA@")
    return head + _as_script([_visible(verdict) for verdict in told]) + tail if data else head


def _as_script(value: object) -> str:
    """JSON in which no text can end the element that holds it."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for char, escaped in _ESCAPED.items():
        text = text.replace(char, escaped)
    return text


def _told(verdict: Mapping[str, Any], language: Language) -> dict[str, Any]:
    """The verdict with what its findings say in that language; all else is as it was published."""
    data = verdict.get("data") or {}
    findings = [
        {
            **finding,
            "message": language.finding(finding),
            "expected": finding.get("expected") and language.expectation(finding["expected"]),
            "why": language.pack(finding.get("why") or ""),
            "fix": language.pack(finding.get("fix") or ""),
            "requested": [
                {**one, "origin": language.text(origin(one["origin"]))} for one in finding.get("requested") or []
            ],
        }
        for finding in data.get("findings") or []
    ]
    return {**verdict, "data": {**data, "findings": findings}}


def _visible(value: Any) -> Any:
    """Control characters, and those that turn the direction of text, as a sign that something was there."""
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, Mapping):
        return {str(key): _visible(part) for key, part in value.items()}
    return [_visible(part) for part in value] if isinstance(value, list) else value
