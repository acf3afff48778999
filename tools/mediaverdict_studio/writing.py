"""How a value, a key, a text or a condition is written in a rule book: plain where YAML takes it so, else quoted."""

from __future__ import annotations

import re

import yaml

from mediaverdict.rulebook.reading import read_yaml
from mediaverdict_studio.nodes import compose
from mediaverdict_studio.results import RefusedError

LISTS = frozenset({"one_of", "none_of", "includes"})
"""Operators that take a list."""
FLAGS = frozenset({"exists", "same"})
"""Operators that take true or false."""
_GLOB_SIGNS = re.compile(r"[*?\[]")
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def quoted(text: str) -> str:
    """A text between quotation marks, in one line."""
    shown = "".join(_ESCAPES.get(char, char if char.isprintable() else _escaped(char)) for char in text)
    return f'"{shown}"'


def _escaped(char: str) -> str:
    code = ord(char)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def as_text(text: str) -> str:
    """A text as a value that is read as text: `off` and `16:9` plain, `720` and `true` quoted."""
    value, problems = read_yaml(f"{{x: {text}}}", "")
    plain = _is_one(text) and not problems and isinstance(value, dict) and value.get("x") == text
    return text if plain else quoted(text)


def as_key(text: str) -> str:
    """A key; `audio[*].language` quoted, which a map in {...} needs."""
    return text if re.fullmatch(r"[A-Za-z_][\w.\-/]*", text) else quoted(text)


def as_value(value: str, operator: str = "") -> str:
    """What a person typed as a value: as it is where it is one YAML value; a list where the operator takes one.

    `*720*` is quoted; `h264, hevc` becomes `[h264, hevc]` for `one_of`. Raises RefusedError for nothing at all.
    """
    value = value.strip()
    if not value:
        raise RefusedError("there is no value: write one")
    if operator in LISTS and not value.startswith("["):
        return "[" + ", ".join(as_value(part) for part in re.split(r"[,\n]", value) if part.strip()) + "]"
    if operator in FLAGS and value.lower() in ("true", "false"):
        return value.lower()
    return value if _is_one(value) else quoted(value)


def _is_one(value: str) -> bool:
    """Whether a text is one value wherever it stands, also in {...}: nothing behind it, nothing tied to it."""
    before = "{x: "
    root = compose(f"{before}{value}}}") if value and "\n" not in value and value == value.strip() else None
    if not isinstance(root, yaml.MappingNode) or len(root.value) != 1 or root.end_mark.index != len(value) + 5:
        return False
    node = root.value[0][1]
    whole = (node.start_mark.index, node.end_mark.index) == (len(before), len(before) + len(value))
    if not whole or value[0] in "&*!|>%@`":
        return False
    if isinstance(node, yaml.ScalarNode):
        return True
    parts = [part for child in node.value for part in (child if isinstance(child, tuple) else (child,))]
    return all(isinstance(part, yaml.CollectionNode) or part.value not in ("", None) for part in parts)


def as_condition(operator: str, value: str, *, selects: bool) -> str:
    """A condition on a fact, in one line: `720`, `[h264, hevc]`, `{min: 720}`.

    `selects` is whether it stands in `match` or `when`, where a plain text with `*` is a pattern.
    """
    written = as_value(value, operator)
    pattern = selects and _GLOB_SIGNS.search(written.removeprefix("["))
    if operator == "glob" and selects and pattern and not written.startswith("["):
        return written
    if operator in ("equals", "one_of") and not pattern:
        return written
    return f"{{{operator}: {written}}}"


def plain_operator(node: yaml.Node, *, selects: bool, text: bool) -> str:
    """What a plain value or list asks, as the rule book's reader has it. `text` is whether the fact's values are."""
    values = node.value if isinstance(node, yaml.SequenceNode) else [node]
    is_pattern = any(isinstance(one, yaml.ScalarNode) and _GLOB_SIGNS.search(one.value) for one in values)
    if selects and text and is_pattern:
        return "glob"
    return "one_of" if isinstance(node, yaml.SequenceNode) else "equals"
