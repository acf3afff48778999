"""A YAML text as nodes with their places: what edits and the form are made with. Nothing is constructed of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import yaml

from mediaverdict.rulebook.limits import excess_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mediaverdict_studio.results import Where

_HALVES = re.compile("[\ud800-\udfff]")
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def readable(text: str) -> str:
    """The text with another sign for each half of a character, which no UTF-8 holds: a browser can send them."""
    return _HALVES.sub("\ufffd", text)


def compose(text: str) -> yaml.Node | None:
    """The text's nodes; None where it is empty, no YAML, or beyond the reader's bounds. Never raises."""
    text = readable(text)
    if excess_of(text, _LOADER) is not None:
        return None
    try:
        root: yaml.Node | None = yaml.compose(text, Loader=_LOADER)
    except (yaml.YAMLError, RecursionError, ValueError):
        return None
    return root


def pairs(node: yaml.Node | None) -> Iterator[tuple[str, yaml.Node, yaml.Node]]:
    """A map's keys that are scalars: their text, their node, their value."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if isinstance(key, yaml.ScalarNode):
                yield str(key.value), key, value


def entries(node: yaml.Node | None) -> list[yaml.Node]:
    """A list's nodes; none of what is no list."""
    return list(node.value) if isinstance(node, yaml.SequenceNode) else []


def find(node: yaml.Node | None, where: Where) -> yaml.Node | None:
    """The value at a way of keys and indexes; None where there is none."""
    for step in where:
        if isinstance(step, int):
            listed = entries(node)
            node = listed[step] if 0 <= step < len(listed) else None
        else:
            node = next((value for key, _, value in pairs(node) if key == step), None)
    return node


def find_pair(node: yaml.Node | None, where: Where) -> tuple[yaml.Node, yaml.Node] | None:
    """The key and the value at a way that ends in a key."""
    above = find(node, where[:-1])
    return next(((key, value) for name, key, value in pairs(above) if name == where[-1]), None)


def written(text: str, node: yaml.Node) -> str:
    """A node as it stands in the text."""
    return text[node.start_mark.index : node.end_mark.index].rstrip()


def has_aliases(text: str) -> bool:
    """Whether a text has anchors, aliases, tags or merge keys, which an edit of one place would carry to others."""
    try:
        return any(
            isinstance(event, yaml.AliasEvent)
            or getattr(event, "anchor", None) is not None
            or (isinstance(event, yaml.ScalarEvent) and event.value == "<<" and not event.style)
            for event in yaml.parse(readable(text), Loader=_LOADER)
        )
    except (yaml.YAMLError, RecursionError, ValueError):
        return True


def end_of(node: yaml.Node) -> int:
    """The index behind a node's last sign: a block's own mark lies behind the comments that follow it."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return max(end_of(part) for part in last) if isinstance(last, tuple) else end_of(last)
    return int(node.end_mark.index)


_COMMENT = re.compile(r"(?:^|(?<=\s))#[^\n]*", re.MULTILINE)


def comments_of(text: str) -> list[str]:
    """Every comment of a text, in its order; none of a text that is no YAML."""
    found, before = list[str](), 0
    try:
        for token in yaml.scan(readable(text), Loader=_LOADER):
            # From the sign before: a # right behind a value is a part of it, one behind a blank begins a comment.
            found += _COMMENT.findall(text, max(0, before - 1), token.start_mark.index)
            before = token.end_mark.index
    except (yaml.YAMLError, RecursionError, ValueError):
        return []
    return [one.rstrip() for one in [*found, *_COMMENT.findall(text, max(0, before - 1))]]
