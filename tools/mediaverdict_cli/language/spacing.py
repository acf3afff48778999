"""Parts put into a Chinese template: a blank between Chinese and Latin letters, none between Chinese signs.

A template can't know what its parts begin and end with: `是 {found}` is `是 'x'` here and `是映射` there. What stands
within a part stays as it is.
"""

from __future__ import annotations

import re
from string import Formatter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_HAN = r"\u3400-\u9fff"
_WIDE = rf"{_HAN}\u3000-\u303f\uff00-\uffef\u2018-\u201d"
_LATIN = re.compile(r"[A-Za-z0-9]")
_ENDS_HAN, _BEGINS_HAN = re.compile(rf"[{_HAN}]\Z"), re.compile(rf"[{_HAN}]")
_ENDS_BLANK, _BEGINS_BLANK = re.compile(rf"[{_WIDE}] \Z"), re.compile(rf" [{_WIDE}]")
_ENDS_WIDE, _BEGINS_WIDE = re.compile(rf"[{_WIDE}]\Z"), re.compile(rf"[{_WIDE}]")
_FORMATTER = Formatter()


def put_in(template: str, parts: Mapping[str, object]) -> str:
    """The template with its parts, as `str.format` puts them in but for the blanks around them."""
    whole = ""
    behind_part = False
    for literal, name, spec, how in _FORMATTER.parse(template):
        if literal:
            whole = _joined(whole, literal) if behind_part else whole + literal
            behind_part = False
        if name is not None:
            part = format(_FORMATTER.convert_field(parts[name], how or None), spec or "")
            whole = _joined(whole, part)
            behind_part = behind_part or bool(part)
    return whole


def _joined(before: str, after: str) -> str:
    if _ENDS_BLANK.search(before) and _BEGINS_WIDE.match(after):
        return before[:-1] + after
    if _ENDS_WIDE.search(before) and _BEGINS_BLANK.match(after):
        return before + after[1:]
    if (_ENDS_HAN.search(before) and _LATIN.match(after)) or (_LATIN.match(before[-1:]) and _BEGINS_HAN.match(after)):
        return f"{before} {after}"
    return before + after
