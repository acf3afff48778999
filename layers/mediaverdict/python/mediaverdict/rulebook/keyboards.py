"""Signs of other keyboards where YAML wants its own: full-width ones, curly quotation marks, blanks that look like one.

They are looked for outside of quotes, comments and what is free text (a description may be in any language). What is
found is told with the line as it should be written; with the same signs put right the rest of the book is read on.
"""

# ruff: noqa: RUF001, RUF002 - such signs are what this is about

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from mediaverdict.enumerating import each
from mediaverdict.errors import Message, Problem, say
from mediaverdict.rulebook import messages
from mediaverdict.rulebook.syntax import quote_special

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_QUOTES = dict.fromkeys("“”„‟「」『』«»＂〝〞", '"') | dict.fromkeys("‘’‚‛＇", "'")
_BLANKS = dict.fromkeys("\u00a0\u1680\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000", " ")
_NOTHING = dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff\u200e\u200f", "")
_ALIKE = {
    **{chr(code + 0xFEE0): chr(code) for code in range(0x21, 0x7F)}, **_QUOTES, **_BLANKS, **_NOTHING,
    "、": ",", "–": "-", "—": "-", "−": "-", "‐": "-", "【": "[", "】": "]", "〔": "[", "〕": "]", "。": ".",
    "〜": "~", "∶": ":", "﹕": ":", "﹐": ",",
}  # fmt: skip
_FOREIGN = re.compile(f"[{re.escape(''.join(_ALIKE))}]")
_WIDE = re.compile("[０-９Ａ-Ｚａ-ｚ]{2,}")
"""Full-width digits and letters in a row, which are told together."""
MOST_NAMED = 3
"""Signs of a line whose names are told."""
_NEEDS_BLANK = ":,"
_FREE = r"(?:id|description|why|fix|source|reason|title|name|not_covered|findings|rule)"
_FREE_KEY = re.compile(rf"(?:^|[{{,]|(?<=\s)-\s|^-\s)\s*(?P<key>{_FREE})\s*:(?=\s|$)")
_ENCLOSED = re.compile(f"[{''.join(_QUOTES)}][^{''.join(_QUOTES)}]*[{''.join(_QUOTES)}]")


class ForeignLine(NamedTuple):
    """A line with signs of another keyboard."""

    line: int
    """From 0."""
    column: int
    """Of the first such sign, from 0."""
    signs: tuple[str, ...]
    mended: str
    silent: bool
    """Whether YAML takes it for text without a word: quotation marks around a value, a full-width star."""
    structural: bool
    """Whether a sign stands where YAML wants one of its own, before any value."""


def foreign_lines(text: str) -> list[ForeignLine]:
    """The lines where a sign of another keyboard stands outside of quotes, comments and free text."""
    if _FOREIGN.search(text) is None:
        return []
    found = []
    inside = -1
    """The column of the key whose free text goes on in deeper lines; -1 where there is none."""
    for number, line in enumerate(text.splitlines()):
        indent = len(line) - len(line.lstrip(" "))
        if inside >= 0 and line.strip() and indent > inside:
            continue
        key = _FREE_KEY.search(line)
        inside = key.start("key") if key is not None and "{" not in line[: key.start()] else -1
        spots = list(_spots(line))
        if spots:
            found.append(_of_line(number, line, spots))
    return found


def _of_line(number: int, line: str, spots: list[int]) -> ForeignLine:
    signs = tuple(dict.fromkeys(line[spot] for spot in spots))
    value = re.search(r":\s", line)
    bare = line if value is None else line[value.end() :]
    silent = any(sign in "＊＃" for sign in signs) or any(
        line.find(one.group()) in spots for one in _ENCLOSED.finditer(bare)
    )
    return ForeignLine(
        number, spots[0], signs, quote_special(_mended(line, spots)), silent, value is None or spots[0] < value.start()
    )


def _spots(line: str) -> Iterator[int]:
    """Where such signs stand outside of quotes, comments and free text."""
    free = [(key.end(), _end_of_free_text(line, key)) for key in _FREE_KEY.finditer(line)]
    quote = ""
    for at, sign in enumerate(line):
        if quote:
            quote = "" if sign == quote else quote
        elif sign in "\"'" and (at == 0 or line[at - 1] in " [{,:("):
            quote = sign
        elif sign == "#" and (at == 0 or line[at - 1] == " "):
            return
        elif sign in _ALIKE and (sign == "＃" or not any(start <= at < end for start, end in free)):
            yield at
            if sign == "＃" and (at == 0 or line[at - 1] in " \u3000"):
                return


def _end_of_free_text(line: str, key: re.Match[str]) -> int:
    if "{" not in line[: key.start("key")]:
        return len(line)
    rest = re.search(r"[,}]", line[key.end() :])
    return len(line) if rest is None else key.end() + rest.start()


def _mended(line: str, spots: list[int]) -> str:
    parts = []
    at_signs = set(spots)
    for at, sign in enumerate(line):
        if at not in at_signs:
            parts.append(sign)
            continue
        plain = _ALIKE[sign]
        behind = line[at + 1 : at + 2]
        parts.append(plain + (" " if plain and plain in _NEEDS_BLANK and behind not in ("", " ", "\u3000") else ""))
    return "".join(parts)


def at_fault(lines: list[ForeignLine], problems: Sequence[Problem], file: str) -> list[ForeignLine]:
    """Those of the lines that are behind the problems, or that YAML takes for what they are not without a word."""
    wrong = {problem.line - 1 for problem in problems if problem.file == file}
    stopped = any(problem.file == file and not problem.where for problem in problems)
    """Whether the text is no YAML at all: then any line may have been what stopped the parser."""
    return [one for one in lines if one.silent or one.line in wrong or stopped or (one.structural and wrong)]


def foreign_problem(foreign: ForeignLine, text: str, file: str) -> Problem:
    """A line's signs, told with the line as it should be written."""
    source = text.splitlines()[foreign.line]
    runs = list(dict.fromkeys(_WIDE.findall(source[foreign.column :])))
    others = [sign for sign in foreign.signs if not any(sign in run for run in runs)]
    many = len(others) > MOST_NAMED
    named, meant = [sign if many else sign_words(sign) for sign in others], [plain_sign(sign) for sign in others]
    for run in runs:
        named.append(say("{sign} (full-width)", sign=run))
        meant.append("".join(map(plain_sign, run)))
    signs, plain = each(named), each(list(dict.fromkeys(meant)))
    template = messages.FOREIGN_SIGN if len(foreign.signs) == 1 else messages.FOREIGN_SIGNS
    message = template.format(signs=signs, plain=plain)
    return Problem(message, (), file, foreign.line + 1, foreign.column + 1, source[:200], mended=foreign.mended[:200])


def sign_words(sign: str) -> str:
    """`： (full-width colon)`; what can't be seen by its number alone."""
    name = unicodedata.name(sign, "").lower().replace("fullwidth", "full-width")
    shown = f"U+{ord(sign):04X}" if sign in _BLANKS or sign in _NOTHING else sign
    return say("{sign} ({name})", sign=shown, name=_NAMES.get(name, name))


_NAMES = {
    str(name): name
    for name in (
        Message("full-width colon"), Message("full-width comma"), Message("full-width semicolon"),
        Message("full-width hyphen-minus"), Message("full-width percent sign"), Message("full-width asterisk"),
        Message("full-width number sign"), Message("full-width tilde"), Message("full-width full stop"),
        Message("full-width quotation mark"), Message("full-width apostrophe"),
        Message("full-width left curly bracket"), Message("full-width right curly bracket"),
        Message("full-width left square bracket"), Message("full-width right square bracket"),
        Message("full-width left parenthesis"), Message("full-width right parenthesis"),
        Message("full-width less-than sign"), Message("full-width greater-than sign"),
        Message("full-width equals sign"), Message("left double quotation mark"),
        Message("right double quotation mark"), Message("left single quotation mark"),
        Message("right single quotation mark"), Message("left corner bracket"), Message("right corner bracket"),
        Message("left white corner bracket"), Message("right white corner bracket"),
        Message("left double angle bracket"), Message("right double angle bracket"),
        Message("left black lenticular bracket"), Message("right black lenticular bracket"),
        Message("ideographic comma"), Message("ideographic full stop"), Message("ideographic space"),
        Message("no-break space"), Message("zero width space"), Message("em dash"), Message("en dash"),
    )
}  # fmt: skip
"""Unicode's names of the signs that are met; others are told in its own words."""


def plain_sign(sign: str) -> str:
    """What to write for it, in words."""
    plain = _ALIKE[sign]
    return {" ": say("a blank"), "": say("nothing")}.get(plain, plain)
