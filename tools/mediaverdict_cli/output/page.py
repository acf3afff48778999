"""Verdicts as one self-contained HTML page: `page.html` with `drawing.js` and the verdicts in it. Nothing is
fetched.

The page draws itself from the data that it carries, a job's details when they are opened, so that thousands of
verdicts stay light. Text from outside is set as text only; in the data no `<` stands as such, so that none of
it can end the element that holds it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mediaverdict.judging import printable

if TYPE_CHECKING:
    from collections.abc import Sequence

TEMPLATE = Path(__file__).with_name("page.html")
DRAWING = Path(__file__).with_name("drawing.js")
_ESCAPED = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def html_page(verdicts: Sequence[Mapping[str, Any]], rules: str = "") -> str:
    """The page; `rules` is the rule book's name where it is known: a verdict has its digest and its packs."""
    text = json.dumps([_visible(verdict) for verdict in verdicts], ensure_ascii=False, separators=(",", ":"))
    for char, escaped in _ESCAPED.items():
        text = text.replace(char, escaped)
    count = "1 verdict" if len(verdicts) == 1 else f"{len(verdicts)} verdicts"
    template = TEMPLATE.read_text(encoding="utf-8").replace("@COUNT@", count)
    template = template.replace("@DRAWING@", DRAWING.read_text(encoding="utf-8").rstrip())
    head, data, tail = template.replace("@RULES@", escape(printable(rules))).partition("@DATA@")
    return head + text + tail if data else head


def _visible(value: Any) -> Any:
    """Control characters, and those that turn the direction of text, as a sign that something was there."""
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, Mapping):
        return {str(key): _visible(part) for key, part in value.items()}
    return [_visible(part) for part in value] if isinstance(value, list) else value
