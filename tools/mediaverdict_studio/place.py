"""Where a caret stands in a rule book that is being typed: which keys lead there, found from the lines above it.

The text is mostly no YAML at that moment, so it is not parsed: indentation leads upwards, brackets are counted in the
line (and in those before it that end in an open bracket or a comma).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import NamedTuple

from mediaverdict_studio.brackets import ENTRY, Brackets

MOST_LINES = 5000
"""Looked at above the caret."""
_KEY = re.compile(r"""(?P<key>"[^"]*"|'[^']*'|[^\s#{}\[\],"'&*!|>%@`-][^#{}",]*?)\s*:(?=\s|$)""")
_DASH = re.compile(r"-(?=\s|$) *")
_SCOPE = re.compile(r"\bscope:\s*(group|job)\b")
_WORD_SIGNS = re.compile(r"""[^\s,{}"':#]*""")


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is typed."""

    path: tuple[str, ...]
    """The keys that lead there, `-` for an entry of a list; the key itself where its value is typed."""
    is_key: bool
    """Whether a key is typed (or an entry that may become one), else a value."""
    word: str
    """What is typed of it before the caret, without an opening quotation mark."""
    start: int
    """The column at which it begins, with its quotation mark."""
    end: int
    """The column behind it: what stands right of the caret and belongs to it is replaced too."""
    siblings: frozenset[str] = frozenset()
    """Keys that stand in the same map."""
    in_flow: bool = False
    """Inside of {...} or [...]."""
    glued: bool = False
    """Whether it begins right behind a colon, without the blank that YAML needs."""
    colon_follows: bool = False
    scope: str = "output"
    """The scope of the rule in which it stands."""


class _Line(NamedTuple):
    """A line of a block: the columns of its dashes, its key and the column where its content begins."""

    dashes: tuple[int, ...]
    column: int
    key: str
    rest: int
    """Where the key's value begins; -1 without a key."""


def place_at(text: str, line: int, column: int) -> Place | None:
    """The place; None inside of a comment or of what is no place at all."""
    lines = text.split("\n")
    if not 1 <= line <= len(lines):
        return None
    full = lines[line - 1]
    before = full[: max(0, column - 1)]
    first = _first_of_flow(lines, line - 1)
    joined = "\n".join([*lines[first : line - 1], before])
    parsed = _parse(joined)
    word_end = _end_of_word(full, len(before))
    path, siblings, entry = _above(lines, first, parsed)
    scope = _scope(lines, entry) if path[:2] == ("rules", ENTRY) else "output"
    if parsed.rest < 0:
        if "#" in _bare(joined):
            return None
        start, word = _word(before, parsed.column if first == line - 1 else 0)
        return Place(
            path, True, word, start + 1, word_end + 1, siblings,
            colon_follows=full[word_end:].lstrip().startswith(":"), scope=scope,
        )  # fmt: skip
    inside = _in_value(parsed, joined, full, before, word_end, path)
    return replace(inside, scope=scope) if inside is not None else None


def _in_value(parsed: _Line, joined: str, full: str, before: str, word_end: int, path: tuple[str, ...]) -> Place | None:
    """A place behind the line's key: a value, or somewhere in its brackets."""
    brackets = Brackets(parsed.rest)
    if not brackets.read(joined):
        return None
    at = brackets.begin
    tail = joined[at:]
    lead = len(tail) - len(tail.lstrip(" \n"))
    start = len(before) - min(len(before), len(tail) - lead)
    path = (*path, parsed.key) if parsed.key else path
    return Place(
        (*path, *brackets.path), brackets.in_map and not brackets.key, tail[lead:].lstrip("\"'"), start + 1,
        word_end + 1, brackets.keys,
        in_flow=joined[parsed.rest :].lstrip()[:1] in ("{", "["),
        glued=joined[:at].endswith(":") and lead == 0,
        colon_follows=full[word_end:].lstrip().startswith(":"),
    )  # fmt: skip


def _first_of_flow(lines: list[str], at: int) -> int:
    """The first of the lines that one {...} or [...] goes over."""
    first = at
    while first > 0 and at - first < 200:
        before = _bare(lines[first - 1]).partition("#")[0].rstrip()
        if not before.endswith(("{", "[", ",")):
            break
        first -= 1
    return first if first == at or _opens("\n".join(lines[first:at])) else at


def _opens(text: str) -> bool:
    bare = _bare(text)
    return bare.count("{") + bare.count("[") > bare.count("}") + bare.count("]")


def _parse(line: str) -> _Line:
    """A line's dashes and key."""
    at = len(line) - len(line.lstrip(" "))
    dashes = []
    while (dash := _DASH.match(line, at)) is not None:
        dashes.append(at)
        at = dash.end()
    found = _KEY.match(line, at)
    if found is None:
        bracket = line[at : at + 1] in ("{", "[")
        return _Line(tuple(dashes), at, "", at if bracket else -1)
    return _Line(tuple(dashes), at, found["key"].strip("\"' "), found.end())


def _above(lines: list[str], first: int, own: _Line) -> tuple[tuple[str, ...], frozenset[str], int]:
    """The keys that lead to a line's map, the other keys of that map, the line of the outermost list's entry."""
    entry = first
    column, path, siblings = own.column, [ENTRY] * len(own.dashes), set[str]()
    at_list = bool(own.dashes)
    if own.dashes:
        column = own.dashes[0]
    for at in range(first - 1, max(-1, first - MOST_LINES), -1):
        text = lines[at]
        if not text.strip() or text.lstrip().startswith("#"):
            continue
        one = _parse(text)
        if not path and not at_list and one.column == column and one.key:
            siblings.add(one.key)
        if one.key and (one.column < column or (at_list and not one.dashes and one.column == column)):
            path.insert(0, one.key)
            column, at_list = one.column, False
        if one.dashes and one.dashes[-1] < column:
            inside = [dash for dash in one.dashes if dash < column]
            path[:0] = [ENTRY] * len(inside)
            column, at_list, entry = inside[0], True, at
        if column == 0 and not at_list:
            break
    if not own.dashes:
        siblings |= _below(lines, first, own.column)
    return tuple(path), frozenset(siblings), entry


def _scope(lines: list[str], entry: int) -> str:
    """The scope that is written in the entry which begins in that line."""
    column = _parse(lines[entry]).dashes[:1] or (0,)
    for at, text in enumerate(lines[entry : entry + 200]):
        own = _parse(text)
        if (
            at
            and text.strip()
            and ((own.dashes and own.dashes[0] <= column[0]) or (own.key and own.column <= column[0]))
        ):
            break
        found = _SCOPE.search(text)
        if found is not None:
            return found[1]
    return "output"


def _below(lines: list[str], first: int, column: int) -> set[str]:
    """Keys of the same map in the lines behind."""
    found = set[str]()
    for text in lines[first + 1 : first + 200]:
        if not text.strip() or text.lstrip().startswith("#"):
            continue
        one = _parse(text)
        if one.dashes or one.column < column:
            break
        if one.column == column and one.key:
            found.add(one.key)
    return found


def _word(before: str, column: int) -> tuple[int, str]:
    start = min(column, len(before))
    return start, before[start:].lstrip("\"'")


def _end_of_word(line: str, at: int) -> int:
    """Where the word ends that a caret stands in; the caret itself where nothing of it was typed."""
    before = re.split(r"[\s,{}:]", line[:at])[-1].lstrip("[\"'")
    found = _WORD_SIGNS.match(line, at) if before else None
    end = found.end() if found is not None else at
    if "[" not in before:
        end = at + len(line[at:end].partition("]")[0])
    return end + 1 if line[end : end + 1] in ("'", '"') and line[:at].count(line[end]) % 2 else end


def _bare(text: str) -> str:
    """The text with what is quoted blanked out."""
    return re.sub(r"\"(?:[^\"\\\n]|\\.)*\"|'[^'\n]*'", lambda found: " " * len(found[0]), text)
