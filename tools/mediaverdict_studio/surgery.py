"""A text with a pair or an entry more or less: cut by the places of its nodes, all else as it stands.

Each function takes the text and nodes of that very text, and gives the new text. RefusedError says why not.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import yaml

from mediaverdict_studio.nodes import end_of
from mediaverdict_studio.results import RefusedError

if TYPE_CHECKING:
    from collections.abc import Sequence

IN_TEXT = "change it in the text"


def replaced(text: str, node: yaml.Node, value: str) -> str:
    """Another value in place of a node's; a list that stands in lines becomes one in brackets."""
    start, end = node.start_mark.index, end_of(node)
    if isinstance(node, yaml.CollectionNode) and not node.flow_style:
        colon = text.rindex(":", 0, start)
        if "#" in text[colon:end]:
            raise RefusedError(f"comments stand in this list: {IN_TEXT}")
        return f"{text[: colon + 1]} {value}{text[end:]}"
    if start == end:  # nothing stands there: behind the colon
        colon = text.rindex(":", 0, start + 1)
        return f"{text[: colon + 1]} {value}{text[colon + 1 :]}"
    end = start + len(text[start:end].rstrip())  # a text in several lines ends with its last line end
    return f"{text[:start]}{value}{text[end:]}"


def renamed(text: str, key: yaml.Node, name: str) -> str:
    """Another key."""
    return f"{text[: key.start_mark.index]}{name}{text[key.end_mark.index :]}"


def with_pair(text: str, node: yaml.MappingNode, key: str, value: str, after: int | None = None) -> str:
    """A map with a pair more, behind the pair of that index, or behind all.

    `value` is written in one line, or begins with a line end and has its lines indented from column 0.
    """
    at = len(node.value) - 1 if after is None else after
    if node.flow_style:
        if "\n" in value:
            raise RefusedError(f"this stands in {{...}}, in one line: {IN_TEXT}")
        if not node.value:
            start = text.index("{", node.start_mark.index) + 1
            return f"{text[:start]}{key}: {value}{text[start:]}"
        end = max(end_of(part) for part in node.value[at])
        return f"{text[:end]}, {key}: {value}{text[end:]}"
    column = node.value[0][0].start_mark.column
    return with_lines(text, max(end_of(part) for part in node.value[at]), [f"{key}:{_below(value)}"], column)


def _below(value: str) -> str:
    return value if value.startswith("\n") else f" {value}"


def with_lines(text: str, end: int, entries: Sequence[str], column: int, *, blank: bool = False) -> str:
    """Lines more, indented to a column, behind the line in which `end` lies. `blank` puts an empty line before."""
    end = len(text[:end].rstrip())
    line_end = text.find("\n", end)
    at = len(text) if line_end < 0 else line_end
    lines = [line for entry in entries for line in entry.split("\n")]
    new = "".join(f"\n{' ' * column}{line}" if line else "\n" for line in lines)
    return f"{text[:at]}{chr(10) if blank else ''}{new}{text[at:] or chr(10)}"


def with_entry(text: str, node: yaml.SequenceNode, entry: str) -> str:
    """A list that is not empty with an entry more, behind all. `entry` is of one line, without its dash."""
    end = max(end_of(one) for one in node.value)
    if node.flow_style:
        is_pair = not entry.startswith("{") and re.match(r"\w+: ", entry)
        return f"{text[:end]}, {f'{{{entry}}}' if is_pair else entry}{text[end:]}"
    return with_lines(text, end, [f"- {entry}"], node.start_mark.column)


def without_pair(text: str, node: yaml.MappingNode, index: int) -> str:
    """A map with a pair less; one with a single pair is the caller's to remove."""
    key, value = node.value[index]
    end = max(end_of(key), end_of(value))
    following = node.value[index + 1][0].start_mark.index if index + 1 < len(node.value) else None
    if node.flow_style:
        if following is not None:
            return text[: key.start_mark.index] + text[following:]
        before = max(end_of(part) for part in node.value[index - 1])
        return text[:before] + text[end:]
    start = text.rfind("\n", 0, key.start_mark.index) + 1
    if text[start : key.start_mark.index].strip():  # the dash of a list stands before the first key
        if following is None:
            raise RefusedError(f"nothing would be left behind the dash: {IN_TEXT}")
        return text[: key.start_mark.index] + text[following:]
    return without_lines(text, start, end)


def without_entry(text: str, node: yaml.SequenceNode, index: int) -> str:
    """A list with an entry less; one with a single entry is the caller's to remove."""
    entry = node.value[index]
    if node.flow_style:
        if index + 1 < len(node.value):
            return text[: entry.start_mark.index] + text[node.value[index + 1].start_mark.index :]
        return text[: end_of(node.value[index - 1])] + text[end_of(entry) :]
    return without_lines(text, _dash_line(text, node, entry), end_of(entry))


def _dash_line(text: str, node: yaml.SequenceNode, entry: yaml.Node) -> int:
    """The index at which the line of an entry's dash begins."""
    start, dashed = entry.start_mark.index, re.compile(" " * node.start_mark.column + "-(?=[ \n])")
    while True:
        start = text.rfind("\n", 0, start) + 1
        if dashed.match(text, start):
            return start
        if start == 0:
            raise RefusedError(f"the entry stands in one line with another: {IN_TEXT}")
        start -= 1


def without_lines(text: str, start: int, end: int) -> str:
    """All lines from the one that begins at `start` to the one in which `end` lies; no two empty lines are left."""
    end = max(start, len(text[:end].rstrip()))
    line_end = text.find("\n", end)
    before, after = text[:start], text[line_end + 1 :] if line_end >= 0 else ""
    if before.endswith("\n\n") and (after.startswith("\n") or not after):
        before = before[:-1]
    elif before.endswith(":\n"):
        after = after.removeprefix("\n")
    return before + after
